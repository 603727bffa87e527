"""Files to download; a list as CSV or XLSX, in which no cell is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from starlette.responses import Response

from review.addresses import one_of
from review.errors import NotFound
from review.visit import Visit

Cell = str | int | float | date | None
Row = Sequence[Cell]
# What a spreadsheet may take for the start of a formula, or skips before one.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 60  # characters of a column
MOST_TITLE = 31  # characters that a sheet's name may have
DAY = "dd-mm-yyyy"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML has no place for these


class FileForm(StrEnum):
    """The forms in which a list can be had; the value ends the file's name."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA = {
    FileForm.CSV: "text/csv; charset=utf-8",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_form(visit: Visit) -> FileForm:
    """The form in which an address that ends in '.csv' asks a list."""
    form = one_of(FileForm, visit.part("vorm"))
    if form is None:
        raise NotFound
    return form


def download(form: FileForm, name: str, heads: Sequence[str], rows: Iterable[Row]) -> Response:
    """A list as a file; name: of the file and the sheet, without its ending, in ASCII."""
    made = csv_of(heads, rows) if form is FileForm.CSV else xlsx_of(name, heads, rows)
    return named_file(made, f"{name}.{form.value}", MEDIA[form])


def named_file(data: bytes, name: str, media_type: str) -> Response:
    """A file of ours that a browser saves; name: in ASCII, of our own making."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)


def csv_of(heads: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Rows as the Dutch settings of a spreadsheet open them: semicolons, UTF-8 with its mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([harmless(each) for each in heads])
    writer.writerows([plain(each) for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def plain(cell: Cell) -> str | int | float:
    """A cell as CSV writes it: days as 2026-04-30."""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell


def harmless(text: str) -> str:
    """Text that no spreadsheet reckons with: with an apostrophe before it where it could."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def xlsx_of(name: str, heads: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Rows as a sheet with its heads in sight, and filters on them."""
    from openpyxl import Workbook  # slow to import, and few ask for it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    kept = list(rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:MOST_TITLE])
    for place, head in enumerate(heads):
        widest = max([len(head), *(len(str(row[place] or "")) for row in kept)])
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(widest, WIDEST) + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(kept) + 1}"
    sheet.append([cell_of(sheet, each, font=Font(bold=True)) for each in heads])
    for row in kept:
        sheet.append([cell_of(sheet, each) for each in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def cell_of(sheet: Any, value: Cell, **style: object) -> Any:
    """A value as a sheet takes it; text stays text, whatever it starts with."""
    from openpyxl.cell import WriteOnlyCell

    text = UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else ""
    is_dangerous = text.startswith(DANGEROUS)
    if not (style or is_dangerous or isinstance(value, date)):
        return text or value
    cell = WriteOnlyCell(sheet, value=text or value)
    for key, each in style.items():
        setattr(cell, key, each)
    if isinstance(value, date):
        cell.number_format = DAY
    if is_dangerous:
        cell.data_type = "s"  # openpyxl takes "=..." for a formula
        cell.quotePrefix = True  # so does a spreadsheet when the cell is edited
    return cell
