"""Mail on disk as a mailbox: a Maildir, an mbox file or a folder of .eml files, never changed."""

import os
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event

import structlog

from intake.config import MailboxConfig
from intake.errors import IntakeError, Stop, TryLater
from intake.mailbox import stores
from intake.mailbox.protocol import UNORDERED, FolderState, arrival_of, in_batches
from intake.message import head_of
from storage.ledger import Arrival

log = structlog.get_logger()

UIDVALIDITY = 1  # UIDs follow from the mails themselves, so they never start anew
LOOK_SECONDS = 1.0  # between two looks at the disk while waiting
PARTS_OF_MAILDIR = ("cur", "new", "tmp")


class DiskMailbox:
    """Mails on disk behind the protocol of a mailbox; marking is not done here."""

    def __init__(self, config: MailboxConfig) -> None:
        self._config = config
        self._path = config.path.absolute()
        self._entries: dict[str, dict[int, stores.Entry]] = {}
        self._changes: object = None
        if config.kind == "maildir" and "path" not in config.model_fields_set:
            make_maildir(self._path)  # the built-in default is ours to set up

    @property
    def name(self) -> str:
        return f"{self._config.kind}:{self._path}"

    @property
    def folders(self) -> tuple[str, ...]:
        return self._config.folders if self._config.kind == "maildir" else ("INBOX",)

    def state(self, folder: str) -> FolderState:
        """The folder as it is now."""
        return FolderState(folder, UIDVALIDITY, UNORDERED, len(self._look(folder)))

    def uids(self, folder: str, since: int = 1) -> list[int]:
        """All UIDs in the order of the mails: `since` says nothing where there is no order."""
        return list(self._look(folder))

    def fetch(self, folder: str, uids: Sequence[int]) -> Iterator[list[Arrival]]:
        """The mails in batches; received when the topmost Received header says, else the file."""
        entries = self._entries.get(folder) or self._look(folder)
        there = [uid for uid in uids if uid in entries]
        sizes = {uid: entries[uid].size for uid in there}
        limits = self._config
        for batch in in_batches(there, sizes, mails=limits.batch_mails, size=limits.batch_bytes):
            found = (self._arrival(folder, uid) for uid in batch)
            yield [arrival for arrival in found if arrival]

    def mark(self, folder: str, uidvalidity: int, uids: Collection[int]) -> None:
        """Nothing: files are never changed."""

    def wait(self, seconds: float, stop: Event) -> bool:
        """Whether something was written on disk before the time was over."""
        until = time.monotonic() + seconds
        while not stop.is_set():
            if self._changes != stores.changes_of(self._watched()):
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            stop.wait(min(left, LOOK_SECONDS))
        return False

    def close(self) -> None:
        """Nothing is held open."""

    def _look(self, folder: str) -> dict[int, stores.Entry]:
        with disk_faults(self._path):
            # Before the mails are listed: one that comes in between is then seen as a change.
            self._changes = stores.changes_of(self._watched())
            root = self._root(folder)
            self._entries[folder] = entries_at(root, self._config.kind)
        return self._entries[folder]

    def _root(self, folder: str) -> Path:
        if self._config.kind != "maildir" or folder == "INBOX":
            return self._path
        # Maildir++: folders stand beside the inbox, with dots for levels.
        return self._path / f".{folder.replace(stores.FOLDER_SEPARATOR, '.')}"

    def _watched(self) -> list[Path]:
        if self._config.kind == "mbox":
            return [self._path]
        if self._config.kind == "folder":
            return [Path(folder) for folder, _, _ in os.walk(self._path)]
        return [self._root(folder) / part for folder in self.folders for part in ("cur", "new")]

    def _arrival(self, folder: str, uid: int) -> Arrival | None:
        try:
            return disk_arrival(self._entries[folder][uid], self.name, folder, uid)
        except PermissionError:
            return None  # one mail out of reach does not hold up the rest
        except FileNotFoundError:
            # An officer's program has moved it from new/ to cur/ or changed its flags.
            entry = self._look(folder).get(uid)
        except OSError as error:
            raise TryLater(f"{self._path} cannot be read: {error.strerror}") from error
        return disk_arrival(entry, self.name, folder, uid) if entry else None


def mails_on_disk(path: Path, left: list[Path]) -> Iterator[Arrival]:
    """The mails at a path: an .eml file, a folder of them, an mbox or a Maildir, in order.

    The folder of each is the file it stands in. The same file gives the same UIDs each time. In a
    folder, other files that may hold mail count too, and one that cannot be read holds up no other.
    left: gets the files in a folder that hold none.
    """
    path = path.absolute()
    with disk_faults(path):
        kind = kind_of(path)
        entries = stores.entries_below(path, left) if kind == "folder" else entries_at(path, kind)
    for uid, entry in entries.items():
        name = os.fsencode(entry.path).decode("utf-8", "replace")
        try:
            with disk_faults(entry.path):
                found = disk_arrival(entry, f"disk:{path.name}", name, uid)
        except IntakeError as error:
            if len(entries) == 1:
                raise
            log.warning("not_read", reason=str(error))
            continue
        yield found


def kind_of(path: Path) -> str:
    """What stands at a path: maildir, folder, mbox or file."""
    if path.is_dir():
        is_maildir = (path / "cur").is_dir() and (path / "new").is_dir()
        return "maildir" if is_maildir else "folder"
    if path.suffix.lower() == ".eml":
        return "file"
    with path.open("rb") as file:
        if stores.POSTMARK.match(file.readline(1000)) or path.suffix.lower() == ".mbox":
            return "mbox"
    raise Stop(f"{path} is no mail; give an .eml file, a folder of them, an mbox or a Maildir")


def entries_at(path: Path, kind: str) -> dict[int, stores.Entry]:
    """The mails at a path by UID, in order."""
    if kind == "maildir":
        return stores.maildir_entries(path)
    if kind == "mbox":
        return stores.mbox_entries(path)
    if kind == "folder":
        if not path.is_dir():
            raise NotADirectoryError(path)
        return stores.file_entries(path)
    found: dict[int, stores.Entry] = {}
    path.stat()  # raises where there is none
    stores.add_file(found, path, path.name)
    return found


def disk_arrival(entry: stores.Entry, mailbox: str, folder: str, uid: int) -> Arrival:
    """The mail with its time of receipt."""
    raw = entry.read()
    received_at: datetime = head_of(raw).received_at or entry.written_at
    return arrival_of(raw, mailbox, folder, UIDVALIDITY, uid, received_at)


def make_maildir(path: Path) -> None:
    """An empty Maildir, where there is none."""
    with disk_faults(path):
        for part in PARTS_OF_MAILDIR:
            (path / part).mkdir(parents=True, exist_ok=True)


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Errors of the disk as ours."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise Stop(
            f"no mail stands at {error.filename or path}; "
            "check kind, path and folders under [mailbox], or the path given"
        ) from error
    except PermissionError as error:
        raise Stop(f"{error.filename or path} may not be read; give this user the right") from error
    except OSError as error:
        raise TryLater(f"{path} cannot be read: {error.strerror}") from error
