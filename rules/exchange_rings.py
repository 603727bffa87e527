"""Exchanges that cancel each other: places that go round and come back on the same day.

An exchange moves a task for good (uitruil). A ring of one day and category moves nothing: nobody
agrees on that, so it is a slip in a list, such as a row with giver and taker the wrong way round
beside the right one. Left in, both would be shown as exchanges that took place. What is given
back on another day is no ring: from then on it holds otherwise. Nor is one that leaves a rest,
or that crosses categories: regular places against amv is what an exchange often is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rules.distribution import Exchange


def in_rings(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """The exchanges of rings that net to nothing, in the order given."""
    groups: defaultdict[tuple[object, ...], list[Exchange]] = defaultdict(list)
    for each in exchanges:
        if each.places:  # none: it was taken back
            groups[each.cycle, each.category, each.agreed_on].append(each)
    return [each for some in groups.values() for each in cancelling(some)]


def cancelling(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Of one day and category: those of rings in which everybody ends as they began."""
    reached = {each.giver: reachable(each.giver, exchanges) for each in exchanges}
    inside = [each for each in exchanges if each.giver in reached.get(each.taker, frozenset())]
    net: Counter[str] = Counter()
    for each in inside:
        net[each.giver] -= each.places
        net[each.taker] += each.places
    return [each for each in inside if is_level(reached[each.giver], reached, net)]


def is_level(ring: Iterable[str], reached: Mapping[str, Iterable[str]], net: Counter[str]) -> bool:
    """Whether nobody in a ring gains or loses within it; who lies outside has nothing there."""
    return all(net[each] == 0 for each in ring if each in reached)


def reachable(start: str, exchanges: Sequence[Exchange]) -> frozenset[str]:
    """Whom places can come to that a municipality gives, itself where they come back."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        giver = ahead.pop()
        for each in exchanges:
            if each.giver == giver and each.taker not in found:
                found.add(each.taker)
                ahead.append(each.taker)
    return frozenset(found)
