"""Waiting for mail by IDLE: one of the workers listens to a mailbox, and has it fetched at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

import structlog
from sqlalchemy import Engine

from intake.errors import IntakeError, Stop, unforeseen
from intake.leases import leased
from intake.mailbox.protocol import FolderState, Mailbox
from storage.errors import StorageError

TAKE_OVER_SECONDS = 10.0  # between two looks whether another still listens
WAIT_SECONDS = 300.0  # for the server to tell something, then the connections are looked at
END_SECONDS = 5.0  # for a server that does not answer; the process ends all the same

log = structlog.get_logger()


class Listener:
    """Listens to one mailbox, for as long as no other worker does."""

    def __init__(
        self, engine: Engine, name: str, mailbox: Mailbox, tell: Callable[[str], None]
    ) -> None:
        """tell: called with the name of the mailbox, when mail may have come."""
        self._engine = engine
        self._name = name
        self._mailbox = mailbox
        self._tell = tell
        self._stop = Event()
        self._leave = Event()  # told to stop, or another listens by now
        self._thread = Thread(target=self._work, name=f"listen:{name}", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def end(self) -> None:
        """Stop listening; another worker may."""
        self._stop.set()
        self._leave.set()
        self._thread.join(END_SECONDS)

    def _work(self) -> None:
        while not self._stop.is_set():
            self._turn()
            self._stop.wait(TAKE_OVER_SECONDS)

    def _turn(self) -> None:
        """Listen, unless another does."""
        self._leave.clear()
        if self._stop.is_set():  # told so before that, which would be forgotten
            return
        does = f"listens to the mailbox {self._name}"
        try:
            with leased(self._engine, self._leave.set, name=f"listen:{self._name}", does=does):
                self._listen()
        except Stop:
            return  # another listens
        except StorageError as error:
            log.warning("listening_failed", mailbox=self._name, reason=str(error))
        except Exception as error:
            # A thread that dies says nothing to anyone; mail would wait for the next poll.
            log.error("listening_failed", mailbox=self._name, reason=unforeseen(error))
        finally:
            self._mailbox.close()

    def _listen(self) -> None:
        """Tell of mail until another listens, or it is told to stop."""
        before: list[FolderState | None] = []
        log.info("listening", mailbox=self._name)
        while not self._leave.is_set():
            states = [self._opened(folder) for folder in self._mailbox.folders]
            # What came before a connection was there is told by nobody.
            is_anew = any(state not in before for state in states if state)
            before = states
            if is_anew:
                self._tell(self._name)
            if self._mailbox.wait(WAIT_SECONDS, self._leave) and not self._leave.is_set():
                self._tell(self._name)

    def _opened(self, folder: str) -> FolderState | None:
        """The folder as its connection opened it; None: it is tried again after a `wait`."""
        try:
            return self._mailbox.state(folder)
        except IntakeError as error:
            log.warning("listening_failed", mailbox=self._name, reason=str(error))
            return None


@contextmanager
def listening(
    engine: Engine, mailboxes: Mapping[str, Mailbox], tell: Callable[[str], None]
) -> Iterator[None]:
    """Listeners to these mailboxes, by name, at work while the block runs."""
    listeners = [Listener(engine, name, each, tell) for name, each in mailboxes.items()]
    for each in listeners:
        each.start()
    try:
        yield
    finally:
        for each in listeners:
            each.end()
