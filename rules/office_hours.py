"""Working days and office hours in the Netherlands: when a mail of ours may go out.

A calendar apart from that of terms: the law says when a term ends, this one when somebody is
there to read. It is reckoned, not listed, so it does not run out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from rules.deadlines import NETHERLANDS, SATURDAY

SUNDAY = 6
ONE_DAY = timedelta(days=1)
# From Easter Sunday: Good Friday, Easter Monday, Ascension Day and the Friday after it, on which
# town halls are closed too, Whit Monday.
FROM_EASTER = (-2, 1, 39, 40, 50)
FIXED = ((1, 1), (5, 5), (12, 25), (12, 26))
LONGEST_CLOSED = 366  # days; who closes for longer has made a typing error


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Between which hours, in the Netherlands, and on which days mails go out."""

    opens: time = time(8, 30)
    closes: time = time(17, 0)
    closed: frozenset[date] = frozenset()  # besides weekends and public holidays


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Whether offices are open on a day; closed: further days on which they are not."""
    return day.weekday() < SATURDAY and day not in closed and day not in days_off(day.year)


@lru_cache(maxsize=16)
def days_off(year: int) -> frozenset[date]:
    """The days of a year, weekends apart, on which offices are closed."""
    easter = easter_sunday(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == SUNDAY:
        kings_day -= ONE_DAY
    moving = {easter + timedelta(days=days) for days in FROM_EASTER}
    return frozenset({kings_day, *moving, *(date(year, month, day) for month, day in FIXED)})


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms, ch. 8)."""
    century = year // 100
    golden = year % 19
    lunar = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = lunar - (lunar // 28) * (1 - (29 // (lunar + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days = moon - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))


def working_days_before(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The working day that comes so many working days before a day."""
    return moved(day, -count, closed)


def working_days_after(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The working day that comes so many working days after a day."""
    return moved(day, count, closed)


def moved(day: date, count: int, closed: Collection[date]) -> date:
    """A day, moved over so many working days; of 0, the day itself."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, closed)
    return day


def is_open(now: datetime, hours: OfficeHours) -> bool:
    """Whether mails may go out at a moment (aware)."""
    local = now.astimezone(NETHERLANDS)
    is_day = is_working_day(local.date(), hours.closed)
    return is_day and hours.opens <= local.time() < hours.closes


def next_office_moment(now: datetime, hours: OfficeHours) -> datetime:
    """The first moment from now on at which mails may go out, in the time of Amsterdam.

    Raises ValueError where the days closed leave none within a year.
    """
    local = now.astimezone(NETHERLANDS)
    if is_open(local, hours):
        return local
    day = local.date() if local.time() < hours.opens else local.date() + ONE_DAY
    for _ in range(LONGEST_CLOSED):
        if is_working_day(day, hours.closed):
            # Put together anew each day: an hour added across the change of clocks is wrong.
            return datetime.combine(day, hours.opens, NETHERLANDS)
        day += ONE_DAY
    raise ValueError("no day of a whole year is a working day; look at closed_days")
