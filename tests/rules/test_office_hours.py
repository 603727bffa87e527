"""When offices are open, and the next moment at which they are."""

from datetime import UTC, date, datetime, time

import holidays
import pytest

from rules.deadlines import NETHERLANDS
from rules.office_hours import (
    OfficeHours,
    days_off,
    is_open,
    is_working_day,
    next_office_moment,
    working_days_after,
    working_days_before,
)

HOURS = OfficeHours(time(8, 30), time(17, 0))


@pytest.mark.parametrize("year", range(2024, 2061))
def test_public_holidays_are_days_off(year):
    public = set(holidays.country_holidays("NL", years=year))
    weekdays = {day for day in public if day.weekday() < 5}
    assert weekdays - days_off(year) == set()


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        pytest.param(date(2026, 4, 9), True, id="Thursday"),
        pytest.param(date(2026, 4, 11), False, id="Saturday"),
        pytest.param(date(2026, 4, 3), False, id="Good Friday"),
        pytest.param(date(2026, 4, 27), False, id="King's Day"),
        pytest.param(date(2025, 4, 26), False, id="King's Day a day early, a Saturday"),
        pytest.param(date(2026, 5, 5), False, id="5 May, no lustrum"),
        pytest.param(date(2026, 5, 15), False, id="Friday after Ascension Day"),
        pytest.param(date(2026, 1, 2), True, id="a term does not end then, but offices are open"),
        pytest.param(date(2026, 12, 24), True, id="Christmas Eve"),
    ],
)
def test_working_days(day, is_working):
    assert is_working_day(day) is is_working


def test_a_day_that_the_ministry_closes_is_no_working_day():
    assert not is_working_day(date(2026, 12, 24), {date(2026, 12, 24)})


@pytest.mark.parametrize(
    ("day", "count", "before", "after"),
    [
        pytest.param(
            date(2026, 4, 30), 5, date(2026, 4, 22), date(2026, 5, 8), id="over King's Day, 5 May"
        ),
        pytest.param(date(2026, 6, 10), 1, date(2026, 6, 9), date(2026, 6, 11), id="next door"),
        pytest.param(date(2026, 6, 13), 1, date(2026, 6, 12), date(2026, 6, 15), id="a Saturday"),
        pytest.param(date(2026, 6, 13), 0, date(2026, 6, 13), date(2026, 6, 13), id="none"),
    ],
)
def test_working_days_are_counted(day, count, before, after):
    assert working_days_before(day, count) == before
    assert working_days_after(day, count) == after


def local(*parts):
    return datetime(*parts, tzinfo=NETHERLANDS)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(local(2026, 4, 9, 10), local(2026, 4, 9, 10), id="open"),
        pytest.param(local(2026, 4, 9, 8, 30), local(2026, 4, 9, 8, 30), id="as it opens"),
        pytest.param(local(2026, 4, 9, 6), local(2026, 4, 9, 8, 30), id="early"),
        pytest.param(local(2026, 4, 9, 17), local(2026, 4, 10, 8, 30), id="as it closes"),
        pytest.param(local(2026, 4, 2, 20), local(2026, 4, 7, 8, 30), id="over Easter"),
        pytest.param(local(2026, 3, 27, 18), local(2026, 3, 30, 8, 30), id="clocks forward"),
        pytest.param(local(2026, 10, 23, 18), local(2026, 10, 26, 8, 30), id="clocks back"),
        pytest.param(
            datetime(2026, 1, 5, 7, 45, tzinfo=UTC), local(2026, 1, 5, 8, 45), id="in UTC"
        ),
    ],
)
def test_the_next_office_moment(now, expected):
    found = next_office_moment(now, HOURS)
    assert found == expected
    assert is_open(found, HOURS)


def test_the_office_opens_at_another_utc_hour_in_summer():
    winter, summer = (datetime(2026, month, 8, 7, 15, tzinfo=UTC) for month in (1, 7))
    assert (is_open(winter, HOURS), is_open(summer, HOURS)) == (False, True)


def test_a_calendar_without_working_days_is_told():
    closed = {date.fromordinal(date(2026, 1, 1).toordinal() + day) for day in range(800)}
    with pytest.raises(ValueError, match="closed_days"):
        next_office_moment(local(2026, 1, 1, 12), OfficeHours(closed=frozenset(closed)))
