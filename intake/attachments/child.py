"""Reading of files in a process of its own, killed where it takes too long or too much memory."""

import atexit
import gc
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from multiprocessing.connection import Connection
from threading import Thread

from intake.attachments import clock
from intake.attachments.extract import Extract, Inner, Reason, UnreadableError
from intake.attachments.kinds import FileKind, kind_of
from intake.attachments.logos import is_logo
from intake.config import ReadingConfig
from intake.errors import SetAside

MEMORY_BYTES = 2 << 30  # of address space; a page drawn for recognition takes a few hundred MB
BYTES_A_CHARACTER = 4  # at most, in any encoding
START_SECONDS = 60  # for a process to start and to load what reads a file, on a busy machine
GRACE_SECONDS = 5  # after which a process is ended from outside, should the kernel not have done it
A_WEEK = 604_800  # poll(2), by which a pipe is waited for, counts up to 24 days in milliseconds
FILES_A_PROCESS = 2000  # then a fresh one: what a library leaks ends with it
PARTS = "intake.attachments."
# What reads each kind, to be loaded before the clock runs; of the others, `plain`.
LIBRARIES = {
    FileKind.PDF: (PARTS + "pdf", "PIL.Image"),
    FileKind.IMAGE: (PARTS + "ocr", "PIL.Image"),
    FileKind.ZIP: (PARTS + "archive",),
    FileKind.DOCX: (PARTS + "office",),
    FileKind.ODT: (PARTS + "office",),
    FileKind.XLSX: (PARTS + "office", "openpyxl"),
    FileKind.OUTLOOK: (PARTS + "outlook", "olefile", "oxmsg.storage", "compressed_rtf"),
    FileKind.TNEF: (PARTS + "outlook", "tnefparse"),
    FileKind.HTML: (PARTS + "html",),
    FileKind.RTF: (PARTS + "plain", "striprtf.striprtf"),
}
# Kinds of which an empty file is no fault: mail programs make such parts themselves.
MAY_BE_EMPTY = (FileKind.TEXT, FileKind.HTML, FileKind.NO_TEXT)
# Kinds that are sent for their text, so that none is worth a look.
HOLD_TEXT = (FileKind.DOCX, FileKind.ODT, FileKind.XLSX, FileKind.RTF, FileKind.TNEF)


def read_file(file: Inner, limits: ReadingConfig) -> Extract:
    """The text of a file and the files inside it, within the limits.

    Raises UnreadableError; a reader that hangs, crashes or swells is killed. Raises
    BrokenExecutor where no reading process can be started, and SetAside where the machine
    does not let it be read.
    """
    kind = kind_of(file.data, file.name, file.media_type)
    if kind is FileKind.NO_TEXT or (kind in MAY_BE_EMPTY and not file.data):
        return Extract()
    if not file.data:
        raise UnreadableError(Reason.DAMAGED)
    if kind is FileKind.ENCRYPTED:
        raise UnreadableError(Reason.ENCRYPTED)
    if kind is FileKind.UNKNOWN:
        raise UnreadableError(Reason.UNKNOWN_KIND)
    if kind is FileKind.IMAGE and is_logo(file.data):
        return Extract()
    found = read_apart(kind, file, limits)
    if kind in HOLD_TEXT and not found.content.strip() and not found.inner:
        raise UnreadableError(Reason.NO_TEXT)
    return found


def read_apart(kind: FileKind, file: Inner, limits: ReadingConfig) -> Extract:
    """What the reading process makes of a file; its work counts as the mail's.

    A file may take half of what is left to the mail, so that some is left for the others.
    """
    seconds = min(limits.part_seconds, clock.left() / 2 or limits.part_seconds)
    limits = limits.model_copy(update={"part_seconds": seconds})
    pages = limits.max_ocr_pages if kind in (FileKind.PDF, FileKind.IMAGE) else 0
    try:
        with clock.held():
            found = reader().read(kind, file, limits, longest_seconds(limits, pages))
    except TookTooLong as error:
        clock.charge(seconds)
        raise UnreadableError(Reason.TOO_SLOW) from error
    if isinstance(found, Reason):
        raise UnreadableError(found)
    if isinstance(found, SetAside):
        raise found
    clock.charge(found.seconds)
    return found


def longest_seconds(limits: ReadingConfig, pages: int) -> float:
    """By the wall, for a file with so many pages, each of which has a limit of its own."""
    seconds = limits.part_seconds
    longest = (seconds + pages * (limits.ocr_seconds + seconds)) * clock.SLACK + GRACE_SECONDS
    return min(longest, A_WEEK)


class FileReader:
    """The reading process, with a pipe to it; nothing besides that a kill could leave behind.

    A pool shares semaphores with its processes, which have names in the system and stay there
    when the process that made them is killed, as this one's parent may be at any mail.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=read_all, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is the end of the pipe
        self._files = 0
        self._loaded: set[FileKind] = set()  # kinds that it has what it needs for

    @property
    def is_usable(self) -> bool:
        """Whether it can be given another file."""
        return self._process.is_alive() and self._files < FILES_A_PROCESS

    def read(
        self, kind: FileKind, file: Inner, limits: ReadingConfig, longest: float
    ) -> Extract | Reason | SetAside:
        """What it makes of a file, or why nothing.

        longest: seconds after which it is ended. Raises TookTooLong where its time was over, and
        BrokenExecutor where it did not come to read.
        """
        self._files += 1
        is_begun = False
        try:
            self._pipe.send((timed, kind, file, limits))
            is_begun = kind in self._loaded
            while self._pipe.poll(longest if is_begun else START_SECONDS):
                found: Extract | Reason | SetAside | None = self._pipe.recv()
                if found is not None:
                    return found
                is_begun = True
                self._loaded.add(kind)
        except (EOFError, OSError) as error:
            self._process.join(GRACE_SECONDS)
            if not is_begun:
                raise BrokenExecutor("no process to read files could be started") from error
            if self._process.exitcode not in clock.ENDED_BY:
                return Reason.DAMAGED
        self.end()
        if not is_begun:
            raise BrokenExecutor(f"no process came to read the file within {START_SECONDS} seconds")
        raise TookTooLong

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


_reader: FileReader | None = None


def reader() -> FileReader:
    """The reading process, started with the first file and kept warm."""
    global _reader
    if _reader is not None and not _reader.is_usable:
        stop()
    if _reader is None:
        _reader = FileReader()
        atexit.register(stop)
    return _reader


def stop() -> None:
    """End the reading process, if there is one."""
    global _reader
    ended, _reader = _reader, None
    if ended is not None:
        atexit.unregister(stop)
        ended.end()


def read_all(pipe: Connection) -> None:
    """Be the reading process: read each file that comes through the pipe, until it ends."""
    stand_apart()
    loaded: set[FileKind] = set()
    with suppress(EOFError, OSError, MemoryError):
        while True:
            work, kind, *file = pipe.recv()
            if kind not in loaded:
                load(kind)
                loaded.add(kind)
                gc.freeze()  # to look through all of it for garbage takes as long as many files
                pipe.send(None)  # what happens from here on is the file's doing
            pipe.send(answer(work, kind, *file))


def load(kind: FileKind) -> None:
    """Import what reads a kind, once: on a busy machine that takes longer than most files."""
    # What cannot be imported is told of the file that is read by it.
    with suppress(Exception):
        for name in LIBRARIES.get(kind, (PARTS + "plain",)):
            import_module(name)


def answer(work: Callable[..., Extract], *file: object) -> Extract | Reason | SetAside:
    """What comes of a file, or why nothing does; a fault of the machine is none of the file's."""
    try:
        return work(*file)
    except UnreadableError as error:
        return error.reason
    except SetAside as error:
        return error


def stand_apart() -> None:
    """Let an allocation beyond the limit fail here, not take the machine down.

    In a session of its own, Ctrl-C reaches only the program, which finishes the mail in hand.
    """
    os.setsid()
    Thread(target=end_with_program, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an image of memory holds mails


def timed(kind: FileKind, file: Inner, limits: ReadingConfig) -> Extract:
    """Read a file while the clock runs; only UnreadableError comes out, and SetAside."""
    clock.start(limits.part_seconds)
    before = time.process_time()
    try:
        found = extract(kind, file, limits)
        return replace(found, seconds=time.process_time() - before)
    except (UnreadableError, SetAside):
        raise
    except MemoryError as error:
        raise UnreadableError(Reason.TOO_LARGE) from error
    except Exception as error:
        # Libraries meet a broken file with whatever they happen to stumble over.
        raise UnreadableError(Reason.DAMAGED) from error
    finally:
        clock.stop()


def end_with_program() -> None:
    """End this process with the program, which would otherwise stop a reading that hangs."""
    program = multiprocessing.parent_process()
    if program:
        program.join()
        os.killpg(0, signal.SIGKILL)  # with the Tesseracts that it started


def extract(kind: FileKind, file: Inner, limits: ReadingConfig) -> Extract:
    """Read a file of a known kind; `load` has imported its library."""
    if kind is FileKind.PDF:
        from intake.attachments.pdf import read_pdf

        return read_pdf(file.data, limits)
    if kind is FileKind.IMAGE:
        from intake.attachments.ocr import read_image

        return read_image(file.data, limits)
    if kind is FileKind.ZIP:
        from intake.attachments.archive import read_zip

        return read_zip(file.data, limits)
    if kind in (FileKind.DOCX, FileKind.ODT, FileKind.XLSX):
        from intake.attachments import office

        read = {
            FileKind.DOCX: office.read_docx,
            FileKind.ODT: office.read_odt,
            FileKind.XLSX: office.read_xlsx,
        }[kind]
        return read(file.data, limits)
    if kind in (FileKind.OUTLOOK, FileKind.TNEF):
        from intake.attachments import outlook

        return (outlook.read_msg if kind is FileKind.OUTLOOK else outlook.read_tnef)(file.data)
    if kind is FileKind.HTML:
        from intake.attachments.html import read_html

        return read_html(file.data)
    from intake.attachments import plain

    if kind is FileKind.RTF:
        return plain.read_rtf(file.data)
    most = BYTES_A_CHARACTER * limits.max_text_chars
    found = plain.read_text(file.data[:most], file.name)
    return replace(found, partly=Reason.TOO_LONG) if len(file.data) > most else found
