"""The last day of a term, and how it comes about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.calendar import KNOWN_UNTIL

NETHERLANDS = ZoneInfo("Europe/Amsterdam")
SATURDAY = 5
TICK = timedelta(microseconds=1)  # the smallest step that databases keep
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
HOLIDAYS_UNKNOWN = (
    f"De feestdagen na {KNOWN_UNTIL.year} staan nog niet in het programma. "
    "Controleer zelf of deze dag een feestdag is."
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that the end of a term moves over, and why."""

    day: date
    reason: str  # in Dutch: "zaterdag", "Tweede Paasdag"


@dataclass(frozen=True, slots=True)
class Extension:
    """Another last day, granted by an officer."""

    due: date
    reason: str
    officer: str
    granted_at: datetime  # aware


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which a reply is in time, with each step that leads to it."""

    start: date  # the date on the letter: day 0
    term_days: int
    nominal: date  # start and term, before days are skipped
    skipped: tuple[Skipped, ...]
    extensions: tuple[Extension, ...]  # in order of granting; the last one counts
    due: date
    caveat: str = ""  # in Dutch: what an officer must check before relying on the day


def due_date(start: date, term_days: int, holidays: Mapping[date, str]) -> date:
    """The last day on which a reply is in time, without extensions; see `deadline`."""
    return deadline(start, term_days, holidays).due


def deadline(
    start: date,
    term_days: int,
    holidays: Mapping[date, str],
    extensions: Sequence[Extension] = (),
    *,
    roll_over: bool = True,
) -> Deadline:
    """The last day on which a reply is in time, and its derivation.

    start: the date on the letter; term_days: calendar days from then on; holidays: those of
    art. 3, by day; roll_over: whether the end moves off weekends and holidays.
    Law: Algemene termijnenwet, art. 1 (1), written for terms set by law; the terms in the
    ministry's letters follow it by analogy, in favour of the municipality.
    """
    nominal = start + timedelta(days=term_days)
    end, skipped = nominal, []
    while roll_over and (reason := reason_to_skip(end, holidays)):
        skipped.append(Skipped(end, reason))
        end += timedelta(days=1)
    granted = tuple(sorted(extensions, key=lambda each: each.granted_at))
    due = granted[-1].due if granted else end
    # A day that an officer granted is not moved, so no holiday can be wrong about it.
    is_unsure = roll_over and not granted and end > KNOWN_UNTIL
    caveat = HOLIDAYS_UNKNOWN if is_unsure else ""
    return Deadline(start, term_days, nominal, tuple(skipped), granted, due, caveat)


def reason_to_skip(day: date, holidays: Mapping[date, str]) -> str:
    """Why no term ends on a day, "" where one can."""
    if day in holidays:
        return holidays[day]
    return WEEKDAYS[day.weekday()] if day.weekday() >= SATURDAY else ""


def end_of_day(day: date) -> datetime:
    """The moment at which a day has passed in the Netherlands."""
    return datetime.combine(day + timedelta(days=1), time.min, NETHERLANDS)


def last_moment(day: date) -> datetime:
    """The last moment of a day in the Netherlands, for what counts up to and including a moment."""
    return end_of_day(day) - TICK


def is_late(received_at: datetime, due: date) -> bool:
    """Whether a mail came after the last day, by the second: 23:59:59 is in time.

    received_at: when the ministry's own server received it (Awb art. 2:17), aware.
    """
    return received_at >= end_of_day(due)


def received_on(received_at: datetime) -> date:
    """The day of receipt in the Netherlands."""
    return received_at.astimezone(NETHERLANDS).date()
