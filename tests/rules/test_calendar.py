"""The table of holidays, against the law's rules and against an independent library."""

from datetime import date, timedelta

import holidays
import pytest

from rules.calendar import HOLIDAYS, LAST_YEAR, NAMES

YEARS = range(2024, LAST_YEAR + 1)
LIBRARY = holidays.country_holidays(
    "NL", years=YEARS, categories=("public", "optional"), language="nl"
)
DECREED = {day for day, name in HOLIDAYS.items() if name == "aangewezen dag"}


def easter(year):
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@pytest.mark.parametrize("year", YEARS)
def test_the_table_and_the_library_know_the_same_days(year):
    # Sundays and the decreed days are the law's affair, not the library's.
    ours = {day for day in HOLIDAYS if day.year == year} - DECREED
    theirs = {day for day in LIBRARY if day.year == year}
    sundays = {day for day in theirs if day.weekday() == 6}
    assert ours - sundays == theirs - sundays


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("name", "days_after_easter"),
    [
        ("Goede Vrijdag", -2),
        ("Tweede Paasdag", 1),
        ("Hemelvaartsdag", 39),
        ("Tweede Pinksterdag", 50),
    ],
)
def test_feasts_keep_their_distance_to_easter(year, name, days_after_easter):
    assert HOLIDAYS.get(easter(year) + timedelta(days=days_after_easter)) == name


@pytest.mark.parametrize("year", YEARS)
def test_liberation_day_counts_every_year(year):
    assert HOLIDAYS[date(year, 5, 5)] == "Bevrijdingsdag"


@pytest.mark.parametrize("year", YEARS)
def test_kings_day_gives_way_to_sunday(year):
    day = date(year, 4, 27)
    expected = day - timedelta(days=1) if day.weekday() == 6 else day
    assert HOLIDAYS[expected] == "Koningsdag"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "aangewezen dag"])
def test_each_holiday_falls_once_a_year(name):
    years = [int(day[:4]) for day in NAMES[name].split()]
    assert years == list(YEARS)


def test_decreed_days_are_working_days_of_their_own():
    assert all(day.weekday() < 5 for day in DECREED)
    assert len(HOLIDAYS) == sum(len(days.split()) for days in NAMES.values())


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-31", "2026-06-21", "2026-11-11"])
def test_an_ordinary_day_is_no_holiday(day):
    assert date.fromisoformat(day) not in HOLIDAYS
