"""What reading processes need, loaded once in the process that they are forked from."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

# A process that is forked has one thread of those that its parent had.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import mailparser  # noqa: E402, F401 - imported where it is used, too late for here

from intake import desk, reader_process  # noqa: E402, F401
from intake.attachments import html  # noqa: E402, F401
from intake.config import ReadingConfig  # noqa: E402
from intake.judging import load_judge  # noqa: E402
from intake.registry import default_registry  # noqa: E402

MAIL = Path(__file__).parent / "sample" / "mails" / "04-soest-onvolledig.eml"

# What a first mail loads and works out is shared by all processes, 10 MB of two. The reading
# process loads the models again, and what goes wrong is told there.
with suppress(Exception):
    desk.Desk(load_judge(default_registry()), ReadingConfig()).take(
        MAIL.read_bytes(), datetime.now(UTC)
    )
