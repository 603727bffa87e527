"""Cases are listed as they stand on the day that is asked for."""

from datetime import date

import pytest

from rules.case_state import Status
from rules.judgement import Element, Statement
from storage.case_filter import CaseFilter, CaseSort
from storage.case_list import case_list, count_cases
from storage.case_states import Due
from storage.database import snapshot
from storage.overview import due_between
from tests.storage.listing import TODAY

pytestmark = pytest.mark.usefixtures("all_asked")


def test_a_list_of_cases_is_sorted_and_in_pages(engine, file):
    file(1)
    with snapshot(engine) as session:
        whole = case_list(session, CaseFilter(), TODAY, sort=CaseSort.MUNICIPALITY)
        back = case_list(
            session, CaseFilter(), TODAY, sort=CaseSort.MUNICIPALITY, is_descending=True
        )
        last = case_list(session, CaseFilter(), TODAY, sort=CaseSort.RECEIVED, limit=1)
        second = case_list(session, CaseFilter(), TODAY, limit=1, offset=1)
    assert [each.municipality for each in whole] == ["Assen", "Ede", "Tiel"]
    assert back == whole[::-1]
    assert [each.municipality for each in last] == ["Ede"]
    assert [each.municipality for each in second] == ["Ede"]


def test_a_letter_of_a_later_day_is_no_case_yet(engine):
    with snapshot(engine) as session:
        assert case_list(session, CaseFilter(), date(2026, 4, 8)) == []
        assert len(case_list(session, CaseFilter(), date(2026, 4, 9))) == 3


@pytest.mark.parametrize(
    ("today", "status"),
    [(date(2026, 4, 30), Status.AWAITING), (date(2026, 5, 1), Status.OVERDUE)],
)
def test_the_database_tells_a_status_as_the_rules_do(engine, file, today, status):
    file(1)
    with snapshot(engine) as session:
        for each in Status:
            which = CaseFilter(status=each)
            found = case_list(session, which, today)
            assert {case.status for case in found} <= {each}
            expected = 2 if each is status else 1 if each is Status.INCOMPLETE else 0
            assert len(found) == count_cases(session, which, today) == expected


def test_what_is_due_depends_on_how_the_case_stands(engine, file):
    file(1, elements=dict.fromkeys(Element, (Statement("x", "body", 0, 1),)))
    with snapshot(engine) as session:
        due = due_between(session, TODAY, date(2028, 1, 1), TODAY)
    assert [(each.day, each.what, each.case.municipality) for each in due] == [
        (date(2026, 4, 30), Due.REPLY, "Assen"),
        (date(2026, 4, 30), Due.REPLY, "Tiel"),
        (date(2027, 7, 2), Due.PROMISE, "Ede"),
    ]
