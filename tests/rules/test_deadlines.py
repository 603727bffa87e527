"""The last day of a term, and the moment at which it has passed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calendar import HOLIDAYS
from rules.deadlines import (
    Extension,
    deadline,
    due_date,
    end_of_day,
    is_late,
    last_moment,
    reason_to_skip,
    received_on,
)

# Date on the letter, 21 days later, and the last day in time.
TERMS = """
2026-04-09  2026-04-30  2026-04-30
2026-05-26  2026-06-16  2026-06-16
2026-03-13  2026-04-03  2026-04-07
2026-04-06  2026-04-27  2026-04-28
2026-04-14  2026-05-05  2026-05-06
2026-04-23  2026-05-14  2026-05-18
2026-04-24  2026-05-15  2026-05-18
2026-05-04  2026-05-25  2026-05-26
2026-12-04  2026-12-25  2026-12-28
2026-12-11  2027-01-01  2027-01-04
2027-04-15  2027-05-06  2027-05-10
2026-04-11  2026-05-02  2026-05-04
2026-04-12  2026-05-03  2026-05-04
2028-04-06  2028-04-27  2028-05-01
2028-02-08  2028-02-29  2028-02-29
"""


def days(line):
    return [date.fromisoformat(each) for each in line.split()]


def extension(due, granted_at):
    return Extension(due, "zomerreces", "j.jansen", granted_at)


@pytest.mark.parametrize(
    ("letter_date", "nominal", "due"), [days(line) for line in TERMS.strip().splitlines()]
)
def test_a_term_ends_on_a_day_on_which_it_can(letter_date, nominal, due):
    found = deadline(letter_date, 21, HOLIDAYS)
    assert (found.nominal, found.due) == (nominal, due)
    assert due_date(letter_date, 21, HOLIDAYS) == due


@pytest.mark.parametrize(
    ("letter_date", "reasons"),
    [
        (date(2026, 4, 9), []),
        (date(2026, 3, 13), ["Goede Vrijdag", "zaterdag", "zondag", "Tweede Paasdag"]),
        (date(2026, 4, 23), ["Hemelvaartsdag", "aangewezen dag", "zaterdag", "zondag"]),
        (date(2026, 12, 4), ["Eerste Kerstdag", "Tweede Kerstdag", "zondag"]),
    ],
)
def test_each_day_that_is_skipped_is_told_with_its_reason(letter_date, reasons):
    assert [each.reason for each in deadline(letter_date, 21, HOLIDAYS).skipped] == reasons


def test_a_term_may_be_kept_as_it_falls():
    found = deadline(date(2026, 3, 13), 21, HOLIDAYS, roll_over=False)
    assert (found.due, found.skipped) == (date(2026, 4, 3), ())


def test_the_extension_granted_last_counts_whatever_its_day():
    first = extension(date(2026, 6, 30), datetime(2026, 4, 20, 9, tzinfo=UTC))
    second = extension(date(2026, 5, 29), datetime(2026, 4, 21, 9, tzinfo=UTC))
    found = deadline(date(2026, 4, 9), 21, HOLIDAYS, [second, first])
    assert (found.due, found.extensions) == (date(2026, 5, 29), (first, second))
    assert found.nominal == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("letter_date", "is_told"),
    [
        pytest.param(date(2028, 12, 8), False, id="the last day that the table knows"),
        pytest.param(date(2028, 12, 9), True, id="a Saturday, moved past it"),
        pytest.param(date(2028, 12, 11), True, id="New Year's Day, which is not in the table"),
    ],
)
def test_a_last_day_past_the_table_of_holidays_says_so(letter_date, is_told):
    caveat = deadline(letter_date, 21, HOLIDAYS).caveat
    assert caveat.startswith("De feestdagen na 2028 staan nog niet in het programma.") is is_told


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"roll_over": False}, id="the term is kept as it falls"),
        pytest.param(
            {"extensions": [extension(date(2029, 3, 1), datetime(2029, 1, 2, 9, tzinfo=UTC))]},
            id="an officer granted the day",
        ),
    ],
)
def test_a_day_that_no_holiday_moves_says_nothing_of_holidays(given):
    assert deadline(date(2029, 1, 2), 21, HOLIDAYS, **given).caveat == ""


def test_a_granted_day_is_not_moved_off_a_weekend():
    granted = extension(date(2026, 5, 30), datetime(2026, 4, 20, 9, tzinfo=UTC))  # a Saturday
    assert deadline(date(2026, 4, 9), 21, HOLIDAYS, [granted]).due == date(2026, 5, 30)


@pytest.mark.parametrize(
    ("received_at", "late"),
    [
        pytest.param(datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), False, id="23:59:59"),
        pytest.param(datetime(2026, 4, 30, 22, 0, 0, tzinfo=UTC), True, id="midnight"),
        pytest.param(datetime(2026, 4, 30, 0, 0, 0, tzinfo=UTC), False, id="that morning"),
        pytest.param(datetime(2026, 5, 1, 7, 0, 0, tzinfo=UTC), True, id="the day after"),
    ],
)
def test_a_mail_is_late_from_midnight_in_the_netherlands(received_at, late):
    assert is_late(received_at, date(2026, 4, 30)) is late


@pytest.mark.parametrize(
    ("day", "end"),
    [
        pytest.param("2026-01-15", "2026-01-15T23:00:00+00:00", id="winter"),
        pytest.param("2026-07-15", "2026-07-15T22:00:00+00:00", id="summer"),
        pytest.param("2026-03-28", "2026-03-28T23:00:00+00:00", id="eve of summer time"),
        pytest.param("2026-03-29", "2026-03-29T22:00:00+00:00", id="a day of 23 hours"),
        pytest.param("2026-10-25", "2026-10-25T23:00:00+00:00", id="a day of 25 hours"),
    ],
)
def test_a_day_ends_at_midnight_in_summer_and_winter(day, end):
    assert end_of_day(date.fromisoformat(day)) == datetime.fromisoformat(end)
    last = last_moment(date.fromisoformat(day))
    assert (received_on(last).isoformat(), last.microsecond) == (day, 999_999)


@pytest.mark.parametrize(
    ("received_at", "day"),
    [
        ("2026-04-20T21:59:59+00:00", "2026-04-20"),
        ("2026-04-20T22:00:00+00:00", "2026-04-21"),
        ("2026-12-31T23:30:00+00:00", "2027-01-01"),
        ("2026-04-21T00:30:00+05:00", "2026-04-20"),
    ],
)
def test_the_day_of_receipt_is_the_day_in_the_netherlands(received_at, day):
    assert received_on(datetime.fromisoformat(received_at)) == date.fromisoformat(day)


@given(start=st.dates(date(2024, 1, 1), date(2028, 9, 30)), term_days=st.integers(1, 90))
@settings(max_examples=150, deadline=None)
def test_a_term_never_ends_early_nor_on_a_day_off_nor_later_than_it_must(start, term_days):
    found = deadline(start, term_days, HOLIDAYS)
    assert found.due >= found.nominal == start + timedelta(days=term_days)
    assert reason_to_skip(found.due, HOLIDAYS) == ""
    between = [found.nominal + timedelta(days=n) for n in range((found.due - found.nominal).days)]
    assert [each.day for each in found.skipped] == between
    assert all(reason_to_skip(day, HOLIDAYS) for day in between)


@given(
    moment=st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
)
@settings(max_examples=100, deadline=None)
def test_a_mail_is_in_time_on_its_day_of_receipt_and_late_the_day_before(moment):
    day = received_on(moment)
    assert not is_late(moment, day)
    assert is_late(moment, day - timedelta(days=1))
