"""Days, moments and lists as one writes them in Dutch prose."""

from collections.abc import Sequence
from datetime import date, datetime

from rules.deadlines import NETHERLANDS, WEEKDAYS

MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()


def day(value: date | datetime | None) -> str:
    """'30 april 2026'; of a moment, the day in the Netherlands; '' without one."""
    if value is None:
        return ""
    on = local(value).date() if isinstance(value, datetime) else value
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday(value: date | None) -> str:
    """'donderdag 30 april 2026'."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}" if value else ""


def moment(value: datetime | None) -> str:
    """'30 april 2026, 14.05 uur', in the time of Amsterdam."""
    return f"{day(value)}, {local(value):%H.%M} uur" if value else ""


def local(value: datetime) -> datetime:
    """The moment as clocks in the Netherlands show it."""
    return value.astimezone(NETHERLANDS)


def listed(parts: Sequence[str]) -> str:
    """'a, b en c'; '' of nothing."""
    if not parts:
        return ""
    *rest, last = parts
    return f"{', '.join(rest)} en {last}" if rest else last
