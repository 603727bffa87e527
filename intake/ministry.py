"""The ministry's own words in a text: its letter, and its questions as headings."""

import re
from collections.abc import Sequence

from intake.fingerprint import may_hold_theirs, ministry_share
from intake.layout import first_below, paragraphs
from rules.mail import Owner

MINISTRY_SHARE = 0.45  # of a paragraph's runs of words that stand in the ministry's letters
LINE_SHARE = 0.6  # of a single line's
MIN_WORDS = 7  # fewer may agree by chance
ASKED = re.compile(
    r"\b(?:reden|oorza|waarom|waardoor|stand van zaken|hoe ver|stappen|maatregelen|acties|termijn|"
    r"wanneer|planning|stukken|wettelijke taak|voldoe)",
    re.IGNORECASE,
)


def label_ministry(lines: Sequence[str], owners: list[Owner]) -> None:
    """Label what repeats the ministry's letter or its questions, in place."""
    whole = "\n".join(lines)
    may_be_theirs = may_hold_theirs(whole)
    if not may_be_theirs and "?" not in whole:
        return
    for start, end in paragraphs(lines):
        if owners[start] not in (Owner.SENDER, Owner.EARLIER):
            continue
        text = " ".join(line.strip() for line in lines[start:end])
        share = ministry_share(text) if may_be_theirs and is_long(text) else 0.0
        if share >= MINISTRY_SHARE or is_question_repeated(text, lines, end):
            owners[start:end] = [Owner.MINISTRY] * (end - start)
            continue
        if not share and "?" not in text:
            continue
        for at in range(start, end):
            if at + 1 < end and lines[at + 1].lstrip()[:1].islower():
                continue  # part of a sentence that cites the law, say
            # A question with its answer on the next line, without a blank one between.
            # Without a run that the paragraph holds, no line of it holds one.
            is_theirs = share > 0 and repeats_ministry(lines[at])
            if is_theirs or is_question_repeated(lines[at].strip(), lines, at + 1):
                owners[at] = Owner.MINISTRY


def repeats_ministry(line: str) -> bool:
    """Whether a line is the ministry's, as far as its runs of words tell."""
    return is_long(line) and ministry_share(line) >= LINE_SHARE


def is_long(text: str) -> bool:
    """Whether a text has the words that do not agree by chance."""
    return len(text.split()) >= MIN_WORDS


def is_question_repeated(text: str, lines: Sequence[str], end: int) -> bool:
    """Whether a paragraph is one of the ministry's questions with an answer below it."""
    if not text.endswith("?") or len(text) > 260 or text.count("?") > 2:
        return False
    below = first_below(lines, end - 1).strip()
    asks_us = re.search(r"\b(?:u|uw gemeente|uw college|de gemeente)\b", text, re.I)
    return bool(ASKED.search(text) and asks_us and below and not below.endswith("?"))
