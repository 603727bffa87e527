"""The pages of a cycle of supervision in a real browser: for all, at any width, by keyboard."""

from datetime import date

import pytest

from outbox.faults import faults_in
from rules.decisions import SetLadderStep
from rules.distribution import DistributionDecision, Task
from rules.judgement import Category
from rules.roles import Role
from rules.talks import TalkFacts, TalkKind
from storage.case_decisions import decide_case
from storage.database import open_database, transaction
from storage.distribution import ENTERED, TASKS
from storage.facts import record
from storage.talks import plan_talk
from storage.versions import version_of_case
from tests.review.browsers import NARROW, WIDE
from tests.review.cases import fill_cases
from tests.review.conftest import NOW
from tests.review.rounds import fill as fill_places
from tests.review.test_day_browser import FOCUSED

SIZES = {
    "wide": WIDE,
    "narrow": NARROW,
    "twice the size": {side: pixels // 2 for side, pixels in WIDE.items()},
}
SIDE_BY_SIDE = DistributionDecision(2, date(2026, 5, 1), date(2026, 12, 1))
MOST_TABS = 80  # of a page; the map alone has more


@pytest.fixture(scope="module")
def paths(served):
    """The pages, in a database with something to show on each."""
    engine = open_database(served.database)
    fill_places(engine)
    case = fill_cases(engine)["Ede"]
    step = SetLadderStep(3, "geen reactie", "brief 1", "de directeur", date(2026, 6, 20))
    facts = TalkFacts(TalkKind.ADMINISTRATIVE, NOW, 60, "Den Haag, zaal 3", "de wethouder")
    with transaction(engine) as session:
        version = version_of_case(session, "Ede", "7473202")
        decide_case(session, "Ede", "7473202", step, officer="jansen", version=version, now=NOW)
        plan_talk(session, facts, [case], uid="x", officer="behandelaar", now=NOW)
        record(session, ENTERED, [SIDE_BY_SIDE], now=NOW)
        # With it, the list of signalling has all its columns.
        thought = Task("Ede", 2, Category.REGULAR, 1_234, is_indicative=True)
        record(session, TASKS, [thought], now=NOW)
    engine.dispose()
    return [
        "/signalering?cyclus=1",
        "/signalering?op=2025-12-01",
        "/verdeelbesluiten",
        "/verdeelbesluiten?op=2024-01-15",
        "/rondes",
        "/rondes/nieuw",
        "/rondes/2026-06-01",
        "/rondes/2026-06-01?op=2026-06-10",
        "/rondes/2026-06-01/zaken?op=2026-06-10",
        f"/zaken/{case}",
        f"/zaken/{case}/ladder",
        f"/zaken/{case}/ladder?op=2026-06-10",
        f"/zaken/{case}/cyclus",
        "/gesprekken",
        "/toezeggingen",
        "/toezeggingen?op=2024-01-15",
        "/kaart",
        "/kaart?toon=antwoord",
        "/kaart?op=2024-01-15",
        "/verslag/directie",
        "/verslag/kamer?op=2024-01-15",
    ]


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_fit(visitor, paths, size):
    someone = visitor(Role.COORDINATOR, size=SIZES[size])
    for path in paths:
        page = someone.open(path)
        assert (path, page.locator("h1").count()) == (path, 1)
        assert (path, someone.overflows()) == (path, False)


@pytest.mark.parametrize(("size", "scheme"), [("wide", "dark"), ("narrow", "light")])
def test_the_pages_break_no_rule_of_accessibility(visitor, paths, size, scheme):
    someone = visitor(Role.COORDINATOR, size=SIZES[size], scheme=scheme)
    for path in paths:
        someone.open(path)
        assert (path, someone.violations()) == (path, [])


def test_every_control_is_reached_by_keyboard_and_shows_it(visitor, paths):
    someone = visitor(Role.COORDINATOR)
    for path in paths:
        page = someone.open(path)
        wanted = min(page.evaluate(REACHABLE), MOST_TABS)
        page.keyboard.press("Tab")
        reached = 0
        while reached < wanted:
            kind, has_ring = page.evaluate(FOCUSED)
            assert (path, reached, kind, has_ring) == (path, reached, kind, True)
            reached += 1
            page.keyboard.press("Tab")


def test_the_pages_speak_dutch(visitor, paths):
    someone = visitor(Role.COORDINATOR)
    for path in paths:
        text = someone.open(path).locator("main").inner_text()
        found = [each.told for each in faults_in(text) if each.told.startswith(FOREIGN)]
        assert (path, found) == (path, [])


FOREIGN = ("English", "a name of the program")
# How many controls can be seen and pressed: of a group of radios, one.
REACHABLE = """() => {
  const seen = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((each) => each.checkVisibility() && !each.disabled);
  const groups = new Set(seen.filter((each) => each.type === "radio").map((each) => each.name));
  return seen.filter((each) => each.type !== "radio").length + groups.size;
}"""
