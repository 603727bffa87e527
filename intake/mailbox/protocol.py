"""What every mailbox can do, whether it is a server or a folder on disk."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Protocol

from intake.message import head_of
from storage.ledger import Arrival

UNORDERED = 0  # as `next_uid`: UIDs tell nothing about what came first


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as it was when it was opened."""

    folder: str
    uidvalidity: int  # 0: unknown, and UIDs prove nothing
    next_uid: int  # what comes later has this UID or a higher one, unless UNORDERED
    count: int  # mails in it


class Mailbox(Protocol):
    """Folders of mails, each known by its UID.

    Every method may raise `TryLater` (the same call may succeed later) and `Stop` (a person must
    change a setting first). After either the mailbox can be used again: it connects anew, but
    not before its back-off allows.
    """

    @property
    def name(self) -> str:
        """What the ledger calls this mailbox: the same in each run."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that mail is taken from."""

    def state(self, folder: str) -> FolderState:
        """The folder, opened read-only."""

    def uids(self, folder: str, since: int = 1) -> list[int]:
        """The UIDs of its mails from `since` on, oldest first; all of them by default.

        From a recent `since` on, the cost does not grow with the folder, unless UNORDERED.
        """

    def fetch(self, folder: str, uids: Sequence[int]) -> Iterator[list[Arrival]]:
        """The mails, in batches bounded in mails and bytes; a mail that is gone is left out.

        So is one that cannot be read: the next reconciliation shows that it lacks a row.
        """

    def mark(self, folder: str, uidvalidity: int, uids: Collection[int]) -> None:
        """Give the mails the keyword of the settings; nothing where marking is off."""

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait until mail may have come (True), the seconds are over or `stop` is set (False)."""

    def close(self) -> None:
        """End every connection; the mailbox may be used again."""


def arrival_of(
    raw: bytes, mailbox: str, folder: str, uidvalidity: int, uid: int, received_at: datetime | None
) -> Arrival:
    """A mail with its place and its Message-ID."""
    message_id = head_of(raw).message_id
    return Arrival(mailbox, folder, uidvalidity, uid, raw, message_id, received_at)


def in_batches(
    uids: Sequence[int], sizes: dict[int, int], *, mails: int, size: int
) -> Iterator[list[int]]:
    """The UIDs in their order, at most `mails` and `size` bytes at a time, one mail at least."""
    batch: list[int] = []
    total = 0
    for uid in uids:
        if batch and (len(batch) == mails or total + sizes[uid] > size):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += sizes[uid]
    if batch:
        yield batch
