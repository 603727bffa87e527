"""One mailbox: what is new in it is kept, what is filed is marked."""

from threading import Event

from sqlalchemy import Engine

from intake.errors import IntakeError
from intake.mailbox.protocol import Mailbox
from intake.mailbox.watch import Watch
from intake.steps import keep_new, mark_filed
from intake.tally import Tally


class Fetcher:
    """Fetches and keeps, pass by pass; what it remembers in between only saves time."""

    def __init__(
        self, engine: Engine, mailbox: Mailbox, *, marks: bool, is_alone: bool = True
    ) -> None:
        """is_alone: no other process fetches from this mailbox between two passes of this one."""
        self.mailbox = mailbox
        self._engine = engine
        self._marks = marks
        self._watch = Watch(is_alone=is_alone)
        self._marked: dict[str, set[int]] = {}

    def keep_new(self, tally: Tally, stop: Event, *, whole: bool = False) -> None:
        """Keep what is new. whole: compare all of the mailbox with the ledger instead."""
        keep_new(self.mailbox, self._engine, self._watch, tally, stop, whole=whole)

    def mark(self, tally: Tally) -> bool:
        """Mark what is filed, where the settings ask for it; False where nothing is marked.

        A server that is away by now is a fault of this pass like others.
        """
        if not self._marks or tally.faults:
            return False
        try:
            mark_filed(self.mailbox, self._engine, self._marked)
        except IntakeError as error:
            tally.faults.append(error)
            return False
        return True

    def close(self) -> None:
        """End the connections; it may be used again."""
        self.mailbox.close()
