"""What addresses ask for: a number, a day, a value of ours, yes or no, a distribution decision."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from review.visit import Visit
from rules.distribution import DistributionDecision

NONE = "-"  # an empty value says nothing
YES, NO = "ja", "nee"
NUMBER_DIGITS = 9  # more do not fit a column of 32 bits, and Python reads no thousands of them
FIRST_YEAR = 2000  # days before it are a slip of the pen; the first of all has no day before it
E = TypeVar("E", bound=StrEnum)


def number_of(text: str) -> int | None:
    """The number that a part of an address is, None where it is none of ours."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= NUMBER_DIGITS
    return int(text) if is_number else None


def day_of(value: str) -> date | None:
    """The day that an address names as 2026-04-30, None where it names none."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < date.max.year else None


def one_of(kind: type[E], value: str | None) -> E | None:
    """The member of an enum with that value, None where there is none."""
    return next((each for each in kind if each.value == value), None)


def yes_or_no(value: str | None) -> bool | None:
    """What 'ja' and 'nee' mean, None for anything else."""
    return {YES: True, NO: False}.get(value or "")


def past_day(visit: Visit) -> date:
    """The day that `op` asks for; today without one, and for a day that has not come."""
    return min(day_of(visit.query.get("op", "")) or visit.today, visit.today)


def decision_asked(
    visit: Visit, decisions: Iterable[DistributionDecision]
) -> DistributionDecision | None:
    """The one of these decisions whose cycle `cyclus` asks for, None where it asks for none."""
    asked = visit.query.get("cyclus", "")
    return next((each for each in decisions if str(each.cycle) == asked), None)
