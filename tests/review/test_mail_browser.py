"""A mail in a real browser: corrected by selecting and by keyboard; hostile ones do nothing."""

import re

import pytest
from playwright.sync_api import expect

from rules.judgement import Element
from rules.roles import Role
from storage.database import open_database, snapshot, transaction
from storage.decided import held_of
from tests.review.browsers import NARROW, WIDE
from tests.review.doubted import ELSEWHERE, JULY, MAY, file_doubted
from tests.review.keyboard import tab_to
from tests.review.sent_mails import STEPS, TIME, UNMARKED, file_sent, fill_sent, message
from tests.review.test_mail_files import HOSTILE

TURNED = "\u202e\u05d2\u05de\u05e2\u05d4 fdp.exe"
HUGE = "<p>Hallo gemeente</p>" * 250_000
LIST = "/te-beoordelen?volgorde=-received"


@pytest.fixture(scope="module")
def database(served):
    engine = open_database(served.database)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def mails(database):
    """Mails of good and of ill will in the database that is served."""
    found = fill_sent(database)
    with transaction(database) as session:
        for number, (name, html) in enumerate(HOSTILE.items(), 100):
            raw = message(subject=f"Kwaad {name}", html=html).as_bytes()
            found[name] = file_sent(session, raw, number)
        turned = message(subject=f"Brief {TURNED}", sender=f'"{TURNED}" <info@ede.nl>')
        turned.add_attachment("Hallo\n", filename="brief \u05d2.txt")
        found["turned"] = file_sent(session, turned.as_bytes(), 120)
        found["huge"] = file_sent(session, message(subject="Lang", html=HUGE).as_bytes(), 121)
    return found


@pytest.fixture
def held(database):
    """What holds of a mail now."""

    def of(mail):
        with snapshot(database) as session:
            return held_of(session, mail)

    return of


def test_an_officer_corrects_by_selecting_moves_undoes_and_agrees(visitor, mails, held):
    mail = mails["rich"]
    page = visitor(Role.OFFICER).open(LIST)
    page.get_by_role("link", name="Reactie op uw brief").first.click()
    page.wait_for_url(f"**/mails/{mail}?*")
    assert not page.get_by_text("U koos").is_visible()
    page.locator(".line", has_text="Er zijn nu").click(click_count=3)
    expect(page.locator("#gekozen")).to_have_text(UNMARKED)
    page.get_by_label("Dit is bewijs voor").select_option("Stand van zaken")
    page.get_by_role("button", name="Markeer als bewijs").click()
    page.get_by_text("De zin is aangemerkt.").wait_for()
    assert [each.text for each in held(mail).holds.elements[Element.CURRENT_STATE]] == [UNMARKED]
    page.locator("#vindplaats-current_state-1").click()
    expect(page).to_have_url(re.compile("#bewijs-current_state-1$"))
    page.locator("#bewijs-current_state-1").click()
    expect(page).to_have_url(re.compile("#vindplaats-current_state-1$"))
    cases = page.locator("#zaken .candidates > li")
    cases.filter(has_text="7400001").get_by_role("button", name="Verplaats hierheen").click()
    page.get_by_text("De mail is gekoppeld.").wait_for()
    decisions = page.locator("#besluiten .decisions").first.locator("> li")
    expect(decisions).to_have_count(3)
    undo = decisions.get_by_role("button", name="Maak ongedaan")
    for left in (2, 1):
        undo.first.click()
        page.get_by_text("Dit is ongedaan gemaakt.").wait_for()
        expect(undo).to_have_count(left)
    suggested = cases.filter(has_text="7473202").get_by_role("button", name="Klopt")
    expect(suggested).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Akkoord met de beoordeling").click()
    page.wait_for_url(f"**/mails/{mails['plain 2']}?*")
    page.get_by_text("De mail is afgehandeld.").wait_for()
    assert held(mail).disposition.value == "dealt_with"


def test_what_stands_behind_a_letter_of_two_units_is_found_in_its_place(visitor, mails, held):
    mail = mails["plain 3"]
    page = visitor(Role.OFFICER).open(f"/mails/{mail}")
    page.evaluate(
        """() => {
          const line = [...document.querySelectorAll(".line")]
            .find((each) => each.textContent.includes("in gebruik"));
          const node = line.firstChild;
          const at = node.data.indexOf("in gebruik");
          document.getSelection().setBaseAndExtent(node, at, node, at + "in gebruik".length);
        }"""
    )
    page.get_by_text("U koos").wait_for()
    page.get_by_label("Dit is bewijs voor").select_option("Stukken")
    page.get_by_role("button", name="Markeer als bewijs").click()
    page.get_by_text("De zin is aangemerkt.").wait_for()
    assert [each.text for each in held(mail).holds.elements[Element.DOCUMENTS]] == ["in gebruik"]


def test_a_selection_over_a_label_counts_only_the_words_of_the_mail(visitor, mails, held):
    mail = mails["plain 4"]
    page = visitor(Role.OFFICER).open(f"/mails/{mail}")
    page.locator(".line", has_text=TIME).click(click_count=3, position={"x": 300, "y": 12})
    page.get_by_text("U koos").wait_for()
    page.get_by_label("Dit is bewijs voor").select_option("Stappen")
    page.get_by_role("button", name="Markeer als bewijs").click()
    page.get_by_text("De zin is aangemerkt.").wait_for()
    assert TIME in [each.text for each in held(mail).holds.elements[Element.STEPS]]


def test_all_of_it_by_keyboard_without_script(visitor, mails, held):
    mail = mails["plain 5"]
    page = visitor(Role.OFFICER, script=False).open(LIST)
    keys = page.keyboard
    page.get_by_role("link", name="Reactie 5").focus()
    keys.press("Enter")
    page.wait_for_url(f"**/mails/{mail}?*")
    page.get_by_role("link", name="Kies een zin voor Stand van zaken").focus()
    keys.press("Enter")
    page.wait_for_url("**kies=*")
    page.get_by_role("radio", name=UNMARKED).focus()
    keys.press("Space")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.name") == "element"
    assert page.evaluate("document.activeElement.value") == "current_state"
    keys.press("Tab")
    keys.press("Enter")
    page.get_by_text("De zin is aangemerkt.").wait_for()
    assert [each.text for each in held(mail).holds.elements[Element.CURRENT_STATE]] == [UNMARKED]
    page.get_by_text("Wijzig de soort").focus()
    keys.press("Enter")
    page.get_by_role("checkbox", name="Vraag").focus()
    keys.press("Space")
    page.get_by_role("button", name="Bewaar de soort").focus()
    keys.press("Enter")
    page.get_by_text("De soort is gewijzigd.").wait_for()
    page.get_by_role("button", name="Maak ongedaan").first.focus()
    keys.press("Enter")
    page.get_by_text("Dit is ongedaan gemaakt.").wait_for()
    page.get_by_role("button", name="Akkoord met de beoordeling").focus()
    keys.press("Enter")
    page.get_by_text("De mail is afgehandeld.").wait_for()
    assert held(mail).disposition.value == "dealt_with"


def press_with_alt(page, letter):
    """Press an access key: Playwright's own leaves out the letter that the browser looks for."""
    key = {"key": letter, "code": f"Key{letter.upper()}", "modifiers": 1}
    told = {"unmodifiedText": letter, "windowsVirtualKeyCode": ord(letter.upper())}
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "text": letter} | key | told
    )


def test_keys_lead_to_the_next_mail_and_back(visitor, mails):
    page = visitor(Role.READER).open(f"/mails/{mails['plain 2']}?volgorde=-received")
    press_with_alt(page, "k")
    page.wait_for_url(f"**/mails/{mails['plain 3']}?*")
    press_with_alt(page, "j")
    page.wait_for_url(f"**/mails/{mails['plain 2']}?*")


def test_the_second_of_two_officers_is_told_what_changed(visitor, mails, held):
    mail = mails["plain 2"]
    first, second = visitor(Role.OFFICER), visitor(Role.COORDINATOR)
    pages = [each.open(f"/mails/{mail}") for each in (first, second)]
    pages[0].get_by_role("button", name="Op mijn naam").click()
    pages[0].get_by_text("De behandelaar is gewijzigd.").wait_for()
    pages[1].get_by_role("button", name="Op mijn naam").click()
    pages[1].get_by_role("heading", name="Er is intussen iets gewijzigd").wait_for()
    expect(pages[1].locator("main")).to_contain_text("behandelaar wees de mail toe")
    assert second.violations() == []
    pages[1].get_by_role("link", name="Kijk wat er nu staat").click()
    expect(pages[1].locator("#behandelaar")).to_contain_text("De behandelaar")
    assert len(held(mail).decisions) == 1


@pytest.mark.parametrize("name", [*HOSTILE, "turned"])
def test_b10_a_hostile_mail_does_nothing_but_be_read(visitor, mails, name):
    someone = visitor(Role.OFFICER)
    page = someone.open(f"/mails/{mails[name]}?toon=origineel")
    frame = page.frame_locator("iframe")
    frame.locator("body").wait_for()
    assert "IBT-intake" in page.title()
    assert page.url.startswith(someone.address)
    assert len(page.frames) == 2
    if name != "turned":
        expect(frame.locator("body")).to_contain_text("Hallo")
    assert someone.violations() == []


def test_b9_names_that_run_the_other_way_turn_nothing_around_them(visitor, mails):
    page = visitor(Role.OFFICER).open(f"/mails/{mails['turned']}")
    for place in ("h1", ".envelope dd"):
        assert (
            page.locator(f"{place} bdi")
            .first.evaluate("each => getComputedStyle(each).unicodeBidi")
            .startswith("isolate")
        )
    assert page.locator(".files bdi").inner_text() == "brief \u05d2.txt"


def test_b6_five_megabytes_do_not_hold_up_the_page(visitor, mails):
    someone = visitor(Role.OFFICER)
    page = someone.open(f"/mails/{mails['huge']}?toon=origineel")
    page.frame_locator("iframe").get_by_text("te lang en is hier weggelaten").wait_for()
    assert len(page.content()) < 1_500_000


def test_a_pdf_stands_in_the_viewer_of_the_browser(visitor, mails):
    page = visitor(Role.READER).open(f"/mails/{mails['rich']}")
    with page.expect_event(
        "framenavigated", lambda frame: frame.url.startswith("chrome-extension:")
    ):
        page.get_by_role("link", name="Bekijk brief.pdf").click()
    assert page.locator("iframe").get_attribute("title") == "PDF: brief.pdf"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("query", ["", "?kies=ja", "?regels=ja&toon=origineel"])
def test_the_page_is_accessible_and_fits(visitor, mails, scheme, size, query):
    someone = visitor(Role.OFFICER, scheme=scheme, size=size)
    page = someone.open(f"/mails/{mails['rich']}{query}")
    for each in page.locator("details:not([open]) > summary").all():
        if each.is_visible():
            each.click()
    assert someone.violations() == []
    assert not someone.overflows()


@pytest.fixture(scope="module")
def doubted(database):
    """A mail whose time is doubted, with one of another municipality, and one whose steps are."""
    time = file_doubted(
        database,
        Element.TIMELINE,
        (TIME, (JULY,), False),
        (ELSEWHERE, (MAY,), True),
        number=130,
        subject="Een moment",
    )
    steps = file_doubted(
        database, Element.STEPS, (STEPS, (), False), number=131, subject="De stappen"
    )
    return {"time": time, "steps": steps}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_what_is_doubted_is_shown_accessibly_and_fits(visitor, doubted, scheme, size):
    someone = visitor(Role.OFFICER, scheme=scheme, size=size)
    for name in ("time", "steps"):
        path = f"/mails/{doubted[name]}"
        page = someone.open(path)
        expect(page.locator("div.maybe").first).to_be_visible()
        assert (path, someone.violations()) == (path, [])
        assert (path, someone.overflows()) == (path, False)


def test_what_is_doubted_is_confirmed_by_keyboard(visitor, doubted, held):
    page = visitor(Role.OFFICER).open(f"/mails/{doubted['steps']}")
    tab_to(page, "Ja, dit is bewijs")
    page.keyboard.press("Enter")
    page.get_by_text("De zin is bevestigd.").wait_for()
    assert [each.text for each in held(doubted["steps"]).holds.elements[Element.STEPS]] == [STEPS]
