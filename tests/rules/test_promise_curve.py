"""What promises add up to by quarter: cautiously, optimistically, and what stands outside."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from rules.outcomes import courses_on
from rules.promise_curve import Tally, curve_of, end_of_quarter
from tests.rules.outcomes import (
    AMV,
    APRIL,
    JULY,
    OCTOBER,
    REGULAR,
    TASKS,
    YEAR_END,
    counted,
    days,
    reports,
    telling,
    tellings,
)


def curve(*tellings_, reported=(), on=date(2026, 6, 1), **changes):
    """The curve of mails' promises; changes: to what each promises."""
    changed = [
        replace(each, promises=tuple(replace(one, **changes) for one in each.promises))
        for each in tellings_
    ]
    return curve_of(courses_on(changed, TASKS, reported, on=on), TASKS, reported, on=on)


def bounds(found):
    """The cautious and the optimistic bound of each quarter."""
    return [(each.cautious, each.optimistic) for each in found.points]


PROMISE = telling(APRIL, (OCTOBER, 40, REGULAR))


def test_places_come_at_the_end_of_their_span_or_at_its_start():
    found = curve(PROMISE, earliest=JULY, latest=OCTOBER)
    assert [each.until for each in found.points] == [
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
        date(2027, 3, 31),
    ]
    assert bounds(found) == [(0, 0), (0, 40), (40, 40), (40, 40)]
    assert (found.task, found.firm) == (120, Tally(1, 40))


@pytest.mark.parametrize(
    ("changes", "expected", "where"),
    [
        pytest.param({"condition": "mits"}, [(0, 0), (0, 0), (0, 40)], "conditional", id="if"),
        pytest.param({"latest": None}, [(0, 0), (0, 0), (0, 40)], "open_ended", id="no end"),
        pytest.param({"earliest": None}, [(0, 40), (0, 40), (40, 40)], "firm", id="no start"),
    ],
)
def test_what_is_not_firm_is_told_apart(changes, expected, where):
    found = curve(PROMISE, **changes)
    assert bounds(found)[:3] == expected
    names = ("firm", "conditional", "open_ended", "passed", "broken")
    assert {name: getattr(found, name) for name in names} == dict.fromkeys(names, Tally(0, 0)) | {
        where: Tally(1, 40)
    }


def test_a_promise_without_a_number_is_counted_apart():
    found = curve(PROMISE, places=None)
    assert (bounds(found)[-1], found.uncounted, found.firm) == ((0, 0), 1, Tally(0, 0))


@pytest.mark.parametrize(
    ("reported", "expected", "realised", "name"),
    [
        pytest.param([], (0, 40), None, "passed", id="not known"),
        pytest.param(counted(OCTOBER, 39), (0, 0), 39, "broken", id="broken"),
        pytest.param(counted(OCTOBER, 40, 3), (0, 0), 43, None, id="kept is realised"),
    ],
)
def test_a_day_that_has_passed_is_no_firm_promise(reported, expected, realised, name):
    found = curve(PROMISE, reported=reported, on=YEAR_END)
    assert (bounds(found)[0], found.realised) == (expected, realised)
    told = {each for each in ("passed", "broken") if getattr(found, each) == Tally(1, 40)}
    assert told == ({name} if name else set())


def test_a_moved_promise_counts_once():
    later = telling(date(2026, 5, 1), (YEAR_END.replace(day=1), 40, REGULAR), (OCTOBER, 5, AMV))
    assert bounds(curve(PROMISE, later))[2] == (45, 45)


def test_what_comes_after_the_last_quarter_is_told_apart():
    found = curve(PROMISE, earliest=date(2045, 1, 1), latest=date(2045, 2, 1))
    assert (bounds(found)[-1], found.beyond, len(found.points)) == ((0, 0), Tally(1, 40), 16)


@given(tellings, reports, days)
def test_the_bounds_never_fall_or_cross(some, reported, on):
    found = curve(*some, reported=reported, on=on)
    assert found.points[0].until == end_of_quarter(on)
    for before, after in zip(found.points, found.points[1:], strict=False):
        assert before.cautious <= after.cautious
        assert before.optimistic <= after.optimistic
    for each in found.points:
        assert each.cautious <= each.optimistic
