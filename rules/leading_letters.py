"""Patterns of words, sought by the letters with which these begin.

Python's `re` finds what begins with one of some characters five times as fast as what begins with
the edge of a word. So such a character is sought, and the edge before it told behind it.
"""

import re
from collections.abc import Iterator

GROUP = r"\b(?:"
TOLD_APART = re.compile(r"\((?!\?)|\(\?P")
REPEATED = tuple("?*+{")
# What `re` holds to be the same where case is ignored, besides the large letter.
SAME = {"i": "İı", "k": "\u212a", "s": "ſ"}
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def by_letters(pattern: str, flags: int) -> str | None:
    """The pattern of one of some words, led by their first letters.

    None where it is no such pattern, or has groups that are told apart.
    """
    if not pattern.startswith(GROUP) or flags & re.VERBOSE or TOLD_APART.search(pattern):
        return None
    *words, behind = pieces(pattern[len(GROUP) :])
    if behind.startswith(REPEATED) or len([*pieces(f"{behind})")]) > 2:
        return None
    behind_letter: dict[str, list[str]] = {}
    for word in words:
        letter = word[:1].lower() if flags & re.IGNORECASE else word[:1]
        if letter not in LETTERS or word[1:].startswith(REPEATED):
            return None
        behind_letter.setdefault(letter, []).append(word[1:])
    letters = "".join(behind_letter)
    if flags & re.IGNORECASE:
        letters += letters.upper() + "".join(SAME.get(each, "") for each in letters)
    ways = "|".join(f"(?<={one})(?:{'|'.join(rest)})" for one, rest in behind_letter.items())
    return rf"(?-i:[{letters}])(?<=\b\w)(?:{ways}){behind}"


def pieces(pattern: str) -> Iterator[str]:
    """The choices up to the end of a group, and last what stands behind that end."""
    start = depth = 0
    for match in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern):
        mark = match[0]
        if mark in "|)" and not depth:
            yield pattern[start : match.start()]
            start = match.end()
            if mark == ")":
                break
        depth += (mark == "(") - (mark == ")")
    yield pattern[start:]
