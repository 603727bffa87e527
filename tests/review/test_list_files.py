"""Every list can be had as CSV and XLSX: the rows of the page, in its order, with its filters."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from lxml import html

from review.list_files import ACCOUNT_HEADS
from rules.decisions import SetLadderStep
from rules.distribution import COUNTED, Exchange, Realised
from rules.occasions import Occasion
from rules.roles import Role
from storage.case_decisions import decide_case
from storage.database import transaction
from storage.distribution import EXCHANGES
from storage.facts import record
from storage.progress import import_realised
from storage.proposed import propose
from storage.versions import version_of_case
from tests.review.cases import fill_cases
from tests.review.conftest import NOW
from tests.review.outbox import mail
from tests.review.rounds import FIELDS, NEW, made

DAY = "2026-06-26"
ROUND = "/rondes/2026-06-01"
# A page, the start of the caption of its list, and what is asked of both. {case}, {made}: numbers.
LISTS = (
    ("/te-beoordelen", None, {"volgorde": "-received"}),
    ("/te-beoordelen", None, {"gemeente": "Delft"}),
    ("/uitgaand", None, {}),
    ("/uitgaand", None, {"gemeente": "Delft"}),
    ("/zaken", None, {"volgorde": "-municipality"}),
    ("/zaken", None, {"provincie": "Gelderland"}),
    ("/zaken/{case}/ladder", None, {}),
    ("/signalering", None, {"provincie": "Zeeland"}),
    ("/rondes", "Rondes waarvan", {}),
    ("/rondes", "Rondes die hier", {}),
    ("/rondes/brieven/{made}", None, {}),
    (ROUND, "Zaken per provincie", {"op": DAY}),
    (ROUND, "Zaken aan het eind", {"op": DAY}),
    (f"{ROUND}/zaken", None, {"op": DAY}),
    (f"{ROUND}/zaken", None, {"op": DAY, "provincie": "Zuid-Holland"}),
    ("/overzicht/termijnen", None, {"vanaf": "2026-06-01", "tot": "2026-12-31"}),
    ("/toezeggingen", "1 toezegging", {}),
    ("/toezeggingen", "Plekken aan het einde", {}),
    ("/kaart", "Gemeenten per provincie", {}),
    ("/kaart", "342 gemeenten", {"toon": "antwoord"}),
    ("/verslag/directie", "Zaken per provincie", {"op": DAY}),
    ("/verslag/directie", "Zaken per trede", {"op": "2026-07-01"}),
    ("/verdeelbesluiten", "Verdeelbesluiten", {}),
    ("/verdeelbesluiten", "1 keer", {}),
    ("/verdeelbesluiten", "Wat 3 gemeenten", {}),
    ("/accounts", None, {}),
)
# Tables of pages that show one thing, or that count what a list elsewhere holds.
NO_LISTS = {
    "case.html",
    "mail/findings.html",
    "outgoing/round.html",
    "parts/chart.html",
}
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


@pytest.fixture
def numbers(engine, as_role):
    """A case in several states, a mail that waits to be sent, a step taken, a draft of a round."""
    cases = fill_cases(engine)
    with transaction(engine) as session:
        both = [Realised("Ede", 1, each, date(2026, 6, 1), 9) for each in COUNTED]
        import_realised(session, both, now=NOW)
        given = Exchange(1, "Ede", "Delft", COUNTED[0], date(2026, 6, 2), 9, "=brief")
        record(session, EXCHANGES, [given], now=NOW)
        for name, reference in (("Delft", "7473203"), ("Ede", "7473202")):
            propose(session, mail(name, reference, occasion=Occasion.OVERDUE), NOW)
        key = ("Delft", "7473203")
        what = SetLadderStep(3, "=geen reactie", "brief", "de directeur")
        version = version_of_case(session, *key)
        decide_case(session, *key, what, reason="", officer="jansen", version=version, now=NOW)
    officer = as_role(Role.OFFICER)
    page = made(officer.post(NEW, on=NEW, **FIELDS, gemeenten=["Ede"]))
    return {"case": cases["Delft"], "made": page.rpartition("/")[2]}


def table_of(text, caption):
    """The first table whose caption starts so, with the way to the files nearest to it."""
    page = html.fromstring(text)
    for table in page.iter("table"):
        told = " ".join((table.findtext("caption") or "").split())
        if caption is None or told.startswith(caption):
            before = table.xpath("preceding::a[@download]/@href")
            return table, before[-2:] or table.xpath("following::a[@download]/@href")[:2]
    raise AssertionError(f"no table {caption!r}")


def first_cells(table):
    rows = table.xpath(".//tbody/tr|.//tfoot/tr")
    return [" ".join(row[0].text_content().split()) for row in rows]


def rows_of(answer, form):
    if form == "csv":
        text = answer.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [["" if each is None else each for each in row] for row in sheet.values]


def said(cell):
    """A first cell of a file as the page may write it."""
    text = cell.strftime("%Y-%m-%d") if hasattr(cell, "day") else str(cell)
    if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        month, quarter = MONTHS.split()[int(day[2]) - 1], (int(day[2]) - 1) // 3 + 1
        return (f"{int(day[3])} {month} {day[1]}", f"{quarter}e {day[1]}")
    return (text,)


@pytest.mark.parametrize(("page", "caption", "asked"), LISTS)
def test_both_files_of_a_list_hold_the_rows_of_its_page(as_role, numbers, page, caption, asked):
    role = Role.ADMINISTRATOR if page == "/accounts" else Role.COORDINATOR
    browser = as_role(role)
    text = browser.get(f"{page.format(**numbers)}?{urlencode(asked)}").text
    table, links = table_of(text, caption)
    shown = first_cells(table)
    assert shown
    forms = {link.partition("?")[0].rpartition(".")[2]: link for link in links}
    assert set(forms) == {"csv", "xlsx"}
    for form, link in forms.items():
        _, *rows = rows_of(browser.get(link), form)
        assert len(rows) == len(shown), (rows, shown)
        for row, first in zip(rows, shown, strict=True):
            told = [each for cell in row[:3] for each in said(cell) if each]
            assert any(each in first for each in told), (row, first)


def test_no_list_is_without_files():
    folder = Path(__file__).parents[2] / "templates" / "review"
    lacking = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if "<table" in (text := path.read_text("utf-8")) and "downloads(" not in text
    }
    assert lacking == NO_LISTS


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_a_file_is_a_formula(as_role, numbers, form):
    browser = as_role(Role.READER)
    answer = browser.get(f"/zaken/{numbers['case']}/ladder.{form}")
    _, row = rows_of(answer, form)
    assert any("=geen reactie" in str(each) for each in row)
    assert not any(str(each).startswith("=") for each in row)
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}


def test_only_administrators_have_the_accounts(as_role, numbers):
    assert as_role(Role.COORDINATOR).get("/accounts.csv").status_code == 403
    heads, *rows = rows_of(as_role(Role.ADMINISTRATOR).get("/accounts.csv"), "csv")
    assert (tuple(heads), len(rows)) == (ACCOUNT_HEADS, 4)
