"""Where mails stand on disk: in a Maildir, an mbox file, or files of their own."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from mimetypes import MimeTypes
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

import structlog

from intake.attachments.kinds import BY_NAME
from intake.errors import TryLater
from intake.header_values import moment

# A line that starts a mail in an mbox (RFC 4155 appendix A): a bare "From " may be prose.
POSTMARK = re.compile(rb"From \S+.* (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .*\d{4}\s*$")
POSTMARK_DATE = re.compile(rb"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\w{3}) +(\d+) ([\d:]+) .*?(\d{4})\s*$")
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
FOLDER_SEPARATOR = "/"
ENDING = ".eml"
START_BYTES = 8_000
OF_MAIL = re.compile(  # lines may end in CR alone, which is no end to a pattern
    rb"(?:^|[\r\n])(from|to|cc|subject|date|received|return-path|message-id|mime-version|"
    rb"content-type|delivered-to|reply-to|sender)[ \t]*:",
    re.IGNORECASE,
)
TYPES = MimeTypes().types_map[True]  # by ending; those of the language, whatever a machine adds
OF_MAIL_ALONE = re.compile(  # nothing but a mail begins so
    rb"\s*(received|return-path|delivered-to|message-id|mime-version)[ \t]*:", re.IGNORECASE
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Entry:
    """A mail on disk: the bytes of a file, or a stretch of it."""

    path: Path
    start: int
    size: int
    written_at: datetime  # of the file, or as the mbox tells
    is_quoted: bool  # lines of the mail that start with "From " carry a ">"

    def read(self) -> bytes:
        """Its bytes as they were delivered."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            raw = file.read(self.size)
        return QUOTED_FROM.sub(rb"\1", raw) if self.is_quoted else raw


def file_entries(root: Path) -> dict[int, Entry]:
    """The .eml files of a folder and those below it, by UID, sorted by path.

    A name that starts with a dot is left alone: such a file is still being copied.
    """
    found: dict[int, Entry] = {}
    for path in files_below(root):
        if path.suffix.lower() == ENDING:
            add_file(found, path, path.relative_to(root).as_posix())
    return found


def entries_below(root: Path, left: list[Path]) -> dict[int, Entry]:
    """As `file_entries`, with files of other names that may hold a mail, and the mails of an mbox.

    left: gets the files that hold none.
    """
    found: dict[int, Entry] = {}
    for path in files_below(root):
        start = b"" if path.suffix.lower() == ENDING else start_of(path)
        if POSTMARK.match(start.partition(b"\n")[0]):
            found |= readable_entries(path)
        elif path.suffix.lower() == ENDING or looks_like_mail(start, least_headers(path.name)):
            add_file(found, path, path.relative_to(root).as_posix())
        else:
            left.append(path)
    return found


def least_headers(name: str) -> int:
    """How many headers a file must begin with to be a mail: a name that tells nothing needs one.

    Archives of mail have names as 00012.7c53336b, and a broken mail may have little left.
    """
    ending = Path(name).suffix.lower()
    return 2 if ending in TYPES or ending.removeprefix(".") in BY_NAME else 1


def readable_entries(path: Path) -> dict[int, Entry]:
    """As `mbox_entries`; none of an mbox that another program holds: it holds up no other file."""
    try:
        return mbox_entries(path)
    except (TryLater, OSError) as error:
        log.warning("not_read", reason=str(error))
        return {}


def files_below(root: Path) -> list[Path]:
    """Every file at or below a folder that is not hidden, sorted by path; links to folders apart.

    Pipes and devices are no files: who opens one may wait for ever.
    """
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(folder, name) for name in files if not name.startswith("."))
        found += [path for path in paths if path.is_file()]
    return sorted(found, key=lambda path: path.relative_to(root).parts)


def start_of(path: Path) -> bytes:
    """The first bytes of a file, none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(START_BYTES)
    except OSError:
        return b""


def looks_like_mail(start: bytes, least: int) -> bool:
    """Whether a file begins as a mail does: with so many of its headers."""
    if OF_MAIL_ALONE.match(start):
        return True
    return len({each.lower() for each in OF_MAIL.findall(start)}) >= least


def maildir_entries(root: Path) -> dict[int, Entry]:
    """The mails of a Maildir's own folder, by UID, sorted by name: in order of delivery."""
    found: dict[int, Entry] = {}
    paths = [
        path
        for part in ("cur", "new")
        for path in (root / part).iterdir()
        if not path.name.startswith(".")
    ]
    for path in sorted(paths, key=lambda path: path.name):
        # What follows the colon are the flags of officers; moving to cur/ keeps what precedes.
        add_file(found, path, path.name.partition(":")[0])
    return found


def add_file(found: dict[int, Entry], path: Path, name: str) -> None:
    """Add a file that holds one mail, unless it has just gone."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return
    if not S_ISREG(stat.st_mode):
        return
    written_at = datetime.fromtimestamp(stat.st_mtime, UTC)
    # Size and time besides the name: another mail under an old name is another mail. A file that
    # was only touched is read again, and known by its bytes.
    told = f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}"
    uid = uid_of(told.encode("utf-8", "surrogateescape"))  # names are bytes, of any encoding
    found[uid] = Entry(path, 0, stat.st_size, written_at, is_quoted=False)


def mbox_entries(path: Path) -> dict[int, Entry]:
    """The mails of an mbox by UID, in their order; equal ones count once, as they do in storage.

    The UID follows from the bytes of a mail, as its place moves when an earlier one is deleted.
    """
    found: dict[int, Entry] = {}
    changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with path.open("rb") as file:
        refuse_when_locked(path, file.fileno())
        for postmark, start, end in stretches(file):
            at = postmark_moment(postmark) or changed_at
            entry = Entry(path, start, end - start, at, is_quoted=True)
            found.setdefault(uid_of(entry.read()), entry)
    return found


def stretches(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Of each mail in an mbox: its postmark, its first byte, and the byte after its last."""
    postmark, start, at = b"", 0, 0
    empty = 0  # the length of the line before, where that was empty: it ends the mail, not in it
    for line in file:
        if POSTMARK.match(line) and (empty or not at):
            if postmark:
                yield postmark, start, at - empty
            postmark, start = line, at + len(line)
        empty = len(line) if line in (b"\n", b"\r\n") else 0
        at += len(line)
    if postmark:
        yield postmark, start, at - empty


def refuse_when_locked(path: Path, descriptor: int) -> None:
    """Raise `TryLater` while another program writes to the mbox."""
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        raise TryLater(f"{path} is being written to; it is read at the next pass") from error


def postmark_moment(line: bytes) -> datetime | None:
    """When a mail came into the mbox; its postmark is in UTC (RFC 4155 appendix A)."""
    found = POSTMARK_DATE.search(line)
    if not found:
        return None
    day, month, number, clock, year = (part.decode("latin-1") for part in found.groups())
    return moment(f"{day}, {number} {month} {year} {clock} +0000")


def uid_of(identity: bytes) -> int:
    """A UID that follows from what a mail is known by: 63 bits, which a database column holds."""
    return int.from_bytes(hashlib.sha256(identity).digest()[:8]) >> 1 or 1


def changes_of(paths: list[Path]) -> tuple[tuple[int, int], ...]:
    """What differs once anything was added to one of these files or folders."""
    stats = [path.stat() for path in paths if path.exists()]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)
