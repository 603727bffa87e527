"""The list of cases: how each stands, narrowed, sorted, and as a file."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from sqlalchemy import event

from rules.decisions import AssignCase, SetLadderStep
from rules.registry import Request
from rules.roles import Role
from storage.case_decisions import decide_case
from storage.database import transaction
from storage.registry import import_requests
from storage.versions import version_of_case
from tests.review.mails import NOW, fill

LIST = "/zaken"
LATER = date(2026, 6, 24)


@pytest.fixture
def cases(engine):
    """Two letters of 1 June; three of 24 June, with accents in a name; one answered late."""
    fill(engine)
    names = ("Súdwest-Fryslân", "Urk", "Den Haag")
    requests = [Request(f"800000{n}", name, LATER, 21, 9, 0, 0, 0) for n, name in enumerate(names)]
    with transaction(engine) as session:
        import_requests(session, requests, now=NOW)
        for what in (AssignCase("behandelaar"), SetLadderStep(3, "Te weinig voortgang", "=1+1")):
            version = version_of_case(session, "Urk", "8000001")
            decide_case(session, "Urk", "8000001", what, officer="x", version=version, now=NOW)


@pytest.fixture
def reader(as_role, cases):
    return as_role(Role.READER)


def shown(answer):
    """The municipalities of a page, in order."""
    return re.findall(r'href="/zaken/\d+"><strong>([^<]+)', answer.text)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Delft", "Ede", "Den Haag", "Súdwest-Fryslân", "Urk"]),
        ({"woorden": "sudwest"}, ["Súdwest-Fryslân"]),
        ({"woorden": "DE"}, ["Delft", "Ede", "Den Haag"]),
        ({"woorden": "8000001"}, ["Urk"]),
        ({"woorden": "'; --"}, []),
        ({"brief": "2026-06-24"}, ["Den Haag", "Súdwest-Fryslân", "Urk"]),
        ({"brief": "-"}, []),
        ({"provincie": "Fryslân"}, ["Súdwest-Fryslân"]),
        ({"stand": "incomplete"}, ["Ede"]),
        ({"stand": "overdue"}, ["Delft"]),
        ({"laat": "nee", "stand": "incomplete"}, ["Ede"]),
        ({"trede": "3"}, ["Urk"]),
        ({"van": "behandelaar"}, ["Urk"]),
        ({"van": "-", "brief": "2026-06-01"}, ["Delft", "Ede"]),
        ({"tot": "2026-06-30"}, ["Delft", "Ede"]),
        ({"beantwoord": "ja"}, ["Ede"]),
        ({"volgorde": "-municipality"}, ["Urk", "Súdwest-Fryslân", "Ede", "Den Haag", "Delft"]),
        ({"volgorde": "-ladder", "brief": "2026-06-24"}, ["Urk", "Den Haag", "Súdwest-Fryslân"]),
    ],
)
def test_a_filter_leaves_what_fits_and_its_count_agrees(reader, asked, names):
    answer = reader.get(LIST, params=asked)
    assert shown(answer) == names
    assert (f"<caption>{len(names)} zaak" if len(names) == 1 else str(len(names))) in answer.text
    assert bool(names) != ("Geen zaken met deze filters" in answer.text)


@pytest.mark.parametrize("other", [{}, {"brief": "2026-06-24"}, {"van": "behandelaar"}])
def test_the_counts_beside_the_filters_are_those_of_the_lists_behind_them(reader, other):
    text = reader.get(LIST, params=other).text
    for name in ("brief", "provincie", "stand", "laat", "trede", "van"):
        select = text.partition(f'name="{name}"')[2].partition("</select>")[0]
        options = re.findall(r'value="([^"]+)"[^>]*>[^<]*\((\d+)\)', select)
        assert options
        for value, count in options:
            assert len(shown(reader.get(LIST, params=other | {name: value}))) == int(count)


@pytest.mark.parametrize(
    "asked",
    [
        {"trede": "9"},
        {"trede": "x"},
        {"stand": "x"},
        {"brief": "x"},
        {"laat": "x"},
        {"pagina": "x"},
        {"vorm": "x"},
        {"self": "1", "name": "2", "case": "3"},
    ],
)
def test_what_the_address_asks_wrongly_asks_for_nothing(reader, asked):
    assert len(shown(reader.get(LIST, params=asked))) == 5


def test_the_row_tells_how_the_case_stands(reader):
    text = reader.get(LIST, params={"woorden": "ede"}).text
    assert "Onvolledig" in text
    assert "ontbreekt: stand van zaken, feiten en omstandigheden, stappen" in text
    assert "22 juni 2026" in text
    assert "brief 7473202" in text


def test_the_file_in_csv_holds_the_list_as_filtered_and_sorted(reader):
    answer = reader.get(LIST + "/lijst.csv?brief=2026-06-24&volgorde=-municipality&pagina=9")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="zaken-2026-07-01.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Gemeente"] for row in rows] == ["Urk", "Súdwest-Fryslân", "Den Haag"]
    assert rows[0]["Uiterste datum"] == "2026-07-15"
    assert rows[0]["Behandelaar"] == "De behandelaar"
    assert rows[0]["Trede"] == "3"


def test_the_file_in_xlsx_reads_back(reader):
    answer = reader.get(LIST + "/lijst.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    heads, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == 5
    ede = dict(zip(heads, rows[1], strict=True))
    assert ede["Gemeente"] == "Ede"
    assert ede["Uiterste datum"].date() == date(2026, 6, 22)
    assert ede["Ontbreekt"] == "Feiten en omstandigheden, Stand van zaken, Stappen"
    assert ede["Mails"] == 36
    assert sheet.freeze_panes == "A2"


def test_a_list_as_another_sort_of_file_is_not_there(reader):
    assert reader.get(LIST + "/lijst.exe").status_code == 404


def test_the_page_asks_the_database_few_questions(reader, engine):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    reader.get(LIST, params={"woorden": "ede"})
    questions = [each for each in asked if each.startswith(("SELECT", "WITH"))]
    assert 0 < len(questions) <= 15


def test_the_empty_list_says_so(as_role):
    assert "Er zijn nog geen zaken." in as_role(Role.READER).get(LIST).text


def test_words_in_the_address_are_text(reader):
    answer = reader.get(LIST, params={"woorden": "<script>alert(1)</script>", "van": '"><b>'})
    assert "<script>alert" not in answer.text
    assert '"><b>' not in answer.text
