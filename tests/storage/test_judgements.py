"""Filing a mail brings all of it on file at once; once more changes nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from rules.judgement import Flag, Kind, Proposal
from storage.database import snapshot, transaction
from storage.errors import UnknownMail
from storage.events import events_of
from storage.judgements import (
    earlier_with_message_id,
    file_mail,
    judgement_of,
    judgements_on_file,
    reading_of,
)
from storage.ledger import waiting
from storage.links import links_of
from storage.tables.judgements import JudgementFlagRow, JudgementKindRow, JudgementRow
from tests.storage.conftest import EDE, NOON, keep

LATER = NOON + timedelta(days=1)


def filed(engine, mail, reading, judgement, version="1", links=(EDE,), now=NOON):
    with transaction(engine) as session:
        return file_mail(session, mail, reading, judgement, version, links=links, now=now)


def events(engine, mail):
    with snapshot(engine) as session:
        return [event.action for event in events_of(session, f"mail:{mail}")]


def test_a_filed_mail_waits_no_more_and_all_of_it_is_there(engine, mail, reading, judgement):
    assert filed(engine, mail, reading, judgement())
    with snapshot(engine) as session:
        assert waiting(session, LATER, 10) == []
        assert reading_of(session, mail) == reading
        assert judgement_of(session, mail) == judgement()
        assert [link.proposal for link in links_of(session, mail)] == [EDE]
    assert events(engine, mail) == ["filed"]


def test_filing_the_same_again_changes_nothing(engine, mail, reading, judgement):
    filed(engine, mail, reading, judgement())
    assert not filed(engine, mail, reading, judgement(), now=LATER)
    assert events(engine, mail) == ["filed"]
    with snapshot(engine) as session:
        assert session.exec(select(JudgementRow.judged_at)).all() == [NOON]


def test_a_new_judgement_supersedes_and_keeps_the_earlier_one(engine, mail, reading, judgement):
    filed(engine, mail, reading, judgement())
    better = judgement(kinds=frozenset({Kind.QUESTION}))
    assert filed(engine, mail, reading, better, "2", now=LATER)
    with snapshot(engine) as session:
        rows = session.exec(select(JudgementRow).order_by(col(JudgementRow.id))).all()
        assert [(row.version, row.superseded_at) for row in rows] == [("1", LATER), ("2", None)]
        assert judgement_of(session, mail) == better
    assert events(engine, mail) == ["filed", "filed_again"]


def test_kinds_and_flags_can_be_searched(engine, mail, reading, judgement):
    made = judgement(
        kinds=frozenset({Kind.INFORMATION_REPLY, Kind.ARTICLE_8_NOTIFICATION}),
        flags=frozenset({Flag.LATE, Flag.INCOMPLETE}),
        reasons=(
            (Flag.LATE, "Twee dagen te laat."),
            (Flag.INCOMPLETE, "a"),
            (Flag.INCOMPLETE, "b"),
        ),
    )
    filed(engine, mail, reading, made)
    with snapshot(engine) as session:
        kinds = session.exec(select(JudgementKindRow.kind)).all()
        flags = session.exec(select(JudgementFlagRow.flag, JudgementFlagRow.reason)).all()
    assert set(kinds) == {"article_8_notification", "information_reply"}
    assert set(flags) == {("late", "Twee dagen te laat."), ("incomplete", "a\nb")}


def test_a_mail_that_cannot_be_read_is_filed_without_a_reading(engine, mail, judgement):
    unreadable = judgement(flags=frozenset({Flag.UNREADABLE}))
    filed(engine, mail, None, unreadable, links=())
    with snapshot(engine) as session:
        assert reading_of(session, mail) is None
        assert judgement_of(session, mail) == unreadable
        assert waiting(session, LATER, 10) == []


def test_what_the_reading_tells_of_receipt_and_message_id_is_listed(
    engine, arrival, reading, judgement
):
    with transaction(engine) as session:
        kept = keep(session, replace(arrival(1), received_at=None, message_id=""), NOON)
    filed(engine, kept.mail, reading, judgement())
    with snapshot(engine) as session:
        (judged,) = judgements_on_file(session)
    assert (judged.received_at, judged.message_id) == (NOON, "<1@example.nl>")


def test_judgements_on_file_come_in_order_of_receipt(engine, arrival, reading, judgement):
    names = []
    for number in (3, 1, 2):
        with transaction(engine) as session:
            mail = keep(session, arrival(number), NOON).mail
        received = replace(reading, received_at=NOON + timedelta(hours=number))
        filed(engine, mail, received, judgement())
        names.append(mail)
    with snapshot(engine) as session:
        found = [judged.mail for judged in judgements_on_file(session)]
    assert found == [names[1], names[2], names[0]]


def test_the_audit_trail_holds_no_words_of_the_mail(engine, mail, reading, judgement):
    filed(engine, mail, reading, judgement())
    with snapshot(engine) as session:
        (event,) = events_of(session, f"mail:{mail}")
    assert "locatie" not in event.before + event.after
    assert '"kinds":["information_reply"]' in event.after


def test_new_links_alone_are_filed_and_told(engine, mail, reading, judgement):
    filed(engine, mail, reading, judgement())
    assert filed(engine, mail, reading, judgement(), links=(EDE, Proposal("Tiel", None, 0.5, ())))
    with snapshot(engine) as session:
        assert session.exec(select(func.count()).select_from(JudgementRow)).one() == 1
        assert len(links_of(session, mail)) == 2
    assert events(engine, mail) == ["filed", "filed_again"]


def test_earlier_mails_of_one_message_id_are_found_the_last_first(engine, arrival):
    def earlier(mail, message_id="<1@example.nl>", sizes=(0, 100), limit=20):
        return earlier_with_message_id(session, mail, message_id, sizes=sizes, limit=limit)

    with transaction(engine) as session:
        raws = (b"a" * 10, b"b" * 20, b"c" * 30, b"d" * 40)
        mails = [
            keep(
                session,
                replace(arrival(1), uid=n, raw=raw, received_at=NOON + timedelta(minutes=n)),
                NOON,
            ).mail
            for n, raw in enumerate(raws, 1)
        ]
        keep(session, replace(arrival(9), message_id=""), NOON)
        assert earlier(mails[0]) == []
        assert earlier(mails[2]) == [mails[1], mails[0]]
        assert earlier(mails[3], limit=2) == [mails[2], mails[1]]
        assert earlier(mails[3], sizes=(15, 20)) == [mails[1]]
        assert earlier("of another id", limit=1) == [mails[3]]
        assert earlier(mails[3], "") == []


def test_a_mail_that_is_not_there_cannot_be_filed(engine, reading, judgement):
    with pytest.raises(UnknownMail):
        filed(engine, "abc", reading, judgement())
