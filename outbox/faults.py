"""What is wrong with the words of a mail: empty places, words of the program, English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.judgement import Element, Kind


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where it begins."""

    told: str
    start: int  # in characters of the text, from 0


ENGLISH = (
    "a an and any are as at be because been but by can date day dear did do does each for from "
    "has have he her his how if into its letter mail's may missing months more must no not of on "
    "or our out please received reference reply request send sent she should so some than thank "
    "that the their them then there these they this those to until was were what when where which "
    "who why will with would you your"
).split()
DUTCH = set("a an as at be been day die do me of out so per mail he was may".split())  # too
NAMES = [each.value for each in (*Element, *Kind) if "_" in each.value]
PATTERNS = (
    ("a blank at the end of a line", r"[ \t]+$"),
    ("two blanks in a row", r" [ \t]+|\t[ \t]*"),
    ("a blank at the beginning of a line", r"^[ \t]+"),
    ("a blank before a mark", r"\s[.,;:!?)](?=\s|$)"),
    ("a blank after a bracket", r"\(\s"),
    ("an empty pair of brackets or quotes", r"\(\)|\[\]|‘’|“”|\"\""),
    ("two marks in a row", r"[.,;:!?]\s?[,;:!?]|,\.|(?<!\.)\.\.(?!\.)"),
    ("a list with nothing below it", r":\n(?:\n|\Z)"),
    ("an item with nothing in it", r"^(?:\d+\.|-)[ \t]*$"),
    ("a word of the program", r"\b(?:None|True|False|nan|Undefined)\b|[{}]|<\w|\bobject at\b"),
    ("a name of the program", rf"\b(?:{'|'.join(NAMES)})\b"),
    ("a word twice", r"\b(?!(?:u|die|dat)\b)(\w+) \1\b"),
    ("English", rf"\b(?i:{'|'.join(sorted(set(ENGLISH) - DUTCH))})\b"),
    ("a date in figures", r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b"),
)
COMPILED = tuple((told, re.compile(pattern, re.MULTILINE)) for told, pattern in PATTERNS)
SMALL = re.compile(r"(?:\A|(?<=[a-z\d)][.!?] )|(?<=\n\n)|(?<=^\d\. ))[a-z]", re.MULTILINE)


def faults_in(text: str) -> Iterator[Fault]:
    """What is wrong with a text, in the order of the list above."""
    for told, pattern in COMPILED:
        for match in pattern.finditer(text):
            shown = " ".join(match[0].split())
            yield Fault(f"{told}: '{shown}'" if shown else told, match.start())
    for match in SMALL.finditer(text):
        yield Fault(f"a sentence that begins small: '{match[0]}'", match.start())
