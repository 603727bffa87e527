"""The cells of a report by row and column, out of one sheet of XLSX or out of CSV.

What a reader of the sheet would not see, or would see otherwise than the program, is a fault:
hidden sheets and rows, merged cells, formulas that were never worked out.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.attachments.archive import member_bytes, open_zip
from intake.attachments.extract import UnreadableError
from intake.attachments.xml import parse
from intake.config import ReadingConfig
from intake.errors import RegistryFileError
from intake.registry_rows import FORMULA_FAILED

if TYPE_CHECKING:  # spreadsheets alone need it
    from openpyxl import Workbook

Cell = str | int | float | bool | datetime | date | None

MAX_BYTES = 5_000_000
MAX_ROWS = 3_000  # of the whole country: some 342 municipalities, two categories
MAX_COLUMNS = 50
LIMITS = ReadingConfig(max_unpacked_bytes=20_000_000)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a file, where, and what to do about it."""

    row: int  # from 1, as a spreadsheet counts; 0: of the file as a whole
    column: str  # its heading, else its letter; "" for the whole row
    what: str  # the fault and its remedy, in one line

    def line(self, name: str) -> str:
        """The fault as it is told."""
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{name}{row}{column}: {self.what}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, those up to the last that is not blank, and the faults seen so far."""

    rows: tuple[tuple[Cell, ...], ...]
    faults: tuple[Fault, ...]


def letter_of(column: int) -> str:
    """The letter of a column as a spreadsheet shows it, counted from 0: "A", "AB"."""
    first, last = divmod(column, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + last)


def read_sheet(path: Path) -> Sheet:
    """The cells of a CSV or XLSX file. Raises RegistryFileError where it is no table."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refused(path.name, f"cannot be read ({error.strerror}); check the path") from error
    if len(data) > MAX_BYTES:
        raise refused(path.name, f"has more than {MAX_BYTES} bytes; leave out all but the table")
    if data.startswith(b"\xd0\xcf"):
        raise refused(path.name, "is an old or protected spreadsheet; save it as XLSX, unprotected")
    if data.startswith(b"PK"):
        return sheet_of_book(path.name, data)
    if data.startswith(b"%PDF") or b"\x00" in data:
        raise refused(path.name, "is neither XLSX nor CSV in UTF-8; export it as one of these")
    return sheet_of_text(path.name, data)


def refused(name: str, what: str) -> RegistryFileError:
    """The error for a file that cannot be taken as a table at all."""
    return RegistryFileError([Fault(0, "", what).line(name)])


def sheet_of_text(name: str, data: bytes) -> Sheet:
    """The cells of CSV; commas or, as Dutch Excel writes, semicolons between them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        row, line = before.count("\n") + 1, before.rpartition("\n")[2]
        column = letter_of(line.count(delimiter_of(before)))
        what = "is not in UTF-8; export the file as 'CSV UTF-8'"
        raise RegistryFileError([Fault(row, column, what).line(name)]) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        rows = [tuple(cell.strip() or None for cell in line) for line in reader]
    except csv.Error as error:
        what = f"is not CSV ({error}); check the quotes in it"
        raise RegistryFileError([Fault(reader.line_num, "", what).line(name)]) from error
    return bounded(name, rows, ())


def delimiter_of(text: str) -> str:
    """What parts the cells, told by the first line that has either."""
    line = next((each for each in text.splitlines() if ";" in each or "," in each), "")
    return ";" if line.count(";") >= line.count(",") else ","


def sheet_of_book(name: str, data: bytes) -> Sheet:
    """The cells of the one sheet of an XLSX file."""
    try:
        part = sheet_part(data)
        shown, formulas = book_of(data, worked_out=True), book_of(data, worked_out=False)
        if faults := faults_of_sheets(shown):
            raise RegistryFileError([each.line(name) for each in faults])
        rows, unworked = cells_of(shown, formulas)
    except RegistryFileError:
        raise
    except UnreadableError as error:
        raise refused(name, f"cannot be opened ({error}); save it as XLSX again") from error
    except Exception as error:
        # openpyxl meets a broken file with whatever its parts raise.
        raise refused(name, "is not XLSX that can be read; save it again") from error
    return bounded(name, rows, [*unworked, *faults_of_part(part)])


def sheet_part(data: bytes) -> bytes:
    """The XML of the first sheet, after a look that all parts are within limits."""
    with open_zip(data, LIMITS) as archive:
        parts = {each: member_bytes(archive, each, LIMITS) for each in archive.namelist()}
    for member, content in parts.items():
        if member.endswith((".xml", ".rels")):
            parse(content)  # refuses a document type
    return next(content for member, content in parts.items() if SHEET_PART.fullmatch(member))


def book_of(data: bytes, *, worked_out: bool) -> "Workbook":
    """The workbook: with what its formulas came to, or with the formulas."""
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=worked_out)


def faults_of_sheets(book: "Workbook") -> list[Fault]:
    """Why it cannot be told which sheet is meant: there must be one, and it must be seen."""
    faults = [
        Fault(0, "", f"sheet {sheet.title!r} is hidden; show it or take it out")
        for sheet in book.worksheets
        if sheet.sheet_state != "visible"
    ]
    if len(book.sheetnames) > 1:
        names = ", ".join(map(repr, book.sheetnames))
        faults.append(Fault(0, "", f"has the sheets {names}; leave only the one with the report"))
    return faults


def cells_of(shown: "Workbook", formulas: "Workbook") -> tuple[list[tuple[Cell, ...]], list[Fault]]:
    """The values of the cells, and the faults of those that hold none."""
    rows: list[tuple[Cell, ...]] = []
    faults: list[Fault] = []
    for book in (shown, formulas):
        # Else each row is as wide as the sheet says that it is: 16 384 cells at the most.
        book.worksheets[0].reset_dimensions()
    both = zip(
        shown.worksheets[0].iter_rows(values_only=True),
        formulas.worksheets[0].iter_rows(),
        strict=True,
    )
    for number, (values, cells) in enumerate(both, 1):
        rows.append(tuple(plain(value) for value in values))
        for column, (value, cell) in enumerate(zip(values, cells, strict=True)):
            if cell.data_type == "f" and value is None:
                what = "holds a formula without a value; open it in a spreadsheet and save it"
                faults.append(Fault(number, letter_of(column), what))
            elif isinstance(value, str) and FORMULA_FAILED.match(value):
                what = f"holds the error {value}; write the value itself"
                faults.append(Fault(number, letter_of(column), what))
        if number > MAX_ROWS:
            break
    return rows, faults


def plain(value: object) -> Cell:
    """A cell's value; white space around text left out, and 7.0 as 7."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, bool | int | float | datetime | date):
        return value
    return str(value).strip() or None


def faults_of_part(part: bytes) -> Iterator[Fault]:
    """Merged cells and hidden rows and columns, which reading by rows does not tell."""
    root = parse(part)
    for merged in root.iter(f"{MAIN}mergeCell"):
        if match := re.match(r"([A-Z]+)(\d{1,7}):", merged.get("ref") or ""):
            what = f"cells {merged.get('ref')} are merged; split them and fill in each"
            yield Fault(int(match[2]), match[1], what)
    for row in root.iter(f"{MAIN}row"):
        if row.get("hidden") in ("1", "true") and row.get("r", "").isdecimal():
            yield Fault(int(row.get("r", "")), "", "is hidden; show it or take it out")
    for column in root.iter(f"{MAIN}col"):
        if column.get("hidden") in ("1", "true") and column.get("min", "").isdecimal():
            letter = letter_of(int(column.get("min", "")) - 1)
            yield Fault(1, letter, "is hidden; show it or take it out")


def bounded(name: str, rows: Sequence[tuple[Cell, ...]], faults: Sequence[Fault]) -> Sheet:
    """The sheet without blank rows at its end. Raises RegistryFileError for one too large."""
    filled = [number for number, row in enumerate(rows, 1) if any(is_filled(cell) for cell in row)]
    if not filled:
        raise refused(name, "is empty; add the headings and the rows")
    if filled[-1] > MAX_ROWS:
        raise refused(name, f"has more than {MAX_ROWS} rows; leave out all but the table")
    cut = [row[: max((i for i, c in enumerate(row, 1) if is_filled(c)), default=0)] for row in rows]
    if max(map(len, cut)) > MAX_COLUMNS:
        raise refused(name, f"has more than {MAX_COLUMNS} columns; leave out all but the table")
    return Sheet(tuple(cut[: filled[-1]]), tuple(faults))


def is_filled(cell: Cell) -> bool:
    """Whether anything stands in a cell."""
    return cell is not None
