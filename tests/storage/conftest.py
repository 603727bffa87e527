"""A fresh database a test, and mails to put in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.judgement import (
    Availability,
    Category,
    Element,
    Judgement,
    Kind,
    PlaceCount,
    PlaceRole,
    Proposal,
    Signal,
    Statement,
    TimelineState,
)
from rules.mail import (
    Address,
    Attachment,
    Authentication,
    Layout,
    Line,
    Mail,
    Owner,
    Text,
)
from rules.registry import Municipality, Request
from storage.database import migrate, open_database, transaction
from storage.judgements import file_mail
from storage.ledger import Arrival, keep_all
from storage.registry import import_municipalities, import_requests
from tests.databases import database_at, new_postgresql, on_postgresql, sqlite_url

NOON = datetime(2026, 4, 9, 12, 0, tzinfo=UTC)
LETTER = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)
EDE = Proposal("Ede", "7473202", 0.9, (Signal("reference", "7473202", 2.5),))


def keep(session, arrival, now):
    """Keep one mail."""
    return keep_all(session, [arrival], now)[0]


@pytest.fixture
def empty_database(tmp_path):
    """The address of a database without tables."""
    return new_postgresql() if on_postgresql() else sqlite_url(tmp_path)


@pytest.fixture
def config(tmp_path):
    return database_at(tmp_path, busy_seconds=5)


@pytest.fixture
def engine(config):
    engine = open_database(config)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def arrival():
    """Make an arrival; each number is a mail of its own."""

    def make(number=1, *, uid=None, raw=None, **place):
        raw = raw or f"Message-ID: <{number}@example.nl>\r\n\r\nMail {number}\r\n".encode()
        fields = {"mailbox": "ibt", "folder": "INBOX", "uidvalidity": 7} | place
        return Arrival(
            uid=uid or number,
            raw=raw,
            message_id=f"<{number}@example.nl>",
            received_at=NOON.replace(minute=number % 60),
            **fields,
        )

    return make


@pytest.fixture
def mail(engine, arrival):
    """A mail that is kept and not yet filed."""
    with transaction(engine) as session:
        return keep(session, arrival(1), NOON).mail


@pytest.fixture
def judgement():
    """Make a judgement; what is not named is that of a complete reply."""

    def make(**fields):
        statement = Statement("De locatie opent per 1 juli 2027.", "body", 10, 43)
        elements = dict.fromkeys(Element, ()) | {Element.TIMELINE: (statement,)}
        july = date(2027, 7, 1)
        whole = Judgement(
            kinds=frozenset({Kind.INFORMATION_REPLY}),
            municipalities=("Ede",),
            references=("7473202",),
            elements=elements,
            timeline_state=TimelineState.STATED,
            timeline=(Availability("per 1 juli 2027", july, july, statement, "na vergunning"),),
            claims_met=False,
            places=(PlaceCount(Category.AMV, PlaceRole.PLANNED, 0, statement),),
            missing=frozenset(),
            late=False,
            flags=frozenset(),
            confidence=0.9,
            proposals=(EDE,),
            reasons=(),
        )
        return replace(whole, **fields)

    return make


@pytest.fixture
def reading():
    """A mail as read, with something in every field."""
    line = Line(0, 6, Owner.SENDER, Layout.PROSE)
    return Mail(
        message_id="<1@example.nl>",
        received_at=NOON,
        sent_at=None,
        subject="Reactie op uw brief",
        senders=(Address("Gemeente Ede", "info@ede.nl"),),
        reply_to=(),
        to=(Address("", "ibt@example.nl"),),
        cc=(),
        return_path="",
        in_reply_to=("<0@example.nl>",),
        references=("<0@example.nl>",),
        headers=(("x-a", "1"), ("x-a", "2")),
        authentication=Authentication(spf="pass"),
        texts=(Text("body", "Geachte\n", (line,)), Text("brief.pdf", "", ())),
        attachments=(Attachment("brief.pdf", "application/pdf", 3, "ab" * 32, "encrypted"),),
        defects=("no date",),
    )


@pytest.fixture
def asked(engine):
    """Two municipalities, to each of which a letter of 9 April was sent."""
    with transaction(engine) as session:
        names = (("GM1", "Ede", "Gelderland"), ("GM2", "Tiel", "Gelderland"))
        entries = [Municipality(code, name, where, "", ()) for code, name, where in names]
        import_municipalities(session, entries, now=NOON)
        import_requests(session, [LETTER, replace(LETTER, municipality="Tiel")], now=NOON)


@pytest.fixture
def filed(engine, asked, arrival, reading, judgement):
    """A reply of Ede without anything but a time, in the case of its letter."""
    with transaction(engine) as session:
        mail = keep(session, arrival(1), NOON).mail
        file_mail(session, mail, reading, judgement(), "1", links=[EDE], now=NOON)
    return mail


@pytest.fixture
def all_asked(engine):
    """Three municipalities, to each of which a letter of 9 April was sent."""
    names = (("Ede", "Gelderland"), ("Tiel", "Gelderland"), ("Assen", "Drenthe"))
    with transaction(engine) as session:
        entries = [Municipality(name, name, where, "", ()) for name, where in names]
        letters = [replace(LETTER, municipality=name) for name, _ in names]
        import_municipalities(session, entries, now=NOON)
        import_requests(session, letters, now=NOON)


@pytest.fixture
def file(engine, arrival, reading, judgement):
    """File a mail; what is not named is that of a complete reply of Ede."""

    def make(number, *links, hours=0, body="Geachte", subject="Reactie", **fields):
        texts = (Text("body", body, ()), Text("brief.pdf", "bijlage vol woorden", ()))
        read = replace(
            reading,
            message_id=f"<{number}@example.nl>",
            received_at=NOON + timedelta(hours=hours),
            subject=subject,
            texts=texts,
        )
        with transaction(engine) as session:
            mail = keep(session, arrival(number), NOON).mail
            file_mail(session, mail, read, judgement(**fields), "1", links=links or [EDE], now=NOON)
        return mail

    return make
