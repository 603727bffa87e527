"""The scheme of the country: a tile a municipality, which letter, edge and colour tell."""

import re
from collections import Counter
from html import unescape

import pytest

from review.tile_map import LETTERS
from rules.case_state import Status
from rules.roles import Role
from rules.signalling import Fulfilment
from storage.database import transaction
from storage.links import case_number
from tests.review.browsers import NARROW, WIDE
from tests.review.cases import words
from tests.review.overviews import sheet
from tests.review.promises import fill

PAGE = "/kaart"


@pytest.fixture
def reader(as_role, engine):
    fill(engine)
    return as_role(Role.READER)


def tiles(text):
    """The label and the letter of each tile, with its link."""
    drawn = unescape(text).partition('<div class="map">')[2].partition("</section>")[0]
    found = re.findall(
        r'<(?:a href="([^"]*)"|g role="img") aria-label="([^"]+)">.*?<text[^>]*>(.)</text>', drawn
    )
    return {label.partition(":")[0]: (label, letter, link) for link, label, letter in found}


def test_each_municipality_is_a_tile_that_leads_to_its_case(reader, engine):
    with transaction(engine) as session:
        ede = case_number(session, ("Ede", "7473202"))
    found = tiles(reader.get(PAGE).text)
    # A report counted one category of Ede; of the others none was counted.
    assert found["Ede"] == ("Ede: niet bekend", "?", f"/zaken/{ede}")
    assert found["Utrecht"] == ("Utrecht: niet bekend", "?", "")
    answered = tiles(reader.get(PAGE, params={"toon": "antwoord"}).text)
    assert answered["Ede"][:2] == ("Ede: onvolledig", "O")
    assert answered["Utrecht"][:2] == ("Utrecht: geen zaak", "-")


@pytest.mark.parametrize("shown", ["taak", "antwoord"])
def test_scheme_table_and_file_agree(reader, shown):
    text = reader.get(PAGE, params={"toon": shown}).text
    found = tiles(text)
    _, *rows = sheet(reader.get(f"{PAGE}/lijst.csv", params={"toon": shown}))
    assert {name: label.partition(": ")[2] for name, (label, _, _) in found.items()} == {
        name: told.lower() for name, _, told in rows
    }
    whole = re.search(r"<tfoot>(.*?)</tfoot>", text, re.DOTALL)[1]
    counts = [int(each) for each in re.findall(r">(\d+)</td>", whole)]
    assert sorted(each for each in counts[:-1] if each) == sorted(
        Counter(told for _, _, told in rows).values()
    )
    assert counts[-1] == len(rows)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-04-30", "-"),  # before the letter
        ("2026-05-21", "W"),
        ("2026-05-22", "O"),  # the first answer told a time and nothing else
        ("niets", "O"),
    ],
)
def test_a_past_day_shows_what_had_come_by_then(reader, day, expected):
    found = tiles(reader.get(PAGE, params={"toon": "antwoord", "op": day}).text)
    assert found["Ede"][1] == expected


@pytest.mark.parametrize("kind", [Fulfilment, Status])
def test_no_two_tiles_of_a_kind_have_one_letter(kind):
    letters = [LETTERS[kind, each.value][0] for each in kind]
    assert len(set(letters)) == len(letters)
    assert "-" not in letters


def test_the_page_says_that_it_is_no_map(reader):
    assert "Dit is een schema, geen landkaart." in words(reader.get(PAGE))


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["wide", "narrow, dark"]
)
def test_the_scheme_is_accessible_and_can_be_used_by_keyboard(
    visitor,
    served_promises,
    scheme,
    size,
):
    someone = visitor(Role.READER, scheme=scheme, size=size)
    page = someone.open(PAGE)
    assert someone.violations() == []
    assert not someone.overflows()
    page.locator(".map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/zaken/*")
