"""The overview: each figure is the length of the list behind it, in a table beside each chart."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import event

from rules.roles import Role
from storage.database import open_database
from tests.review.browsers import NARROW, WIDE
from tests.review.overviews import fill, row, sheet

OVERVIEW = "/overzicht"
DUE = OVERVIEW + "/termijnen"


@pytest.fixture
def reader(as_role, engine):
    fill(engine)
    return as_role(Role.READER)


def figures(text):
    """The figures of a page, each with its list."""
    found = re.findall(r'href="(/(?:zaken|overzicht)[^"]*)">([\d.]+)<span', text)
    return [(address.replace("&amp;", "&"), int(count)) for address, count in found]


@pytest.mark.parametrize("round_", ["", "2026-05-18", "2026-06-12", "-"])
def test_each_figure_is_the_length_of_the_list_behind_it(reader, round_):
    found = figures(reader.get(OVERVIEW, params={"ronde": round_}).text)
    assert len(found) > 30
    for address, count in found:
        caption = re.search(r"<caption>([\d.]+) (?:zaak|zaken|termijn)", reader.get(address).text)
        assert int(caption[1]) == count, address


def test_a_round_is_told_as_a_whole_and_by_province(reader):
    text = reader.get(OVERVIEW, params={"ronde": "2026-05-18"}).text
    assert row(text, "18 mei 2026") == [3, 2, 1, 1, 1, 0, 1]
    assert row(text, "12 juni 2026") == [3, 1, 0, 1, 0, 2, 0]
    assert row(text, "Zonder brief") == [1, 1, 1, 0, 0, 0, 0]
    assert row(text, "Alle zaken") == [7, 4, 2, 2, 1, 2, 1]
    assert row(text, "Gelderland") == [2, 2, 1, 1, 1, 0, 0]
    assert row(text, "Zuid-Holland") == [1, 0, 0, 0, 0, 0, 1]
    assert row(text, "Samen") == row(text, "18 mei 2026")


@pytest.mark.parametrize("asked", ["", "x", "2020-01-01"])
def test_without_a_round_the_last_one_is_shown(reader, asked):
    text = reader.get(OVERVIEW, params={"ronde": asked}).text
    assert "Zaken per provincie, brieven van 12 juni 2026" in text


def test_what_is_due_this_week_is_there_with_its_day(reader):
    text = reader.get(OVERVIEW).text
    assert row(text, '<time datetime="2026-07-03">vrijdag 3 juli 2026</time>') == [2, 0, 0]
    assert "2 termijnen" in text
    (listed,) = [each for each, _ in figures(text) if each.startswith(DUE)]
    names = re.findall(r"<strong>(\w+)</strong></a>", reader.get(listed).text)
    assert names == ["Ede", "Leiden"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"wat": "promise"}, 0),
        ({"vanaf": "2026-06-01", "tot": "2026-07-02"}, 1),
        ({"vanaf": "x", "tot": "y", "wat": "z"}, 2),
        ({"vanaf": "2027-01-01", "tot": "2026-01-01"}, 0),
    ],
)
def test_the_list_of_terms_holds_what_is_asked_for(reader, asked, count):
    answer = reader.get(DUE, params=asked)
    assert answer.status_code == 200
    assert f"<caption>{count} termijn" in answer.text or (
        count == 0 and "is er niets aan de beurt" in answer.text
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_rounds_are_a_file_with_the_figures_of_the_page(reader, form):
    answer = reader.get(f"{OVERVIEW}/rondes.{form}")
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="rondes-2026-07-01.{form}"'
    )
    heads, *rows = sheet(answer)
    assert heads[:4] == ["Datum brief", "Provincie", "Zaken", "Beantwoord"]
    assert ["2026-05-18", "Gelderland", "2", "2", "1", "1", "1", "0", "0"] in rows
    assert sum(int(row[2]) for row in rows) == 7


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_terms_are_a_file_as_they_are_filtered(reader, form):
    _, *rows = sheet(reader.get(f"{DUE}.{form}", params={"vanaf": "2026-06-01"}))
    assert [row[:5] for row in rows] == [
        ["2026-06-08", "Antwoord", "Delft", "Zuid-Holland", "7000003"],
        ["2026-07-03", "Antwoord", "Ede", "Gelderland", "7000004"],
        ["2026-07-03", "Antwoord", "Leiden", "Zuid-Holland", "7000006"],
    ]


@pytest.mark.parametrize("path", [OVERVIEW + "/rondes.exe", DUE + ".exe"])
def test_a_form_that_is_none_is_not_there(reader, path):
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.READER])
def test_every_role_sees_the_same_figures(reader, as_role, role):
    assert figures(as_role(role).get(OVERVIEW).text) == figures(reader.get(OVERVIEW).text)


def test_the_overview_of_nothing_says_so(as_role):
    assert "Er zijn nog geen zaken." in as_role(Role.READER).get(OVERVIEW).text


def test_the_page_asks_the_database_few_questions(reader, engine):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    reader.get(OVERVIEW)
    assert 0 < len([each for each in asked if each.startswith(("SELECT", "WITH"))]) <= 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", [OVERVIEW, DUE])
def test_the_overview_is_accessible_and_fits(visitor, served_overview, path, scheme, size):
    someone = visitor(Role.READER, scheme=scheme, size=size)
    someone.open(path)
    assert someone.violations() == []
    assert not someone.overflows()


def test_another_round_is_chosen_without_script_and_a_figure_leads_to_its_list(
    visitor, served_overview
):
    page = visitor(Role.READER, script=False).open(OVERVIEW)
    page.get_by_label("Ronde van brieven", exact=True).select_option("18 mei 2026")
    page.get_by_role("button", name="Toon").click()
    page.get_by_role("link", name="2 (Gelderland, zaken)").click()
    expect(page.locator("caption")).to_have_text("2 zaken")


@pytest.fixture(scope="module")
def served_overview(served):
    """Rounds in the database that is served."""
    engine = open_database(served.database)
    fill(engine)
    engine.dispose()
