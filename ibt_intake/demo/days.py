"""The days of the demo's cycle, and the clock that its pages go by."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from rules.deadlines import NETHERLANDS
from rules.distribution import DECISIONS, DistributionDecision

FIRST = DECISIONS[0]
SECOND = DistributionDecision(2, date(2026, 12, 18), date(2027, 7, 1))

TASKS_IN = date(2025, 1, 13)
COUNTED = FIRST.due  # the peildatum of the first reports
COUNTED_IN = date(2025, 8, 18)
ESTIMATE = date(2026, 2, 27)  # of the next tasks, by province: indicative
DRAFTED = date(2026, 4, 7)
CONFIRMED = date(2026, 4, 8)
LETTER = date(2026, 4, 9)
DUE = date(2026, 4, 30)
MORE_TIME = date(2026, 5, 20)  # for who asked for it
LAST_REPLY = date(2026, 5, 21)
COUNTED_ANEW = date(2026, 10, 1)
COUNTED_ANEW_IN = date(2026, 10, 19)
LISTED = date(2026, 12, 21)  # the next tasks, and who merges, were brought in
LAST_DAY = date(2026, 12, 31)  # of Wijdemeren
TODAY = date(2027, 1, 11)

PAST = (date(2026, 4, 9), DUE, date(2026, 5, 26), date(2026, 9, 15), LAST_DAY)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in the Netherlands."""
    return datetime.combine(day, time(hour, minute), NETHERLANDS).astimezone(UTC)


@dataclass
class Clock:
    """The moment that the pages believe it is: it goes on from the demo's own day."""

    begun: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        gone: timedelta = datetime.now(UTC) - self.begun
        return at(TODAY) + gone
