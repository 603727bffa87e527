"""What can go wrong in storage, divided by what the caller does next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StorageError(Exception):
    """The root; its message is one line that says what, where, and what to do."""


class DatabaseBusy(StorageError):
    """Another process holds the database; the same call may succeed later."""


class DatabaseUnusable(StorageError):
    """Missing rights, a full disk or a damaged file: nothing can go on before it is mended."""


class KeyUnusable(StorageError):
    """A key in a file of its own cannot be read, or is not the one that is asked for."""


class UnknownMail(StorageError):
    """A mail is named that storage does not hold; the caller's list is out of date."""


class MailDestroyed(UnknownMail):
    """The bytes of a mail were destroyed by rule; that it was there, and when it went, is known."""


class Refusal(StrEnum):
    """Why something cannot be: by it the pages find their own words."""

    NO_SUCH_ACCOUNT = "no_such_account"
    ACCOUNT_TAKEN = "account_taken"
    LAST_ADMINISTRATOR = "last_administrator"
    NOT_JUDGED = "not_judged"
    NOT_DECIDED_HERE = "not_decided_here"
    NO_SUCH_MUNICIPALITY = "no_such_municipality"
    NO_SUCH_LETTER = "no_such_letter"
    NO_SUCH_STEP = "no_such_step"
    NO_GROUND = "no_ground"
    JUMP = "jump"
    NOT_YET = "not_yet"
    NO_WORDS = "no_words"
    NO_REASON = "no_reason"
    NO_LETTERS = "no_letters"
    REFERENCE_TAKEN = "reference_taken"
    NO_DRAFT = "no_draft"
    OTHER = "other"


class Refused(StorageError):
    """What an officer asked cannot be; the message says why and what can."""

    def __init__(self, message: str, why: Refusal = Refusal.OTHER) -> None:
        self.why = why
        super().__init__(message)


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
