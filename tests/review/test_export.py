"""Lists as files: what is text stays text, in whatever opens them."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from review.export import csv_of, xlsx_of

HOSTILE = ["=1+1", "+31 6 12345678", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "＝1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_b18_in_csv_an_apostrophe_stands_before_what_may_be_a_formula(text):
    made = csv_of(["Kop"], [[text]]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(made, newline=""), delimiter=";")) == ["Kop"]
    (_, (cell,)) = csv.reader(io.StringIO(made, newline=""), delimiter=";")
    assert cell == "'" + text


@pytest.mark.parametrize("text", HOSTILE)
def test_b18_in_xlsx_what_may_be_a_formula_is_text_and_stays_so_when_edited(text):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of("lijst", ["Kop"], [[text]])))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == text.strip()


def test_numbers_and_days_stay_numbers_and_days():
    rows = [[-3, date(2026, 4, 30), None, 'Ede; en "meer"']]
    made = csv_of(["a", "b", "c", "d"], rows).decode("utf-8-sig")
    assert made.splitlines()[1] == '-3;2026-04-30;;"Ede; en ""meer"""'
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of("x", ["a", "b", "c", "d"], rows))).active
    number, day, nothing, text = sheet[2]
    assert (number.value, number.data_type) == (-3, "n")
    assert day.value.date() == date(2026, 4, 30)
    assert nothing.value is None
    assert text.value == 'Ede; en "meer"'


def test_what_xml_cannot_hold_does_not_stop_a_list():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of("x", ["a"], [["a\x00b\x1fc"]]))).active
    assert sheet["A2"].value == "a\ufffdb\ufffdc"
