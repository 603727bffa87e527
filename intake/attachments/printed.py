"""The lines of printed pages, by where they stand: in rows, in paragraphs, or as heads and feet."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

MARGIN = 0.075  # of the page's height, above and below, where heads and feet stand
HEAD_ZONE = 0.14  # where a line that recurs on other pages is a head or foot
PARAGRAPH_GAP = 1.45  # of the usual distance between lines
LEADING = 2.1  # of the height of letters; lines further apart are paragraphs
CELL_GAP_POINTS = 11.0  # white space on one line that parts cells
DIGITS = re.compile(r"\d+")

Piece = tuple[float, float, float, float, str]  # left, bottom, right, top in points, and its text


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as it stands on a page, in points from the page's lower left corner."""

    text: str
    top: float
    bottom: float
    page: int
    height: float  # of the page

    @property
    def in_margin(self) -> bool:
        """Whether it stands where only heads and feet do."""
        return self.bottom > self.height * (1 - MARGIN) or self.top < self.height * MARGIN

    @property
    def in_head_zone(self) -> bool:
        """Whether it stands where heads and feet do, and text too."""
        return self.bottom > self.height * (1 - HEAD_ZONE) or self.top < self.height * HEAD_ZONE


def lines_of(pieces: Iterable[Piece], page: int, height: float) -> list[Printed]:
    """The lines of a page from top to bottom; pieces on one baseline are one line.

    pieces: in the order of the file; height: of the page, in points.
    """
    rows: list[list[Piece]] = []
    for piece in pieces:
        if not piece[4]:
            continue
        if rows and same_baseline(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [
        Printed(
            joined(row), max(each[3] for each in row), min(each[1] for each in row), page, height
        )
        for row in merged(rows)
    ]


def same_baseline(one: Piece, other: Piece) -> bool:
    """Whether two pieces of text stand beside each other."""
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    return overlap > 0.5 * min(one[3] - one[1], other[3] - other[1])


def merged(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Rows from top to bottom; cells that the file writes column by column come together."""
    ordered = sorted(rows, key=lambda row: (-round(row[0][1]), row[0][0]))
    found: list[list[Piece]] = []
    for row in ordered:
        if found and same_baseline(found[-1][0], row[0]):
            found[-1] += row
        else:
            found.append(list(row))
    return [sorted(row) for row in found]


def joined(row: list[Piece]) -> str:
    """The pieces of a row as one line: a wide gap is a tab, a narrow one a space or nothing."""
    text = row[0][4]
    for before, piece in pairwise(row):
        gap = piece[0] - before[2]
        text += "\t" if gap > CELL_GAP_POINTS else " " if gap > 0.5 else ""
        text += piece[4]
    return text


def in_order(lines: list[Printed], recognised: dict[int, str]) -> str:
    """The text of pages with a text layer and of those without, in order of pages."""
    parts: list[str] = []
    run: list[Printed] = []
    last = max([line.page for line in lines] + list(recognised), default=-1)
    for number in range(last + 1):
        if number not in recognised:
            run += [line for line in lines if line.page == number]
            continue
        parts += [paragraphs(run), recognised[number]]
        run = []
    return "\n\n".join(part for part in [*parts, paragraphs(run)] if part.strip())


def furniture(lines: list[Printed]) -> list[Printed]:
    """Heads and feet: what stands in a margin, or recurs near one on other pages."""
    keys = [without_digits(line.text) for line in lines]
    pages = Counter(
        key for key, _ in {(key, line.page) for key, line in zip(keys, lines, strict=True)}
    )
    return [
        line
        for key, line in zip(keys, lines, strict=True)
        if line.in_margin or (line.in_head_zone and pages[key] > 1)
    ]


def without_digits(text: str) -> str:
    """The line with each number as one mark, so that page 2 equals page 3."""
    return DIGITS.sub("#", text.strip())


def paragraphs(lines: list[Printed]) -> str:
    """The lines, with a blank one where the page shows a gap."""
    if not lines:
        return ""
    steps = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and above.bottom > below.bottom
    ]
    usual = median(steps) if steps else 0.0
    # Where most lines are paragraphs of one line, the smallest step is the usual one; where
    # all are, the letters' own height tells.
    usual = min(usual, 1.25 * min(steps)) if steps else usual
    widest = LEADING * median(line.top - line.bottom for line in lines)
    usual = min(usual, widest / PARAGRAPH_GAP)
    parts = [lines[0].text]
    for above, below in pairwise(lines):
        if above.page == below.page:
            is_gap = above.bottom - below.bottom > PARAGRAPH_GAP * usual
        else:
            is_gap = bool(re.search(r"[.!?:]\s*$", above.text))
        parts.append(("\n\n" if is_gap else "\n") + below.text)
    return "".join(parts)
