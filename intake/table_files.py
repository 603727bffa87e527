"""The rows of a table out of a CSV or XLSX file, by the names of its columns."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intake.errors import RegistryFileError

Rows = dict[int, dict[str, Any]]  # by their number in the file, from 1: cells by column


def table(path: Path) -> Rows:
    """The rows of a file. Raises RegistryFileError where it is no table."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegistryFileError(
            [f"{path}: cannot be read ({error.strerror}); check the path"]
        ) from error
    if data.startswith(b"PK\x03\x04"):
        return rows_of_book(path.name, data)
    if b"\x00" in data[:4096] or data.startswith((b"%PDF", b"\xd0\xcf")):
        raise RegistryFileError([f"{path.name}: is neither CSV nor XLSX; export it as CSV"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1252", "replace")
    return rows_of_text(path.name, text)


def rows_of_text(name: str, text: str) -> Rows:
    """The rows of CSV; commas or, as Dutch Excel writes, semicolons between cells."""
    first_line = text.lstrip().partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise RegistryFileError(
            [f"{name}: is not CSV ({error}); export it as CSV again"]
        ) from error
    return named_rows(name, lines)


def rows_of_book(name: str, data: bytes) -> Rows:
    """The rows of the first sheet of an XLSX file."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # Else each row is as wide as the sheet says that it is: 16 384 cells at the most.
        sheet.reset_dimensions()
        lines = [[cell_of(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:
        # openpyxl meets a broken file with whatever its parts raise.
        raise RegistryFileError([f"{name}: is not XLSX that can be read; save it again"]) from error
    # Empty cells at the end of a row are not there.
    width = next((len(line) for line in lines if any(map(is_filled, line))), 0)
    return named_rows(
        name, [[*line, *[""] * (width - len(line))] if line else [] for line in lines]
    )


def cell_of(value: Any) -> Any:
    """A cell as CSV would hold it, but for days: no empty cell, yes or no, or 7.0."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_filled(cell: Any) -> bool:
    """Whether anything stands in a cell."""
    return str(cell).strip() != ""


def named_rows(name: str, lines: Sequence[Sequence[Any]]) -> Rows:
    """The rows that are not blank, by the columns that the first of them names."""
    filled = {number: line for number, line in enumerate(lines, 1) if any(map(is_filled, line))}
    if not filled:
        raise RegistryFileError([f"{name}: is empty; the first row names the columns"])
    first = min(filled)
    columns = [str(column).strip().lower() for column in filled.pop(first)]
    faults = [
        f"{name}, row {first}: column {column} stands there twice; leave one of them out"
        for column in dict.fromkeys(columns)
        if column and columns.count(column) > 1
    ]
    faults += [
        f"{name}, row {number}: has {len(line)} cells where the first row has {len(columns)}; "
        "check for a missing or spare separator"
        for number, line in filled.items()
        if len(line) < len(columns) or any(map(is_filled, line[len(columns) :]))
    ]
    faults += [
        f"{name}, row {number}: {cell!r} stands in a column without a name; name it"
        for number, line in filled.items()
        for column, cell in zip(columns, line, strict=False)
        if not column and is_filled(cell)
    ]
    if faults:
        raise RegistryFileError(faults)
    return {
        number: {key: cell for key, cell in zip(columns, line, strict=False) if key}
        for number, line in filled.items()
    }
