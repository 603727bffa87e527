"""The rows of a list by the headings above them, and its faults, each where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intake.errors import RegistryFileError
from intake.progress_cells import folded, told_as
from intake.progress_sheet import Cell, Fault, Sheet, is_filled, letter_of, read_sheet

HEADING_ROWS = 20  # in which the headings stand; titles may stand above them

Cells = Mapping[str, Cell]  # of a row, by column: those that the list has, filled or not


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a list."""

    columns: tuple[str, ...]  # by the heading they are told with, in the usual order
    also: Mapping[str, str]  # other headings that are understood, folded, each with its column
    optional: frozenset[str] = frozenset()

    @property
    def required(self) -> list[str]:
        """The columns without which a list says nothing."""
        return [each for each in self.columns if each not in self.optional]

    def column_of(self, cell: Cell) -> str | None:
        """The column that a heading stands above, None where it is none of ours."""
        names = {folded(each): each for each in self.columns} | dict(self.also)
        return names.get(folded(cell))


@dataclass(slots=True)
class Faults:
    """The faults of a list, as they are found."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int, column: str, what: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(row, str(column), what))

    def empty(self, row: int, column: str, cells: Cells) -> None:
        """Note an empty cell, but not of a column that is missing, or a fault told before."""
        if column in cells:
            self.fault(row, column, "is empty; fill it in")

    def refuse(self, name: str) -> None:
        """Raise RegistryFileError with a line for each fault, if there is one."""
        if self.faults:
            raise RegistryFileError([fault.line(name) for fault in sorted(set(self.faults))])


def rows_of_list(path: Path, layout: Layout, found: Faults) -> list[tuple[int, Cells]]:
    """The rows below the headings, each by its number in the file, from 1.

    What is wrong with the table itself is noted. Raises RegistryFileError where there is none.
    """
    sheet = read_sheet(path)
    top, columns = headings(sheet.rows, layout, found)
    # A cell that a spreadsheet could not work out is told once, not as an empty one again.
    names = {letter_of(at): column for column, at in columns.items()}
    found.faults += [Fault(f.row, names.get(f.column, f.column), f.what) for f in sheet.faults]
    return list(rows_below(sheet, top, columns, found)) if len(columns) > 1 else []


def headings(
    rows: Sequence[tuple[Cell, ...]], layout: Layout, found: Faults
) -> tuple[int, dict[str, int]]:
    """The row of the headings, from 1, and where each column stands, from 0."""
    named = [[layout.column_of(cell) for cell in row] for row in rows[:HEADING_ROWS]]
    top = max(range(len(named)), key=lambda at: len(set(named[at]) - {None}))
    columns: dict[str, int] = {}
    if not any(named[top]):
        found.fault(1, "", f"has no headings; they are {', '.join(layout.required)}")
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
    for column in layout.required:
        if column not in columns:
            found.fault(top + 1, column, "is missing; add it")
    return top + 1, columns


def rows_below(
    sheet: Sheet, top: int, columns: Mapping[str, int], found: Faults
) -> Iterator[tuple[int, Cells]]:
    """The rows that are not blank, without the cells of which a fault was told."""
    told = {(fault.row, fault.column) for fault in sheet.faults}
    known = set(columns.values())
    for number, row in enumerate(sheet.rows[top:], top + 1):
        if not any(map(is_filled, row)):
            found.fault(number, "", "is empty, with rows below it; take it out")
            continue
        for at, cell in enumerate(row):
            if at not in known and is_filled(cell) and at >= len(sheet.rows[top - 1]):
                what = f"{told_as(cell)} stands in a column without a heading; take it out"
                found.fault(number, letter_of(at), what)
        yield (
            number,
            {
                column: row[at] if at < len(row) else None
                for column, at in columns.items()
                if (number, letter_of(at)) not in told
            },
        )
