"""An IMAP server (RFC 9051, RFC 3501) as a mailbox, by imapclient."""

import select
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from threading import Event

from imapclient import IMAPClient

from intake.config import MailboxConfig
from intake.errors import IntakeError, TryLater
from intake.mailbox import session as sessions
from intake.mailbox.backoff import BackOff
from intake.mailbox.faults import faults
from intake.mailbox.oauth import Tokens
from intake.mailbox.protocol import FolderState, in_batches
from intake.mailbox.session import Session
from intake.mailbox.signin import hang_up, secret_in, signed_in
from intake.mailbox.suspects import Suspects
from storage.ledger import Arrival

SLICE_SECONDS = 0.5  # how soon a stop is noticed while waiting


class ImapMailbox:
    """Folders of one account, each over a connection of its own.

    A held connection costs the server nothing per pass, however large the folder; and IDLE tells
    of one folder alone.
    """

    def __init__(
        self,
        config: MailboxConfig,
        *,
        tokens: Tokens | None = None,
        backoff: Callable[[], BackOff] = BackOff,
    ) -> None:
        self._config = config
        self._tokens = tokens or tokens_of(config)
        self._sessions: dict[str, Session] = {}
        # A refused login holds for every folder; a missing folder must not hold up the others.
        self._logins = backoff()
        self._openings = {folder: backoff() for folder in config.folders}
        self._shaky: set[str] = set()  # folders whose connection broke since all last went well
        self._suspects = {folder: Suspects() for folder in config.folders}

    @property
    def name(self) -> str:
        # Without the port: going from STARTTLS to TLS does not make another mailbox.
        return f"imap:{self._config.user}@{self._config.host}"

    @property
    def folders(self) -> tuple[str, ...]:
        return self._config.folders

    def state(self, folder: str) -> FolderState:
        """The folder as it was when its connection opened it."""
        with self._session(folder) as session:
            return session.state

    def uids(self, folder: str, since: int = 1) -> list[int]:
        """The UIDs from `since` on, as the server has them now."""
        with self._session(folder) as session:
            return session.uids(since)

    def fetch(self, folder: str, uids: Sequence[int]) -> Iterator[list[Arrival]]:
        """The mails in batches, by one round trip each.

        Mails on which a connection broke come last and alone: a server that ends on one of them,
        as on a file that it cannot read, holds up no other.
        """
        with self._session(folder) as session:
            sizes = session.sizes(uids)
        suspects = self._suspects.setdefault(folder, Suspects())
        calm, doubtful = suspects.parted([uid for uid in uids if uid in sizes])
        limits = self._config
        batches = in_batches(calm, sizes, mails=limits.batch_mails, size=limits.batch_bytes)
        for batch in chain(batches, ([uid] for uid in doubtful)):
            with suspects.watched(batch), self._session(folder) as held:
                self._same(session, held)
                arrivals = held.arrivals(self.name, batch)
            yield arrivals

    def mark(self, folder: str, uidvalidity: int, uids: Collection[int]) -> None:
        """Set the keyword, the one thing that is ever written to the server."""
        if self._config.mark == "none" or not uids:
            return
        self._logins.admit(f"the connection to {self._config.host}")
        with faults(self._config):
            client = self._sign_in()
            try:
                sessions.mark(client, self._config, folder, uidvalidity, sorted(uids))
            finally:
                hang_up(client)  # hangs up: CLOSE would expunge what officers deleted

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait by IDLE on every folder; where the server has none, until the time is over."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            retry = self._retry_seconds()
            span = min(left, retry, float(self._config.idle_renew_seconds))
            if self._idle(span, stop):
                return True
            if retry <= span:
                return not stop.is_set()  # a folder without a connection may be tried again
        return False

    def close(self) -> None:
        """Sign out everywhere."""
        for folder in list(self._sessions):
            self._sessions.pop(folder).end()

    @contextmanager
    def _session(self, folder: str) -> Iterator[Session]:
        try:
            with faults(self._config):
                yield self._sessions.get(folder) or self._open(folder)
        except IntakeError:
            # After a fault nobody knows which answer belongs to which command: start anew.
            if self._drop(folder):
                self._broken(folder)
            raise

    def _broken(self, folder: str) -> None:
        """Connect anew at once, but where that breaks too, later and later."""
        if folder in self._shaky:
            self._openings[folder].failed()
        self._shaky.add(folder)

    def _went_well(self) -> None:
        """The connections that are open have outlived a whole pass and a wait."""
        for folder in self._sessions:
            self._openings[folder].succeeded()
            self._shaky.discard(folder)

    def _open(self, folder: str) -> Session:
        opening = self._openings.setdefault(folder, BackOff())
        opening.admit(f"opening folder {folder!r}")
        self._logins.admit(f"the connection to {self._config.host}")
        client = self._sign_in()
        try:
            session = Session(client, folder)
        except BaseException:
            opening.failed()
            hang_up(client)
            raise
        self._sessions[folder] = session
        return session

    def _sign_in(self) -> IMAPClient:
        try:
            client = signed_in(self._config, self._tokens)
        except Exception:
            self._logins.failed()
            raise
        self._logins.succeeded()
        return client

    def _drop(self, folder: str) -> bool:
        """Hang up; whether there was a connection."""
        session = self._sessions.pop(folder, None)
        if session:
            hang_up(session.client)
        return session is not None

    def _same(self, before: Session, now: Session) -> None:
        """Raise `TryLater` where UIDs listed before a reconnection may mean other mails now."""
        if before is not now and before.state.uidvalidity != now.state.uidvalidity:
            raise TryLater("the folder was numbered anew while it was read; list it again")

    def _retry_seconds(self) -> float:
        """How long until a folder that has no connection may be tried."""
        without = [folder for folder in self.folders if folder not in self._sessions]
        login = self._logins.seconds_left
        waits = [max(login, self._openings[folder].seconds_left) for folder in without]
        return min(waits, default=float("inf"))

    def _idle(self, seconds: float, stop: Event) -> bool:
        """One IDLE command on each folder that can; whether new mail may be there."""
        idling = [
            folder for folder, held in self._sessions.items() if self._config.idle and held.can_idle
        ]
        if not idling:
            stop.wait(seconds)
            self._went_well()
            return False
        try:
            for folder in idling:
                with self._session(folder) as session:
                    session.start_idle()
            with faults(self._config):
                ready([self._sessions[folder] for folder in idling], seconds, stop)
            news = [self._end_idle(folder) for folder in idling]
            self._went_well()
            return any(news)
        except IntakeError:
            # What went wrong comes out when the folder is asked for mail. The other connections
            # may still be in IDLE, where they take no command.
            for folder in idling:
                self._drop(folder)
            return True

    def _end_idle(self, folder: str) -> bool:
        with self._session(folder) as session:
            return session.end_idle()


def ready(held: Sequence[Session], seconds: float, stop: Event) -> None:
    """Wait until a server says something, the time is over or `stop` is set."""
    if any(session.has_news() for session in held):
        return
    poller = select.poll()
    for session in held:
        poller.register(session.client.socket().fileno(), select.POLLIN)
    until = time.monotonic() + seconds
    while not stop.is_set() and (left := until - time.monotonic()) > 0:
        if poller.poll(min(left, SLICE_SECONDS) * 1000):
            return


def tokens_of(config: MailboxConfig) -> Tokens | None:
    """The source of tokens that the settings ask for."""
    oauth = config.oauth
    if oauth is None:
        return None
    key = "client_secret_file under [mailbox.oauth] in config.toml"
    return Tokens(oauth, lambda: secret_in(oauth.client_secret_file, key))
