"""What the models of roles and categories look at, each clue as a word."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, groupby
from math import log

from rules.judgement import Category
from rules.phrasebook import PHRASEBOOK
from rules.phrases_places import PLACE_WORDS, categories_in
from rules.place_candidates import Candidate
from rules.registry import Request

CLOSE = 4  # words behind a number in which its category is sought first
SURE = 0.3  # a sentence's score for an element from which it counts as high
LEAST, MOST = 0.001, 0.999  # chances of which the odds are told; beyond, all are equally sure
STEP = 1.5  # in the logarithm of the odds
SIZES = (0, 4, 10, 20, 50, 100, 250, 700)  # steps in which the size of a number is told
WORD = re.compile(r"\w+(?:[-'’]\w+)*|[@|%?:()]")
JOINT = re.compile(r"[,;:]|\b(?:en|plus|of|als|as)\b")
PAIRED = frozenset({"clause", "sentence"})
# Families that tell the role of a whole column or row.
OF_COLUMN = frozenset({"task", "there", "now", "ahead", "lost", "shortfall", "next_cycle", "none"})
# Where the category of a number is sought, the surest place first.
NEAREST = (
    "close",
    "column",
    "linked",
    "row",
    "before",
    "after",
    "clause",
    "same",
    "sentence",
    "previous",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the mail as a whole says, and what the ministry's letters said."""

    named: frozenset[str]  # the categories that the sentences with numbers name
    sums: frozenset[int]  # of two different numbers of the mail
    parts: frozenset[int]  # its numbers that are one of two, of which the sum is a third
    same: Mapping[int, frozenset[str]]  # categories named right behind that number anywhere
    asked: Mapping[int, frozenset[str]]  # what a number is in the letters: "regular_task"


def context_of(found: Sequence[Candidate], requests: Sequence[Request]) -> Context:
    """The context of a mail's numbers."""
    same: dict[int, set[str]] = {}
    for each in found:
        same.setdefault(each.number.value, set()).update(categories_in(each.after)[:1])
    asked: dict[int, set[str]] = {}
    for request in requests:
        for name, value in figures(request):
            asked.setdefault(value, set()).add(name)
    values = {each.number.value for each in found} - {0}
    pairs = [(one, other, one + other) for one, other in combinations(values, 2)]
    return Context(
        named=frozenset(n for each in found for n in categories_in(each.sentence.text)),
        sums=frozenset(both for _, _, both in pairs),
        parts=frozenset(n for *two, both in pairs if both in values for n in two),
        same={value: frozenset(names) for value, names in same.items()},
        asked={value: frozenset(names) for value, names in asked.items()},
    )


def figures(request: Request) -> Iterator[tuple[str, int]]:
    """The figures above 0 of a letter by name, with their sum and what was still lacking."""
    of_category = {
        "regular": (request.regular_task, request.regular_realised),
        "amv": (request.amv_task, request.amv_realised),
    }
    for category, (task, realised) in of_category.items():
        if task:
            yield f"{category}_task", task
        if realised:
            yield f"{category}_realised", realised
            if task != realised:
                yield f"{category}_gap", task - realised
    if request.regular_task and request.amv_task:
        yield "total_task", request.regular_task + request.amv_task


def role_features(found: Iterable[Candidate], context: Context) -> Iterator[list[str]]:
    """What speaks for or against a role, of each of a mail's numbers."""
    for _, some in groupby(found, key=lambda each: id(each.sentence)):
        of_one = list(some)
        of_sentence = sentence_features(of_one[0])
        for each in of_one:
            yield [*of_sentence, *own_features(each, context)]


def sentence_features(each: Candidate) -> list[str]:
    """What all numbers of a sentence have in common."""
    text = each.sentence.text
    return [
        *named("sentence", PLACE_WORDS.names_in(text)),
        *named("book sentence", PHRASEBOOK.names_in(text)),
        *chances(each),
        f"layout {each.sentence.layout}",
    ]


def own_features(each: Candidate, context: Context) -> list[str]:
    """What a number has of itself, and of what stands around it."""
    clause, before, after = words_of(each.clause), words_of(each.before), words_of(each.after)
    next_two = " ".join(after[:2])
    found = [
        *named("clause", PLACE_WORDS.names_in(each.clause)),
        *named("before", PLACE_WORDS.names_in(each.before)),
        *named("after", PLACE_WORDS.names_in(each.after)),
        *named("next", PLACE_WORDS.names_in(next_two)),
        *named("book", PHRASEBOOK.names_in(each.clause)),
        *[f"word {word}" for word in clause],
        f"last {' '.join(before[-2:])}",
        f"last1 {' '.join(before[-1:])}",
        f"next {next_two}",
        f"next1 {' '.join(after[:1])}",
        f"in words {each.number.in_words}",
        f"size {size(each)}",
        *each.times,
        *zero(each),
        *[f"lead {name}" for name in lead(each)],
    ]
    if each.row or each.column:
        found += table_features(each)
    if context.asked:
        found += [f"asked {name}" for name in context.asked.get(each.number.value, ())]
        found.append(f"asked any {each.number.value in context.asked}")
    return found


def table_features(each: Candidate) -> Iterator[str]:
    """What stands in the same row and column."""
    for place, content in (("row", each.row), ("column", each.column)):
        yield from named(place, PLACE_WORDS.names_in(content))
        yield from (f"{place} {word}" for word in words_of(content))


@lru_cache(maxsize=4_000)
def named(place: str, names: frozenset[str]) -> tuple[str, ...]:
    """The features of families that are named in a place; some tell more two by two."""
    ordered = sorted(names)
    pairs = combinations(ordered, 2) if place in PAIRED else ()
    return (
        *(f"{place} {name}" for name in ordered),
        *(f"{place} {one}+{other}" for one, other in pairs),
    )


def lead(each: Candidate) -> list[str]:
    """What tells the role of a table's cell: the head of its column, else its row."""
    names = sorted(PLACE_WORDS.names_in(each.column) & OF_COLUMN) if each.row else []
    if names:
        return [*names, "column"]
    if each.row:
        return [*sorted(PLACE_WORDS.names_in(each.row) & OF_COLUMN), *each.times, "row"]
    return ["prose"]


def zero(each: Candidate) -> list[str]:
    """A written 0 is nearly always what is there now."""
    return ["zero", f"zero row {bool(each.row)}"] if each.number.value == 0 else []


def chances(each: Candidate) -> list[str]:
    """How probable it is that the sentence states each element."""
    found, least = [], steps(LEAST)  # seven in ten are no larger
    for name, chance in (*each.scores.elements.items(), ("claims_met", each.scores.claims_met)):
        found.append(f"chance {name} {least if chance <= LEAST else steps(min(MOST, chance))}")
        if chance > SURE:
            found.append(f"chance {name} high")
    return found


def steps(chance: float) -> int:
    """The logarithm of the odds of a chance, in steps."""
    return round(log(chance / (1 - chance)) / STEP)


def category_features(each: Candidate, context: Context) -> list[str]:
    """What speaks for a category: where around the number which one is named."""
    places = categories_around(each, context)
    asked = {name.partition("_")[0] for name in context.asked.get(each.number.value, ())}
    first = next((place for place in NEAREST if places[place]), "")
    nearest = "+".join(places[first]) if first else ""
    told = {**places, "mail": sorted(context.named), "asked": sorted(asked)}
    found = [f"{place} {'+'.join(names)}" for place, names in told.items()]
    found += [f"first {nearest}", f"first {first} {nearest}"]
    found += [f"asked {'+'.join(sorted(asked))} first {first} {nearest}"]
    found += [f"asked {'+'.join(sorted(asked))} mail {'+'.join(told['mail'])}"]
    for place, text in (
        ("clause", each.clause),
        ("row", each.row),
        ("column", each.column),
        ("sentence", each.sentence.text),
    ):
        if Category.TOTAL in PLACE_WORDS.names_in(text):
            found.append(f"total {place}")
    persons = "person" in PLACE_WORDS.names_in(" ".join(words_of(each.after)[:3]))
    found += [f"person {persons} {first}", f"size {size(each)}"]
    found += [f"sum {name}" for name in sums(each.number.value, context)]
    found += [f"word {word}" for word in words_of(each.clause)]
    return found


def categories_around(each: Candidate, context: Context) -> dict[str, Sequence[str]]:
    """The categories that are named, by where around the number."""
    close = " ".join(words_of(JOINT.split(each.after)[0])[:CLOSE])
    linked = " ".join(words_of(each.follows)[:CLOSE])
    is_linked = len(words_of(each.after)) <= CLOSE
    return {
        "close": categories_in(close)[:1],
        "linked": categories_in(linked)[:1] if is_linked else [],
        "cell": each_once(each.cell) if each.row else [],
        "column": each_once(each.column),
        "row": each_once(each.row),
        "before": categories_in(each.before)[-1:],
        "after": categories_in(each.after)[:1],
        "clause": each_once(each.clause),
        "same": sorted(context.same.get(each.number.value, ())),
        "sentence": each_once(each.sentence.text),
        "top": each_once(f"{each.sentence.heading} {each.sentence.question}"),
        "previous": [each.previous_category] if each.previous_category else [],
    }


def each_once(text: str) -> list[str]:
    return sorted(set(categories_in(text))) if text else []


def sums(value: int, context: Context) -> list[str]:
    """Whether a number is the sum of two others in the mail, or a part of one."""
    found = []
    if value in context.sums:
        found.append("sum")
    if value in context.parts:
        found.append("part")
    return found


@lru_cache(maxsize=1_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, figures as one word.

    Kept, as a number's surroundings are looked at for its role and for its category.
    """
    return tuple(["#" if word[0].isdigit() else word for word in WORD.findall(text.lower())])


def size(each: Candidate) -> int:
    return sum(each.number.value > step for step in SIZES)
