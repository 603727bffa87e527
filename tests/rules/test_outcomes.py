"""What came of promises: later mails move them, progress reports show whether they were kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.distribution import Realised
from rules.outcomes import Outcome, broken, courses_on
from tests.rules.outcomes import (
    AMV,
    APRIL,
    JULY,
    JUNE,
    MAY,
    OCTOBER,
    REGULAR,
    TASKS,
    TOTAL,
    YEAR_END,
    counted,
    days,
    reports,
    telling,
    tellings,
)

OPEN, KEPT, BROKEN, UNKNOWN, MOVED, WITHDRAWN, REPEATED = Outcome


def outcomes(*tellings, reported=(), on=YEAR_END, tasks=TASKS):
    return [each.outcome for each in courses_on(tellings, tasks, reported, on=on)]


PROMISE = telling(APRIL, (JULY, 40, REGULAR))


@pytest.mark.parametrize(
    ("reported", "on", "expected"),
    [
        pytest.param([], JULY, OPEN, id="on its last day"),
        pytest.param([], date(2026, 7, 2), UNKNOWN, id="no report since"),
        pytest.param(counted(JUNE, 39), YEAR_END, UNKNOWN, id="a report before its day"),
        pytest.param(counted(JULY, 40), YEAR_END, KEPT, id="as many"),
        pytest.param(counted(JULY, 39), YEAR_END, BROKEN, id="fewer"),
        pytest.param(counted(OCTOBER, 39), JULY, OPEN, id="a report to come"),
        pytest.param(counted(JULY, 39) + counted(OCTOBER, 40), YEAR_END, KEPT, id="kept after all"),
        pytest.param(
            counted(APRIL, 100) + counted(JULY, 100), YEAR_END, BROKEN, id="besides what was there"
        ),
        pytest.param(
            counted(APRIL, 100) + counted(JULY, 140), YEAR_END, KEPT, id="so many more than before"
        ),
        pytest.param([Realised("Ede", 2, REGULAR, JULY, 9)], YEAR_END, UNKNOWN, id="other cycle"),
        pytest.param([Realised("Urk", 1, REGULAR, JULY, 9)], YEAR_END, UNKNOWN, id="another's"),
        pytest.param([Realised("Ede", 1, AMV, JULY, 9)], YEAR_END, UNKNOWN, id="other category"),
    ],
)
def test_reports_show_what_came_of_a_promise(reported, on, expected):
    assert outcomes(PROMISE, reported=reported, on=on) == [expected]


@pytest.mark.parametrize(
    ("part", "reported", "expected"),
    [
        pytest.param((JULY, 40, TOTAL), counted(OCTOBER, 30, 10), KEPT, id="of both together"),
        pytest.param((JULY, 40, TOTAL), counted(OCTOBER, 30, 9), BROKEN, id="too few together"),
        pytest.param((JULY, 40, TOTAL), counted(OCTOBER, 90), UNKNOWN, id="one not counted"),
        pytest.param((JULY, None, TOTAL), counted(OCTOBER, 99, 20), UNKNOWN, id="not the task"),
        pytest.param((JULY, None, TOTAL), counted(OCTOBER, 100, 20), KEPT, id="the whole task"),
        pytest.param((YEAR_END, 40, REGULAR), counted(OCTOBER, 9), OPEN, id="without an end"),
    ],
)
def test_a_report_must_count_what_was_promised(part, reported, expected):
    assert outcomes(telling(APRIL, part), reported=reported) == [expected]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param([(OCTOBER, 40, REGULAR)], [MOVED, OPEN], id="later"),
        pytest.param([(JUNE, 40, REGULAR)], [MOVED, UNKNOWN], id="earlier"),
        pytest.param([(JULY, 40, REGULAR)], [REPEATED, UNKNOWN], id="again"),
        pytest.param([(JULY, None, REGULAR)], [REPEATED, UNKNOWN], id="again, without a number"),
        pytest.param([(OCTOBER, 36, REGULAR)], [MOVED, OPEN], id="fewer, later"),
        pytest.param([(OCTOBER, 5, AMV)], [UNKNOWN, OPEN], id="other places"),
        pytest.param([(OCTOBER, None, TOTAL)], [MOVED, OPEN], id="all of it"),
        pytest.param(
            [(OCTOBER, 60, REGULAR), (JULY, 40, REGULAR)],
            [REPEATED, OPEN, UNKNOWN],
            id="again, and more",
        ),
    ],
)
def test_a_later_mail_moves_a_promise(later, expected):
    found = outcomes(PROMISE, telling(MAY, *later), on=date(2026, 9, 30))
    assert found == expected


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        pytest.param(
            [(JULY, 36, REGULAR), (JULY, 4, AMV)], (OCTOBER, 40, TOTAL), [MOVED] * 2, id="together"
        ),
        pytest.param(
            [(JULY, 36, REGULAR), (JULY, 4, AMV)], (OCTOBER, 9, TOTAL), [OPEN] * 2, id="others"
        ),
        pytest.param(
            [(JULY, 40, REGULAR), (MAY, 60, REGULAR)],
            (OCTOBER, 100, REGULAR),
            [MOVED] * 2,
            id="all at once",
        ),
        pytest.param(
            [(JULY, 40, REGULAR), (JUNE, 60, REGULAR)],
            (OCTOBER, 60, REGULAR),
            [OPEN, MOVED],
            id="the same number",
        ),
    ],
)
def test_the_same_places_are_found_in_other_parts(first, later, expected):
    found = outcomes(telling(APRIL, *first), telling(date(2026, 4, 27), later), on=MAY)
    assert found == [*expected, OPEN]


def test_a_promise_is_withdrawn_where_no_time_can_be_given_any_more():
    assert outcomes(PROMISE, telling(MAY, takes_back=True)) == [WITHDRAWN]


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        pytest.param([], [MOVED, UNKNOWN], id="moved after all"),
        pytest.param(counted(JULY, 39), [BROKEN, UNKNOWN], id="broken before it was moved"),
        pytest.param(counted(JULY, 40), [KEPT, UNKNOWN], id="kept, and the next is another"),
    ],
)
def test_what_had_passed_is_not_undone_by_a_later_mail(reported, expected):
    later = telling(date(2026, 8, 1), (OCTOBER, 40, REGULAR))
    assert outcomes(PROMISE, later, reported=reported) == expected


def test_broken_promises_are_told_apart():
    other = telling(MAY, (OCTOBER, 5, AMV))
    found = courses_on([PROMISE, other], TASKS, counted(JULY, 39), on=JULY)
    assert [each.promise for each in broken(found)] == list(PROMISE.promises)
    assert (broken(found)[0].needed, broken(found)[0].report.places) == (40, 39)


@given(tellings, reports, days, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_read_does_not_matter(some, reported, on, chance):
    shuffled, others = list(some), list(reported)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    assert courses_on(some, TASKS, reported, on=on) == courses_on(shuffled, TASKS, others, on=on)


@given(tellings, reports, days)
def test_a_past_day_is_told_with_what_was_known_then(some, reported, on):
    then = courses_on(
        [each for each in some if each.received_on <= on],
        TASKS,
        [each for each in reported if each.counted_on <= on],
        on=on,
    )
    assert courses_on(some, TASKS, reported, on=on) == then


@given(tellings, reports, days)
def test_each_promise_has_one_outcome_and_only_later_mails_take_its_place(some, reported, on):
    found = courses_on(some, TASKS, reported, on=on)
    made = [each for one in some if one.received_on <= on for each in one.promises]
    assert sorted(map(repr, made)) == sorted(repr(each.promise) for each in found)
    for each in found:
        if each.followed_by:
            assert each.followed_by.received_at >= each.promise.received_at
            assert each.followed_by.municipality == each.promise.municipality
            assert each.followed_by.mail != each.promise.mail
