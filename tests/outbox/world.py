"""Municipalities that were asked something, and what they write: filed as the daemon files it."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import count

from outbox.clearance import Gate
from outbox.proposing import Proposer
from outbox.templates import Templates
from rules.contacts import Contact, ContactRole
from rules.judgement import (
    Availability,
    Element,
    Kind,
    Proposal,
    Signal,
    Statement,
    TimelineState,
)
from rules.mail import Address, Authentication, Mail
from rules.practice import Practice
from rules.registry import Municipality, Organisation, Request
from storage.case_decisions import decide_case
from storage.contacts import import_contacts
from storage.database import snapshot, transaction
from storage.judgements import file_mail
from storage.ledger import Arrival, keep_all
from storage.mail_decisions import decide_mail
from storage.outgoing import outbox
from storage.registry import import_municipalities, import_organisations, import_requests
from storage.versions import version_of_case, version_of_mail
from tests.rules.mails import judgement_of

WHOLE = (Element.FACTS, Element.CURRENT_STATE, Element.STEPS, Element.TIMELINE)
SIGNALS = (Signal("reference", "x", 2.5),)


def message_id(called):
    """A Message-ID that tells a mail from others."""
    words = (called.occasion.value, called.municipality, called.reference or "", called.trigger)
    return f"<{sha256(repr(words).encode()).hexdigest()[:16]}@minjenv.example>"


def said(element):
    return (Statement(f"Over {element.value}.", "body", 0, 9),)


@dataclass
class World:
    """A database with what happens in it; moments are handed in."""

    engine: object
    practice: Practice = field(default_factory=Practice)
    numbers: object = field(default_factory=lambda: count(1))

    @property
    def proposer(self):
        return Proposer(self.practice, Templates(), message_id, "https://ibt.example")

    @property
    def gate(self):
        return Gate(self.proposer)

    def knows(self, municipalities, requests, now, *, organisations=(), contacts=None):
        """Fill the registry; each municipality has an address of its own, unless told."""
        own = [Contact(ContactRole.MUNICIPALITY, m.name, f"ibt@{m.domain}") for m in municipalities]
        with transaction(self.engine) as session:
            import_municipalities(session, municipalities, now=now)
            import_organisations(session, organisations, now=now)
            import_requests(session, requests, now=now)
            import_contacts(session, own if contacts is None else contacts, now=now)

    def receives(self, at, cases, *kinds, stated=(), promised=(), sender=None, raw=None, **more):
        """A mail comes in and is filed; its name. cases: (municipality, reference) each."""
        number = next(self.numbers)
        raw = raw or f"Message-ID: <in{number}@example.nl>\r\n\r\nMail {number}\r\n".encode()
        elements = dict.fromkeys(Element, ()) | {each: said(each) for each in stated}
        has_time = Element.TIMELINE in stated
        given = {
            "municipalities": tuple(sorted({name for name, _ in cases})),
            "references": tuple(sorted({ref for _, ref in cases if ref})),
            "elements": elements,
            "timeline_state": TimelineState.STATED if has_time else TimelineState.ABSENT,
            "timeline": tuple(
                Availability("x", each, each, said(Element.TIMELINE)[0]) for each in promised
            ),
        }
        judgement = judgement_of(*kinds, **given | more)
        links = tuple(Proposal(name, reference, 0.9, SIGNALS) for name, reference in cases)
        with transaction(self.engine) as session:
            arrival = Arrival("ibt", "INBOX", 7, number, raw, f"<in{number}@example.nl>", at)
            mail = keep_all(session, [arrival], at)[0].mail
            reading = read_mail(number, at, sender or "info@example.nl")
            file_mail(session, mail, reading, judgement, "1", links=links, now=at)
        return mail

    def decides(self, mail, what, at, officer="jansen"):
        """An officer decides about a mail."""
        with transaction(self.engine) as session:
            version = version_of_mail(session, mail)
            return decide_mail(session, mail, what, officer=officer, version=version, now=at)

    def rules(self, municipality, reference, what, at, officer="jansen"):
        """An officer decides about a case."""
        with transaction(self.engine) as session:
            version = version_of_case(session, municipality, reference)
            return decide_case(
                session,
                municipality,
                reference,
                what,
                reason="x",
                officer=officer,
                version=version,
                now=at,
            )

    def turns(self, now: datetime) -> int:
        """One turn of the daemon's job, but for the sending."""
        return self.proposer.prepare(self.engine, now)

    def entries(self, *states):
        with snapshot(self.engine) as session:
            return outbox(session, states)

    def clearance(self, entry, now):
        with transaction(self.engine) as session:
            return self.gate(session, entry, now)


def read_mail(number, at, sender):
    return Mail(
        message_id=f"<in{number}@example.nl>",
        received_at=at,
        sent_at=at,
        subject="Reactie",
        senders=(Address("", sender),),
        reply_to=(),
        to=(),
        cc=(),
        return_path=sender,
        in_reply_to=(),
        references=(),
        headers=(),
        authentication=Authentication("pass", "pass", "pass"),
        texts=(),
        attachments=(),
        defects=(),
    )


EDE = Municipality("GM0228", "Ede", "Gelderland", "ede.nl", ())
TIEL = Municipality("GM0281", "Tiel", "Gelderland", "tiel.nl", ())
URK = Municipality("GM0184", "Urk", "Flevoland", "urk.nl", ())
SERVICE = Organisation("rivierenland.nl", "Dienst Rivierenland", ("GM0228", "GM0281"))
REPLY, NOTIFICATION = Kind.INFORMATION_REPLY, Kind.ARTICLE_8_NOTIFICATION


def letters(*names, on, term_days=21):
    """A letter to each."""
    return [
        Request(f"74{number:05}", name, on, term_days, 100, 20, 0, 0)
        for number, name in enumerate(names, 1)
    ]
