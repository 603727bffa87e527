"""In a database of hundreds of mails, figures are the lengths of lists, by few statements."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from rules.calendar import HOLIDAYS
from rules.case_state import Status, case_states
from rules.decisions import Disposition
from rules.judgement import Flag, Kind
from rules.worklist import Reason
from storage.case_filter import CaseFilter
from storage.case_list import case_list, count_cases
from storage.case_page import case_page
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.mail_counts import mail_counts
from storage.mail_filter import MailFilter
from storage.mail_page import mail_page
from storage.mail_states import Facet
from storage.overview import overview
from storage.rebuilding import rebuild
from storage.search import search_mails
from storage.tables.states import MailFacetRow, MailStateRow
from storage.worklist import count_mails, work_list
from tests.databases import database_at
from tests.storage.conftest import NOON
from tests.storage.listing import TODAY
from tests.storage.many import fill


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    from storage.database import migrate, open_database

    engine = open_database(database_at(tmp_path_factory.mktemp("many")))
    migrate(engine)
    fill(engine, mails=600, cases=60)
    yield engine
    engine.dispose()


FILTERS = [
    {},
    {"disposition": Disposition.DEALT_WITH},
    {"province": "Utrecht"},
    {"kind": Kind.INFORMATION_REPLY, "flag": Flag.INCOMPLETE},
    {"reason": Reason.INCOMPLETE, "disposition": Disposition.DEALT_WITH},
    {"words": "gemeente3", "disposition": Disposition.DEALT_WITH},
]
FACETS = {
    "reasons": "reason",
    "kinds": "kind",
    "flags": "flag",
    "municipalities": "municipality",
    "provinces": "province",
    "references": "reference",
    "officers": "officer",
}


@pytest.mark.parametrize("fields_", FILTERS, ids=str)
def test_each_count_is_the_length_of_the_list_behind_it(many, fields_):
    which = MailFilter(**fields_)
    with snapshot(many) as session:
        counts = mail_counts(session, which)
        seen = 0
        for name, facet in FACETS.items():
            kind = {"kind": Kind, "flag": Flag, "reason": Reason}.get(facet, str)
            for value, count in getattr(counts, name).items():
                narrowed = replace(which, **{facet: kind(value)})
                assert count == count_mails(session, narrowed), (name, value)
                assert count == len(work_list(session, narrowed, limit=None)), (name, value)
                seen += count
    assert seen
    assert set(FACETS) == {each.name for each in fields(counts)}


def test_every_figure_of_the_overview_leads_to_a_list_of_that_length(many):
    today = date(2025, 2, 20)
    with snapshot(many) as session:
        found = overview(session, today, today + timedelta(days=6))
        for each in found.rounds:
            which = CaseFilter(
                letter_date=each.letter_date,
                reference=None if each.letter_date else "",
                province=each.province,
            )
            for count, more in (
                (each.sent, {}),
                (each.received, {"is_answered": True}),
                (each.complete, {"status": Status.COMPLETE}),
                (each.incomplete, {"status": Status.INCOMPLETE}),
                (each.late, {"is_late": True}),
                (each.awaiting, {"status": Status.AWAITING}),
                (each.overdue, {"status": Status.OVERDUE}),
            ):
                assert count == count_cases(session, replace(which, **more), today)
        assert sum(each.late for each in found.rounds)
        for step, count in found.ladder:
            assert count == len(case_list(session, CaseFilter(ladder_step=step), today, limit=None))
        for officer, count in found.officers:
            assert count == count_cases(session, CaseFilter(officer=officer), today)


@pytest.mark.parametrize("today", [date(2025, 1, 5), date(2025, 2, 1), date(2026, 6, 1)])
def test_listed_cases_stand_as_the_rules_say(many, today):
    """Answers of a later day are known already here, so only days after them can be asked."""
    with snapshot(many) as session:
        cases = cases_as_of(session, NOON + timedelta(days=999))
        whole = [replace(each, mails=each.mails if today.year > 2025 else ()) for each in cases]
        told = {
            (each.municipality, each.reference): each
            for each in case_states(whole, today, HOLIDAYS)
        }
        listed = case_list(session, CaseFilter(), today, limit=None)
    assert {(each.municipality, each.reference) for each in listed} == set(told)
    if today.year > 2025:
        for each in listed:
            state = told[each.municipality, each.reference]
            assert (each.status, each.late, each.missing, each.flags, each.next_action) == (
                state.status,
                state.late,
                state.missing,
                state.flags,
                state.next_action,
            )


def test_the_filled_database_is_what_the_program_would_have_made(many):
    def rows(session):
        states = session.connection().execute(select(MailStateRow.__table__)).all()
        facets = session.connection().execute(select(MailFacetRow.__table__)).all()
        return sorted(map(str, states)), sorted(map(str, facets))

    with transaction(many) as session:
        before = rows(session)
        rebuild(session, roll_over=True, now=NOON + timedelta(days=999))
        assert rows(session) == before


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda session: work_list(session, MailFilter()), 3),
        (lambda session: mail_counts(session, MailFilter()), 3),
        (lambda session: mail_counts(session, MailFilter(province="Utrecht", kind=Kind.OTHER)), 5),
        (lambda session: overview(session, TODAY, TODAY), 4),
        (lambda session: search_mails(session, "raad"), 2),
        (lambda session: case_list(session, CaseFilter(), TODAY), 1),
        (lambda session: mail_page(session, last_mail(session), TODAY), 11),
        (lambda session: some_case(session), 13),
    ],
)
def test_a_page_asks_few_questions(many, ask, most):
    asked = []

    def count(connection, cursor, statement, *_):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            asked.append(statement)

    event.listen(many, "before_cursor_execute", count)
    try:
        with snapshot(many) as session:
            assert ask(session) is not None
    finally:
        event.remove(many, "before_cursor_execute", count)
    assert len(asked) <= most + 1, "\n".join(asked)  # one to find what is asked for


def last_mail(session):
    return session.connection().execute(select(MailStateRow.sha256).limit(1)).scalar_one()


def some_case(session):
    found = select(MailFacetRow.value).where(MailFacetRow.facet == Facet.REFERENCE).limit(1)
    reference = session.connection().execute(found).scalar_one()
    return case_page(session, "Gemeente 3", "7000000", TODAY, with_talks=True) and reference
