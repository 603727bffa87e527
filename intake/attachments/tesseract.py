"""Tesseract, a process a page: given its picture by a pipe, and no more work than allowed.

Its own work is bounded, as pages beside it or a busy machine are no fault of a page's; by the wall
it may take some times as long. A library that starts it would not say which process it is.
"""

import io
import math
import os
import re
import resource
import shutil
import signal
import subprocess
from threading import Lock
from typing import Any

from intake.attachments import clock
from intake.attachments.extract import Reason, UnreadableError
from intake.config import ReadingConfig
from intake.errors import SetAside

# A second thread costs half as much again and saves next to nothing.
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
OVER = (-signal.SIGXCPU, -signal.SIGKILL)  # how one ends that did more work than it may


class Tesseracts:
    """Those at work for one document."""

    def __init__(self, limits: ReadingConfig) -> None:
        self._limits = limits
        self._at_work: set[subprocess.Popen[bytes]] = set()
        self._is_over = False
        self._lock = Lock()  # pages are recognised in threads

    def text_of(self, picture: Any) -> str:
        """The text on a picture (a PIL image), paragraphs parted by blank lines.

        Raises UnreadableError.
        """
        page = io.BytesIO()
        picture.save(page, "PPM")
        process = self._started()
        try:
            seconds = self._limits.ocr_seconds * clock.SLACK
            text, told = process.communicate(page.getvalue(), timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(Reason.TOO_SLOW) from error
        finally:
            self._ended(process)
        if process.returncode in OVER:
            raise UnreadableError(Reason.TOO_SLOW)
        if process.returncode:
            is_missing = b"Error opening data file" in told
            raise UnreadableError(Reason.NO_OCR if is_missing else Reason.DAMAGED)
        return re.sub(r"\n{3,}", "\n\n", text.decode().replace("\f", "")).strip()

    def end(self) -> None:
        """End those at work; no other begins."""
        with self._lock:
            self._is_over = True
            for each in self._at_work:
                each.kill()

    def _started(self) -> "subprocess.Popen[bytes]":
        """One that waits for its picture."""
        with self._lock:
            if self._is_over:
                raise UnreadableError(Reason.DAMAGED)
            process = started(self._limits)
            self._at_work.add(process)
        return process

    def _ended(self, process: "subprocess.Popen[bytes]") -> None:
        """It has ended, or is to."""
        with self._lock:
            self._at_work.discard(process)
        with process:  # its pipes are closed, and it is waited for
            process.kill()


def languages() -> frozenset[str]:
    """The languages that it reads here, as it calls them; none where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return frozenset(told.stdout.split("\n")[1:]) - {""}  # below a line that says where they are


def started(limits: ReadingConfig) -> "subprocess.Popen[bytes]":
    """A Tesseract that may do so much work. Raises UnreadableError where there is none.

    Raises SetAside where the machine allows no program so much.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise UnreadableError(Reason.NO_OCR)
    # The language is a setting of this installation; nothing of a mail stands here.
    process = subprocess.Popen(
        [program, "stdin", "stdout", "-l", limits.ocr_language],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | ONE_THREAD,
    )
    seconds = math.ceil(limits.ocr_seconds)
    try:
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
    except PermissionError as error:
        with process:
            process.kill()
        # Of all mails with scans, and of no file: said of the mail, it is tried again.
        raise SetAside(
            f"this machine allows a program less work than the {seconds} seconds of a scanned "
            "page; raise its limit (LimitCPU= in a systemd unit, ulimit -Ht in a shell) or lower "
            "ocr_seconds under [reading] in config.toml, then try again"
        ) from error
    return process
