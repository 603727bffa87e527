"""Cycles side by side, and figures as they stood on a day."""

from datetime import date

import pytest

from rules.distribution import (
    DECISIONS,
    DistributionDecision,
    Realised,
    Task,
    cycle_on,
    decision_of,
    last_due_on,
    realised_of_requests,
    realised_on,
    running_on,
    tasks_of,
    tasks_of_requests,
)
from rules.judgement import Category
from rules.registry import Request

NEXT = DistributionDecision(2, date(2026, 12, 18), date(2027, 7, 1))
BOTH = (*DECISIONS, NEXT)


def test_the_first_decision_asks_for_places_by_1_july_2025():
    assert decision_of(DECISIONS, 1) == DistributionDecision(
        1, date(2024, 12, 20), date(2025, 7, 1)
    )
    assert decision_of(DECISIONS, 2) is None


@pytest.mark.parametrize(
    ("day", "cycles"),
    [
        pytest.param(date(2024, 12, 19), [], id="before the first"),
        pytest.param(date(2024, 12, 20), [1], id="the day of the first"),
        pytest.param(date(2026, 12, 17), [1], id="the day before the second"),
        pytest.param(date(2026, 12, 18), [1, 2], id="both run"),
        pytest.param(date(2027, 6, 30), [1, 2], id="the last day side by side"),
        pytest.param(date(2027, 7, 1), [2], id="places of the second are due"),
    ],
)
def test_cycles_run_side_by_side_until_the_next_places_are_due(day, cycles):
    assert running_on(BOTH, day) == cycles
    assert running_on(BOTH[::-1], day) == cycles
    alone = cycles[0] if len(cycles) == 1 else None
    assert cycle_on([day], BOTH) == alone
    assert cycle_on([day], BOTH, told=2) == 2


def test_tasks_are_of_one_municipality_and_one_cycle():
    tasks = [
        Task("Twenterand", 1, Category.REGULAR, 142),
        Task("Twenterand", 1, Category.AMV, 23),
        Task("Twenterand", 2, Category.AMV, 99),
        Task("Almelo", 1, Category.REGULAR, 7),
    ]
    assert tasks_of(tasks, "Twenterand", 1) == {Category.REGULAR: 142, Category.AMV: 23}
    assert tasks_of(tasks, "Borne", 1) == {}


def test_figures_of_a_day_are_the_last_ones_counted_until_then():
    june, october = (
        Realised("Borne", 1, Category.AMV, day, places)
        for day, places in ((date(2025, 7, 1), 3), (date(2025, 10, 1), 8))
    )
    other = Realised("Borne", 2, Category.AMV, date(2025, 9, 1), 77)
    reported = [october, june, other]
    assert realised_on(reported, "Borne", 1, date(2025, 6, 30)) == {}
    assert realised_on(reported, "Borne", 1, date(2025, 9, 30)) == {Category.AMV: june}
    assert realised_on(reported, "Borne", 1, date(2025, 10, 1)) == {Category.AMV: october}


def test_letters_tell_tasks_the_newest_of_each_cycle():
    def letter(day, regular):
        return Request(f"{day}", "Borne", day, 21, regular, 4, 0, 0)

    letters = [
        letter(date(2026, 5, 26), 60),
        letter(date(2026, 4, 9), 50),
        letter(date(2027, 1, 4), 70),
        letter(date(2024, 12, 19), 40),
    ]
    first = [Task("Borne", 1, Category.REGULAR, 60), Task("Borne", 1, Category.AMV, 4)]
    # On 4 January 2027 two cycles run: the letter alone does not tell whose task it names.
    assert tasks_of_requests(letters, BOTH) == first
    assert tasks_of_requests(letters, BOTH, {("Borne", "2027-01-04"): 2}) == [
        *first,
        Task("Borne", 2, Category.REGULAR, 70),
        Task("Borne", 2, Category.AMV, 4),
    ]


@pytest.mark.parametrize(
    ("day", "cycle"),
    [
        pytest.param(date(2024, 12, 19), None, id="before the first"),
        pytest.param(date(2025, 1, 1), 1, id="before its places are due"),
        pytest.param(date(2027, 6, 30), 1, id="until those of the second are due"),
        pytest.param(date(2027, 7, 1), 2, id="from then on"),
    ],
)
def test_lists_are_of_the_decision_whose_places_were_due_last(day, cycle):
    found = last_due_on(BOTH, day)
    assert (found.cycle if found else None) == cycle


def test_letters_tell_what_was_there_under_the_cycle_that_is_told_of_them():
    letter = Request("1", "Borne", date(2027, 1, 4), 21, 70, 4, 5, 1)
    assert realised_of_requests([letter], BOTH) == []
    assert realised_of_requests([letter], BOTH, {("Borne", "1"): 1}) == [
        Realised("Borne", 1, Category.REGULAR, date(2025, 7, 1), 5),
        Realised("Borne", 1, Category.AMV, date(2025, 7, 1), 1),
    ]
