"""Municipalities in time: which exist on a day, and who takes over from one that does not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rules.distribution import DistributionDecision, Realised, Task, decision_of
from rules.judgement import Category
from rules.registry import Validity

Part = tuple[str, int, Category]  # of the figures: municipality, cycle, category


def exists_on(validities: Iterable[Validity], municipality: str, day: date) -> bool:
    """Whether a municipality exists on a day; one of which nothing is known does."""
    return all(
        (each.valid_from is None or each.valid_from <= day)
        and (each.valid_to is None or day <= each.valid_to)
        for each in validities
        if each.municipality == municipality
    )


def heir_on(validities: Iterable[Validity], municipality: str, day: date) -> str:
    """Who has the tasks and cases of a municipality on a day: itself, or its last successor."""
    ended = {
        each.municipality: each.successor
        for each in validities
        if each.successor and each.valid_to is not None and each.valid_to < day
    }
    passed = set()
    while municipality in ended and municipality not in passed:
        passed.add(municipality)
        municipality = ended[municipality]
    return municipality


def joined_on(validities: Sequence[Validity], day: date) -> dict[str, list[Validity]]:
    """The municipalities that have gone up in another by a day, by that other, in order."""
    found: defaultdict[str, list[Validity]] = defaultdict(list)
    for each in sorted(validities, key=lambda one: one.municipality):
        heir = heir_on(validities, each.municipality, day)
        if heir != each.municipality:
            found[heir].append(each)
    return dict(found)


def together_on(validities: Sequence[Validity], municipality: str, day: date) -> tuple[str, ...]:
    """Who has the tasks and cases of a municipality on a day, with all that went up in it."""
    heir = heir_on(validities, municipality, day)
    return heir, *(each.municipality for each in joined_on(validities, day).get(heir, []))


def tasks_together(
    tasks: Sequence[Task],
    validities: Sequence[Validity],
    decisions: Sequence[DistributionDecision],
    day: date,
) -> list[Task]:
    """The tasks with those of merged municipalities at whom they went up in.

    Where a municipality was there when the decision was taken, and its task is not known, neither
    is that of its successor: less than all of it would be a verdict on half.
    """
    known = {(each.municipality, each.cycle, each.category): each for each in tasks}
    joined = joined_on(validities, day)
    gone = {each.municipality for some in joined.values() for each in some}
    parts = dict.fromkeys(
        (heir_on(validities, name, day), cycle, category) for name, cycle, category in known
    )
    found = []
    for heir, cycle, category in parts:
        own, decision = known.get((heir, cycle, category)), decision_of(decisions, cycle)
        was_there = [
            name
            for name in (heir, *(each.municipality for each in joined.get(heir, [])))
            if decision is None or exists_on(validities, name, decision.decided_on)
        ]
        if heir not in was_there and own is not None:
            found.append(own)  # it came later, with a task of its own for the whole
            continue
        some = [known.get((name, cycle, category)) for name in was_there]
        tasks_known = [each for each in some if each is not None]
        if heir not in gone and tasks_known and len(tasks_known) == len(some):
            total = sum(each.places for each in tasks_known)
            found.append(replace(tasks_known[0], municipality=heir, places=total))
    return found


def realised_together(
    reported: Sequence[Realised], validities: Sequence[Validity], day: date
) -> list[Realised]:
    """The last counts up to a day, with those of merged municipalities at whom they went up in.

    A count from after the merger holds the places of all; one from before only its own. The day
    of a sum is that of its oldest count. Where one of them was never counted there is none.
    """
    last = last_counts(reported, day)
    joined = joined_on(validities, day)
    gone = {each.municipality for some in joined.values() for each in some}
    parts = dict.fromkeys(
        (heir_on(validities, name, day), cycle, category) for name, cycle, category in last
    )
    found = []
    for heir, cycle, category in parts:
        own = last.get((heir, cycle, category))
        some = [own] if own or exists_before(validities, heir, joined.get(heir, [])) else []
        for each in joined.get(heir, []):
            if own is None or each.valid_to is None or own.counted_on <= each.valid_to:
                some.append(last.get((each.municipality, cycle, category)))
        counts = [each for each in some if each is not None]
        if heir not in gone and len(counts) == len(some):
            total = sum(each.places for each in counts)
            counted_on = min(each.counted_on for each in counts)
            found.append(Realised(heir, cycle, category, counted_on, total))
    return found


def counts_together(
    reported: Sequence[Realised], validities: Sequence[Validity], day: date
) -> list[Realised]:
    """Every count up to a day, those of merged municipalities at whom they went up in.

    As `realised_together`, for each day on which any of them was counted.
    """
    joined = joined_on(validities, day)
    group_of = {part.municipality: heir for heir, parts in joined.items() for part in parts}
    group_of |= {heir: heir for heir in joined}
    found = [each for each in reported if each.municipality not in group_of]
    groups: defaultdict[str, list[Realised]] = defaultdict(list)
    for each in reported:
        if each.municipality in group_of and each.counted_on <= day:
            groups[group_of[each.municipality]].append(each)
    for some in groups.values():
        for counted_on in sorted({each.counted_on for each in some}):
            by_then = [each for each in some if each.counted_on <= counted_on]
            counted = realised_together(by_then, validities, day)
            found += [replace(each, counted_on=counted_on) for each in counted]
    return found


def exists_before(validities: Iterable[Validity], heir: str, parts: Sequence[Validity]) -> bool:
    """Whether a municipality was there beside those that went up in it."""
    return all(
        each.valid_to is None or exists_on(validities, heir, each.valid_to) for each in parts
    )


def last_counts(reported: Iterable[Realised], day: date) -> Mapping[Part, Realised]:
    """The last count of each municipality and category up to a day, that day included."""
    found: dict[Part, Realised] = {}
    for each in reported:
        key = (each.municipality, each.cycle, each.category)
        if each.counted_on <= day and (key not in found or each.counted_on > found[key].counted_on):
            found[key] = each
    return found
