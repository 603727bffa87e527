"""Mails taken apart for the pages, in processes that are killed where they take too long."""

import atexit
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from intake.attachments.child import stand_apart
from intake.config import ReadingConfig
from review.originals import CannotShow
from rules.mail import Attachment

SECONDS = 10
PROCESSES = 2  # one that hangs leaves the other to everyone else
MAILS_A_PROCESS = 500
T = TypeVar("T")


class Apart:
    """Takes mails apart outside the web server."""

    def __init__(self, limits: ReadingConfig, seconds: float = SECONDS) -> None:
        self._limits = limits
        self._seconds = seconds
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def page(self, raw: bytes) -> str:
        """The HTML of the body, safe to show; "" where it has none. Raises CannotShow."""
        return self._done(safe_page, raw, self._limits)

    def file(self, raw: bytes, attachment: Attachment) -> bytes | None:
        """The bytes of an attachment, None where they cannot be had. Raises CannotShow."""
        is_nested = "/" in attachment.source
        return self._done(file_in, raw, attachment.sha256, self._limits, is_nested)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _done(self, work: Callable[..., T], *arguments: object) -> T:
        """What a process makes of it."""
        try:
            found: T = self._processes().schedule(work, arguments, timeout=self._seconds).result()
        except TookTooLong as error:
            raise CannotShow("this mail takes too long to take apart; download it") from error
        except BrokenExecutor as error:
            self.close()  # the next mail starts others
            raise CannotShow("the processes broke off; download the mail") from error
        except (ProcessExpired, MemoryError, RecursionError, ValueError) as error:
            raise CannotShow("this mail cannot be taken apart; download it") from error
        return found

    def _processes(self) -> ProcessPool:
        """The processes, started when first asked for."""
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=PROCESSES,
                    max_tasks=MAILS_A_PROCESS,
                    initializer=stand_apart,
                    context=multiprocessing.get_context("spawn"),
                )
                atexit.register(self.close)
            return self._pool


def safe_page(raw: bytes, limits: ReadingConfig) -> str:
    """See `Apart.page`; it runs in a process of its own."""
    from intake.originals import page_of
    from review.sanitised import sanitised

    return sanitised(page_of(raw, limits))


def file_in(raw: bytes, sha256: str, limits: ReadingConfig, is_nested: bool) -> bytes | None:
    """See `Apart.file`; it runs in a process of its own."""
    from intake.originals import file_of

    return file_of(raw, sha256, limits, is_nested=is_nested)
