"""What the promises add up to, quarter by quarter, against the task.

Two bounds. The cautious one takes places at the end of their span, and only those that hang on
nothing; the optimistic one takes all that could be there from the first day of their span.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.distribution import COUNTED, Realised, Task, realised_on
from rules.outcomes import Course, Outcome

FEWEST_QUARTERS, MOST_QUARTERS = 4, 16
MONTHS = 3  # of a quarter


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises, and the places that they tell."""

    promises: int
    places: int


@dataclass(frozen=True, slots=True)
class Point:
    """The promised places that can be there at the end of a quarter, earlier ones included."""

    until: date  # the last day of the quarter
    cautious: int
    optimistic: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The promised places by quarter, and what stands outside the cautious bound."""

    task: int | None  # None: no task is known
    realised: int | None  # by the last report of each municipality; None: there is none
    points: tuple[Point, ...]  # in order of time
    firm: Tally  # so many, by such a day, hanging on nothing
    conditional: Tally
    open_ended: Tally  # a number, but no last day
    passed: Tally  # the day has passed, and no report tells yet
    uncounted: int  # promises that tell no number
    beyond: Tally  # with a first or last day after the last quarter
    broken: Tally

    @property
    def is_told(self) -> bool:
        """Whether promises can be held against the task and what is there."""
        return self.task is not None and self.realised is not None

    def with_realised(self, promised: int) -> int | None:
        """Promised places with those that are there; None where none were counted."""
        return None if self.realised is None else self.realised + promised


def curve_of(
    courses: Iterable[Course], tasks: Iterable[Task], reported: Sequence[Realised], *, on: date
) -> Curve:
    """The curve from the quarter of a day on, of municipalities in one cycle.

    courses: as they stand on that day. Kept promises are in what was realised, broken ones in
    neither bound; what was moved, withdrawn or said again counts with the later mail.
    """
    some, owed = list(courses), list(tasks)
    waiting = [each for each in some if each.outcome in (Outcome.OPEN, Outcome.UNKNOWN)]
    counted = [each for each in waiting if each.promise.places is not None]
    firm = [each for each in counted if each.outcome is Outcome.OPEN and each.promise.is_firm]
    quarters = quarters_from(on, counted)
    return Curve(
        task=sum(each.places for each in owed) if owed else None,
        realised=realised_places(reported, on) if reported else None,
        points=tuple(
            Point(
                until,
                tally(each for each in firm if last_day(each) <= until).places,
                tally(each for each in counted if first_day(each) <= until).places,
            )
            for until in quarters
        ),
        firm=tally(firm),
        conditional=tally(each for each in counted if each.promise.condition),
        open_ended=tally(
            each for each in counted if each.promise.latest is None and not each.promise.condition
        ),
        passed=tally(
            each
            for each in counted
            if each.outcome is Outcome.UNKNOWN and not each.promise.condition
        ),
        uncounted=len(waiting) - len(counted),
        beyond=tally(
            each
            for each in counted
            if first_day(each) > quarters[-1] or quarters[-1] < last_day(each) < date.max
        ),
        broken=tally(each for each in some if each.outcome is Outcome.BROKEN),
    )


def first_day(course: Course) -> date:
    """The first day on which the places can be there."""
    return course.promise.earliest or course.promise.stated_on


def last_day(course: Course) -> date:
    """The last day on which they come, far off where none is told."""
    return course.promise.latest or date.max


def tally(courses: Iterable[Course]) -> Tally:
    """Promises added up."""
    places = [each.promise.places or 0 for each in courses]
    return Tally(len(places), sum(places))


def realised_places(reported: Iterable[Realised], on: date) -> int:
    """The places of the last count of each municipality, cycle and category up to a day."""
    of_key: dict[tuple[str, int], list[Realised]] = {}
    for each in reported:
        of_key.setdefault((each.municipality, each.cycle), []).append(each)
    return sum(
        each.places
        for key, some in of_key.items()
        for category, each in realised_on(some, *key, on).items()
        if category in COUNTED
    )


def quarters_from(on: date, courses: Sequence[Course]) -> list[date]:
    """The last days of the quarters from that of a day until that of the last promise."""
    days = [day for each in courses if (day := last_day(each)) < date.max]
    last = max([on, *days, *(first_day(each) for each in courses)])
    found = [end_of_quarter(on)]
    while len(found) < MOST_QUARTERS and (len(found) < FEWEST_QUARTERS or found[-1] < last):
        found.append(end_of_quarter(found[-1] + timedelta(days=1)))
    return found


def end_of_quarter(day: date) -> date:
    """The last day of the quarter that a day lies in."""
    month = (day.month - 1) // MONTHS * MONTHS + MONTHS
    after = date(day.year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)
