"""What is logged, as the tests see it."""

from contextlib import contextmanager

import structlog
from structlog.contextvars import merge_contextvars
from structlog.testing import LogCapture


@contextmanager
def logged():
    """The events meanwhile, each with what it carries."""
    capture = LogCapture()
    structlog.configure(processors=[merge_contextvars, capture])
    try:
        yield capture.entries
    finally:
        structlog.reset_defaults()
