"""Which promise of a later mail is about the same places as one of an earlier mail."""

from collections.abc import Callable, Sequence
from datetime import date

from rules.judgement import Category
from rules.promised import Promise

Pair = tuple[Promise, Promise]  # the earlier, and the later that takes its place


def same_promises(earlier: Sequence[Promise], later: Sequence[Promise]) -> list[Pair]:
    """The earlier promises that later ones are about, each with the one that takes its place.

    From the surest to the least sure: the same day again, the same number of places, then the
    same category in order of day. What a municipality said last of a category holds; an earlier
    promise that nothing takes the place of stands beside.
    """
    found: list[Pair] = []
    for is_same in (says_again, has_same_places):
        found += one_to_one(left(earlier, found, 0), left(later, found, 1), is_same)
    for category in Category:
        found += by_day(
            [each for each in left(earlier, found, 0) if each.category is category],
            [each for each in left(later, found, 1) if each.category is category],
        )
    return found + across(left(earlier, found, 0), left(later, found, 1))


def left(promises: Sequence[Promise], pairs: Sequence[Pair], side: int) -> list[Promise]:
    """The promises that are in no pair, in order of day."""
    used = {pair[side] for pair in pairs}
    return sorted((each for each in promises if each not in used), key=last_day)


def last_day(promise: Promise) -> tuple[date, str, int]:
    """The order of day; those without an end come last."""
    return promise.latest or date.max, promise.mail, promise.number


def says_again(one: Promise, other: Promise) -> bool:
    """Whether it is the same day for what may be the same places."""
    unknown = one.places is None or other.places is None
    return (
        (one.category, one.latest) == (other.category, other.latest)
        and (one.latest is not None or one.earliest == other.earliest)
        and (unknown or one.places == other.places)
    )


def has_same_places(one: Promise, other: Promise) -> bool:
    """Whether it is the same number of places of the same category."""
    same = (one.category, one.places) == (other.category, other.places)
    return same and one.places is not None


def one_to_one(
    earlier: Sequence[Promise],
    later: Sequence[Promise],
    is_same: Callable[[Promise, Promise], bool],
) -> list[Pair]:
    """Each earlier promise with the first later one that is the same and not yet taken."""
    found: list[Pair] = []
    for one in earlier:
        taken = {pair[1] for pair in found}
        match = next((each for each in later if each not in taken and is_same(one, each)), None)
        if match is not None:
            found.append((one, match))
    return found


def by_day(earlier: Sequence[Promise], later: Sequence[Promise]) -> list[Pair]:
    """Promises of one category in order of day; fewer that promise as much replace them all."""
    if not later:
        return []
    pairs = list(zip(earlier, later, strict=False))
    rest = earlier[len(later) :]
    before, after = whole(earlier), whole(later)
    if before is not None and after is not None and after >= before:
        pairs += [(each, later[-1]) for each in rest]
    return pairs


def across(earlier: Sequence[Promise], later: Sequence[Promise]) -> list[Pair]:
    """A total that is told by category later, or the other way round, where the numbers allow."""
    sides = [{each.category is Category.TOTAL for each in side} for side in (earlier, later)]
    if sides not in ([{True}, {False}], [{False}, {True}]):
        return []
    totals, parts = (earlier, later) if sides[0] == {True} else (later, earlier)
    total, some = whole(totals), whole(parts)
    if len(totals) > 1 or (total is not None and some is not None and total != some):
        return []
    return [(each, later[-1]) for each in earlier]  # all is there with the last of them


def whole(promises: Sequence[Promise]) -> int | None:
    """The places of promises together, None where one of them tells no number."""
    places = [each.places for each in promises]
    return None if None in places else sum(each for each in places if each is not None)
