"""Distribution decisions, the cycles they open, and the places counted under them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.judgement import Category
from rules.registry import Request

Letter = tuple[str, str]  # municipality and reference
NOTHING_TOLD: Mapping[Letter, int] = {}
COUNTED = (Category.REGULAR, Category.AMV)  # apart from each other, each with its own task


@dataclass(frozen=True, slots=True)
class DistributionDecision:
    """The minister's division of places over municipalities; it opens a cycle."""

    cycle: int  # from 1
    decided_on: date
    due: date  # the day on which the places must be there


# Law: Spreidingswet. Those after it are entered when they are taken (storage/distribution.py).
DECISIONS = (DistributionDecision(1, date(2024, 12, 20), date(2025, 7, 1)),)


@dataclass(frozen=True, slots=True)
class Task:
    """Places that a decision asks of a municipality, or is thought to ask in time to come."""

    municipality: str  # official name
    cycle: int
    category: Category  # one of COUNTED
    places: int
    # Of the province's estimate before the decision: shown beside, never compared as a verdict.
    is_indicative: bool = False
    valid_from: date = date.min  # the day from which it holds; else from the decision on


@dataclass(frozen=True, slots=True)
class Exchange:
    """Places of its task that a municipality hands to another, by agreement (uitruil)."""

    cycle: int
    giver: str  # official name: owes so many places less
    taker: str  # official name: owes so many places more
    category: Category  # one of COUNTED
    agreed_on: date  # from this day on
    places: int  # 0: it was taken back
    document: str  # in which it is laid down, as officers find it


@dataclass(frozen=True, slots=True)
class Realised:
    """Places of a category that were there on a day, as a province reports them."""

    municipality: str  # official name
    cycle: int
    category: Category  # one of COUNTED
    counted_on: date  # the peildatum
    places: int


def running_on(decisions: Sequence[DistributionDecision], day: date) -> list[int]:
    """The cycles that run on a day, the earlier first.

    A decision holds until the next one; its cycle runs on beside that until the places of the
    next are due, as what was owed stays owed. That last is practice, not law.
    """
    ordered = sorted(decisions, key=lambda each: each.cycle)
    ends = [each.due for each in ordered[1:]] + [date.max]
    return [
        each.cycle for each, end in zip(ordered, ends, strict=True) if each.decided_on <= day < end
    ]


def decision_of(
    decisions: Iterable[DistributionDecision], cycle: int
) -> DistributionDecision | None:
    """The decision that opened a cycle, None where it is not known."""
    return next((each for each in decisions if each.cycle == cycle), None)


def tasks_of_requests(
    requests: Iterable[Request],
    decisions: Sequence[DistributionDecision],
    told: Mapping[Letter, int] = NOTHING_TOLD,
) -> list[Task]:
    """The tasks that the ministry's letters name, the newest letter's under each decision.

    told: the cycles of letters that are known, by municipality and reference. A letter of a day on
    which two run, of which nothing is told, names the task of neither: a list of tasks has to.
    """
    found = newest_letters(requests, decisions, told)
    return [
        Task(municipality, cycle, category, places)
        for (municipality, cycle), letter in sorted(found.items())
        for category, places in (
            (Category.REGULAR, letter.regular_task),
            (Category.AMV, letter.amv_task),
        )
    ]


def realised_of_requests(
    requests: Iterable[Request],
    decisions: Sequence[DistributionDecision],
    told: Mapping[Letter, int] = NOTHING_TOLD,
) -> list[Realised]:
    """The realised places that the ministry's letters name, the newest letter's of each decision.

    The letters tell what was there on the day on which the places had to be. told: as above.
    """
    found = newest_letters(requests, decisions, told)
    due = {each.cycle: each.due for each in decisions}
    return [
        Realised(municipality, cycle, category, due[cycle], places)
        for (municipality, cycle), letter in sorted(found.items())
        for category, places in (
            (Category.REGULAR, letter.regular_realised),
            (Category.AMV, letter.amv_realised),
        )
    ]


def newest_letters(
    requests: Iterable[Request],
    decisions: Sequence[DistributionDecision],
    told: Mapping[Letter, int],
) -> dict[tuple[str, int], Request]:
    """The newest letter to each municipality under each decision."""
    found = {}
    for each in sorted(requests, key=lambda one: (one.letter_date, one.reference)):
        cycle = cycle_of_letter(each, decisions, told)
        if cycle is not None:
            found[each.municipality, cycle] = each
    return found


def cycle_on(
    days: Iterable[date], decisions: Sequence[DistributionDecision], told: int | None = None
) -> int | None:
    """The cycle of what happened on some days: the one told, else the one that ran on all of them.

    None where none ran, or more than one: then a person has to say it.
    """
    if told is not None:
        return told
    running = {cycle for day in days for cycle in running_on(decisions, day)}
    return next(iter(running)) if len(running) == 1 else None


def cycle_of_letter(
    letter: Request, decisions: Sequence[DistributionDecision], told: Mapping[Letter, int]
) -> int | None:
    """The cycle of a letter, None where nobody can tell."""
    known = told.get((letter.municipality, letter.reference))
    return cycle_on([letter.letter_date], decisions, known)


def last_due_on(
    decisions: Sequence[DistributionDecision], day: date
) -> DistributionDecision | None:
    """The decision to look at on a day where none is asked for: the last whose places were due.

    Before the places of the first were due, that one; None before it was taken.
    """
    due = [each for each in decisions if each.due <= day]
    taken = [each for each in decisions if each.decided_on <= day]
    if due:
        return max(due, key=lambda each: each.cycle)
    return min(taken, key=lambda each: each.cycle, default=None)


def overruled(of_letters: Iterable[Task], imported: Iterable[Task]) -> list[Task]:
    """All tasks: those that the letters name, but where a legal task was imported that one.

    A letter repeats the decision; the list of the decision itself is nearer to it.
    """
    entered = list(imported)
    known = {(t.municipality, t.cycle, t.category) for t in entered if not t.is_indicative}
    kept = [t for t in of_letters if (t.municipality, t.cycle, t.category) not in known]
    return [*kept, *entered]


def holding_on(tasks: Iterable[Task], day: date, *, is_indicative: bool = False) -> list[Task]:
    """The legal tasks that hold on a day, or the indicative ones: the last of each category."""
    found: dict[tuple[str, int, Category], Task] = {}
    for each in tasks:
        key = (each.municipality, each.cycle, each.category)
        if each.is_indicative is not is_indicative or each.valid_from > day:
            continue
        if key not in found or each.valid_from >= found[key].valid_from:
            found[key] = each
    return list(found.values())


def after_exchanges(tasks: Sequence[Task], exchanges: Iterable[Exchange], day: date) -> list[Task]:
    """The tasks after what was exchanged by that day, the day itself included.

    tasks: those that hold on the day. A task that is not known stays so, whatever was added.
    """
    moved: defaultdict[tuple[str, int, Category], int] = defaultdict(int)
    for each in exchanges:
        if each.agreed_on <= day:
            moved[each.giver, each.cycle, each.category] -= each.places
            moved[each.taker, each.cycle, each.category] += each.places
    return [
        replace(each, places=each.places + moved[each.municipality, each.cycle, each.category])
        for each in tasks
    ]


def tasks_of(tasks: Iterable[Task], municipality: str, cycle: int) -> dict[Category, int]:
    """What a decision asks of a municipality, by category; an indicative task is none."""
    return {
        each.category: each.places
        for each in tasks
        if (each.municipality, each.cycle) == (municipality, cycle) and not each.is_indicative
    }


def realised_on(
    reported: Iterable[Realised], municipality: str, cycle: int, day: date
) -> dict[Category, Realised]:
    """The last count of each category up to a day, that of the day itself included."""
    found: dict[Category, Realised] = {}
    for each in reported:
        if (each.municipality, each.cycle) != (municipality, cycle) or each.counted_on > day:
            continue
        before = found.get(each.category)
        if before is None or each.counted_on > before.counted_on:
            found[each.category] = each
    return found
