"""Where a pattern may begin, read off the pattern: elsewhere it need not be held against the text.

A pattern of many alternatives tries each of them at every character. What its first letters can be
is told by a few nested choices, which fail at once; put before the pattern as a look ahead they
change nothing of what it finds.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rules.leading_letters import by_letters
from rules.pattern_parts import PARTS, parts_of

DEPTH = 4  # characters that are looked at
FEW = 2  # times that a part may stand there, up to which all ways are told
MOST = 3_000  # ways to begin, above which telling them apart is not worth it
CATEGORIES = {
    PARTS.CATEGORY_DIGIT: r"\d",
    PARTS.CATEGORY_NOT_DIGIT: r"\D",
    PARTS.CATEGORY_SPACE: r"\s",
    PARTS.CATEGORY_NOT_SPACE: r"\S",
    PARTS.CATEGORY_WORD: r"\w",
    PARTS.CATEGORY_NOT_WORD: r"\W",
}
EDGES = {PARTS.AT_BOUNDARY: r"\b", PARTS.AT_BEGINNING: "^"}
# A letter, a figure or some figures with which a pattern begins, and none with another beginning.
LED = re.compile(r"\\b([a-z]|\\d)(?:\{1,([2-9])\})?(?![?*+{|])(?!.*\|\\b)")
SPACE = [(PARTS.IN, [(PARTS.CATEGORY, PARTS.CATEGORY_SPACE)])]
BEFORE = -1  # the direction in which a look behind looks


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """A way to begin: what stands before it, and its characters as patterns of one each."""

    before: str = ""
    units: tuple[str, ...] = ()
    is_whole: bool = True  # nothing else can stand before what follows

    def then(self, other: "Way", depth: int) -> "Way":
        """This way, and another behind it, up to so many characters."""
        if not self.is_whole:
            return self
        # What must stand before a later part is left out: it would hold between characters.
        before = self.before or ("" if self.units else other.before)
        units = self.units + other.units
        return Way(before, units[:depth], other.is_whole and len(units) < depth)


def hastened(pattern: str, flags: int) -> str:
    """The pattern with a look ahead at where it may begin; as it is where that can be anywhere.

    One that begins with a letter, in its own case, or with figures is sought by these: that takes
    a fifth of the time.
    """
    led = LED.match(pattern)
    if led and flags in (0, re.UNICODE):
        one, most = led.groups()
        more = f"{one}{{0,{int(most) - 1}}}" if most else ""
        return f"{one}(?<=\\b{one}){more}{pattern[led.end() :]}"
    by_letter = by_letters(pattern, flags)
    if by_letter is not None:
        return by_letter
    found = sorted(ways(parts_of(pattern, flags)))
    if len(found) > MOST or not all(each.units for each in found):
        return pattern
    starts = (
        before + tree({each.units for each in group})
        for before, group in groupby(found, key=lambda each: each.before)
    )
    return f"(?={'|'.join(starts)})(?:{pattern})"


def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """The pattern as `hastened` gives it, compiled."""
    return re.compile(hastened(pattern, flags), flags)


def openings(pattern: str, flags: int, *, depth: int = DEPTH) -> frozenset[tuple[str, ...]]:
    """The ways in which what a pattern finds may begin: first characters, each as a pattern of one.

    depth: how many; fewer where no more are told. Raises ValueError where it may begin with
    anything, or in too many ways.
    """
    found = frozenset(each.units for each in ways(parts_of(pattern, flags), depth))
    if not all(found):
        raise ValueError(f"begins with anything: {pattern[:80]}; write what it begins with first")
    return found


def tree(found: Iterable[tuple[str, ...]]) -> str:
    """Ways as nested choices; one that goes on behind the end of another is left out."""
    ordered = sorted(found)
    if not ordered[0]:
        return ""
    branches = [
        unit + tree(each[1:] for each in group)
        for unit, group in groupby(ordered, key=lambda each: each[0])
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def ways(parts: Iterable[Any], depth: int = DEPTH) -> frozenset[Way]:
    """The ways in which parts, one after another, can begin: so many characters of each."""
    found = frozenset([Way()])
    for operation, argument in parts:
        if not any(each.is_whole for each in found) or len(found) > MOST:
            break
        behind = ways_of(operation, argument, depth)
        found = frozenset(one.then(other, depth) for one in found for other in behind)
    if len(found) > MOST:
        return UNKNOWN
    return found


UNKNOWN = frozenset([Way(is_whole=False)])
NOTHING = frozenset([Way()])


def ways_of(operation: Any, argument: Any, depth: int) -> frozenset[Way]:
    """The ways in which a part can begin."""
    if operation is PARTS.LITERAL:
        return frozenset([Way(units=(re.escape(chr(argument)),))])
    if operation is PARTS.IN:
        return frozenset([Way(units=(set_of(argument),))])
    if operation is PARTS.AT:
        return frozenset([Way(EDGES.get(argument, ""))])
    if operation is PARTS.ASSERT:
        return frozenset([Way(before_of(*argument))])
    if operation is PARTS.ASSERT_NOT:
        return NOTHING
    if operation is PARTS.SUBPATTERN:
        _, added, taken, parts = argument
        return UNKNOWN if added or taken else ways(parts, depth)
    if operation is PARTS.ATOMIC_GROUP:
        return ways(argument, depth)
    if operation is PARTS.BRANCH:
        return frozenset().union(*(ways(each, depth) for each in argument[1]))
    if operation in (PARTS.MAX_REPEAT, PARTS.MIN_REPEAT, PARTS.POSSESSIVE_REPEAT):
        return frozenset(repeated(*argument, depth=depth))
    return UNKNOWN


def repeated(least: int, most: int, parts: Iterable[Any], *, depth: int) -> Iterator[Way]:
    """The ways in which a part can begin that stands there some times."""
    if most <= FEW:
        for count in range(least, most + 1):
            yield from ways([*parts] * count, depth)
        return
    if not least:
        yield Way()
    if [*parts] == SPACE and least <= 1:
        yield Way(units=(r"[\s]",))  # mostly one, behind which the next part is told
        yield Way(units=(r"[\s]", r"[\s]"), is_whole=False)
        return
    for way in ways(parts, depth):
        # What follows the first time may be a second, or what stands behind.
        yield Way(way.before, way.units, is_whole=False)


def before_of(direction: int, parts: Sequence[Any]) -> str:
    """A look behind at one character as it is written; nothing of others."""
    is_one = direction == BEFORE and len(parts) == 1 and parts[0][0] is PARTS.IN
    return f"(?<={set_of(parts[0][1])})" if is_one else ""


def set_of(members: Iterable[tuple[Any, Any]]) -> str:
    """A set of characters as it is written."""
    told = ["["]
    for kind, value in members:
        if kind is PARTS.NEGATE:
            told.append("^")
        elif kind is PARTS.LITERAL:
            told.append(escaped(value))
        elif kind is PARTS.RANGE:
            told.append(f"{escaped(value[0])}-{escaped(value[1])}")
        else:
            told.append(CATEGORIES[value])
    return "".join([*told, "]"])


def escaped(code: int) -> str:
    """A character within a set."""
    return re.escape(chr(code)) if chr(code) not in "^]" else f"\\{chr(code)}"
