"""A province's progress report: how many places each municipality has, out of XLSX or CSV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unicodedata import normalize

from intake.former_municipalities import FORMER
from intake.progress_cells import (
    CATEGORIES,
    HEADINGS,
    TOTAL,
    Column,
    day_in,
    folded,
    told_as,
    whole_number,
)
from intake.progress_sheet import Cell, Fault, is_filled, letter_of, read_sheet
from intake.registry import RegistryFileError
from rules.counts import MOST
from rules.distribution import COUNTED, Realised, Task
from rules.judgement import Category
from rules.registry import Municipality
from rules.signalling import DUTCH

HEADING_ROWS = 20  # in which the headings stand; titles may stand above them


@dataclass(frozen=True, slots=True)
class Expected:
    """What a report must agree with."""

    province: str
    cycle: int
    counted_on: date  # the peildatum
    today: date
    municipalities: Sequence[Municipality]  # of the whole country
    tasks: Sequence[Task]  # as registered; a task that is not is taken as the report has it


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a report; None for what is not there, or is wrong and told as a fault."""

    row: int
    municipality: str | None
    category: Category | None
    task: int | None
    realised: int | None


@dataclass(slots=True)
class Findings:
    """The lines of a report and the faults, as they are found."""

    lines: list[Line] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int, column: Column | str, what: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(row, str(column), what))


def read_progress_report(path: Path, expected: Expected) -> tuple[Realised, ...]:
    """The places realised, in the order of the file.

    Raises RegistryFileError with a line for each fault: one fault, and nothing is taken over.
    """
    sheet = read_sheet(path)
    found = Findings()
    top, columns = headings(sheet.rows, found)
    # A cell that a spreadsheet could not work out is told once, not as an empty one again.
    told = {(fault.row, fault.column) for fault in sheet.faults}
    names = {letter_of(at): column for column, at in columns.items()}
    found.faults += [Fault(f.row, names.get(f.column, f.column), f.what) for f in sheet.faults]
    if len(columns) > 1:
        read_lines(sheet.rows, top, columns, expected, found, told)
        check_lines(found, expected)
    if found.faults:
        raise RegistryFileError([fault.line(path.name) for fault in sorted(set(found.faults))])
    return tuple(
        Realised(line.municipality, expected.cycle, line.category, expected.counted_on, places)
        for line in found.lines
        if line.municipality and line.category and (places := line.realised) is not None
    )


def headings(rows: Sequence[tuple[Cell, ...]], found: Findings) -> tuple[int, dict[Column, int]]:
    """The row of the headings, from 1, and where each column stands, from 0."""
    named = [[HEADINGS.get(folded(cell)) for cell in row] for row in rows[:HEADING_ROWS]]
    top = max(range(len(named)), key=lambda at: len(set(named[at]) - {None}))
    columns: dict[Column, int] = {}
    if not any(named[top]):
        found.fault(1, "", f"has no headings; they are {', '.join(list(Column)[:-1])}")
        return 1, columns
    for at, (column, cell) in enumerate(zip(named[top], rows[top], strict=True)):
        if column is None:
            if is_filled(cell):
                what = f"heading {told_as(cell)} is not known; leave it out"
                found.fault(top + 1, letter_of(at), what)
        elif column in columns:
            found.fault(top + 1, column, "stands there twice; leave one of them out")
        else:
            columns[column] = at
    for column in Column:
        if column not in columns and column is not Column.NOTE:
            found.fault(top + 1, column, "is missing; add it")
    return top + 1, columns


def read_lines(
    rows: Sequence[tuple[Cell, ...]],
    top: int,
    columns: Mapping[Column, int],
    expected: Expected,
    found: Findings,
    told: Iterable[tuple[int, str]],
) -> None:
    """Read the rows below the headings."""
    for number, row in enumerate(rows[top:], top + 1):
        if not any(map(is_filled, row)):
            found.fault(number, "", "is empty, with rows below it; take it out")
            continue
        cells = {
            column: row[at] if at < len(row) else None
            for column, at in columns.items()
            if (number, letter_of(at)) not in told
        }
        known = set(columns.values())
        for at, cell in enumerate(row):
            if at not in known and is_filled(cell) and at >= len(rows[top - 1]):
                what = f"{told_as(cell)} stands in a column without a heading; take it out"
                found.fault(number, letter_of(at), what)
        read_line(number, cells, expected, found)


def read_line(
    number: int, cells: Mapping[Column, Cell], expected: Expected, found: Findings
) -> None:
    """Read one row: a municipality's, or a total."""
    is_total = folded(cells.get(Column.MUNICIPALITY)) == TOTAL
    if found.totals and not is_total:
        found.fault(number, "", "stands below the total; put the total last")
    line = Line(
        number,
        None if is_total else municipality_in(number, cells, expected, found),
        category_in(number, cells, found, is_needed=not is_total),
        count_in(number, cells, Column.TASK, found),
        count_in(number, cells, Column.REALISED, found, most=None if is_total else MOST),
    )
    if is_total:
        found.totals.append(line)
        return
    check_province(number, cells, expected, found)
    check_day(number, cells, expected, found)
    found.lines.append(line)


def municipality_in(
    number: int, cells: Mapping[Column, Cell], expected: Expected, found: Findings
) -> str | None:
    """The municipality of a row, by its official name."""
    cell = cells.get(Column.MUNICIPALITY)
    if cell is None:
        note_empty(number, Column.MUNICIPALITY, cells, found)
        return None
    name = normalize("NFC", str(cell))
    known = {each.name: each for each in expected.municipalities}
    if name not in known:
        found.fault(number, Column.MUNICIPALITY, unknown(name, expected.municipalities))
        return None
    if known[name].province != expected.province:
        what = f"{name} lies in {known[name].province}, not in {expected.province}; take it out"
        found.fault(number, Column.MUNICIPALITY, what)
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
    number: int, cells: Mapping[Column, Cell], found: Findings, *, is_needed: bool
) -> Category | None:
    """The category of a row; a total may be of both."""
    cell = cells.get(Column.CATEGORY)
    if cell is None:
        if is_needed:
            note_empty(number, Column.CATEGORY, cells, found)
        return None
    category = CATEGORIES.get(folded(cell))
    if category is None:
        what = f"{told_as(cell)} is not a known category; write regulier or amv"
        found.fault(number, Column.CATEGORY, what)
    return category


def count_in(
    number: int,
    cells: Mapping[Column, Cell],
    column: Column,
    found: Findings,
    most: int | None = MOST,
) -> int | None:
    """The number of places in a cell, None after a fault."""
    cell = cells.get(column)
    if cell is None:
        note_empty(number, column, cells, found)
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


def check_province(
    number: int, cells: Mapping[Column, Cell], expected: Expected, found: Findings
) -> None:
    """Note a row of another province."""
    cell = cells.get(Column.PROVINCE)
    if cell is None:
        note_empty(number, Column.PROVINCE, cells, found)
    elif folded(cell) != folded(expected.province):
        what = f"{told_as(cell)} is not {expected.province}, whose report this is; check the file"
        found.fault(number, Column.PROVINCE, what)


def check_day(
    number: int, cells: Mapping[Column, Cell], expected: Expected, found: Findings
) -> None:
    """Note a peildatum that is not the one asked for."""
    cell = cells.get(Column.COUNTED_ON)
    if cell is None:
        note_empty(number, Column.COUNTED_ON, cells, found)
        return
    day = day_in(cell)
    if day is None:
        what = f"{told_as(cell)} is no date; write it as {expected.counted_on:%d-%m-%Y}"
        found.fault(number, Column.COUNTED_ON, what)
    elif day > expected.today:
        found.fault(number, Column.COUNTED_ON, f"{day:%d-%m-%Y} lies in the future; check the date")
    elif day != expected.counted_on:
        what = f"{day:%d-%m-%Y} is not the peildatum {expected.counted_on:%d-%m-%Y}; check the file"
        found.fault(number, Column.COUNTED_ON, what)


def note_empty(number: int, column: Column, cells: Mapping[Column, Cell], found: Findings) -> None:
    """Note an empty cell, but not of a column that is missing as a whole or was told before."""
    if column in cells:
        found.fault(number, column, "is empty; fill it in")


def check_lines(found: Findings, expected: Expected) -> None:
    """Note what is wrong with the rows together."""
    seen: dict[tuple[str, Category], int] = {}
    tasks = {
        (t.municipality, t.category): t.places for t in expected.tasks if t.cycle == expected.cycle
    }
    for line in found.lines:
        if line.municipality is None or line.category is None:
            continue
        key = (line.municipality, line.category)
        what = f"{line.municipality}, {DUTCH[line.category]}"
        before = seen.setdefault(key, line.row)
        if before != line.row:
            twice = f"{what} stands in row {before} too; leave one of them out"
            found.fault(line.row, Column.MUNICIPALITY, twice)
        task = tasks.get(key)
        if None not in (task, line.task) and task != line.task:
            what = f"{line.task} is not the task of {what}, which is {task}; check the number"
            found.fault(line.row, Column.TASK, what)
    check_totals(found)
    if not found.faults:
        found.faults += missing_lines(seen, expected)


def check_totals(found: Findings) -> None:
    """Note totals that do not add up; where a row is wrong itself that cannot be told."""
    wrong = {fault.row for fault in found.faults}
    of_none = any(line.category is None for line in found.lines)
    for total in found.totals:
        if total.row in wrong or (total.category and of_none):
            continue
        lines = [line for line in found.lines if total.category in (None, line.category)]
        for column, stated, numbers in (
            (Column.TASK, total.task, [line.task for line in lines]),
            (Column.REALISED, total.realised, [line.realised for line in lines]),
        ):
            known = [each for each in numbers if each is not None]
            if stated is not None and len(known) == len(numbers) and stated != sum(known):
                what = (
                    f"the total {stated} is not {sum(known)}, what the rows add up to; check both"
                )
                found.fault(total.row, column, what)


def missing_lines(seen: Mapping[tuple[str, Category], int], expected: Expected) -> Iterator[Fault]:
    """A fault for each municipality of the province that has no row of a category."""
    for each in expected.municipalities:
        for category in COUNTED:
            if each.province == expected.province and (each.name, category) not in seen:
                what = f"{each.name}, {DUTCH[category]} has no row; add it, 0 where there are none"
                yield Fault(0, Column.MUNICIPALITY, what)
