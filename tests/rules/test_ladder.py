"""Where a case stands on the ladder, today and on a past day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.calendar import HOLIDAYS
from rules.case_state import Action, case_state
from rules.cases import Case
from rules.decisions import CloseLadder, Decided, Note, SetLadderStep
from rules.ladder import is_jump, rung_on
from rules.registry import Request

REQUEST = Request("7473202", "Ede", date(2026, 4, 9), 21, 100, 20, 0, 0)


def at(month, day, hour=10):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def taken(number, what, moment, *, undone_at=None):
    return Decided(number, what, "", "jansen", moment, undone_at)


def up(step, day=None):
    return SetLadderStep(step, "grond", "kenmerk", "de minister", day)


def where(decisions, month, day):
    found = rung_on(decisions, date(2026, month, day), 2)
    return found.step, found.is_closed


def test_a_case_stands_on_the_step_taken_last_and_not_on_the_one_written_down_last():
    decisions = (
        taken(1, up(4, date(2026, 6, 1)), at(6, 1)),
        taken(2, up(3, date(2026, 5, 10)), at(6, 8)),  # forgotten until then
    )
    assert where(decisions, 6, 9) == (4, False)


def test_a_past_day_shows_what_was_known_then():
    decisions = (
        taken(1, up(3, date(2026, 5, 10)), at(5, 20)),
        taken(2, up(4), at(6, 1), undone_at=at(6, 15)),
    )
    days = [(5, 9), (5, 12), (5, 20), (6, 1), (6, 14), (6, 15), (7, 1)]
    steps = [where(decisions, *each)[0] for each in days]
    assert steps == [2, 2, 3, 4, 4, 3, 3]


def test_a_step_of_before_midnight_counts_for_the_day_in_the_netherlands():
    decisions = (taken(1, up(3), at(5, 31, hour=21)), taken(2, up(4), at(5, 31, hour=22)))
    assert [where(decisions, 5, 31)[0], where(decisions, 6, 1)[0]] == [3, 4]


def test_a_case_goes_down_closes_where_it_stands_and_opens_by_another_step():
    decisions = (
        taken(1, up(3), at(5, 1)),
        taken(2, up(2), at(5, 11)),
        taken(3, CloseLadder("voldoet", "brief"), at(5, 21)),
        taken(4, Note("gebeld"), at(5, 25)),
        taken(5, up(3), at(6, 1)),
    )
    days = [(5, 2), (5, 12), (5, 22), (5, 26), (6, 2)]
    found = [where(decisions, *each) for each in days]
    assert found == [(3, False), (2, False), (2, True), (2, True), (3, False)]


@pytest.mark.parametrize(
    ("before", "after", "is_one"),
    [(2, 3, False), (3, 2, False), (3, 3, False), (2, 4, True), (5, 3, True), (1, 6, True)],
)
def test_a_step_that_passes_another_over_is_a_jump(before, after, is_one):
    assert is_jump(before, after) is is_one


def test_a_closed_case_asks_for_nothing_and_keeps_its_step():
    case = Case("Ede", "7473202", REQUEST, "", (), ())
    closed = replace(case, decisions=(taken(1, CloseLadder("voldoet", "brief"), at(5, 20)),))
    before, after = (
        case_state(closed, day, HOLIDAYS) for day in (date(2026, 5, 19), date(2027, 1, 1))
    )
    assert (before.next_action.kind, before.is_ladder_closed) == (Action.REMIND, False)
    assert (after.next_action.kind, after.is_ladder_closed) == (Action.NOTHING, True)
    assert after.ladder_step == 2
