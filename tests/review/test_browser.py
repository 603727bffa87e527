"""Every page in a real browser: accessible in light and dark, readable on a narrow screen."""

import pytest
from playwright.sync_api import expect

from rules.roles import Role
from tests.review.browsers import NARROW, WIDE
from tests.review.conftest import NAMES, PASSWORD

# Each page once, as the role that sees most of it.
PAGES = [
    ("/inloggen", None, "Aanmelden"),
    ("/account", Role.OFFICER, "Mijn account"),
    ("/te-beoordelen", Role.READER, "Te beoordelen"),
    ("/zaken", Role.READER, "Zaken"),
    ("/signalering", Role.OFFICER, "Signalering"),
    ("/accounts", Role.ADMINISTRATOR, "Accounts"),
    ("/accounts/lezer", Role.ADMINISTRATOR, "Account lezer"),
    ("/nergens", Role.READER, "Deze pagina is er niet"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(("path", "role", "title"), PAGES)
def test_a_page_is_accessible_and_fits(visitor, path, role, title, scheme, size):
    someone = visitor(role, scheme=scheme, size=size)
    assert title in someone.open(path).title()
    assert someone.violations() == []
    assert not someone.overflows()


def test_one_signs_in_changes_the_password_and_signs_out_by_keyboard(visitor):
    someone = visitor(script=False)
    page = someone.open("/account")
    keys = page.keyboard
    page.locator("#naam").focus()
    keys.type(NAMES[Role.READER])
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/account")
    page.locator("#huidig").focus()
    for text in (PASSWORD, "een heel ander zinnetje", "een heel ander zinnetje"):
        keys.type(text)
        keys.press("Tab")
    keys.press("Enter")
    page.get_by_text("Uw wachtwoord is gewijzigd.").wait_for()
    page.get_by_role("button", name="Afmelden").focus()
    keys.press("Enter")
    page.get_by_text("U bent afgemeld.").wait_for()
    someone.sign_in(NAMES[Role.READER], "een heel ander zinnetje")
    page.wait_for_url("**/te-beoordelen")


def test_the_first_tab_skips_to_the_content(visitor):
    page = visitor(Role.OFFICER).open("/account")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def test_a_wrong_form_tells_each_fault_at_its_field_and_in_a_summary(visitor):
    someone = visitor(Role.ADMINISTRATOR)
    page = someone.open("/accounts")
    page.get_by_label("Accountnaam").fill("met spatie")
    page.get_by_label("Naam", exact=True).fill("Iemand")
    page.get_by_label("Wachtwoord", exact=True).fill("kort")
    page.get_by_label("Uw eigen wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Account maken").click()
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    summary.get_by_role("link").first.click()
    expect(page.locator("#naam")).to_be_focused()
    assert page.locator("#wachtwoord").get_attribute("aria-describedby") == (
        "wachtwoord-uitleg wachtwoord-fout"
    )
    assert page.locator("#wachtwoord").input_value() == ""
    assert someone.violations() == []
