"""Talks and their reports in a real browser: readable by all, wide and narrow, light and dark."""

import pytest

from rules.roles import Role
from rules.talks import TalkDeed, TalkFacts, TalkKind, moved
from storage.accounts import change_account
from storage.database import open_database, transaction
from storage.talks import change_talk, plan_talk
from tests.review.browsers import NARROW, WIDE
from tests.review.cases import fill_cases
from tests.review.conftest import NAMES
from tests.review.mails import NOW

FORMS = ("", "/verzetten", "/gehouden", "/afzeggen", "/ongedaan", "/verslag")


@pytest.fixture(scope="module")
def pages(served):
    """The pages of a talk in the database that is served, for who may read its report."""
    engine = open_database(served.database)
    case = fill_cases(engine)["Ede"]
    facts = TalkFacts(TalkKind.ADMINISTRATIVE, NOW, 60, "Den Haag, zaal 3", "de wethouder")
    with transaction(engine) as session:
        change_account(session, NAMES[Role.COORDINATOR], reads_reports=True, now=NOW)
        talk = plan_talk(session, facts, [case], uid="x", officer="behandelaar", now=NOW)
        later = moved(facts, NOW, 30, "", "De wethouder is ziek.")
        change_talk(session, talk, TalkDeed.MOVED, later, officer="behandelaar", now=NOW)
    engine.dispose()
    return [
        "/gesprekken",
        f"/gesprekken/nieuw?zaak={case}",
        *(f"/gesprekken/{talk.id}{form}" for form in FORMS),
    ]


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "dark"), (NARROW, "light")], ids=["wide", "narrow"]
)
def test_the_pages_of_talks_are_accessible_and_fit(visitor, pages, size, scheme):
    someone = visitor(Role.COORDINATOR, scheme=scheme, size=size)
    for path in pages:
        page = someone.open(path)
        assert page.title() != " - IBT-intake", path
        assert (path, someone.violations()) == (path, [])
        assert (path, someone.overflows()) == (path, False)
    page.locator("#tekst").fill("De wethouder sprak vrijuit.")
    page.get_by_role("button", name="Bewaar het verslag").click()
    page.get_by_text("De tekst is bewaard.").wait_for()
    assert someone.violations() == []
