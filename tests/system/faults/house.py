"""An installation between two ledgers: what the IMAP server delivered, what SMTP accepted."""

import hashlib
import imaplib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from threading import Event

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.filers import both_filers
from ibt_intake.reminding import turn_of
from intake import steps, worker
from intake.fetching import Fetcher
from intake.mailbox.backoff import BackOff
from intake.mailbox.imap import ImapMailbox
from intake.tally import Tally
from outbox.sending import Sending
from rules.contacts import Contact, ContactRole
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from rules.registry import Request
from storage.contacts import import_contacts
from storage.database import damage, snapshot, transaction
from storage.events import events_by_action, verify_events
from storage.ledger import State, mails_by_state
from storage.outgoing import OutboxEntry, outbox
from storage.registry import import_requests
from storage.sending import settle
from storage.tables.judgements import JudgementFlagRow, JudgementRow
from storage.tables.mails import MailRow, RawMailRow
from tests.servers import PASSWORD, Dovecot, ok
from tests.smtp_servers import SmtpPeer
from tests.system.faults.letters import NAMES, domain_of, reference_of
from tests.system.programs import Installation

TUESDAY = datetime(2026, 4, 14, 8, 0, tzinfo=UTC)  # ten o'clock in the Netherlands
GONE_OUT = {OutgoingState.SENT, OutgoingState.BOUNCED}
NOT_GONE_OUT = {
    OutgoingState.PROPOSED,
    OutgoingState.QUEUED,
    OutgoingState.REFUSED,
    OutgoingState.CANCELLED,
}


@dataclass
class House:
    """The program's passes, one at a time, with the clock in hand; and both ledgers.

    Each mail from a municipality is owed one receipt, so one ledger can be held beside the other.
    """

    installation: Installation
    server: Dovecot
    sink: SmtpPeer
    now: datetime = TUESDAY
    delivered: list[bytes] = field(default_factory=list)
    seconds: float = 0.0  # of the clock that back-off goes by
    _open: list[tuple[worker.Worker, Engine]] = field(default_factory=list)

    def set_up(self, **smtp: object) -> None:
        """Settings, a registry, and the outbox switched on before the first mail."""
        settings = self.installation.settings
        settings["smtp"] = {
            "host": "127.0.0.1",
            "port": self.sink.port,
            "security": "plain",
            "sender": "ibt@minjenv.example",
        } | smtp
        settings["outbox"] = {"address_day_cap": 10_000, "hour_cap": 10_000}
        settings["outbox.policies"] = {each.value: "send" for each in Occasion}
        self.renew()
        self.asks(self.now - timedelta(days=8))
        with transaction(self.engine) as session:
            import_contacts(session, [contact_of(name) for name in NAMES], now=self.now)
        self.sends()

    def asks(self, day: datetime) -> None:
        """The ministry's letters to all are of that day; three weeks to answer."""
        letters = [
            Request(reference_of(name), name, day.date(), 21, 160, 20, 40, 0) for name in NAMES
        ]
        with transaction(self.engine) as session:
            import_requests(session, letters, now=self.now)

    def renew(self) -> None:
        """As a new process would begin: settings and database are opened, nothing is known."""
        self.close()
        self.renew_beside()

    def renew_beside(self) -> None:
        """As a second process would begin beside the one that is there."""
        self.config = load_config(self.installation.config)
        self.engine = open_storage(self.config)
        self.mailbox = ImapMailbox(
            self.config.mailbox, backoff=lambda: BackOff(clock=lambda: self.seconds)
        )
        self.worker = worker.Worker(
            self.engine,
            Fetcher(self.engine, self.mailbox, marks=self.config.mailbox.mark != "none"),
            *both_filers(self.config, self.engine),
        )
        self._open.append((self.worker, self.engine))
        self._turn = turn_of(self.config, self.engine, now=lambda: self.now)

    def close(self) -> None:
        """End connections and reading processes."""
        while self._open:
            works, engine = self._open.pop()
            works.close()
            engine.dispose()

    def deliver(
        self, raws: Sequence[bytes], folder: str = "INBOX", password: str = PASSWORD
    ) -> None:
        """The server delivers mails, a second apart; they stand in the ledger."""
        with self.server.session(folder, password) as client:
            for raw in raws:
                self.now += timedelta(seconds=1)
                ok(client.append(folder, "", imaplib.Time2Internaldate(self.now), raw))
        # Dovecot has no NUL in what it gives (RFC 3501 section 4.3.1): this is what it delivers.
        self.delivered += [raw.replace(b"\0", b"\x80") for raw in raws]

    def takes_in(self, *, whole: bool = False, later: float = 3600) -> Tally:
        """One pass over the mailbox; later: seconds after the one before, for back-off."""
        self.seconds += later
        self.now += timedelta(seconds=1)
        return self.worker.take_in(Event(), whole=whole)

    def sends(self) -> Sending:
        """One turn of the outbox."""
        return self._turn(Event())

    def kept(self) -> list[bytes]:
        """The bytes of every mail that is stored."""
        return self.installation.raws()

    def logins(self) -> int:
        """How often somebody signed in, or tried to, by the server's own log."""
        return self.server.log.count("imap-login: Info: ")

    def copies(self) -> int:
        """How many of our mails stand in the folder of what was sent."""
        with self.server.session("Verzonden") as client:
            (found,) = ok(client.search(None, "FROM", "ibt@minjenv.example"))
        return len(found.split())

    def flagged(self, flag: str) -> list[bytes]:
        """The bytes of the mails that carry a flag now, sorted."""
        statement = (
            select(RawMailRow.raw)
            .join(JudgementRow, col(JudgementRow.sha256) == col(RawMailRow.sha256))
            .join(JudgementFlagRow, col(JudgementFlagRow.judgement_id) == col(JudgementRow.id))
            .where(JudgementFlagRow.flag == flag, col(JudgementRow.superseded_at).is_(None))
        )
        with snapshot(self.engine) as session:
            return sorted(session.exec(statement))

    def entries(self, *states: OutgoingState) -> list[OutboxEntry]:
        """Mails of the outbox."""
        with snapshot(self.engine) as session:
            return outbox(session, states)

    def officer_settles(self) -> int:
        """Settle what is uncertain as an officer does, by the log of the mail server."""
        self.sink.hear_out()
        accepted = {each.message_id for each in self.sink.accepted}
        doubtful = self.entries(OutgoingState.UNCERTAIN)
        for entry in doubtful:
            was_sent = entry.outgoing.message_id in accepted
            with transaction(self.engine) as session:
                settle(session, entry.id, self.now, was_sent=was_sent, officer="jansen")
        return len(doubtful)

    def comes_to_rest(self) -> None:
        """What a restart does: take in the rest, send the rest, an officer settles doubts."""
        self.renew()
        self.now += timedelta(minutes=10)
        assert self.takes_in(whole=True).faults == []
        self.sends()
        if self.officer_settles():
            self.sends()

    def check(self, *, set_aside: int = 0, alike: int = 1) -> None:
        """The oracle: both ledgers agree with what is stored, and the trail is whole.

        alike: mails of ours that say the same, where letters came that cannot be told apart.
        """
        check_stored(self, set_aside)
        check_sent(self, alike)
        with snapshot(self.engine) as session:
            assert verify_events(session) == []
        assert damage(self.engine) is None

    def check_at_rest(self, *, set_aside: int = 0) -> None:
        """The oracle where all is done: besides, each letter that was filed has its receipt."""
        self.check(set_aside=set_aside)
        answered = Counter(str(each.mail["In-Reply-To"]) for each in self.sink.accepted)
        owed = Counter(map(message_id_in, set(self.delivered)))
        assert not answered - owed, "a receipt for what never came"
        assert len(owed - answered) == set_aside, "letters without their receipt"


def check_stored(house: House, set_aside: int) -> None:
    """Stored set = delivered set; each row has its bytes, and all bytes have a row."""
    with snapshot(house.engine) as session:
        raws = session.exec(select(RawMailRow.sha256, RawMailRow.raw)).all()
        rows = list(session.exec(select(MailRow.sha256)))
        states = mails_by_state(session)
        filed = Counter(each.object for each in events_by_action(session, "filed"))
        again = events_by_action(session, "filed_again")
    lost = set(house.delivered) - {raw for _, raw in raws}
    assert not lost, f"{len(lost)} of {len(set(house.delivered))} mails are lost"
    assert sorted(raw for _, raw in raws) == sorted(set(house.delivered)), "a mail too many"
    assert sorted(rows) == sorted(name for name, _ in raws), "bytes without a row, or a row without"
    assert all(hashlib.sha256(raw).hexdigest() == name for name, raw in raws)
    assert states[State.SET_ASIDE] == set_aside
    assert not again
    assert set(filed.values()) <= {1}, "filed twice"
    assert states[State.FILED] == len(filed)


def check_never_twice(house: House, alike: int = 1) -> Counter[str]:
    """Nothing was accepted twice, under one Message-ID or another; the Message-IDs."""
    accepted = Counter(each.message_id for each in house.sink.accepted)
    assert set(accepted.values()) <= {1}, "a mail went out twice"
    about = Counter(
        (str(each.mail["In-Reply-To"]), str(each.mail["Subject"]), each.recipients)
        for each in house.sink.accepted
    )
    assert max(about.values(), default=0) <= alike, "mails of ours say the same"
    return accepted


def check_sent(house: House, alike: int) -> None:
    """Per case and occasion at most one accepted mail, and no row tells otherwise."""
    accepted = check_never_twice(house, alike)
    entries = house.entries()
    keys = Counter(
        (o.occasion, o.municipality, o.reference, o.trigger)
        for o in (each.outgoing for each in entries)
        if o.message_id in accepted
    )
    assert sum(keys.values()) == len(accepted), "the server has a mail that no row tells of"
    assert set(keys.values()) <= {1}, "a case had two mails on one occasion"
    sent = {each.outgoing.message_id for each in entries if each.state in GONE_OUT}
    assert sent <= set(accepted), "a mail is told to be sent that the server never had"
    kept = {each.outgoing.message_id for each in entries if each.state in NOT_GONE_OUT}
    assert not kept & set(accepted), "a mail waits that the server has already"


def message_id_in(raw: bytes) -> str:
    """The Message-ID of a mail that was delivered."""
    return str(message_from_bytes(raw)["Message-ID"])


def contact_of(name: str) -> Contact:
    """Where a municipality gets our mails."""
    return Contact(ContactRole.MUNICIPALITY, name, f"ibt@{domain_of(name)}")


@contextmanager
def opened_house(
    installation: Installation,
    server: Dovecot,
    sink: SmtpPeer,
    now: datetime = TUESDAY,
    **smtp: object,
) -> Iterator[House]:
    """A house at rest, with empty ledgers; the program's own clock is in its hand."""
    made = House(installation, server, sink, now)
    with pytest.MonkeyPatch.context() as patch:
        for module in (steps, worker):
            patch.setattr(module, "now", lambda: made.now)
        made.set_up(**smtp)
        try:
            yield made
        finally:
            made.close()
