"""What a mailbox holds that was not taken in, without listing all of it each time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from intake.mailbox.protocol import UNORDERED, FolderState, Mailbox


@dataclass(frozen=True, slots=True)
class Unknown:
    """The mails of a folder that are still to be taken in."""

    state: FolderState
    uids: tuple[int, ...]
    present: frozenset[int] | None  # all UIDs of the folder; None: only the newest were asked for


class Watch:
    """How far each folder has been taken in; it forgets that with the process.

    The first look at a folder, and each with `whole`, compares all of it with the ledger. The
    looks in between ask only for what came since: a mail in the middle cannot appear without a
    new UID (RFC 9051 section 2.3.1.1).
    """

    def __init__(self) -> None:
        self._next: dict[str, tuple[int, int]] = {}  # by folder: UIDVALIDITY, first UID not seen

    def unknown(
        self,
        mailbox: Mailbox,
        folder: str,
        known: Callable[[int], Collection[int]],
        *,
        whole: bool = False,
    ) -> Unknown:
        """The UIDs to fetch; known: the ledger's UIDs of this folder under a UIDVALIDITY."""
        state = mailbox.state(folder)
        uidvalidity, since = self._next.get(folder, (0, 0))
        if not whole and since and uidvalidity == state.uidvalidity:
            return Unknown(state, tuple(mailbox.uids(folder, since)), None)
        present = mailbox.uids(folder)
        taken = frozenset(known(state.uidvalidity))
        return Unknown(state, tuple(uid for uid in present if uid not in taken), frozenset(present))

    def done(self, unknown: Unknown) -> None:
        """These mails are safe in storage; until told so, they are asked for again."""
        state = unknown.state
        if state.next_uid == UNORDERED or not state.uidvalidity:
            return
        _, since = self._next.get(state.folder, (0, 0)) if self._is_same(state) else (0, 0)
        seen = max(unknown.uids, default=0)
        if unknown.present:
            seen = max(seen, *unknown.present)
        self._next[state.folder] = (state.uidvalidity, max(since, state.next_uid, seen + 1))

    def _is_same(self, state: FolderState) -> bool:
        return self._next.get(state.folder, (0, 0))[0] == state.uidvalidity
