"""What reading processes need, loaded once in the process that they are forked from."""

import gc
import os
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

MAIL = Path(__file__).parent / "sample" / "mails" / "04-soest-onvolledig.eml"
# Imported where they are used, which is too late for what processes are to share.
LATE = ("mailparser", "intake.attachments.html", "intake.reader_process")


def preload() -> None:
    """Load what a first mail loads, and work out what it works out: 10 MB of two are shared."""
    # A process that is forked has one thread of those that its parent had; the libraries read
    # this when they are imported.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    for name in LATE:
        import_module(name)
    from intake.config import ReadingConfig
    from intake.desk import Desk
    from intake.judging import load_judge
    from intake.registry import default_registry

    # The reading process loads the models again, and what goes wrong is told there.
    with suppress(Exception):
        Desk(load_judge(default_registry()), ReadingConfig()).take(
            MAIL.read_bytes(), datetime.now(UTC)
        )
    # A process that looks through these for garbage writes to their pages, and shares them no more.
    gc.collect()
    gc.freeze()


preload()
