"""What mails tell their cases is kept with what officers decided, and is as if read whole."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text, update
from sqlmodel import select

from rules.decisions import (
    CorrectClaimsMet,
    CorrectKinds,
    CorrectPlaces,
    CorrectTimeline,
    DealWith,
    MarkEvidence,
    NotForUs,
)
from rules.judgement import (
    Availability,
    Category,
    Element,
    Flag,
    Kind,
    PlaceCount,
    PlaceRole,
    Statement,
    TimelineState,
)
from rules.registry import Municipality, Request
from rules.told import told_by
from storage.case_states import refresh_cases
from storage.cases import mails_of_cases
from storage.database import migrate, snapshot, transaction
from storage.decided import AT_ONCE, mail_decision_rows
from storage.judgements import file_mail
from storage.mail_decisions import decide_mail, undo_mail_decision
from storage.rebuilding import rebuild
from storage.registry import import_municipalities, import_requests
from storage.tables.judgements import JudgementRow
from storage.tables.states import CaseStateRow
from storage.told import told_in_cases
from storage.versions import version_of_mail
from tests.databases import asked
from tests.storage.conftest import EDE, NOON, keep

CASE = ("Ede", "7473202")
LETTER = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)
SENTENCE = Statement("De raad stemt niet in.", "body", 50, 72)
OTHER = frozenset({Kind.OTHER})
COUNTED = PlaceCount(Category.REGULAR, PlaceRole.TASK, 300, SENTENCE)
SOON = Availability("mei 2027", date(2027, 5, 1), date(2027, 5, 31), SENTENCE)


@pytest.fixture
def mail(engine, arrival, reading, judgement):
    with transaction(engine) as session:
        place = Municipality("GM1", "Ede", "Gelderland", "", ())
        import_municipalities(session, [place], now=NOON)
        import_requests(session, [LETTER], now=NOON)
        name = keep(session, arrival(1), NOON).mail
        file_mail(session, name, reading, judgement(), "1", links=[EDE], now=NOON)
    return name


def decide(engine, mail, what):
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        return decide_mail(
            session, mail, what, reason="", officer="jansen", version=version, now=NOON
        )


def selects(questions):
    """Those that read rows; SQLite is told first that nothing will be written."""
    return [each for each in questions if each.startswith("SELECT")]


def told_and_whole(engine):
    """What the mails of the case tell: as it is kept, and by their judgements read whole."""
    with snapshot(engine) as session:
        kept = [each.told for each in told_in_cases(session, [1])[CASE]]
        whole = [told_by(each.judgement) for each in mails_of_cases(session)[CASE]]
    return kept, whole


@pytest.mark.parametrize(
    "what",
    [
        CorrectKinds(frozenset({Kind.ARTICLE_8_NOTIFICATION})),
        CorrectTimeline(TimelineState.STATED, (SOON,)),
        CorrectPlaces((COUNTED,)),
        CorrectClaimsMet(claims_met=True),
        MarkEvidence(Element.FACTS, SENTENCE),
        NotForUs(),
        DealWith(),
    ],
    ids=lambda what: type(what).__name__,
)
def test_a_mail_tells_what_was_decided_on_it_until_that_is_undone(engine, mail, what):
    before, _ = told_and_whole(engine)
    decided = decide(engine, mail, what)
    kept, whole = told_and_whole(engine)
    assert kept == whole
    assert kept != before or isinstance(what, DealWith)
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        undo_mail_decision(session, mail, decided.id, officer="bakker", version=version, now=NOON)
    assert told_and_whole(engine) == (before, before)


def test_what_was_decided_is_told_of_the_next_judgement_too(engine, mail, reading, judgement):
    decide(engine, mail, CorrectKinds(frozenset({Kind.ARTICLE_8_NOTIFICATION})))
    with transaction(engine) as session:
        file_mail(session, mail, reading, judgement(), "2", links=[EDE], now=NOON)
    kept, whole = told_and_whole(engine)
    assert kept == whole
    assert [each.kinds for each in kept] == [{Kind.ARTICLE_8_NOTIFICATION}]


def test_places_that_an_officer_corrected_are_weighed_against_a_letter_that_comes_later(
    engine, mail
):
    decide(engine, mail, CorrectPlaces((COUNTED,)))
    before, _ = told_and_whole(engine)
    with transaction(engine) as session:
        import_requests(session, [replace(LETTER, regular_task=300)], now=NOON)
    kept, whole = told_and_whole(engine)
    assert kept == whole
    assert {Flag.NUMBERS_DIFFER in each.flags for each in (*before, *kept)} == {True, False}


def test_no_judgement_is_read_whole_for_a_mail_that_was_decided_on(engine, mail):
    decide(engine, mail, DealWith())
    with snapshot(engine) as session, asked(engine) as questions:
        assert told_in_cases(session, [1])[CASE]
    (question,) = selects(questions)
    assert "content" not in question


def test_all_states_made_anew_keep_what_a_mail_tells_that_was_decided_on(engine, mail):
    decide(engine, mail, CorrectKinds(frozenset({Kind.ARTICLE_8_NOTIFICATION})))
    before = told_and_whole(engine)
    with transaction(engine) as session:
        session.exec(update(JudgementRow).values(told=None))  # as an upgrade leaves it
        rebuild(session, roll_over=True, now=NOON)
    with snapshot(engine) as session:
        assert session.exec(select(JudgementRow.told)).one() is not None
    assert told_and_whole(engine) == before


ADDED_SINCE = (("judgements", "told"), ("failures", "unended"))  # by versions after 0017


def left_by_0017(engine):
    """Have the database be as the version left it before what mails tell was kept."""
    with engine.begin() as connection:
        for table, column in ADDED_SINCE:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0017'"))


def contents_read(engine):
    """The questions for whole judgements while the case of the mails is made anew, and its state.

    As whenever something happens in the case.
    """
    with transaction(engine) as session, asked(engine) as questions:
        refresh_cases(session, [CASE], NOON)
        state = session.exec(select(CaseStateRow)).one().model_dump(exclude={"merged_on"})
    return [each for each in selects(questions) if "judgements.content" in each], state


@pytest.mark.parametrize(
    "what",
    [None, DealWith(), CorrectKinds(frozenset({Kind.ARTICLE_8_NOTIFICATION})), NotForUs()],
    ids=lambda what: type(what).__name__,
)
def test_what_mails_of_an_earlier_version_tell_is_kept_when_their_case_first_needs_it(
    engine, mail, reading, judgement, what
):
    if what is not None:
        decide(engine, mail, what)
        with transaction(engine) as session:  # a confirmed judgement is not the last one
            file_mail(session, mail, reading, judgement(kinds=OTHER), "2", links=[EDE], now=NOON)
    _, before = contents_read(engine)
    left_by_0017(engine)
    migrate(engine)
    first, after = contents_read(engine)
    assert len(first) == (2 if isinstance(what, DealWith) else 1)
    assert after == before
    assert contents_read(engine) == ([], before)
    kept, whole = told_and_whole(engine)
    assert kept == whole


def test_places_that_an_officer_corrected_are_not_kept_as_a_letter_may_change_them(engine, mail):
    decide(engine, mail, CorrectPlaces((COUNTED,)))
    left_by_0017(engine)
    migrate(engine)
    first, state = contents_read(engine)
    assert contents_read(engine) == (first, state)
    assert len(first) == 1


def test_decisions_are_found_on_more_mails_than_one_statement_may_name(engine, mail):
    decide(engine, mail, DealWith())
    names = {mail, *map(str, range(2 * AT_ONCE))}
    with snapshot(engine) as session, asked(engine) as questions:
        found = mail_decision_rows(session, names)
    assert {name: len(rows) for name, rows in found.items()} == {mail: 1}
    assert len(selects(questions)) == 3
