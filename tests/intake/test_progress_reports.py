"""A province's progress report: read as it is, or refused with each fault where it stands."""

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from intake.errors import RegistryFileError
from intake.progress_reports import Expected, read_progress_report
from intake.registry import default_registry
from rules.distribution import Realised, Task
from rules.judgement import Category

DAY = datetime(2025, 7, 1)
HEADINGS = ["Provincie", "Gemeente", "Categorie", "Taak", "Gerealiseerd", "Peildatum"]
TASKS = {"Almere": (900, 60), "Dronten": (200, 20), "Lelystad": (300, 30)} | {
    "Noordoostpolder": (180, 15),
    "Urk": (80, 8),
    "Zeewolde": (90, 9),
}
EXPECTED = Expected(
    province="Flevoland",
    cycle=1,
    counted_on=DAY.date(),
    today=date(2025, 7, 20),
    municipalities=default_registry().municipalities,
    tasks=[
        Task(name, 1, category, places)
        for name, both in TASKS.items()
        for category, places in zip((Category.REGULAR, Category.AMV), both, strict=True)
    ],
)
TASK, REALISED = 4, 5  # columns, from 1


def right_rows():
    """The cells of a report without faults: headings, a regular and an amv row each, totals."""
    rows = [list(HEADINGS)]
    for name, (regular, amv) in TASKS.items():
        rows.append(["Flevoland", name, "Regulier", regular, regular - 5, DAY])
        rows.append(["Flevoland", name, "AMV", amv, 0, DAY])
    for category, at in (("Regulier", 0), ("AMV", 1)):
        total = sum(each[at] for each in TASKS.values())
        rows.append([None, "Totaal", category, total, 0 if at else total - 30, None])
    return rows


def book_of(rows):
    """A workbook with one sheet that holds the rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def with_cell(row, column, value):
    """A workbook of which one cell is otherwise."""
    book = book_of(right_rows())
    book.active.cell(row, column).value = value
    return book


def read(folder, book, expected=EXPECTED):
    """What comes out of a workbook."""
    path = folder / "flevoland.xlsx"
    book.save(path)
    return read_progress_report(path, expected)


def faults_in(folder, thing, *, name="flevoland.xlsx"):
    """The lines that a workbook, or a file's bytes, is refused with."""
    path = folder / name
    path.write_bytes(thing) if isinstance(thing, bytes) else thing.save(path)
    with pytest.raises(RegistryFileError) as refusal:
        read_progress_report(path, EXPECTED)
    assert refusal.value.total == len(refusal.value.faults)
    return list(refusal.value.faults)


def csv_of(rows, delimiter=";"):
    """The rows as Dutch Excel writes them."""
    shown = [
        ["" if c is None else f"{c:%d-%m-%Y}" if isinstance(c, datetime) else str(c) for c in row]
        for row in rows
    ]
    return "\r\n".join(delimiter.join(row) for row in shown)


def test_a_report_without_faults_gives_each_count_in_order(tmp_path):
    found = read(tmp_path, book_of(right_rows()))
    assert len(found) == 12
    assert found[:2] == (
        Realised("Almere", 1, Category.REGULAR, date(2025, 7, 1), 895),
        Realised("Almere", 1, Category.AMV, date(2025, 7, 1), 0),
    )


@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_says_the_same(tmp_path, delimiter, encoding):
    path = tmp_path / "flevoland.csv"
    path.write_bytes(csv_of(right_rows(), delimiter).encode(encoding))
    assert read_progress_report(path, EXPECTED) == read(tmp_path, book_of(right_rows()))


def test_columns_are_found_by_their_headings_below_a_title(tmp_path):
    rows = [["Voortgangsrapportage Flevoland"], []]
    for row in right_rows():
        province, name, category, task, realised, day = row
        rows.append([realised, "ter info", day, category, task, name, province])
    rows[2] = [
        "Realisatie",
        "Opmerkingen",
        "PEILDATUM",
        "Soort",
        "Wettelijke  taak:",
        "Gemeente",
        "Provincie",
    ]
    assert read(tmp_path, book_of(rows)) == read(tmp_path, book_of(right_rows()))


def changed(change):
    """A workbook after a change of its rows."""
    rows = right_rows()
    change(rows)
    return book_of(rows)


def hidden_sheet():
    book = book_of(right_rows())
    book.create_sheet("oud").sheet_state = "hidden"
    return book


def two_sheets():
    book = book_of(right_rows())
    book.create_sheet("toelichting")
    return book


def merged():
    book = book_of(right_rows())
    book.active.merge_cells("B2:B3")
    return book


def hidden_row():
    book = book_of(right_rows())
    book.active.row_dimensions[4].hidden = True
    return book


def hidden_column():
    book = book_of(right_rows())
    book.active.column_dimensions["D"].hidden = True
    return book


def with_tasks():
    """A report whose first task is one more than registered, its total with it."""
    book = with_cell(2, TASK, 901)
    book.active.cell(14, TASK).value += 1
    return book


NAME, KIND = 2, 3
FAULTS = {
    "unknown municipality": (
        lambda: with_cell(2, NAME, "Almeer"),
        ["row 2, column Gemeente: 'Almeer' is not a known municipality; write its official name"],
    ),
    "name in other letters": (
        lambda: with_cell(2, NAME, "ALMERE"),
        ["row 2, column Gemeente: 'ALMERE' is not a known municipality; write 'Almere'"],
    ),
    "merged municipality": (
        lambda: with_cell(2, NAME, "Weesp"),
        ["row 2, column Gemeente: 'Weesp' has merged into Amsterdam; report that municipality"],
    ),
    "municipality of another province": (
        lambda: with_cell(2, NAME, "Borne"),
        ["row 2, column Gemeente: Borne lies in Overijssel, not in Flevoland; take it out"],
    ),
    "the same twice": (
        lambda: with_cell(3, KIND, "regulier"),
        [
            "row 3, column Gemeente: Almere, regulier stands in row 2 too; leave one of them out",
            "row 3, column Taak: 60 is not the task of Almere, regulier, which is 900; "
            "check the number",
            "row 14, column Taak: the total 1750 is not 1810, what the rows add up to; check both",
            "row 15, column Taak: the total 142 is not 82, what the rows add up to; check both",
        ],
    ),
    "wrong province": (
        lambda: with_cell(2, 1, "Drenthe"),
        [
            "row 2, column Provincie: 'Drenthe' is not Flevoland, whose report this is; check "
            "the file"
        ],
    ),
    "unknown category": (
        lambda: with_cell(2, KIND, "Nood"),
        ["row 2, column Categorie: 'Nood' is not a known category; write regulier or amv"],
    ),
    "negative number": (
        lambda: with_cell(2, REALISED, -5),
        ["row 2, column Gerealiseerd: '-5' is negative; write 0 or more"],
    ),
    "text for a number": (
        lambda: with_cell(2, REALISED, "n.v.t."),
        ["row 2, column Gerealiseerd: 'n.v.t.' is no number; write a whole number, 0 where"],
    ),
    "date for a number": (
        lambda: with_cell(2, REALISED, DAY),
        ["row 2, column Gerealiseerd: 01-07-2025 is no number; write a whole number"],
    ),
    "yes for a number": (
        lambda: with_cell(2, REALISED, True),
        ["row 2, column Gerealiseerd: 'True' is no number; write a whole number"],
    ),
    "decimals": (
        lambda: with_cell(2, REALISED, 12.125),
        ["row 2, column Gerealiseerd: '12.125' has decimals; write a whole number"],
    ),
    "decimals as text": (
        lambda: with_cell(2, REALISED, "12,5"),
        ["row 2, column Gerealiseerd: '12,5' has decimals; write a whole number"],
    ),
    "thousands separator": (
        lambda: with_cell(2, REALISED, "1.150"),
        ["row 2, column Gerealiseerd: '1.150' has thousands separators; write 1150"],
    ),
    "above any plausible": (
        lambda: with_cell(2, REALISED, 4001),
        [
            "row 2, column Gerealiseerd: 4001 places are more than any municipality has; "
            "check the number"
        ],
    ),
    "empty cell": (
        lambda: with_cell(2, REALISED, None),
        ["row 2, column Gerealiseerd: is empty; fill it in"],
    ),
    "task that differs": (
        with_tasks,
        ["row 2, column Taak: 901 is not the task of Almere, regulier, which is 900; check"],
    ),
    "date of the future": (
        lambda: with_cell(2, 6, datetime(2025, 8, 1)),
        ["row 2, column Peildatum: 01-08-2025 lies in the future; check the date"],
    ),
    "wrong peildatum": (
        lambda: with_cell(2, 6, "01-01-2025"),
        ["row 2, column Peildatum: 01-01-2025 is not the peildatum 01-07-2025; check the file"],
    ),
    "no date": (
        lambda: with_cell(2, 6, "zomer"),
        ["row 2, column Peildatum: 'zomer' is no date; write it as 01-07-2025"],
    ),
    "missing column": (
        lambda: changed(lambda rows: [row.pop(5) for row in rows]),
        ["row 1, column Peildatum: is missing; add it"],
    ),
    "unknown column": (
        lambda: changed(lambda rows: [row.append("tijdelijk") for row in rows[:1]]),
        ["row 1, column G: heading 'tijdelijk' is not known; leave it out"],
    ),
    "column twice": (
        lambda: changed(lambda rows: [row.append(row[TASK - 1]) for row in rows]),
        ["row 1, column Taak: stands there twice; leave one of them out"],
    ),
    "cell beside the table": (
        lambda: with_cell(5, 9, "zie boven"),
        ["row 5, column I: 'zie boven' stands in a column without a heading; take it out"],
    ),
    "empty row in between": (
        lambda: changed(lambda rows: rows.insert(3, [])),
        ["row 4: is empty, with rows below it; take it out"],
    ),
    "total that does not add up": (
        lambda: with_cell(14, REALISED, 1721),
        [
            "row 14, column Gerealiseerd: the total 1721 is not 1720, what the rows add up to; "
            "check both"
        ],
    ),
    "row below the total": (
        lambda: changed(lambda rows: rows.append(rows.pop(13 - 1))),
        ["row 15: stands below the total; put the total last"],
    ),
    "missing municipality": (
        lambda: changed(lambda rows: (rows.pop(11), rows.pop(-2))),
        ["column Gemeente: Zeewolde, regulier has no row; add it, 0 where there are none"],
    ),
    "formula without value": (
        lambda: with_cell(2, REALISED, "=400+495"),
        [
            "row 2, column Gerealiseerd: holds a formula without a value; open it in a "
            "spreadsheet and save it"
        ],
    ),
    "error cell": (
        lambda: with_cell(2, REALISED, "#REF!"),
        ["row 2, column Gerealiseerd: holds the error #REF!; write the value itself"],
    ),
    "hidden sheet": (
        hidden_sheet,
        [
            "sheet 'oud' is hidden; show it or take it out",
            "has the sheets 'Sheet', 'oud'; leave only the one with the report",
        ],
    ),
    "two sheets": (
        two_sheets,
        ["has the sheets 'Sheet', 'toelichting'; leave only the one with the report"],
    ),
    "merged cells": (
        merged,
        [
            "row 2, column Gemeente: cells B2:B3 are merged; split them and fill in each",
            "row 3, column Gemeente: is empty; fill it in",
        ],
    ),
    "hidden row": (hidden_row, ["row 4: is hidden; show it or take it out"]),
    "hidden column": (hidden_column, ["row 1, column Taak: is hidden; show it or take it out"]),
    "no headings": (
        lambda: book_of([["Almere", 5], ["Urk", 3]]),
        [
            "row 1: has no headings; they are Provincie, Gemeente, Categorie, Taak, Gerealiseerd, "
            "Peildatum"
        ],
    ),
    "nothing": (lambda: book_of([]), ["is empty; add the headings and the rows"]),
    "too many rows": (
        lambda: changed(lambda rows: rows.extend([["x"]] * 3000)),
        ["has more than 3000 rows; leave out all but the table"],
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_told_with_its_row_and_column_in_one_line(tmp_path, kind):
    make, expected = FAULTS[kind]
    found = faults_in(tmp_path, make())
    assert len(found) == len(expected), found
    assert not any("\n" in line for line in found)
    wanted = [
        f"flevoland.xlsx{', ' if each.startswith(('row', 'column')) else ': '}{each}"
        for each in expected
    ]
    assert [line[: len(each)] for line, each in zip(found, wanted, strict=True)] == wanted


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    def spoil(rows):
        rows[1][1], rows[2][2], rows[3][4], rows[4][5] = "Almeer", "nood", "veel", "ooit"

    rows = [
        re.match(r"flevoland.xlsx, (row \d+)", each)[1]
        for each in faults_in(tmp_path, changed(spoil))
    ]
    assert rows == ["row 2", "row 3", "row 4", "row 5"]


TEXT = csv_of(right_rows())
FILES = {
    "another encoding": (
        TEXT.replace("AMV;60", "AMV\u00e9;60").encode("windows-1252"),
        "row 3, column C: is not in UTF-8; export the file as 'CSV UTF-8'",
    ),
    "UTF-16": (
        TEXT.encode("utf-16"),
        "is neither XLSX nor CSV in UTF-8; export it as one of these",
    ),
    "open quote": (
        TEXT.replace("Zeewolde", '"Zeewolde', 1).encode(),
        "row 15: is not CSV (unexpected end of data); check the quotes in it",
    ),
    "PDF": (b"%PDF-1.7", "is neither XLSX nor CSV in UTF-8; export it as one of these"),
    "old spreadsheet": (
        b"\xd0\xcf\x11\xe0",
        "is an old or protected spreadsheet; save it as XLSX, unprotected",
    ),
    "half a spreadsheet": (
        b"PK\x03\x04 and no more",
        "cannot be opened (damaged); save it as XLSX again",
    ),
    "too large": (b"x" * 5_000_001, "has more than 5000000 bytes; leave out all but the table"),
    "too wide": (b"Gemeente" + b";x" * 60, "has more than 50 columns; leave out all but the table"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path, kind):
    data, expected = FILES[kind]
    (line,) = faults_in(tmp_path, data, name="flevoland.csv")
    assert line == f"flevoland.csv{', ' if expected.startswith('row') else ': '}{expected}"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(RegistryFileError, match=r"gone.csv: cannot be read .*; check the path"):
        read_progress_report(tmp_path / "gone.csv", EXPECTED)


def repacked(book, change):
    """A workbook's bytes after a change of its parts."""
    before, after = io.BytesIO(), io.BytesIO()
    book.save(before)
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return after.getvalue()


def test_a_spreadsheet_that_unpacks_to_much_is_refused(tmp_path):
    bomb = repacked(book_of(right_rows()), lambda name, data: data + b" " * 5_000_000)
    (line,) = faults_in(tmp_path, bomb)
    assert line == "flevoland.xlsx: cannot be opened (too large); save it as XLSX again"


def test_a_spreadsheet_with_entities_is_refused(tmp_path):
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

    def change(name, data):
        return entity + data if name == "xl/workbook.xml" else data

    (line,) = faults_in(tmp_path, repacked(book_of(right_rows()), change))
    assert line == "flevoland.xlsx: cannot be opened (damaged); save it as XLSX again"


def test_a_formula_counts_with_what_it_came_to(tmp_path):
    formula, value = b"<f>400+495</f><v></v>", b"<f>400+495</f><v>895</v>"

    def change(name, data):
        return data.replace(formula, value).replace(b"<f>400+495</f><v />", value)

    data = repacked(with_cell(2, REALISED, "=400+495"), change)
    path = tmp_path / "flevoland.xlsx"
    path.write_bytes(data)
    assert read_progress_report(path, EXPECTED)[0].places == 895
