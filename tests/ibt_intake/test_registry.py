import json
from datetime import datetime
from unicodedata import normalize

import openpyxl
import pytest
from sqlalchemy import text

from tests.databases import by_hand
from tests.ibt_intake.mails import COLUMNS, EDE, OSS, mail_at, requests_at


def test_requests_are_added_and_told(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, EDE, OSS))
    assert (done.status, done.errors) == (0, [])
    assert done.out.splitlines()[-1].split() == ["requests.csv", "requests", "2", "0", "0"]


def test_the_same_file_once_more_changes_nothing(ibt, tmp_path):
    file = requests_at(tmp_path, EDE)
    ibt("registry", "import", file)
    done = ibt("registry", "import", file)
    assert done.out.splitlines()[-1].split() == ["requests.csv", "requests", "0", "0", "1"]


def test_a_changed_row_changes_its_request(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    done = ibt("registry", "import", requests_at(tmp_path, EDE.replace(",21,", ",28,")))
    assert done.out.splitlines()[-1].split() == ["requests.csv", "requests", "0", "1", "0"]


def test_one_fault_is_one_line_with_row_column_and_remedy(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, EDE.replace("Ede", "Eede")))
    assert (done.status, done.out) == (1, "")
    assert done.errors == [
        "ibt-intake: requests.csv, row 2: municipality = 'Eede' is not known; write its official "
        "name; nothing was changed"
    ]


def test_blank_rows_do_not_shift_the_number_of_the_row_that_is_wrong(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, "", EDE, "", EDE))
    assert done.errors == [
        "ibt-intake: requests.csv, row 5: reference = '7473202' stands in row 3 too; leave one of "
        "them out; nothing was changed"
    ]


def test_every_fault_of_every_file_is_told_and_nothing_changes(ibt, tmp_path):
    good = requests_at(tmp_path, EDE, name="goed.csv")
    one = requests_at(tmp_path, EDE.replace(",21,", ",0,"), name="a.csv")
    two = requests_at(tmp_path, OSS[:-2], name="b.csv")
    done = ibt("registry", "import", good, one, two)
    assert done.status == 1
    first, second = sorted(done.errors[:2])
    assert first.startswith("a.csv, row 2: term_days = '0'")
    assert second.startswith("b.csv, row 2: has 7 cells where the first row has 8")
    assert done.errors[2].endswith("2 faults, told above; mend them; nothing was changed")
    assert ibt("cases", "--format", "jsonl").out == ""


def test_with_mails_on_file_it_says_that_reanalyse_tells_more(ibt, tmp_path):
    ibt("ingest", mail_at(tmp_path))
    done = ibt("registry", "import", requests_at(tmp_path, EDE))
    assert done.status == 0
    assert done.errors == [
        "1 mails were judged before this; `ibt-intake reanalyse` shows what changes for them"
    ]


@pytest.mark.parametrize("content", ["", ";;;\n", "\n\n"])
def test_an_empty_file_is_told_as_such(ibt, tmp_path, content):
    (tmp_path / "leeg.csv").write_text(content)
    done = ibt("registry", "import", "leeg.csv")
    assert done.errors == [
        "ibt-intake: leeg.csv: is empty; the first row names the columns; nothing was changed"
    ]


def test_of_very_many_faults_the_first_are_told_and_all_are_counted(ibt, tmp_path):
    rows = [EDE.replace("Ede", f"Eede{number}") for number in range(73)]
    done = ibt("registry", "import", requests_at(tmp_path, *rows))
    assert len(done.errors) == 51
    told = "ibt-intake: 73 faults, the first 50 told above; mend them; nothing was changed"
    assert done.errors[-1] == told


def test_several_faults_are_each_told_once(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, EDE.replace(",21,120", ",0,-1")))
    assert done.status == 1
    assert [line.split(":")[0] for line in done.errors] == [
        "requests.csv, row 2",
        "requests.csv, row 2",
        "ibt-intake",
    ]
    assert done.errors[-1].endswith("2 faults, told above; mend them; nothing was changed")


def test_a_fault_names_the_row_as_a_spreadsheet_counts_it(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, EDE, "", "", OSS.replace("Oss", "Os")))
    assert "requests.csv, row 5: municipality = 'Os'" in done.errors[0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(EDE.replace("7473202", "#REF!"), "reference = '#REF!'", id="formula"),
        pytest.param(EDE.replace("7473202", " "), "reference is empty; fill it in", id="empty"),
        pytest.param(EDE.replace("2026", "9999"), "letter_date = '9999-04-09'", id="year 9999"),
        pytest.param(EDE.replace("2026", "0206"), "letter_date = '0206-04-09'", id="year 206"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(ibt, tmp_path, row, told):
    done = ibt("registry", "import", requests_at(tmp_path, row))
    assert done.status == 1
    assert f"requests.csv, row 2: {told}" in done.errors[0]


def test_a_file_of_column_names_alone_is_told_as_such(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path))
    assert "requests.csv: holds nothing below its first row" in done.errors[0]


def test_a_column_that_stands_there_twice_is_refused(ibt, tmp_path):
    text = f"{COLUMNS},reference\n{EDE},7473999\n"
    (tmp_path / "requests.csv").write_text(text, encoding="utf-8")
    done = ibt("registry", "import", "requests.csv")
    assert "requests.csv, row 1: column reference stands there twice" in done.errors[0]


def book_at(folder, *rows, far=""):
    """A workbook with those rows; far: a cell in its last row and column."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if far:
        book.active["XFD1048576"] = far
    book.save(folder / "requests.xlsx")
    return folder / "requests.xlsx"


def test_a_workbook_may_hold_what_spreadsheets_leave_behind(ibt, tmp_path):
    columns = [*COLUMNS.split(","), None]
    row = [7473202.0, "Ede", datetime(2026, 4, 9), 21.0, 120, 12, 0, 0]
    file = book_at(tmp_path, columns, row, [" "] * 9, far=" ")
    done = ibt("registry", "import", file)
    assert (done.status, done.errors) == (0, [])
    case = json.loads(ibt("cases", "--format", "jsonl").out)
    assert (case["reference"], case["municipality"]) == ("7473202", "Ede")


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        pytest.param(0, None, "reference is empty; fill it in", id="empty"),
        pytest.param(3, True, "term_days = 'TRUE'", id="yes or no"),
    ],
)
def test_a_cell_of_a_workbook_that_cannot_be_meant_is_refused(ibt, tmp_path, place, value, told):
    row = [7473202, "Ede", "2026-04-09", 21, 120, 12, 0, 0]
    row[place] = value
    done = ibt("registry", "import", book_at(tmp_path, COLUMNS.split(","), row))
    assert done.status == 1
    assert f"requests.xlsx, row 2: {told}" in done.errors[0]


def test_what_stands_in_a_column_without_a_name_is_refused(ibt, tmp_path):
    row = [7473202, "Ede", "2026-04-09", 21, 120, 12, 0, 0, "let op"]
    done = ibt("registry", "import", book_at(tmp_path, COLUMNS.split(","), row))
    assert done.status == 1
    assert "requests.xlsx, row 2: has 9 cells where the first row has 8" in done.errors[0]


def contacts_at(folder, *rows):
    """A file of contacts."""
    path = folder / "contacts.csv"
    path.write_text("\n".join(["role,contact,address", *rows]) + "\n", encoding="utf-8")
    return path


def test_contacts_are_added_and_those_of_a_name_replaced(ibt, tmp_path):
    rows = ["municipality,Ede,info@ede.nl", "kings_commissioner,Gelderland,cdk@gelderland.nl"]
    done = ibt("registry", "import", contacts_at(tmp_path, *rows))
    assert done.out.splitlines()[-1].split() == ["contacts.csv", "contacts", "2", "0", "0"]
    done = ibt("registry", "import", contacts_at(tmp_path, "municipality,Ede,college@ede.nl"))
    assert done.out.splitlines()[-1].split() == ["contacts.csv", "contacts", "0", "1", "0"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("municipality,Eede,info@ede.nl", "contact = 'Eede' is not known"),
        ("kings_commissioner,Ede,cdk@ede.nl", "contact = 'Ede' is not known"),
        ("mayor,Ede,info@ede.nl", "role = 'mayor'"),
        ("municipality,Ede,info@ede", "address = 'info@ede': is no mail address"),
        ("municipality,Ede,Ede <info@ede.nl>", "is no mail address"),
        ("municipality,Ede,griffie..post@ede.nl", "is no mail address"),
        ("municipality,Ede,.griffie@ede.nl", "is no mail address"),
        ("municipality,Ede,griffie@-ede.nl", "is no mail address"),
        (f"municipality,Ede,griffie@{'e' * 64}.nl", "is no mail address"),
        ('municipality,Ede,"info@ede.nl\r\nBcc: x@y.nl"', "is no mail address"),
    ],
)
def test_a_contact_that_cannot_be_written_to_is_told(ibt, tmp_path, row, told):
    done = ibt("registry", "import", contacts_at(tmp_path, row))
    assert (done.status, done.out) == (1, "")
    assert "contacts.csv, row 2: " in done.errors[0]
    assert told in done.errors[0]


def test_contacts_may_stand_in_a_book_with_letters_beyond_ascii(ibt, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["role", "contact", "address"])
    apple = normalize("NFD", "Súdwest-Fryslân")  # each accent a character of its own
    book.active.append(["municipality", apple, " info@súdwestfryslân.nl "])
    book.active.append(["municipality", "'s-Gravenhage", "griffie@denhaag.nl"])
    book.save(tmp_path / "contacts.xlsx")
    assert ibt("registry", "import", tmp_path / "contacts.xlsx").status == 0
    with by_hand(tmp_path / "ibt-intake-data") as connection:
        found = connection.execute(text("SELECT name, address FROM contacts")).all()
    assert sorted(map(tuple, found)) == [
        ("'s-Gravenhage", "griffie@denhaag.nl"),
        ("Súdwest-Fryslân", "info@xn--sdwestfrysln-zbb93a.nl"),
    ]
