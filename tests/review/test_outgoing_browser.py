"""Mails that go out, in a real browser: by mouse and keyboard, narrow, dark, and as mails."""

import pytest
from playwright.sync_api import expect

from outbox.samples import samples
from outbox.templates import Templates
from rules.occasions import Occasion
from rules.roles import Role
from storage.database import open_database
from tests.review.browsers import NARROW, WIDE
from tests.review.cases import fill_cases
from tests.review.keyboard import tab_to
from tests.review.outbox import comes_back, fill_outbox

ROUND = "/uitgaand/ronde?soort=reminder&brief=2026-06-01"


@pytest.fixture(scope="module")
def mails(served):
    """The outbox in the database that is served, with the case of Ede."""
    engine = open_database(served.database)
    cases = fill_cases(engine)
    found = fill_outbox(engine) | {"case": cases["Ede"]}
    comes_back(engine, found["bounced"], "post@urk.nl")
    engine.dispose()
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_accessible_and_fit(visitor, mails, scheme, size):
    someone = visitor(Role.OFFICER, scheme=scheme, size=size)
    parts = ["ready", "held", "put_off", "queued", "doubtful", "sent", "cancelled"]
    shown = ["supplement", "held", "put off", "uncertain", "refused", "bounced", "sent"]
    paths = [f"/uitgaand?stand={each}" for each in parts]
    paths += [f"/uitgaand/{mails[each]}" for each in shown]
    paths += [f"/uitgaand/{mails['supplement']}/wijzigen", ROUND, f"/zaken/{mails['case']}"]
    for path in paths:
        page = someone.open(path)
        for each in page.locator("details").all():
            each.evaluate("e => { e.open = true }")
        assert (path, someone.violations()) == (path, [])
        assert (path, someone.overflows()) == (path, False)


def test_a_proposal_is_changed_put_off_and_sent(visitor, mails):
    someone = visitor(Role.OFFICER)
    page = someone.open("/uitgaand?gemeente=Urk")
    page.get_by_role("link", name="Zijn de opvangplekken er nu?").click()
    page.get_by_role("link", name="Wijzig de tekst").click()
    page.get_by_label("Onderwerp").fill("Hoe staat het ervoor?")
    page.get_by_label("Tekst").fill("Geacht college,\n\nHoe staat het?\n- plekken\n- stappen")
    page.get_by_role("button", name="Bewaar de tekst").click()
    page.get_by_text("De tekst is gewijzigd.").wait_for()
    page.get_by_text("Zo toont een mailprogramma de mail").click()
    items = page.frame_locator("iframe").locator("li")
    expect(items).to_have_text(["plekken", "stappen"])  # it loads when it is shown
    page.get_by_text("Niet nu").click()
    page.get_by_label("Niet voor").fill("2020-01-01")
    page.get_by_role("button", name="Stel de mail uit").click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#tot")).to_be_focused()
    assert someone.violations() == []
    page.get_by_role("button", name="Verstuur", exact=True).click()
    page.get_by_text("De mail staat in de wachtrij.").wait_for()
    expect(page.locator(".facts")).to_contain_text("In de wachtrij")


def test_a_round_is_sent_by_keyboard_and_without_scripts(visitor, mails):
    someone = visitor(Role.OFFICER, script=False)
    page = someone.open("/uitgaand")
    tab_to(page, "Herinnering: 2 mails")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ronde?*")
    tab_to(page, "Delft")
    page.keyboard.press("Space")
    tab_to(page, "Verstuur de gekozen mails")
    page.keyboard.press("Enter")
    page.get_by_text("1 mail staat in de wachtrij.").wait_for()
    someone.open(ROUND)
    assert page.get_by_role("checkbox").count() == 1


def test_all_or_none_of_a_round_are_chosen_at_once(visitor, mails):
    page = visitor(Role.OFFICER).open("/uitgaand/ronde?soort=supplement&brief=2026-06-01")
    page.get_by_text("1 gekozen").wait_for()
    page.get_by_role("button", name="Kies geen").click()
    page.get_by_text("0 gekozen").wait_for()
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("button", name="Kies alle").click()
    page.get_by_text("1 gekozen").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_mail_is_readable_in_a_browser(visitor, scheme, size):
    someone = visitor(scheme=scheme, size=size)
    templates = Templates()
    for occasion in Occasion:
        some = samples(occasion)
        longest = max(some, key=lambda each: len(templates.rendered(occasion, each.facts).text))
        words = templates.rendered(occasion, longest.facts)
        someone.page.set_content(words.html)
        assert someone.page.title() == words.subject
        shown = someone.page.locator("main").inner_text().split()
        marks = {"-", *(f"{number}." for number in range(1, 7))}  # a browser draws those of lists
        assert [each for each in words.text.split() if each not in marks] == shown
        # Its heading is its subject, which a mail program shows above it.
        told = [each for each in someone.violations() if "page-has-heading-one" not in each]
        assert (occasion, told) == (occasion, [])
        assert (occasion, someone.overflows()) == (occasion, False)
