"""Whole numbers in a sentence, in digits and in Dutch words, that may count places.

Figures that belong to a date, an amount, an address, a law or a measure are no counts: see
`rules.no_counts`.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.needed_words import NEEDED_WORDS
from rules.no_counts import masked
from rules.phrases_timeline import MONTHS
from rules.word_parts import FIGURE

MOST = 4_000  # no municipality has more places; what is larger counts something else

UNITS = {
    "nul": 0,
    "één": 1,
    "eén": 1,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
    "tien": 10,
    "elf": 11,
    "twaalf": 12,
    "dertien": 13,
    "veertien": 14,
    "vijftien": 15,
    "zestien": 16,
    "zeventien": 17,
    "achttien": 18,
    "negentien": 19,
}
TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}
BELOW_TEN = {word: number for word, number in UNITS.items() if number < 10} | {"een": 1}


def below_hundred() -> dict[str, int]:
    """Every word for a number from 0 to 99; 'vijfentwintig' and 'tweeëntwintig' alike."""
    found = UNITS | TENS
    for unit, low in BELOW_TEN.items():
        if not low:
            continue
        for ten, high in TENS.items():
            for joint in ("en", "ën"):
                found[unit + joint + ten] = high + low
    return found


SMALL = below_hundred()
BEFORE_HUNDRED = {word: number for word, number in SMALL.items() if 1 < number < 40} | {"": 1}
NUMERAL = re.compile(
    r"(?:(?P<hundreds>[a-zéë]*?)\s?honderd(?:\s?en\s)?)?\s?(?P<rest>[a-zéë]*?)(?:tal)?"
)
# A year, or a day before its month in a cell: most figures are of these, and `masked` shuts them
# out in any case. Told behind their first figure.
PLAIN_DATE = rf"(?<=1)[5-9]\d\d\b|(?<=2)0\d\d\b|\d?[^\S\t]+(?:{MONTHS})\b"
# Longer runs of figures count nothing, and `int` refuses those of thousands. What must not stand
# before a number is told behind its first figure: a pattern that begins with one is sought fast.
DIGITS = re.compile(
    rf"\d(?<![\w.,/:]\d)(?<!\w-\d)(?!{PLAIN_DATE})"
    r"(?:\d{0,2}(?:\.\d{3}){1,2}|\d{0,8})(?![\w]|[.,:/]\d|-\d)"
)
WORD = re.compile(r"[^\W\d_]+")
CELL = re.compile(r"[^\t|]+")
HAS_FIGURE = NEEDED_WORDS.bits_of([frozenset([FIGURE])])
HAS_NUMERAL = NEEDED_WORDS.bits_of([frozenset([*UNITS, *TENS, "honderd", "tal"])])


class Count(NamedTuple):
    """A whole number as written in a text."""

    value: int
    start: int  # in characters of the text, from 0
    end: int  # just past the last character
    in_words: bool


@lru_cache(maxsize=1_000)
def counts_in(text: str) -> tuple[Count, ...]:
    """The numbers of a text that may count places, in order; none above `MOST`.

    Kept, as the head of a table is asked about with each of its rows.
    """
    held = NEEDED_WORDS.held_in(text)
    found = [*digits_in(text)] if held & HAS_FIGURE else []
    if held & HAS_NUMERAL:
        found = sorted((*found, *words_in(text)), key=lambda each: each.start)
    found = [each for each in found if each.value <= MOST]
    if not found:
        return ()
    if "\t" in text or "|" in text:
        return tuple(unmasked(found, text, held))
    return tuple(unmasked_in_cell(found, text, 0, held))


def unmasked(found: Sequence[Count], text: str, held: int) -> Iterator[Count]:
    """The numbers, in order, but those that are part of something else in a cell.

    held: what NEEDED_WORDS told of the text.
    """
    left = deque(found)
    for cell in CELL.finditer(text):  # a table's cells are read one by one
        low, high = cell.span()
        while left and left[0].end <= low:
            yield left.popleft()
        inside: list[Count] = []
        while left and left[0].start < high:
            inside.append(left.popleft())
        inside = unmasked_in_cell(inside, cell[0], low, held)
        left.extendleft(reversed(inside))  # 'twee' and 'honderd' in two cells are one number
    yield from left


def unmasked_in_cell(found: list[Count], cell: str, low: int, held: int) -> list[Count]:
    """The numbers that are part of nothing else in a cell, which begins there in its text."""
    for start, end in masked(cell, held) if found else ():
        start, end = low + start, low + end
        found = [each for each in found if each.end <= start or end <= each.start]
        if not found:
            break
    return found


def digits_in(text: str) -> Iterator[Count]:
    """Numbers in digits; a full stop parts thousands, as in '1.150'."""
    for match in DIGITS.finditer(text):
        yield Count(int(match[0].replace(".", "")), match.start(), match.end(), False)


def words_in(text: str) -> Iterator[Count]:
    """Numbers in words: 'honderdtwintig', 'ruim honderd', 'tweehonderd en tien'."""
    lowered = text.lower()
    has_hundreds = "honderd" in lowered
    if not has_hundreds and not any(map(may_count, WORD.findall(lowered))):
        return
    words = list(WORD.finditer(text))
    lengths = (4, 3, 2, 1) if has_hundreds else (1,)
    at = 0
    while at < len(words):
        found = None
        for length in lengths:
            run = words[at : at + length]
            if len(run) < length or run[-1].end() - run[0].start() > 45:
                continue
            value = value_of(text[run[0].start() : run[-1].end()].lower())
            if value is not None:
                found = Count(value, run[0].start(), run[-1].end(), True)
                at += length
                break
        if found is not None:
            yield found
        else:
            at += 1


def may_count(word: str) -> bool:
    """Whether a word in lower case, in which no hundred is named, may stand for a number."""
    return word in SMALL or word.endswith("tal")


def value_of(words: str) -> int | None:
    """The number that Dutch words stand for, None where they stand for none."""
    if words in SMALL:
        return SMALL[words]
    if "honderd" not in words and not words.endswith("tal"):
        return None
    match = NUMERAL.fullmatch(words)
    if match is None:
        return None
    hundreds, rest = match["hundreds"], match["rest"].strip()
    if hundreds is None:
        return SMALL.get(rest) if words.endswith("tal") and rest else None
    first = BEFORE_HUNDRED.get(hundreds.strip())
    if first is None or (rest and rest not in SMALL):
        return None
    return 100 * first + (SMALL[rest] if rest else 0)
