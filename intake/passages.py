"""Labelled passages: a few sentences of a letter each, to learn statements from.

A passage is a block of lines, parted from the next by an empty line. A line is `LABELS|text`:
a letter for each thing that the sentence states (`LETTERS`), `-` where it states nothing; `#`
marks a heading, `?` a question of the ministry that the lines below it answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.errors import Stop
from rules.mail import Layout, Owner
from rules.sentences import Sentence

# Declaration, facts, current state, steps, timeline, documents, task met, no time to be given:
LETTERS = "DFCSTOMU"  # in the order of rules.statements.COLUMNS
NOTHING_STATED = "-"
HEADING = "#"
QUESTION = "?"
CELL_MARKS = ("\t", ";", "|")
ITEM_MARKS = ("- ", "• ", "* ", "– ")


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one sender in order, each with the letters of what it states."""

    sentences: tuple[Sentence, ...]
    letters: tuple[str, ...]


def passages_in(path: Path) -> list[Passage]:
    """The passages of a file. Raises Stop where a line is none of the forms above."""
    blocks: list[list[tuple[str, str]]] = [[]]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            blocks.append([])
            continue
        try:
            blocks[-1].append(labelled_line(line))
        except ValueError as error:
            raise Stop(f"{path}, line {number}: {error}") from error
    return [passage(block) for block in blocks if block]


def labelled_line(line: str) -> tuple[str, str]:
    """The labels of a line and its sentence. Raises ValueError where it has none."""
    marks, bar, text = line.partition("|")
    if not bar or not text.strip() or not is_label(marks):
        raise ValueError(f"labels, a bar and a sentence are wanted instead of {line!r}")
    return marks, text.strip()


def is_label(marks: str) -> bool:
    """Whether the marks in front of a sentence can be read."""
    if marks in (HEADING, QUESTION, NOTHING_STATED):
        return True
    return bool(marks) and len(set(marks)) == len(marks) and set(marks) <= set(LETTERS)


def passage(block: list[tuple[str, str]]) -> Passage:
    """A passage of its lines; a question is the ministry's and no sentence of the sender's."""
    said = [(sentence, marks) for sentence, marks in sentences_of(block) if marks != QUESTION]
    return Passage(
        tuple(sentence for sentence, _ in said),
        tuple("".join(letter for letter in LETTERS if letter in marks) for _, marks in said),
    )


def sentences_of(block: list[tuple[str, str]]) -> Iterator[tuple[Sentence, str]]:
    """Each line as a sentence that knows the heading and the question above it."""
    heading = question = header_row = ""
    start = 0
    for marks, text in block:
        layout = Layout.HEADING if marks == HEADING else layout_of(text)
        if layout is not Layout.ROW:
            header_row = ""
        elif not header_row:
            header_row = text
        yield (
            Sentence(
                text=text,
                source="body",
                start=start,
                end=start + len(text),
                owner=Owner.MINISTRY if marks == QUESTION else Owner.SENDER,
                layout=layout,
                heading=heading,
                question=question,
                paragraph=0,
                header_row=header_row,
            ),
            marks,
        )
        start += len(text) + 1
        if marks == HEADING:
            heading, question = text, ""
        elif marks == QUESTION:
            heading, question = "", text


def layout_of(text: str) -> Layout:
    """How a line of a passage stands on the page."""
    if max(text.count(mark) for mark in CELL_MARKS) > 1:
        return Layout.ROW
    return Layout.ITEM if text.startswith(ITEM_MARKS) else Layout.PROSE
