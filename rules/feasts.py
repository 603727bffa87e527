"""Days that Dutch letters name by their feast, and days of the week within a month."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from rules.deadlines import WEEKDAYS

Value = TypeVar("Value")

WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"

# Easter Sundays, a reviewed table; a feast that follows Easter is unknown in other years.
EASTER = {
    day.year: day
    for day in map(
        date.fromisoformat,
        "2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 "
        "2032-03-28 2033-04-17 2034-04-09 2035-03-25".split(),
    )
}
FIXED = {  # pattern: month and day
    r"nieuwjaars?(?:dag)?": (1, 1),
    r"driekoningen": (1, 6),
    r"koningsdag": (4, 27),
    r"dodenherdenking": (5, 4),
    r"bevrijdingsdag": (5, 5),
    r"sint[ -]maarten": (11, 11),
    r"sinterklaas(?:avond)?|pakjesavond": (12, 5),
    r"kerstavond": (12, 24),
    r"kerst(?:mis|dagen)?|eerste\s+kerstdag": (12, 25),
    r"tweede\s+kerstdag": (12, 26),
    r"oude?jaars?(?:dag|avond)|oud\s+en\s+nieuw": (12, 31),
}
AFTER_EASTER = {  # pattern: days after Easter Sunday
    r"goede\s+vrijdag": -2,
    r"(?:eerste\s+)?paasdag|pasen": 0,
    r"tweede\s+paasdag": 1,
    r"hemelvaarts?(?:dag)?": 39,
    r"(?:eerste\s+)?pinksterdag|pinksteren": 49,
    r"tweede\s+pinksterdag": 50,
}
# Kept for two days where no day of it is named.
OF_TWO_DAYS = re.compile(r"kerst(?:mis|dagen)?|pasen|pinksteren", re.IGNORECASE)
BUDGET_DAY = r"prinsjesdag"
FEAST = rf"(?:{'|'.join([*FIXED, *AFTER_EASTER, BUDGET_DAY])})"


def feast_in(year: int, name: str) -> date | None:
    """The day of a feast in a year; None where the table of Easter ends before it."""
    month_and_day = named(FIXED, name)
    if month_and_day:
        found = date(year, *month_and_day)
        # The King's birthday is kept a day earlier where it is a Sunday.
        is_sunday = month_and_day == (4, 27) and found.weekday() == 6
        return found - timedelta(days=1) if is_sunday else found
    after = named(AFTER_EASTER, name)
    if after is None:
        return day_of_week(year, 9, "dinsdag", 3)
    return EASTER[year] + timedelta(days=after) if year in EASTER else None


def has_two_days(name: str) -> bool:
    """Whether a name is that of a feast with its second day: 'Pasen', not 'paasdag'."""
    return OF_TWO_DAYS.fullmatch(name) is not None


def named(patterns: Mapping[str, Value], name: str) -> Value | None:
    """What the pattern that a name matches stands for."""
    found = (value for each, value in patterns.items() if re.fullmatch(each, name, re.IGNORECASE))
    return next(found, None)


def day_of_week(year: int, month: int, name: str, which: int) -> date:
    """The first, second, ... such day of a month; the last where which is -1."""
    wanted = WEEKDAYS.index(name.lower())
    if which < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - wanted) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (which - 1))


def beside(feast: date, name: str, *, is_before: bool) -> date:
    """The day, or such a day of the week, that comes next before or after a feast."""
    step = timedelta(days=-1 if is_before else 1)
    found = feast + step
    while name.lower() != "dag" and WEEKDAYS[found.weekday()] != name.lower():
        found += step
    return found
