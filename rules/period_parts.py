"""The beginning, the middle and the end of a period: 'medio 2027', 'eind mei'."""

import re

from rules.anchors import Anchored
from rules.endings import EndingIn
from rules.spans import Expression, Span, part_of

PART_WORD = r"(?:begin|aanvang|primo|medio|half|halverwege|midden|einde?|ultimo)"
PART = EndingIn(
    rf"(?:\b(?P<first>{PART_WORD})\s*(?:[-–/]|of|tot(?:\s+en\s+met)?|t/m|à)\s*)?"
    r"(?:\b(?P<begin>begin|aanvang|primo|start\s+van|vroeg\s+in)|\b(?P<half>medio|half|halverwege|"
    r"midden|rond\s+het\s+midden)|\b(?P<eind>einde?|ultimo|laat\s+in))\s+"
    r"(?:(?:van|in)\s+)?(?:het\s+|de\s+)?(?:maand\s+)?$"
)
PLANNED = Anchored(
    r"(?:gepland|voorzien|ingepland|geprogrammeerd|beoogd|begroot|geagendeerd|gereserveerd|planning|"
    r"sta(?:at|an)|verwacht|mikken|in\s+beeld|aangekondigd|opgenomen)\s*(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
UNTIL = Anchored(
    r"(?<!\bniet )\b(?P<word>voor|vóór|uiterlijk|tot)\s+(?:aan\s+)?(?:het\s+)?$", re.IGNORECASE
)
BACK = 48  # characters before a period that are looked at


def with_parts(text: str, bases: list[Expression]) -> list[Expression]:
    """'begin', 'medio' and 'eind' taken with the period behind them."""
    return [with_part(text, each) for each in bases]


def with_part(text: str, base: Expression) -> Expression:
    """The part of a period that the word before it means; 'medio/eind' is from one to the other."""
    before = text[max(0, base.start - BACK) : base.start]
    match = PART.search(before)
    if match is None:
        return base
    whole = Span(base.earliest, base.latest)
    part = next(name for name in ("begin", "half", "eind") if match[name])
    span = part_of(whole, part)
    if match[part].lower() in ("einde", "eind") and is_until(before[: match.start()]):
        span = whole
    if match["first"]:
        span = Span(part_of(whole, part_named(match["first"])).earliest, span.latest)
    start = base.start - (len(before) - match.start())
    return base.stretched(text, start, span.earliest, span.latest)


def part_named(word: str) -> str:
    """Which part a word means."""
    if word.lower() in ("begin", "aanvang", "primo"):
        return "begin"
    return "eind" if word.lower() in ("eind", "einde", "ultimo") else "half"


def is_until(before: str) -> bool:
    """'voor het einde van dit jaar' ends with the year, not three months earlier."""
    match = UNTIL.search(before)
    # 'voorzien voor eind februari': for, not before.
    return match is not None and not is_for(before[: match.start()], match["word"])


def is_for(before: str, word: str) -> bool:
    """Whether 'voor' means for, not before: 'gepland voor 2028'."""
    return word.lower() == "voor" and PLANNED.search(before) is not None
