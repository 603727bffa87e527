"""What the cells of a row say, or the fault that they hold."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from unicodedata import category as category_of
from unicodedata import normalize

from intake.former_municipalities import FORMER
from intake.progress_cells import CATEGORIES, day_in, folded, told_as, whole_number
from intake.sheet_rows import Cells, Faults
from rules.counts import MOST
from rules.judgement import Category
from rules.registry import Municipality


def text_in(number: int, column: str, cells: Cells, found: Faults) -> str | None:
    """The words of a cell, None after a fault."""
    cell = cells.get(column)
    if cell is None:
        found.empty(number, column, cells)
        return None
    text = normalize("NFC", str(cell)).strip()
    if any(category_of(each) == "Cc" for each in text):
        found.fault(number, column, f"{told_as(text)} has a line break or a sign unseen; retype it")
        return None
    return text


def municipality_in(
    number: int, column: str, cells: Cells, municipalities: Sequence[Municipality], found: Faults
) -> str | None:
    """A municipality by its official name, None after a fault."""
    name = text_in(number, column, cells, found)
    if name is not None and name not in {each.name for each in municipalities}:
        found.fault(number, column, unknown(name, municipalities))
        return None
    return name


def unknown(name: str, municipalities: Sequence[Municipality]) -> str:
    """What to say of a name that is not official, with the official one where it is clear."""
    if successor := FORMER.get(name):
        return f"{told_as(name)} has merged into {successor}; report that municipality"
    meant = [
        each.name
        for each in municipalities
        if folded(name) in (folded(each.name), *map(folded, each.aliases))
    ]
    remedy = f"write {meant[0]!r}" if len(meant) == 1 else "write its official name"
    return f"{told_as(name)} is not a known municipality; {remedy}"


def category_in(
    number: int, column: str, cells: Cells, found: Faults, *, is_needed: bool = True
) -> Category | None:
    """The category of a row; a total may be of both."""
    cell = cells.get(column)
    if cell is None:
        if is_needed:
            found.empty(number, column, cells)
        return None
    category = CATEGORIES.get(folded(cell))
    if category is None:
        what = f"{told_as(cell)} is not a known category; write regulier or amv"
        found.fault(number, column, what)
    return category


def count_in(
    number: int, column: str, cells: Cells, found: Faults, *, most: int | None = MOST
) -> int | None:
    """The number of places in a cell, None after a fault."""
    cell = cells.get(column)
    if cell is None:
        found.empty(number, column, cells)
        return None
    value = whole_number(cell)
    if isinstance(value, str):
        found.fault(number, column, value)
        return None
    if most is not None and value > most:
        what = f"{value} places are more than any municipality has; check the number"
        found.fault(number, column, what)
        return None
    return value


def day_of_row(
    number: int,
    column: str,
    cells: Cells,
    found: Faults,
    *,
    first: date,
    last: date,
    is_needed: bool = True,
) -> date | None:
    """The day in a cell, between two days; None after a fault, or where none is needed."""
    cell = cells.get(column)
    if cell is None:
        if is_needed:
            found.empty(number, column, cells)
        return None
    day = day_in(cell)
    if day is None:
        found.fault(number, column, f"{told_as(cell)} is no date; write it as {first:%d-%m-%Y}")
    elif not first <= day <= last:
        what = f"{day:%d-%m-%Y} is not from {first:%d-%m-%Y} to {last:%d-%m-%Y}; check the date"
        found.fault(number, column, what)
        return None
    return day


def choice_in(
    number: int, column: str, cells: Cells, choices: Mapping[str, str], found: Faults
) -> str | None:
    """Which of some words a cell holds, by what it stands for; None after a fault."""
    value = text_in(number, column, cells, found)
    if value is not None and folded(value) not in choices:
        words = " or ".join(dict.fromkeys(choices))
        found.fault(number, column, f"{told_as(value)} is not known here; write {words}")
    return choices.get(folded(value)) if value is not None else None


def note_twice(
    number: int,
    column: str,
    key: tuple[object, ...],
    told: str,
    seen: dict[object, int],
    found: Faults,
) -> None:
    """Note a row that says of the same thing what a row before it said."""
    before = seen.setdefault(key, number)
    if before != number:
        what = f"{told} stands in row {before} too; leave one of them out"
        found.fault(number, column, what)


def check_sum(
    number: int, column: str, stated: int | None, parts: Collection[int | None], found: Faults
) -> None:
    """Note a total that the rows do not add up to; where a row is wrong that cannot be told."""
    known = [each for each in parts if each is not None]
    if stated is not None and len(known) == len(parts) and stated != sum(known):
        what = f"the total {stated} is not {sum(known)}, what the rows add up to; check both"
        found.fault(number, column, what)
