"""What the cells of a progress report say: headings, categories, numbers and days."""

import re
from datetime import date, datetime
from enum import StrEnum
from unicodedata import normalize

from intake.progress_sheet import Cell
from rules.judgement import Category

TOTAL = "totaal"
CATEGORIES = {
    "regulier": Category.REGULAR,
    "amv": Category.AMV,
    "alleenstaande minderjarige vreemdelingen": Category.AMV,
}
DAY_FORMS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")


class Column(StrEnum):
    """The columns of a report, by the heading they are told with."""

    PROVINCE = "Provincie"
    MUNICIPALITY = "Gemeente"
    CATEGORY = "Categorie"
    TASK = "Taak"
    REALISED = "Gerealiseerd"
    COUNTED_ON = "Peildatum"
    NOTE = "Toelichting"  # not read


# Beside those above.
HEADINGS: dict[str, str] = {
    "gemeentenaam": Column.MUNICIPALITY,
    "soort": Column.CATEGORY,
    "wettelijke taak": Column.TASK,
    "realisatie": Column.REALISED,
    "gerealiseerde plaatsen": Column.REALISED,
    "opmerking": Column.NOTE,
    "opmerkingen": Column.NOTE,
}


def whole_number(cell: Cell) -> int | str:
    """The number that a cell holds, else what is wrong with it."""
    text = str(cell)
    if isinstance(cell, bool | datetime | date):
        return f"{told_as(cell)} is no number; write a whole number"
    if re.fullmatch(r"\d{1,9}", text, re.A):
        return int(text)
    if re.fullmatch(r"[-\u2212]\s?\d[\d.,]*", text, re.A):
        return f"{told_as(cell)} is negative; write 0 or more"
    # Before decimals: "1.150" in Dutch is more than a thousand. A number cell has no separators.
    if isinstance(cell, str) and re.fullmatch(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+", text, re.A):
        return f"{told_as(cell)} has thousands separators; write {re.sub(r'[^0-9]', '', text)}"
    if re.fullmatch(r"\d+[.,]\d+", text, re.A):
        return f"{told_as(cell)} has decimals; write a whole number"
    return f"{told_as(cell)} is no number; write a whole number, 0 where there are none"


def day_in(cell: Cell) -> date | None:
    """The day that a cell holds, None where it holds something else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in DAY_FORMS:
        try:
            return datetime.strptime(str(cell), form).date()
        except ValueError:
            continue
    return None


def folded(cell: Cell) -> str:
    """A cell as it is compared: small letters, one space, no colon behind."""
    return " ".join(normalize("NFC", str(cell or "")).casefold().split()).rstrip(" :")


def told_as(cell: Cell) -> str:
    """A cell as a fault quotes it, in one short line."""
    if isinstance(cell, datetime | date):
        return f"{cell:%d-%m-%Y}"
    text = str(cell)
    return repr(text if len(text) <= 60 else text[:60] + "…")
