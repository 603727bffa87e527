"""A round of letters in a real browser: from the form to the figures, readable by all."""

import pytest

from rules.roles import Role
from storage.database import open_database
from tests.review.browsers import NARROW, WIDE
from tests.review.overviews import FIRST
from tests.review.overviews import fill as fill_cases
from tests.review.rounds import fill as fill_places


@pytest.fixture(scope="module")
def filled_database(served):
    """Tasks and places, and rounds with answers, in the database that is served."""
    engine = open_database(served.database)
    fill_places(engine)
    fill_cases(engine)
    engine.dispose()


def test_a_round_is_made_confirmed_and_followed_and_each_page_is_accessible(
    visitor, filled_database
):
    someone = visitor(Role.COORDINATOR)
    page = someone.open("/rondes/nieuw")
    readable(someone)
    page.get_by_label("Kenmerk van de eerste brief").fill("7468089")
    page.get_by_label("E-mailadres voor reacties").fill("ibtspreidingswet@minjenv.nl")
    page.get_by_label("E-mailadres voor reacties").press("Enter")
    page.get_by_text("Het concept is gemaakt.").wait_for()
    readable(someone)
    with page.expect_download() as coming:
        page.get_by_role("link", name="PDF voor Twenterand").click()
    assert coming.value.suggested_filename.endswith("Twenterand.pdf")
    page.get_by_role("link", name="Stel de ronde vast").click()
    page.get_by_label("Ik heb de brieven bekeken.").wait_for()
    readable(someone)
    page.get_by_label("Ik heb de brieven bekeken.").press("Space")
    page.get_by_label("Ik heb de brieven bekeken.").press("Enter")
    page.get_by_text("De ronde is vastgesteld.").wait_for()
    readable(someone)
    page.get_by_role("link", name="Bekijk de antwoorden").click()
    together = page.get_by_role("row", name="Samen")
    together.wait_for()
    page.wait_for_load_state()
    assert together.inner_text().split()[1] == "2"
    readable(someone)


def readable(someone):
    """The page breaks no rule of accessibility, and fits wide and narrow."""
    for size in (NARROW, WIDE):
        someone.page.set_viewport_size(size)
        assert (someone.page.url, someone.overflows()) == (someone.page.url, False)
    assert (someone.page.url, someone.violations()) == (someone.page.url, [])


def test_the_figures_of_a_round_are_accessible(visitor, filled_database):
    someone = visitor(Role.READER, scheme="dark")
    for path in (f"/rondes/{FIRST}", f"/rondes/{FIRST}/zaken?op=2026-06-09", "/rondes"):
        someone.open(path)
        readable(someone)
