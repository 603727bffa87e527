"""Distribution decisions, the cycles they open, and the places counted under them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rules.judgement import Category
from rules.registry import Request

COUNTED = (Category.REGULAR, Category.AMV)  # apart from each other, each with its own task


@dataclass(frozen=True, slots=True)
class DistributionDecision:
    """The minister's division of places over municipalities; it opens a cycle."""

    cycle: int  # from 1
    decided_on: date
    due: date  # the day on which the places must be there


# Law: Spreidingswet; the decision of December 2026 joins these once its day is known.
DECISIONS = (DistributionDecision(1, date(2024, 12, 20), date(2025, 7, 1)),)


@dataclass(frozen=True, slots=True)
class Task:
    """Places that a decision asks of a municipality; an indicative task is none of these."""

    municipality: str  # official name
    cycle: int
    category: Category  # one of COUNTED
    places: int


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


def in_force_on(
    decisions: Iterable[DistributionDecision], day: date
) -> DistributionDecision | None:
    """The decision that holds on a day: the last one taken; None before the first."""
    taken = [each for each in decisions if each.decided_on <= day]
    return max(taken, key=lambda each: each.decided_on, default=None)


def decision_of(
    decisions: Iterable[DistributionDecision], cycle: int
) -> DistributionDecision | None:
    """The decision that opened a cycle, None where it is not known."""
    return next((each for each in decisions if each.cycle == cycle), None)


def tasks_of_requests(
    requests: Iterable[Request], decisions: Sequence[DistributionDecision]
) -> list[Task]:
    """The tasks that the ministry's letters name, the newest letter's under each decision."""
    found: dict[tuple[str, int], Request] = {}
    for each in sorted(requests, key=lambda one: (one.letter_date, one.reference)):
        decision = in_force_on(decisions, each.letter_date)
        if decision is not None:
            found[each.municipality, decision.cycle] = each
    return [
        Task(municipality, cycle, category, places)
        for (municipality, cycle), letter in sorted(found.items())
        for category, places in (
            (Category.REGULAR, letter.regular_task),
            (Category.AMV, letter.amv_task),
        )
    ]


def tasks_of(tasks: Iterable[Task], municipality: str, cycle: int) -> dict[Category, int]:
    """What a decision asks of a municipality, by category."""
    return {
        each.category: each.places
        for each in tasks
        if (each.municipality, each.cycle) == (municipality, cycle)
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
