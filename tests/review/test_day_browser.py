"""A day's work in a real browser, from signing in to the audit trail: by mouse, and by keyboard."""

import pytest

from rules.roles import Role
from storage.database import open_database, snapshot
from storage.links import case_number
from tests.review.browsers import WIDE, tells
from tests.review.conftest import NAMES, PASSWORD
from tests.review.keyboard import MOST_TABS, tab_to
from tests.review.sent_mails import UNMARKED, fill_sent

NEWEST = "/te-beoordelen?volgorde=-received"
OTHER = "7400001"  # an earlier letter to the same municipality, of 27 April 2025
LONGER = "maandag 2 juni 2025"


@pytest.fixture(scope="module")
def mails(served):
    engine = open_database(served.database)
    found = fill_sent(engine)
    engine.dispose()
    return found


def test_a_day_of_an_officer(visitor, mails):
    someone = visitor()
    someone.sign_in(NAMES[Role.OFFICER], PASSWORD)
    page = someone.page
    page.wait_for_url("**/te-beoordelen")
    someone.open(NEWEST)
    page.get_by_role("button", name="Op mijn naam").first.click()
    page.get_by_text("De mail staat op uw naam.").wait_for()
    page.locator("a.subject").first.click()
    page.wait_for_url(f"**/mails/{mails['rich']}?*")

    page.locator(".line", has_text="Er zijn nu").click(click_count=3)
    page.get_by_text("U koos").wait_for()
    page.get_by_label("Dit is bewijs voor").select_option("Stappen")
    page.get_by_role("button", name="Markeer als bewijs").click()
    page.get_by_text("De zin is aangemerkt.").wait_for()
    other = page.locator("#zaken .candidates > li").filter(has_text=OTHER)
    other.get_by_role("button", name="Verplaats hierheen").click()
    page.get_by_text("De mail is gekoppeld.").wait_for()
    case = other.get_by_role("link", name=f"brief {OTHER}").get_attribute("href")
    page.get_by_role("button", name="Akkoord met de beoordeling").click()
    page.get_by_text("De mail is afgehandeld.").wait_for()

    someone.open(case)
    assert page.locator(".due").inner_text().startswith("maandag 19 mei 2025")
    doing = page.get_by_role("navigation", name="Doen")
    doing.get_by_role("link", name="Aanvulling vragen").click()
    assert "De stand van zaken." in page.get_by_label("Tekst").input_value()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Keur de mail goed").click()
    page.get_by_text("De mail gaat weg zodra dat kan.").wait_for()
    doing.get_by_role("link", name="Uitstel geven").click()
    page.get_by_label("Nieuwe uiterste datum").fill("2025-06-02")
    page.get_by_label("Reden").fill("De raad vergadert later.")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Geef uitstel").click()
    tells(page, "Het uitstel is gegeven.")
    assert page.locator(".due").inner_text().startswith(LONGER)
    assert f"uitstel tot en met {LONGER}" in page.locator(".steps li").all_inner_texts()[-1]

    trail = page.locator(".trail").inner_text()
    for deed in (
        "wees de mail toe",
        "merkte een zin aan als bewijs",
        "koppelde de mail aan een zaak",
        "handelde de mail af",
        "stelde een verzoek om aanvulling op",
        "gaf uitstel",
    ):
        assert f"De {NAMES[Role.OFFICER]} {deed}" in trail
    assert "19 mei 2025" in trail
    assert "2 juni 2025" in trail
    someone.open(f"/mails/{mails['rich']}")
    page.get_by_text("Alles wat er met deze mail gebeurde").click()
    told = page.locator(".trail").inner_text()
    assert "bewijs voor stappen: van 1 zin → naar 2 zinnen" in " ".join(told.split())


def test_the_same_day_by_keyboard_alone(visitor, mails):
    someone = visitor(script=False)
    page = someone.open("/inloggen")
    keys = page.keyboard

    def press(text, key="Enter"):
        tab_to(page, text)
        keys.press(key)

    tab_to(page, "Naam")
    keys.type(NAMES[Role.COORDINATOR])
    tab_to(page, "Wachtwoord")
    keys.type(PASSWORD)
    press("Aanmelden")
    page.wait_for_url("**/te-beoordelen")
    press("Ontvangen")
    page.wait_for_url("**volgorde=received*")
    press("Reactie ")
    page.wait_for_url("**/mails/*")
    mail = page.url.partition("/mails/")[2].partition("?")[0]
    press("Kies een zin voor Stand van zaken")
    page.get_by_role("radio", name=UNMARKED).wait_for()
    tab_to(page, "Reactie 5")  # the first of the sentences; arrows go to the others
    while not page.get_by_role("radio", name=UNMARKED).is_checked():
        keys.press("ArrowDown")
    press("Markeer als bewijs")
    page.get_by_text("De zin is aangemerkt.").wait_for()
    press("Verplaats hierheen")
    page.get_by_text("De mail is gekoppeld.").wait_for()
    press("Akkoord met de beoordeling")
    page.get_by_text("De mail is afgehandeld.").wait_for()
    someone.open(f"/mails/{mail}")
    press(f"brief {OTHER}")
    page.wait_for_url("**/zaken/*")
    press("Uitstel geven")
    page.wait_for_url("**/uitstel")
    tab_to(page, "Nieuwe uiterste datum")
    keys.type("08082025")  # the same where the browser has the month first
    tab_to(page, "Reden")
    keys.type("Ziekte")
    press("Verder")
    page.get_by_text("Zo komt de uiterste datum tot stand").wait_for()
    press("Geef uitstel")
    tells(page, "Het uitstel is gegeven.")
    assert page.locator(".due").inner_text().startswith("vrijdag 8 augustus 2025")
    trail = page.locator(".trail").inner_text()
    assert f"De {NAMES[Role.COORDINATOR]} gaf uitstel" in trail
    assert f"De {NAMES[Role.COORDINATOR]} handelde de mail af" in trail


@pytest.fixture(scope="module")
def paths(served, mails):
    """The pages that are looked at, by their name."""
    engine = open_database(served.database)
    with snapshot(engine) as session:
        case = case_number(session, ("Ede", "7473202"))
    engine.dispose()
    return {
        "work list": "/te-beoordelen",
        "mail": f"/mails/{mails['plain 2']}",
        "choosing": f"/mails/{mails['plain 2']}?kies=ja",
        "case": f"/zaken/{case}",
        "supplement": f"/zaken/{case}/aanvulling",
        "cases": "/zaken",
        "overview": "/overzicht",
        "search": "/zoeken?woorden=reactie",
    }


PRINTED = ["work list", "mail", "case", "cases", "overview", "search"]


@pytest.mark.parametrize("name", PRINTED)
def test_on_paper_a_page_has_no_menus_and_no_forms(visitor, paths, name):
    page = visitor(Role.OFFICER).open(paths[name])
    assert page.locator(PRESSED).count() > 0
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator(PRESSED).evaluate_all("all => all.map(each => each.outerHTML)") == []
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("name", [*PRINTED, "choosing", "supplement"])
def test_a_page_fits_at_twice_the_size(visitor, paths, name):
    half = {side: pixels // 2 for side, pixels in WIDE.items()}
    someone = visitor(Role.OFFICER, size=half)
    someone.open(paths[name])
    assert not someone.overflows()


def test_each_kind_of_control_shows_that_it_has_the_focus(visitor, paths):
    someone, seen = visitor(Role.OFFICER), set()
    for name in ("work list", "mail", "choosing", "supplement"):
        page = someone.open(paths[name])
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            kind, has_ring = page.evaluate(FOCUSED)
            if kind == "BODY":
                break
            assert (name, kind, has_ring) == (name, kind, True)
            seen.add(kind)
    assert seen >= KINDS


KINDS = {
    "A",
    "BUTTON",
    "SUMMARY",
    "SELECT",
    "TEXTAREA",
    "search",
    "text",
    "date",
    "radio",
    "checkbox",
}
PRESSED = (
    "nav:visible:not(.pages), .pages a:visible, form button:visible, input:visible, "
    "select:visible, textarea:visible, details:has(form) > summary:visible"
)
# What has the focus, and whether that is drawn: by a line around it, which the browser's own
# line of one pixel is not.
FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  const has_ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [each.tagName === "INPUT" ? each.type : each.tagName, has_ring];
}"""
# The links on paper that cannot be told from white.
FAINT = """() => [...document.querySelectorAll("a")]
  .filter((each) => each.checkVisibility())
  .filter((each) => Math.min(...getComputedStyle(each).color.match(/[0-9]+/g).slice(0, 3)) > 160)
  .map((each) => each.outerHTML)"""
