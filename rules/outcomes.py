"""What came of promises by a day: kept, moved, broken, or not known yet.

A later mail moves a promise or takes it back; a progress report shows whether it was kept. What
comes out is for a person to weigh: the figures of a report do not say which places they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.distribution import COUNTED, Realised, Task
from rules.judgement import Category
from rules.promised import NO_CYCLE, Promise, Telling, in_time
from rules.same_promise import same_promises

Key = tuple[str, int | None]  # municipality and cycle; None: nobody can tell it


class Outcome(StrEnum):
    """How a promise stands on a day."""

    OPEN = "open"  # its day has not passed
    KEPT = "kept"  # a report from its last day on shows as many places, or more
    BROKEN = "broken"  # a report from its last day on shows fewer
    UNKNOWN = "unknown"  # its day has passed, and no report since tells
    MOVED = "moved"  # a later mail gives another day for it
    WITHDRAWN = "withdrawn"  # a later mail says that no time can be given any more
    REPEATED = "repeated"  # a later mail says it again: that one counts


# What a municipality's word still comes to: each place once.
STANDING = frozenset({Outcome.OPEN, Outcome.UNKNOWN, Outcome.BROKEN, Outcome.KEPT})


@dataclass(frozen=True, slots=True)
class Count:
    """Places that a report counts on a day."""

    counted_on: date
    places: int


@dataclass(frozen=True, slots=True)
class Course:
    """A promise, and what came of it by a day."""

    promise: Promise
    outcome: Outcome
    followed_by: Promise | None  # of a later mail, about the same places
    followed_on: date | None  # the day of the later mail that moved, repeated or withdrew it
    needed: int | None  # places that a report must count; None: no number is told or known
    report: Count | None  # that shows that it was kept or broken


@dataclass(frozen=True, slots=True)
class Follow:
    """What a later mail makes of a promise; None: no time can be given any more."""

    on: date
    by: Promise | None


def courses_on(
    tellings: Iterable[Telling], tasks: Iterable[Task], reported: Iterable[Realised], *, on: date
) -> tuple[Course, ...]:
    """What came by a day of each promise made by then, in order of receipt.

    Only mails that had come and places that were counted by that day are looked at.
    """
    of_key: defaultdict[Key, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.received_on <= on:
            of_key[telling.municipality, telling.cycle].append(telling)
    asked: defaultdict[Key, dict[Category, int]] = defaultdict(dict)
    for task in tasks:
        asked[task.municipality, task.cycle][task.category] = task.places
    counted: defaultdict[Key, list[Realised]] = defaultdict(list)
    for each in reported:
        if each.counted_on <= on:
            counted[each.municipality, each.cycle].append(each)
    found = []
    for key, some in of_key.items():
        counts = counts_by_category(counted[key])
        for promise, follow in followed(some):
            task_of_it = task_of(asked[key], promise.category)
            found.append(course(promise, follow, counts[promise.category], task_of_it, on))
    return tuple(sorted(found, key=stated_first))


def stated_first(course: Course) -> tuple[object, ...]:
    """The order of receipt."""
    promise = course.promise
    place = promise.municipality, promise.cycle or NO_CYCLE, promise.number
    return promise.received_at, promise.mail, *place


def broken(courses: Iterable[Course]) -> list[Course]:
    """The promises that reports show to be broken, in the order given."""
    return [each for each in courses if each.outcome is Outcome.BROKEN]


def followed(tellings: Iterable[Telling]) -> list[tuple[Promise, Follow | None]]:
    """Each promise of a municipality in a cycle, and what a later mail makes of it."""
    standing: list[Promise] = []
    found: dict[Promise, Follow | None] = {}
    for telling in sorted(tellings, key=in_time):
        day = telling.received_on
        if telling.takes_back:
            found |= {each: Follow(day, None) for each in standing}
            standing = []
            continue
        pairs = same_promises(standing, telling.promises)
        found |= {earlier: Follow(day, later) for earlier, later in pairs}
        found |= dict.fromkeys(telling.promises)
        replaced = {earlier for earlier, _ in pairs}
        standing = [each for each in standing if each not in replaced]
        standing += telling.promises
    return list(found.items())


def course(
    promise: Promise,
    follow: Follow | None,
    counts: Sequence[Count],
    task: int | None,
    on: date,
) -> Course:
    """What came of one promise; counts: of its category, by day, up to the day asked for."""
    needed = needed_places(promise, counts, task)
    from_day = promise.latest or promise.earliest or promise.stated_on
    since = [each for each in counts if each.counted_on >= from_day]
    enough = [each for each in since if needed is not None and each.places >= needed]
    outcome, report = Outcome.OPEN, None
    if follow and (promise.latest is None or follow.on <= promise.latest):
        outcome = outcome_of(promise, follow)
    elif enough:
        outcome, report = Outcome.KEPT, enough[0]
    elif promise.places is not None and promise.latest is not None and since:
        outcome, report = Outcome.BROKEN, since[-1]
    elif follow:  # after its day, and before any report
        outcome = outcome_of(promise, follow)
    elif promise.latest is not None and promise.latest < on:
        outcome = Outcome.UNKNOWN
    by = follow.by if follow else None
    return Course(promise, outcome, by, follow.on if follow else None, needed, report)


def outcome_of(promise: Promise, follow: Follow) -> Outcome:
    """What a later mail makes of a promise."""
    if follow.by is None:
        return Outcome.WITHDRAWN
    later = follow.by
    is_same = promise.latest == later.latest
    if promise.latest is None:
        is_same = is_same and promise.earliest == later.earliest
    return Outcome.REPEATED if is_same else Outcome.MOVED


def needed_places(promise: Promise, counts: Sequence[Count], task: int | None) -> int | None:
    """How many places a report must count for a promise to be kept.

    No more places than were there when it was made: then they come besides those. Without a
    number only the whole task shows that all is there. Practice, not law.
    """
    if promise.places is None:
        return task
    before = [each.places for each in counts if each.counted_on <= promise.stated_on]
    if before and promise.places <= before[-1]:
        return before[-1] + promise.places
    return promise.places


def counts_by_category(reported: Iterable[Realised]) -> dict[Category, list[Count]]:
    """The counts of a municipality in a cycle, in order of day; a total where both are counted."""
    by_day: defaultdict[date, dict[Category, int]] = defaultdict(dict)
    for each in reported:
        by_day[each.counted_on].setdefault(each.category, each.places)
    found: dict[Category, list[Count]] = {category: [] for category in Category}
    for day, places in sorted(by_day.items()):
        for category in COUNTED:
            if category in places:
                found[category].append(Count(day, places[category]))
        if len(places) == len(COUNTED):
            found[Category.TOTAL].append(Count(day, sum(places.values())))
    return found


def task_of(tasks: Mapping[Category, int], category: Category) -> int | None:
    """The task of a category, of both together for the total; None where one is not known."""
    if category is not Category.TOTAL:
        return tasks.get(category)
    both = [tasks[each] for each in COUNTED if each in tasks]
    return sum(both) if len(both) == len(COUNTED) else None
