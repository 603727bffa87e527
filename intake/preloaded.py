"""What reading processes need, loaded once in the process that they are forked from."""

import os
from contextlib import suppress

# A process that is forked has one thread of those that its parent had.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import mailparser  # noqa: E402, F401 - imported where it is used, too late for here

from intake import desk, reader_process  # noqa: E402, F401
from intake.attachments import html  # noqa: E402, F401
from intake.judging import load_models  # noqa: E402

# The reading process loads them again, and what goes wrong is told there.
with suppress(Exception):
    load_models()
