"""How a line stands on the page: prose, heading, item of a list, or row of a table."""

import re
from collections.abc import Iterator, Sequence

from rules.mail import Layout

ITEM_MARK = re.compile(r"\s*(?:[-–—•*·▪◦➢>]|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)]|o)\s+(?=\S)")
NUMBERED_HEAD = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Z][.)])\s+\S")
BARRED = re.compile(r"\s*\|.*\|\s*$")
SENTENCE_ENDS = ".!;,"
MAX_HEAD_CHARS = 80
MAX_TIGHT_HEAD_CHARS = 48  # of a heading with its text right below
MAX_HEAD_WORDS = 12


def layouts(lines: list[str]) -> list[Layout]:
    """The layout of each line of a text."""
    found: list[Layout] = []
    for at, line in enumerate(lines):
        if is_row(line):
            found.append(Layout.ROW)
        elif is_heading(lines, at):
            found.append(Layout.HEADING)
        elif ITEM_MARK.match(line) or continues_item(lines, found, at):
            found.append(Layout.ITEM)
        else:
            found.append(Layout.PROSE)
    return found


def is_row(line: str) -> bool:
    """Whether a line holds cells, parted by tabs or bars."""
    if "|" not in line:
        return "\t" in line and "\t" in line.strip()
    return "\t" in line.strip() or line.count(" | ") > 1 or bool(BARRED.match(line))


def continues_item(lines: list[str], found: list[Layout], at: int) -> bool:
    """Whether a line runs on from the item above it."""
    return bool(at and lines[at].strip() and found[at - 1] is Layout.ITEM and lines[at - 1].strip())


def is_heading(lines: list[str], at: int) -> bool:
    """Whether a line names what stands below it."""
    line = lines[at].strip()
    # Ends first: most lines are long, or end as a sentence does.
    if not line or len(line) > MAX_HEAD_CHARS or line[-1] in SENTENCE_ENDS:
        return False
    if len(line.split()) > MAX_HEAD_WORDS:
        return False
    if not (line[0].isupper() or NUMBERED_HEAD.match(line)):
        return False
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    above = lines[at - 1].strip() if at else ""
    if ITEM_MARK.match(line) and not numbered_alone(lines, at):
        return False
    if above and not re.search(r"[.!?:]$", above):
        return False  # the short last line of a paragraph without its full stop
    if not below:
        return first_below(lines, at) != ""
    if line.endswith(":") and ITEM_MARK.match(below):
        return False  # a lead-in that is part of the text
    tight = len(line) <= MAX_TIGHT_HEAD_CHARS or line.endswith("?")
    return tight and not below[0].islower() and len(below) > len(line) and not is_row(below)


def numbered_alone(lines: list[str], at: int) -> bool:
    """Whether a numbered line is a heading, not one of several items in a run."""
    if not re.match(r"\s*(?:\d|[A-Z])", lines[at]):
        return False
    below = first_below(lines, at)
    return bool(below) and not ITEM_MARK.match(below)


def first_below(lines: Sequence[str], at: int) -> str:
    """The first line below that is not blank, "" where all are."""
    # By number: a slice of the rest for each line would take square time.
    return next((lines[each] for each in range(at + 1, len(lines)) if lines[each].strip()), "")


def paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and past-last line of each run of lines without a blank one."""
    start = None
    for at, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = at
        elif not line.strip() and start is not None:
            yield start, at
            start = None
