"""What can go wrong in storage, divided by what the caller does next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


class StorageError(Exception):
    """The root; its message is one line that says what, where, and what to do."""


class DatabaseBusy(StorageError):
    """Another process holds the database; the same call may succeed later."""


class DatabaseUnusable(StorageError):
    """Missing rights, a full disk or a damaged file: nothing can go on before it is mended."""


class UnknownMail(StorageError):
    """A mail is named that storage does not hold; the caller's list is out of date."""


class Refused(StorageError):
    """What an officer asked cannot be; the message says why and what can."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did in the meantime."""

    officer: str  # "": the program
    action: str
    at: datetime
    subject: str


class Stale(StorageError):
    """What a decision was based on has changed since; the officer looks again and decides."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)
        told = "; ".join(
            f"{each.officer or 'the program'}: {each.action} at {each.at:%Y-%m-%d %H:%M} UTC"
            for each in changes
        )
        super().__init__(f"this was changed in the meantime ({told}); look again, then decide")
