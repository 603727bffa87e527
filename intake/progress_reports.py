"""A province's progress report: how many places each municipality has, out of XLSX or CSV."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from intake.progress_cells import HEADINGS, TOTAL, Column, day_in, folded, told_as
from intake.progress_sheet import Fault
from intake.row_values import category_in, check_sum, count_in, municipality_in, note_twice
from intake.sheet_rows import Cells, Faults, Layout, rows_of_list
from rules.counts import MOST
from rules.distribution import COUNTED, Realised, Task
from rules.judgement import Category
from rules.registry import Municipality
from rules.signalling import DUTCH

REPORT = Layout(tuple(Column), HEADINGS, frozenset({Column.NOTE}))


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
class ReportLine:
    """A row of a report; None for what is not there, or is wrong and told as a fault."""

    row: int
    municipality: str | None
    category: Category | None
    task: int | None
    realised: int | None


@dataclass(slots=True)
class Findings(Faults):
    """The lines of a report and the faults, as they are found."""

    lines: list[ReportLine] = field(default_factory=list)
    totals: list[ReportLine] = field(default_factory=list)


def read_progress_report(path: Path, expected: Expected) -> tuple[Realised, ...]:
    """The places realised, in the order of the file.

    Raises RegistryFileError with a line for each fault: one fault, and nothing is taken over.
    """
    found = Findings()
    rows = rows_of_list(path, REPORT, found)
    for number, cells in rows:
        read_line(number, cells, expected, found)
    if rows or not found.faults:
        check_lines(found, expected)
    found.refuse(path.name)
    return tuple(
        Realised(line.municipality, expected.cycle, line.category, expected.counted_on, places)
        for line in found.lines
        if line.municipality and line.category and (places := line.realised) is not None
    )


def read_line(number: int, cells: Cells, expected: Expected, found: Findings) -> None:
    """Read one row: a municipality's, or a total."""
    is_total = folded(cells.get(Column.MUNICIPALITY)) == TOTAL
    if found.totals and not is_total:
        found.fault(number, "", "stands below the total; put the total last")
    most = None if is_total else MOST
    line = ReportLine(
        number,
        None if is_total else municipality_of(number, cells, expected, found),
        category_in(number, Column.CATEGORY, cells, found, is_needed=not is_total),
        count_in(number, Column.TASK, cells, found),
        count_in(number, Column.REALISED, cells, found, most=most),
    )
    if is_total:
        found.totals.append(line)
        return
    check_province(number, cells, expected, found)
    check_day(number, cells, expected, found)
    found.lines.append(line)


def municipality_of(number: int, cells: Cells, expected: Expected, found: Findings) -> str | None:
    """The municipality of a row, by its official name."""
    name = municipality_in(number, Column.MUNICIPALITY, cells, expected.municipalities, found)
    for each in expected.municipalities:
        if each.name == name and each.province != expected.province:
            what = f"{name} lies in {each.province}, not in {expected.province}; take it out"
            found.fault(number, Column.MUNICIPALITY, what)
    return name


def check_province(number: int, cells: Cells, expected: Expected, found: Findings) -> None:
    """Note a row of another province."""
    cell = cells.get(Column.PROVINCE)
    if cell is None:
        found.empty(number, Column.PROVINCE, cells)
    elif folded(cell) != folded(expected.province):
        what = f"{told_as(cell)} is not {expected.province}, whose report this is; check the file"
        found.fault(number, Column.PROVINCE, what)


def check_day(number: int, cells: Cells, expected: Expected, found: Findings) -> None:
    """Note a peildatum that is not the one asked for."""
    cell = cells.get(Column.COUNTED_ON)
    if cell is None:
        found.empty(number, Column.COUNTED_ON, cells)
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


def check_lines(found: Findings, expected: Expected) -> None:
    """Note what is wrong with the rows together."""
    seen: dict[object, int] = {}
    tasks = {
        (t.municipality, t.category): t.places for t in expected.tasks if t.cycle == expected.cycle
    }
    for line in found.lines:
        if line.municipality is None or line.category is None:
            continue
        key = (line.municipality, line.category)
        what = f"{line.municipality}, {DUTCH[line.category]}"
        note_twice(line.row, Column.MUNICIPALITY, key, what, seen, found)
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
            check_sum(total.row, column, stated, numbers, found)


def missing_lines(seen: Mapping[object, int], expected: Expected) -> Iterator[Fault]:
    """A fault for each municipality of the province that has no row of a category."""
    for each in expected.municipalities:
        for category in COUNTED:
            if each.province == expected.province and (each.name, category) not in seen:
                what = f"{each.name}, {DUTCH[category]} has no row; add it, 0 where there are none"
                yield Fault(0, Column.MUNICIPALITY, what)
