"""A case in a real browser: decided on by mouse and by keyboard, and readable by all."""

import re

import pytest
from playwright.sync_api import expect

from rules.roles import Role
from storage.database import open_database
from tests.review.browsers import NARROW, WIDE, tells
from tests.review.cases import fill_cases
from tests.review.keyboard import tab_to

FORMS = (
    *"volledig aanvulling uitstel notitie toewijzen aanhouden bewaren woo".split(),
    *("trede", "ladder", "ladder-sluiten"),
)


@pytest.fixture(scope="module")
def cases(served):
    """Cases in the database that is served."""
    engine = open_database(served.database)
    found = fill_cases(engine)
    engine.dispose()
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_case_and_its_forms_are_accessible_and_fit(visitor, cases, scheme, size):
    someone = visitor(Role.COORDINATOR, scheme=scheme, size=size)
    case = f"/zaken/{cases['Ede']}"
    for path in [case, "/zaken?laat=nee", *(f"{case}/{form}" for form in FORMS)]:
        someone.open(path)
        assert (path, someone.violations()) == (path, [])
        assert (path, someone.overflows()) == (path, False)
    page = someone.open(f"{case}/uitstel")
    page.get_by_label("Reden").fill("De raad vergadert later.")
    page.get_by_label("Nieuwe uiterste datum").fill("2026-07-12")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#tot")).to_be_focused()
    assert someone.violations() == []
    page.get_by_label("Nieuwe uiterste datum").fill("2026-07-13")
    page.get_by_role("button", name="Verder").click()
    page.get_by_text("Zo komt de uiterste datum tot stand").wait_for()
    assert someone.violations() == []
    assert not someone.overflows()


def test_an_officer_asks_for_a_supplement_and_grants_an_extension(visitor, cases):
    someone = visitor(Role.OFFICER)
    page = someone.open("/zaken?woorden=ede")
    page.get_by_role("link", name="Ede", exact=True).click()
    page.get_by_role("navigation", name="Doen").get_by_role(
        "link", name="Aanvulling vragen"
    ).click()
    text = page.get_by_label("Tekst")
    assert "1. De stand van zaken." in text.input_value()
    text.fill(text.input_value() + "\n\nPS: bel ons gerust.")
    page.get_by_role("button", name="Verder").click()
    page.get_by_text("PS: bel ons gerust.").wait_for()
    page.get_by_role("button", name="Keur de mail goed").click()
    tells(page, "De mail gaat weg zodra dat kan.")
    assert page.get_by_text("Goedgekeurd, nog niet verstuurd").is_visible()

    assert page.locator(".due").inner_text().startswith("maandag 22 juni 2026")
    page.get_by_role("link", name="Uitstel geven").click()
    page.get_by_label("Nieuwe uiterste datum").fill("2026-07-13")
    page.get_by_label("Reden").fill("De raad vergadert later.")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Geef uitstel").click()
    tells(page, "Het uitstel is gegeven.")
    assert page.locator(".due").inner_text().startswith("maandag 13 juli 2026")
    derived = page.locator(".steps li").all_inner_texts()
    assert derived[0] == "De brief is van maandag 1 juni 2026. Die dag telt niet mee."
    assert "uitstel tot en met maandag 13 juli 2026" in derived[-1]
    assert someone.violations() == []

    trail = page.locator(".trail > li").all_inner_texts()
    assert "De behandelaar gaf uitstel" in trail[0]
    assert "De raad vergadert later." in trail[0]
    assert "22 juni 2026" in trail[0]
    assert "13 juli 2026" in trail[0]
    assert "De behandelaar stelde een verzoek om aanvulling op" in trail[1]


def test_the_same_by_keyboard_and_without_scripts(visitor, cases):
    someone = visitor(Role.OFFICER, script=False)
    page = someone.open(f"/zaken/{cases['Tiel']}")
    keys = page.keyboard
    tab_to(page, "Uitstel geven")
    keys.press("Enter")
    page.wait_for_url("**/uitstel")
    tab_to(page, "Nieuwe uiterste datum")
    keys.type("07072026")  # the same where the browser has the month first
    tab_to(page, "Reden")
    keys.type("Ziekte")
    tab_to(page, "Verder")
    keys.press("Enter")
    page.get_by_text("Zo komt de uiterste datum tot stand").wait_for()
    tab_to(page, "Geef uitstel")
    keys.press("Enter")
    page.get_by_text("Het uitstel is gegeven.").wait_for()
    assert page.locator(".due").inner_text().startswith("dinsdag 7 juli 2026")

    someone.open(f"/zaken/{cases['Urk']}")
    tab_to(page, "Aanvulling vragen")
    keys.press("Enter")
    page.wait_for_url("**/aanvulling")
    tab_to(page, "Feiten en omstandigheden")
    keys.press("Space")
    tab_to(page, "Maak de tekst opnieuw")
    keys.press("Enter")
    page.get_by_text("1. De melding zelf.").wait_for()
    expect(page.get_by_label("Tekst")).to_have_value(re.compile(r"2\. De reden\."))
    tab_to(page, "Verder")
    keys.press("Enter")
    page.get_by_role("heading", name="controleer").wait_for()
    tab_to(page, "Keur de mail goed")
    keys.press("Enter")
    page.get_by_text("De mail gaat weg zodra dat kan.").wait_for()


def test_a_second_officer_is_told_who_changed_what(visitor, cases):
    path = f"/zaken/{cases['Delft']}"
    first, second = visitor(Role.OFFICER), visitor(Role.COORDINATOR)
    first.open(f"{path}/uitstel-weigeren")
    page = second.open(f"{path}/uitstel-weigeren")
    for someone in (second, first):
        someone.page.get_by_label("Reden").fill("Te laat gevraagd")
        someone.page.get_by_role("button", name="Verder").click()
        if someone is second:
            page.get_by_role("button", name="Weiger het uitstel").click()
            page.get_by_text("Het uitstel is geweigerd.").wait_for()
    told = first.page.get_by_text("coordinator weigerde uitstel")
    told.wait_for()
    assert first.page.title().startswith("Er is intussen iets gewijzigd")
    assert first.page.get_by_label("Uw tekst").input_value() == "Te laat gevraagd"
    assert first.violations() == []
