"""The texts of a mail as its page shows them: line by line, with evidence marked in its place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from review.evidence import Evidence
from rules.mail import Layout, Line, Owner, Text

MOST_CHARS = 60_000  # of one text; what lies behind is shown when asked for
FOLDED = 4  # lines in a row that are not the sender's, from which on they are folded away
NAMES = {"subject": "Onderwerp", "body": "Tekst van de mail"}
# A full stop, question mark or the like, behind which a new sentence may begin.
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘„«(\[]?[A-Z0-9À-Þ])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; all of it proves the same."""

    text: str
    evidence: tuple[Evidence, ...]
    begins: tuple[Evidence, ...]  # the evidence that begins with it


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line in pieces."""

    number: int  # in its text, from 1
    start: int  # in characters of the text
    pieces: tuple[Piece, ...]
    is_spaced: bool  # whether blank lines stand above it
    layout: Layout


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence that can be chosen as evidence."""

    number: int
    value: str  # "1:120:180": number of the text, first character, one past the last
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Lines in a row that one owner wrote."""

    owner: Owner
    lines: tuple[ShownLine, ...]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text of a mail as its page shows it."""

    number: int  # among the texts of the mail, from 0
    source: str
    name: str
    runs: tuple[Run, ...]
    choices: tuple[Choice, ...]
    left_out: int  # lines that are not shown
    is_proving: bool  # whether evidence stands in it


def shown_texts(
    texts: Sequence[Text], evidence: Sequence[Evidence], *, is_whole: bool, chooses: bool
) -> list[ShownText]:
    """The texts with their evidence; is_whole: however long, chooses: sentences to choose from."""
    return [
        shown_text(number, text, evidence, is_whole=is_whole, chooses=chooses)
        for number, text in enumerate(texts)
    ]


def shown_text(
    number: int, text: Text, evidence: Sequence[Evidence], *, is_whole: bool, chooses: bool
) -> ShownText:
    """One text with its evidence."""
    own = [each for each in evidence if each.is_placed and each.statement.source == text.source]
    proving = lines_of_evidence(text, own)
    kept = [
        at
        for at, line in enumerate(text.lines)
        if (is_whole or line.start < MOST_CHARS or at in proving)
        and text.content[line.start : line.end].strip()
    ]
    filled = sum(bool(text.content[line.start : line.end].strip()) for line in text.lines)
    lines = [
        (text.lines[at].owner, shown_line(text, at, proving.get(at, []), is_whole=is_whole))
        for at in kept
    ]
    return ShownText(
        number=number,
        source=text.source,
        name=NAMES.get(text.source, text.source),
        runs=tuple(runs_of(lines)),
        choices=tuple(choices_of(number, text, is_whole=is_whole)) if chooses else (),
        left_out=filled - len(kept),
        is_proving=bool(own),
    )


def lines_of_evidence(text: Text, evidence: Sequence[Evidence]) -> dict[int, list[Evidence]]:
    """Which evidence touches which lines, by their place."""
    ends = [line.end for line in text.lines]
    starts = [line.start for line in text.lines]
    found: dict[int, list[Evidence]] = {}
    for each in evidence:
        first = bisect_right(ends, each.statement.start)
        last = bisect_left(starts, each.statement.end)
        for at in range(first, last):
            found.setdefault(at, []).append(each)
    return found


def shown_line(text: Text, at: int, evidence: list[Evidence], *, is_whole: bool) -> ShownLine:
    """A line in pieces; one without an end is cut, unless it proves something."""
    line = text.lines[at]
    above = text.lines[at - 1].end if at else 0
    end = line.end if is_whole or evidence else min(line.end, line.start + MOST_CHARS)
    blank = text.content[above : line.start].count("\n") > 1 or (
        at > 0 and not text.content[text.lines[at - 1].start : above].strip()
    )
    return ShownLine(
        at + 1,
        line.start,
        tuple(pieces_of(text.content, line.start, end, evidence)),
        blank,
        line.layout,
    )


def pieces_of(content: str, start: int, end: int, evidence: Sequence[Evidence]) -> Iterator[Piece]:
    """A line cut wherever evidence begins or ends."""
    edges = {start, end}
    for each in evidence:
        edges |= {min(max(at, start), end) for at in (each.statement.start, each.statement.end)}
    for left, right in pairwise(sorted(edges)):
        over = tuple(
            each for each in evidence if each.statement.start < right and left < each.statement.end
        )
        begins = tuple(
            each
            for each in over
            if max(each.statement.start, start) == left and each.statement.start >= start
        )
        yield Piece(content[left:right], over, begins)


def runs_of(lines: Sequence[tuple[Owner, ShownLine]]) -> Iterator[Run]:
    """The lines by owner; long runs of others than the sender that prove nothing are folded."""
    run: list[ShownLine] = []
    for at, (owner, line) in enumerate(lines):
        run.append(line)
        if at + 1 == len(lines) or lines[at + 1][0] is not owner:
            proves = any(piece.evidence for each in run for piece in each.pieces)
            folds = owner is not Owner.SENDER and len(run) >= FOLDED and not proves
            yield Run(owner, tuple(run), folds)
            run = []


def choices_of(number: int, text: Text, *, is_whole: bool) -> Iterator[Choice]:
    """The sender's sentences, to choose one without a mouse or script."""
    count = 0
    for start, end in sender_spans(text):
        if not is_whole and start >= MOST_CHARS:
            return
        for left, right in sentences(text.content, start, end):
            count += 1
            yield Choice(count, f"{number}:{left}:{right}", text.content[left:right])


def sender_spans(text: Text) -> Iterator[tuple[int, int]]:
    """Where the sender writes on without a blank line, an item or a row in between."""
    start, before = -1, None
    for line in text.lines:
        is_filled = bool(text.content[line.start : line.end].strip())
        is_own = line.owner is Owner.SENDER and is_filled
        if before is not None and (not is_own or not goes_on(text, before, line)):
            yield start, before.end
            before = None
        if is_own:
            start = line.start if before is None else start
            before = line
    if before is not None:
        yield start, before.end


def goes_on(text: Text, before: Line, line: Line) -> bool:
    """Whether a line may go on with the sentence of the one before."""
    is_prose = before.layout is Layout.PROSE and line.layout is Layout.PROSE
    return is_prose and text.content[before.end : line.start].count("\n") <= 1


def sentences(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch of text, white space at their ends left out."""
    ends = [found.end() for found in SENTENCE_END.finditer(content, start, end)]
    for left, right in pairwise([start, *ends, end]):
        words = content[left:right]
        left += len(words) - len(words.lstrip())
        right -= len(words) - len(words.rstrip())
        if left < right:
            yield left, right
