"""What is destroyed by rule is gone, what it proved stays, and a hold stops it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rules.case_state import Status
from rules.decisions import ConfirmComplete, DealWith, MarkEvidence, Note
from rules.judgement import Doubtful, Element, Kind, Proposal, Signal, Statement
from rules.mail import Text
from rules.registry import Municipality, Request
from storage.case_decisions import decide_case
from storage.case_filter import CaseFilter
from storage.case_list import case_list
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot, transaction
from storage.decided import held_of
from storage.destruction import destroy, destroyed_of, tidy
from storage.errors import MailDestroyed
from storage.events import events_of, verify_events
from storage.holds import hold_case, lift_hold
from storage.judgements import file_mail, judgement_of, judgements_on_file, reading_of
from storage.ledger import known_uids, raw_of
from storage.links import case_number
from storage.mail_decisions import decide_mail
from storage.rebuilding import rebuild
from storage.registry import import_municipalities, import_requests
from storage.retention import KeptKind, expired
from storage.search import search_mails
from storage.versions import version_of_case, version_of_mail
from tests.storage.conftest import NOON, keep

LETTER = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)
EDE = Proposal("Ede", "7473202", 0.9, (Signal("letterhead", "zeepaardje", 2.5),))
ALL = {KeptKind.MAILS: 5, KeptKind.TEXTS: 5, KeptKind.JUDGEMENTS: 5}
CLOSED = date(2026, 4, 20)
LATER = date(2031, 4, 20)
SECRET = "zeepaardje"  # stands in every word of the mail
numbers = count(1)


@pytest.fixture
def config(url, tmp_path):
    return DatabaseConfig(url=url, audit_key_file=tmp_path / "audit.key")


@pytest.fixture
def engine(config):
    engine = open_database(config)
    migrate(engine)
    with transaction(engine) as session:
        import_municipalities(session, [Municipality("GM1", "Ede", "Gelderland", "", ())], now=NOON)
        import_requests(session, [LETTER], now=NOON)
    yield engine
    engine.dispose()


@pytest.fixture
def mail(engine, arrival, reading, judgement):
    """A mail of a case, dealt with."""
    said = Statement(f"Het {SECRET} opent per 1 juli 2027.", "zeepaardje.pdf", 10, 43)
    found = judgement(proposals=(EDE,))
    found = replace(
        found,
        elements=dict.fromkeys(found.elements, (said,)),
        timeline=tuple(replace(each, text=SECRET, statement=said) for each in found.timeline),
        places=tuple(replace(each, statement=said) for each in found.places),
        doubtful=(Doubtful(Element.STEPS, said),),
    )
    read = replace(
        reading, subject=SECRET, texts=(Text("body", f"Het {SECRET} opent.", ()),), attachments=()
    )
    with transaction(engine) as session:
        raw = b"Subject: zeepaardje\r\n\r\nHet zeepaardje opent.\r\n"
        name = keep(session, arrival(1, raw=raw), NOON).mail
        earlier = replace(found, confidence=0.5)
        file_mail(session, name, read, earlier, "1", links=(EDE,), now=NOON)
        file_mail(session, name, read, found, "1", links=(EDE,), now=NOON)
    for what in (MarkEvidence(Element.FACTS, said), DealWith()):
        with transaction(engine) as session:
            version = version_of_mail(session, name)
            decide_mail(session, name, what, officer="jansen", version=version, now=NOON)
    return name


def decide(engine, what, day=CLOSED):
    with transaction(engine) as session:
        version = version_of_case(session, "Ede", "7473202")
        now = NOON.replace(day=day.day)
        decide_case(session, "Ede", "7473202", what, officer="jansen", version=version, now=now)


def found(engine, today=LATER, terms=ALL):
    with snapshot(engine) as session:
        return expired(session, terms, today)


def destroy_all(engine, today=LATER, terms=ALL):
    with transaction(engine) as session:
        some = expired(session, terms, today)
        destroy(session, some, "lijst 1.2", "verklaring.txt", NOON, by="beheer")
    with transaction(engine) as session:
        tidy(session)


def standing(engine):
    """How the case stands in the list."""
    with snapshot(engine) as session:
        (case,) = case_list(session, CaseFilter(), CLOSED)
    return case.status, case.due, case.answered_at, case.mails


def test_nothing_goes_before_its_case_is_closed_and_its_term_is_over(engine, mail):
    assert found(engine) == [], "no officer confirmed that the case is complete"
    decide(engine, ConfirmComplete())
    assert found(engine, LATER - timedelta(days=1)) == []
    (each,) = found(engine)
    assert (each.mail, each.closed_on, each.cases) == (mail, CLOSED, (("Ede", "7473202"),))
    assert each.kinds == tuple(KeptKind)
    assert [one.kinds for one in found(engine, terms={KeptKind.TEXTS: 5})] == [(KeptKind.TEXTS,)]
    assert found(engine, terms={}) == []


def test_what_happens_later_in_a_case_starts_the_term_anew(engine, mail):
    decide(engine, ConfirmComplete())
    decide(engine, Note("gebeld"), date(2026, 4, 28))
    assert found(engine) == []
    assert [each.closed_on for each in found(engine, date(2031, 4, 28))] == [date(2026, 4, 28)]


def test_a_mail_that_somebody_has_to_look_at_stays(engine, mail, arrival, reading, judgement):
    decide(engine, ConfirmComplete())
    with transaction(engine) as session:
        name = keep(session, arrival(2), NOON).mail
        file_mail(session, name, reading, judgement(), "1", links=(EDE,), now=NOON)
    decide(engine, ConfirmComplete())
    assert [each.mail for each in found(engine, date(2040, 1, 1))] == [mail]


def test_a_held_case_keeps_all_until_the_hold_is_lifted(engine, mail):
    decide(engine, ConfirmComplete())
    with transaction(engine) as session:
        number = case_number(session, ("Ede", "7473202"))
        hold_case(session, number, "Woo-verzoek", NOON, officer="baas")
    assert found(engine, date(2090, 1, 1)) == []
    with transaction(engine) as session:
        lift_hold(session, number, "afgerond", NOON, officer="baas")
    assert [each.mail for each in found(engine)] == [mail]


def test_the_words_are_gone_and_the_case_stays_what_it_was(engine, mail, url, tmp_path):
    decide(engine, ConfirmComplete())
    before = standing(engine)
    assert before[0] is Status.COMPLETE
    destroy_all(engine)
    assert standing(engine) == before
    with transaction(engine) as session:
        rebuild(session, roll_over=False, now=NOON)
        rebuild(session, roll_over=True, now=NOON)
    assert standing(engine) == before
    with snapshot(engine) as session:
        assert reading_of(session, mail) is None
        assert search_mails(session, SECRET).count == 0
        with pytest.raises(MailDestroyed):
            raw_of(session, mail)
        assert list(judgements_on_file(session)) == []
        assert known_uids(session, "ibt", "INBOX", 7) == {1}, "it is not taken in again"
        judged = judgement_of(session, mail)
        gone = destroyed_of(session, mail)
        told = [each.action for each in events_of(session, f"mail:{mail}")]
        assert verify_events(session) == []
    assert judged.timeline[0].earliest == date(2027, 7, 1)
    assert all(statements for statements in judged.elements.values())
    assert (gone.kinds, gone.rule, gone.declaration) == (
        tuple(sorted(KeptKind)),
        "lijst 1.2",
        "verklaring.txt",
    )
    assert told[-1] == "destroyed"
    assert SECRET not in everything_in(engine)
    assert found(engine, date(2090, 1, 1)) == [], "nothing is destroyed twice"
    if url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        assert SECRET.encode() not in (tmp_path / "intake.db").read_bytes()


def held(engine, mail):
    with snapshot(engine) as session:
        return held_of(session, mail).holds


def test_what_an_officer_confirmed_holds_on_though_the_program_judged_otherwise_since(
    engine, mail, judgement
):
    with transaction(engine) as session:
        otherwise = replace(judgement(), kinds=frozenset({Kind.OTHER}), timeline=())
        file_mail(session, mail, None, otherwise, "2", links=(EDE,), now=NOON)
    decide(engine, ConfirmComplete())
    before, case = held(engine, mail), standing(engine)
    destroy_all(engine)
    with transaction(engine) as session:
        rebuild(session, roll_over=False, now=NOON)
    after = held(engine, mail)
    assert (after.kinds, after.missing) == (before.kinds, before.missing)
    assert [each.latest for each in after.timeline] == [each.latest for each in before.timeline]
    assert standing(engine) == case
    assert SECRET not in everything_in(engine)


def everything_in(engine):
    """All text of all tables."""
    parts = []
    with engine.connect() as connection:
        for table in engine.dialect.get_table_names(connection):
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                parts += [
                    each.decode("latin-1") if isinstance(each, bytes) else str(each) for each in row
                ]
    return "\n".join(parts).lower()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE raw_mails SET raw = ''",
        "UPDATE raw_mails SET size = 0",
        "DELETE FROM raw_mails",
        "DELETE FROM legal_holds",
    ],
)
def test_the_bytes_of_a_mail_go_by_no_other_way(engine, mail, statement):
    with transaction(engine) as session:
        number = case_number(session, ("Ede", "7473202"))
        hold_case(session, number, "Woo-verzoek", NOON, officer="baas")
    with pytest.raises(DBAPIError, match="never"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement", ["UPDATE destructions SET rule = ''", "DELETE FROM destructions"]
)
def test_that_something_was_destroyed_stays(engine, mail, statement):
    decide(engine, ConfirmComplete())
    destroy_all(engine)
    with pytest.raises(DBAPIError, match="never"), engine.begin() as connection:
        connection.execute(text(statement))
