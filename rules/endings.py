"""Patterns of what stands right before a time, sought only where the text can end as they do.

Each time that is found is asked what stands before it, in many ways, and nearly always the answer
is nothing. The few characters that a pattern may end with are read off it, and tell so at once.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from rules.beginnings import DEPTH, compiled, tree, ways
from rules.kept import Known
from rules.pattern_parts import PARTS, parts_of

ENDS_KEPT = 1_000  # of what stands before a time: few words do, and there are many patterns
REPEATS = (PARTS.MAX_REPEAT, PARTS.MIN_REPEAT, PARTS.POSSESSIVE_REPEAT)
SAME = str.maketrans("İıſ", "iis")
NOT_TOLD = re.compile(r"\s\s|\n$")  # ends that are told by one space, and by none before a `$`


class EndingIn:
    """A pattern that matches up to the end of a text, in whatever case; what matches is in small.

    `written`: as somebody wrote it, in small letters. Raises ValueError where it may match before
    the end, or ends with anything.
    """

    def __init__(self, pattern: str) -> None:
        if not pattern.endswith("$"):
            raise ValueError(f"may match before the end: {pattern[-80:]}; write $ last")
        self.written = pattern
        self.pattern = compiled(pattern, 0)
        self._end_backwards = re.compile(tree(ends_of(pattern)))
        self._may_end = Known(self._is_end, most=ENDS_KEPT)

    def search(self, text: str) -> re.Match[str] | None:
        """As the pattern's own with IGNORECASE, which takes twice as long."""
        return self.pattern.search(small(text)) if self._may_end[text[-DEPTH:]] else None

    def _is_end(self, end: str) -> bool:
        is_one = self._end_backwards.match(small(end)[::-1]) is not None
        return is_one or NOT_TOLD.search(end) is not None


def small(text: str) -> str:
    """A text in small letters, each in its place: those that `re` holds to be the same."""
    return text.lower() if text.isascii() else text.translate(SAME).lower()


def ends_of(pattern: str) -> frozenset[tuple[str, ...]]:
    """The ways in which what a pattern finds may end: its last characters, the last one first.

    White space counts as one character. Raises ValueError where it may end with anything.
    """
    found = frozenset(each.units for each in ways(backwards(parts_of(pattern, 0))))
    if not all(found):
        raise ValueError(f"ends with anything: {pattern[-80:]}; write what it ends with last")
    return found


def backwards(parts: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The same parts from the last to the first, without what they ask of what stands around."""
    for operation, argument in reversed([*parts]):
        if operation is PARTS.SUBPATTERN:
            *group, inner = argument
            yield operation, (*group, [*backwards(inner)])
        elif operation is PARTS.ATOMIC_GROUP:
            yield operation, [*backwards(argument)]
        elif operation is PARTS.BRANCH:
            yield operation, (None, [[*backwards(each)] for each in argument[1]])
        elif operation in REPEATS:
            least, most, inner = argument
            yield operation, (least, 1 if is_space(inner) else most, [*backwards(inner)])
        elif operation not in (PARTS.AT, PARTS.ASSERT, PARTS.ASSERT_NOT):
            yield operation, argument


def is_space(parts: Iterable[Any]) -> bool:
    """Whether parts match white space, one character of it, and nothing else."""
    return [*parts] == [(PARTS.IN, [(PARTS.CATEGORY, PARTS.CATEGORY_SPACE)])]
