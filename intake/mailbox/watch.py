"""What a mailbox holds that was not taken in, without listing all of it each time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from intake.mailbox.protocol import UNORDERED, FolderState, Mailbox

ASKED_TIMES = 5  # for a mail that the server lists and does not give


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

    def __init__(self, *, is_alone: bool = True) -> None:
        """is_alone: no other process takes mail from the mailbox between two looks of this one."""
        self._is_alone = is_alone
        self._next: dict[str, tuple[int, int]] = {}  # by folder: UIDVALIDITY, first UID not seen
        self._begun: set[str] = set()  # folders that a pass broke off in
        self._owed: dict[str, dict[int, int]] = {}  # by folder: UIDs not given, and how often

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
        is_anew = folder in self._begun
        self._begun.add(folder)
        if not whole and since and uidvalidity == state.uidvalidity:
            found = {*mailbox.uids(folder, since), *self._owed.get(folder, {})}
            # Some of these may be safe already, where the pass before broke off.
            may_be_safe = found and (is_anew or not self._is_alone)
            taken = frozenset(known(state.uidvalidity)) if may_be_safe else frozenset()
            return Unknown(state, tuple(sorted(found - taken)), None)
        present = mailbox.uids(folder)
        taken = frozenset(known(state.uidvalidity))
        return Unknown(state, tuple(uid for uid in present if uid not in taken), frozenset(present))

    def done(self, unknown: Unknown, missing: Collection[int] = ()) -> None:
        """These mails are safe in storage; until told so, they are asked for again.

        missing: those that the server did not give. They are asked for a few times more; then
        the comparison of the whole folder sees whether they are still there.
        """
        state = unknown.state
        self._begun.discard(state.folder)
        before = self._owed.get(state.folder, {}) if self._is_same(state) else {}
        tries = {uid: before.get(uid, 0) + 1 for uid in missing}
        self._owed[state.folder] = {uid: n for uid, n in tries.items() if n < ASKED_TIMES}
        if state.next_uid == UNORDERED or not state.uidvalidity:
            return
        _, since = self._next.get(state.folder, (0, 0)) if self._is_same(state) else (0, 0)
        seen = max(unknown.uids, default=0)
        if unknown.present:
            seen = max(seen, *unknown.present)
        self._next[state.folder] = (state.uidvalidity, max(since, state.next_uid, seen + 1))

    def _is_same(self, state: FolderState) -> bool:
        return self._next.get(state.folder, (0, 0))[0] == state.uidvalidity
