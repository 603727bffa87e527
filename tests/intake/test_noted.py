"""Each event about a mail carries its name, wherever it happens."""

import hashlib
from contextlib import closing
from datetime import UTC, datetime

from intake.config import AntivirusConfig, ReadingConfig
from intake.errors import SetAside
from intake.reader_process import Known, ReaderProcess
from intake.registry import default_registry
from tests.events import logged
from tests.files import File, mail_with, pdf
from tests.intake.stepping import Mailbox, break_mails, file, keep

AT = datetime(2026, 4, 21, 8, tzinfo=UTC)


def name_of(raw):
    return hashlib.sha256(raw).hexdigest()[:12]


def letter(text):
    """A mail with a file."""
    return mail_with(File("brief.pdf", pdf(text), "application/pdf"))


def test_events_of_the_reading_process_reach_the_log_with_the_mails_name(tmp_path):
    away = AntivirusConfig(socket=tmp_path / "nobody-listens")
    known = Known(default_registry(), ReadingConfig(), antivirus=away)
    mails = [letter("Het college"), letter("De raad")]
    with logged() as events, closing(ReaderProcess(known)) as reader:
        for raw in mails:
            reader.take(raw, AT)
    assert [(each["event"], each["mail"]) for each in events] == [
        ("antivirus_away", name_of(raw)) for raw in mails
    ]
    assert {each["log_level"] for each in events} == {"warning"}


def test_a_mail_that_is_set_aside_and_one_that_is_filed_are_told_apart(engine, judge, monkeypatch):
    break_mails(monkeypatch, SetAside("too many pages"), 1)
    keep(engine, mailbox := Mailbox(INBOX={1, 2}))
    names = [name_of(raw) for _, raw in raws(mailbox)]
    with logged() as events:
        file(engine, judge)
    assert [(each["event"], each["mail"]) for each in events] == [
        ("set_aside", names[0]),
        ("filed", names[1]),
    ]


def test_mails_that_are_kept_are_named(engine):
    mailbox = Mailbox(INBOX={1, 2})
    with logged() as events:
        keep(engine, mailbox)
    assert [name for each in events for name in each["mails"]] == [
        name_of(raw) for _, raw in raws(mailbox)
    ]


def raws(mailbox):
    """The mails of a mailbox, by UID."""
    return [(each.uid, each.raw) for batch in mailbox.fetch("INBOX", [1, 2]) for each in batch]
