"""Which number of places goes with which promised moment of a mail.

Same sentence first, then the neighbouring one; else the moment stands without a number. Where
the words leave it open, the choice is the one that promises less and later.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.counts import counts_in
from rules.judgement import Availability, Category, PlaceCount, PlaceRole, Statement
from rules.phrases_places import categories_in
from rules.sentences import flat

WORDS = frozenset(each.value for each in Category)
NEXT_TO = 5  # characters of white space and marks between a sentence and its neighbour
Sentence = tuple[str, int, int]  # source, start and end


@dataclass(frozen=True, slots=True)
class Part:
    """Places of one category that are promised for a moment; None: no number is told."""

    category: Category
    places: int | None


def parts_by_moment(
    timeline: Sequence[Availability], places: Sequence[PlaceCount]
) -> list[tuple[Availability, tuple[Part, ...]]]:
    """The moments of a mail in their order, each with its places: one part at least.

    Only planned places are promised. A number goes with one moment.
    """
    moments: defaultdict[Sentence, list[int]] = defaultdict(list)  # places in the timeline
    for number, each in enumerate(timeline):
        moments[key_of(each.statement)].append(number)
    told: defaultdict[Sentence, list[PlaceCount]] = defaultdict(list)
    for place in places:
        if place.role is PlaceRole.PLANNED and place.count:
            told[said_in(place.statement, timeline, moments)].append(place)
    given: defaultdict[int, list[PlaceCount]] = defaultdict(list)
    for sentence, counts in told.items():
        if sentence in moments:
            share_out(given, {number: timeline[number] for number in moments[sentence]}, counts)
    for is_before in (True, False):  # what a date stands behind is told of it more often
        for sentence, numbers in moments.items():
            near = neighbour(sentence, told.keys() - moments.keys(), is_before=is_before)
            if near is not None and not any(number in given for number in numbers):
                share_out(given, {number: timeline[number] for number in numbers}, told.pop(near))
    return [(each, parts_of(given[number], each)) for number, each in enumerate(timeline)]


def key_of(statement: Statement) -> Sentence:
    """What tells a sentence from the others of its mail."""
    return statement.source, statement.start, statement.end


def said_in(
    statement: Statement,
    timeline: Sequence[Availability],
    moments: Mapping[Sentence, Sequence[int]],
) -> Sentence:
    """The sentence of a number; where it says a moment once more, the moment's first sentence."""
    own = key_of(statement)
    if own not in moments:
        text = flat(statement.text)
        again = [each for each in timeline if each.text and flat(each.text) in text]
        if len(again) == 1:
            return key_of(again[0].statement)
    return own


def neighbour(
    sentence: Sentence, others: Iterable[Sentence], *, is_before: bool
) -> Sentence | None:
    """The sentence that stands right before or right behind another, None where none does."""
    source, start, end = sentence
    for each in sorted(others):
        gap = start - each[2] if is_before else each[1] - end
        if each[0] == source and 0 <= gap <= NEXT_TO:
            return each
    return None


def share_out(
    given: defaultdict[int, list[PlaceCount]],
    moments: Mapping[int, Availability],
    counts: Sequence[PlaceCount],
) -> None:
    """Give the numbers of a sentence to its moments.

    As many numbers of a category as moments go in their order; else each goes to the nearest.
    """
    numbers = list(moments)
    for category in Category:
        of_one = [each for each in counts if each.category is category]
        if len(of_one) == len(numbers):
            for number, count in zip(numbers, of_one, strict=True):
                given[number].append(count)
            continue
        for count in of_one:
            given[nearest(moments, count)].append(count)


def nearest(moments: Mapping[int, Availability], count: PlaceCount) -> int:
    """The moment that stands nearest to a number in its sentence, else the last to come."""
    text = flat(count.statement.text)
    at = next((each.start for each in counts_in(text) if each.value == count.count), None)
    places = {number: text.find(flat(each.text)) for number, each in moments.items()}
    if at is None or min(places.values()) < 0:
        return max(moments, key=lambda number: moments[number].latest or date.max)
    return min(moments, key=lambda number: abs(places[number] - at))


def parts_of(counts: Sequence[PlaceCount], moment: Availability) -> tuple[Part, ...]:
    """What is promised for one moment, by category.

    Of several numbers of a category the largest is the whole: the others may be parts of it. A
    total is what the categories beside it leave.
    """
    most = {
        category: max(of_one)
        for category in Category
        if (of_one := [each.count for each in counts if each.category is category])
    }
    apart = sum(places for category, places in most.items() if category is not Category.TOTAL)
    if apart and Category.TOTAL in most:
        rest = most.pop(Category.TOTAL) - apart
        most |= {Category.TOTAL: rest} if rest > 0 else {}
    if most:
        return tuple(Part(category, places) for category, places in most.items())
    return (Part(named_category(moment.statement.text), None),)


def named_category(text: str) -> Category:
    """The category that a sentence names, the total where it names none or both."""
    named = {each for each in categories_in(flat(text)) if each in WORDS}
    return Category(named.pop()) if len(named) == 1 else Category.TOTAL
