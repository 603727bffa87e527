"""Search: what was found with its words in their place, and nothing of a mail but text."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from rules.roles import Role
from storage.database import open_database
from tests.review.browsers import NARROW, WIDE
from tests.review.mails import fill

SEARCH = "/zoeken"


@pytest.fixture
def mails(engine):
    return fill(engine)


@pytest.fixture
def reader(as_role, mails):
    return as_role(Role.READER)


def found(answer):
    """The mails of a page, in order."""
    return re.findall(r'href="/mails/([0-9a-f]{64})"', answer.text)


def ask(browser, words, **more):
    """A page of what was found."""
    return browser.get(SEARCH, params={"woorden": words} | more)


def test_without_words_the_page_tells_how_to_ask(reader):
    text = reader.get(SEARCH).text
    assert re.search(r"<details open>\s*<summary>Zo zoekt u</summary>", text)
    assert "Niets gevonden" not in text


def test_what_was_found_is_marked_in_its_passage(reader, mails):
    answer = ask(reader, "OPEN juli", gemeente="Delft")
    assert found(answer) == [mails["extension"]]
    assert "De locatie <mark>opent</mark> per 1 <mark>juli</mark> 2027." in answer.text
    assert "1 mail met “OPEN juli”" in answer.text


def test_the_first_page_comes_first_and_the_rest_is_one_click_away(reader):
    first, second = ask(reader, "opent"), ask(reader, "opent", pagina="2")
    assert (len(found(first)), len(found(second))) == (25, 13)
    assert not set(found(first)) & set(found(second))
    assert "38 mails met" in first.text
    assert "Naar de eerste pagina" in ask(reader, "opent", pagina="3").text


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"gemeente": "Delft"}, ["extension"]),
        ({"provincie": "Zuid-Holland"}, ["extension"]),
        ({"soort": "auto_reply"}, ["machine too", "machine"]),
        ({"stand": "dealt_with"}, []),
        ({"vanaf": "2026-06-30", "tot": "2026-06-30"}, ["extension"]),
        ({"soort": "auto_reply", "vanaf": "2026-06-26"}, ["machine"]),
    ],
)
def test_a_filter_leaves_what_fits(reader, mails, asked, names):
    answer = ask(reader, "opent", **asked)
    assert found(answer) == [mails[name] for name in names]
    assert "Zoek weer in alle mails" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        {"stand": "x", "soort": "y"},
        {"vanaf": "x", "tot": "0001-01-01"},
        {"tot": "9999-12-31"},
        {"pagina": "x"},
    ],
)
def test_what_the_address_asks_wrongly_asks_for_nothing(reader, asked):
    assert len(found(ask(reader, "opent", **asked))) == 25


@pytest.mark.parametrize(
    "words", ["zeewier", '"', "-- ' OR 1=1", "<script>", "*", "NEAR(a b)", "\0", "opent " * 400]
)
def test_whatever_is_asked_is_answered(reader, words):
    assert ask(reader, words).status_code == 200


def test_words_of_a_mail_and_of_the_question_are_text(reader, mails):
    answer = ask(reader, "<script>alert")
    assert found(answer) == [mails["hostile"]]
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "“&lt;script&gt;alert”" in answer.text


def test_of_more_mails_than_anyone_reads_the_page_says_so(reader, monkeypatch):
    monkeypatch.setattr("storage.search.MOST_COUNTED", 30)
    monkeypatch.setattr("review.search.MOST_COUNTED", 30)
    text = ask(reader, "opent", pagina="2").text
    assert "Meer dan 30 mails met" in text
    assert "U ziet de eerste 30." in text
    assert "26 tot en met 30 van 30 mails" in text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_found_is_a_file_without_formulas(reader, form):
    answer = reader.get(f"{SEARCH}/lijst.{form}", params={"woorden": "opent", "gemeente": "Ede"})
    if form == "csv":
        text = answer.content.decode("utf-8-sig")
        rows = [*csv.reader(io.StringIO(text), delimiter=";")]
    else:
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "d", "n"}
        rows = [*sheet.iter_rows(values_only=True)]
    heads, *mails = rows
    assert list(heads) == ["Gemeente", "Onderwerp", "Afzender", "Ontvangen", "Stand", "Passage"]
    assert len(mails) == 36
    assert {row[0] for row in mails} == {"Ede"}
    assert mails[0][1] == "Reactie 39"
    assert str(mails[0][3]).startswith("2026-05-23")


def test_a_form_that_is_none_is_not_there(reader):
    assert reader.get(SEARCH + "/lijst.exe", params={"woorden": "opent"}).status_code == 404


def test_the_page_asks_the_database_few_questions(reader, engine):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    ask(reader, "opent", gemeente="Ede", soort="information_reply")
    assert 0 < len([each for each in asked if each.startswith(("SELECT", "WITH"))]) <= 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("asked", ["", "?woorden=opent&stand=open", "?woorden=zeewier"])
def test_the_search_is_accessible_and_fits(visitor, served_mails, asked, scheme, size):
    someone = visitor(Role.READER, scheme=scheme, size=size)
    someone.open(SEARCH + asked)
    assert someone.violations() == []
    assert not someone.overflows()


def test_one_searches_narrows_and_opens_a_mail_by_keyboard(visitor, served_mails):
    page = visitor(Role.READER, script=False).open(SEARCH)
    page.get_by_label("Woorden in mails en bijlagen").focus()
    page.keyboard.type("opent")
    page.keyboard.press("Enter")
    page.get_by_text("38 mails met").wait_for()
    page.get_by_text("Zoek alleen in een deel").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Gemeente").select_option("Delft")
    page.get_by_role("button", name="Zoek").press("Enter")
    page.get_by_text("1 mail met").wait_for()
    page.get_by_role("link", name="Uitstel?").press("Enter")
    page.wait_for_url("**/mails/*")


@pytest.fixture(scope="module")
def served_mails(served):
    """Mails in the database that is served."""
    engine = open_database(served.database)
    fill(engine)
    engine.dispose()
