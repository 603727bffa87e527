"""Searches and downloads: as many as somebody can read, and no more."""

import pytest

from review.pages import PAGES
from rules.roles import Role
from tests.review.conftest import Browser


@pytest.fixture
def officer(app_of, as_role):
    signed_in = as_role(Role.OFFICER)
    browser = Browser(app_of(paced_per_minute=3), Role.OFFICER)
    browser.client.cookies.update(signed_in.client.cookies)
    return browser


PACED = [
    "/zoeken?woorden=a",
    "/te-beoordelen?woorden=a",
    "/zaken/lijst.csv",
    "/overzicht/rondes.xlsx",
    "/overzicht/termijnen.csv",
]


def test_more_in_a_minute_than_anyone_reads_is_refused_and_later_allowed(officer, clock):
    told = [officer.get(path).status_code for path in PACED]
    assert told == [200, 200, 200, 429, 429]
    assert "Wacht een minuut" in officer.get(PACED[0]).text
    assert officer.get("/te-beoordelen").status_code == 200
    clock.forward(minutes=1)
    assert officer.get(PACED[-1]).status_code == 200


def test_one_account_does_not_hold_up_another(officer, as_role):
    for path in PACED:
        officer.get(path)
    other = Browser(officer.app, Role.READER)
    other.client.cookies.update(as_role(Role.READER).client.cookies)
    assert other.get(PACED[0]).status_code == 200


def test_each_file_and_the_search_keep_the_pace():
    named = {page.name for page in PAGES if page.is_paced}
    files = {page.name for page in PAGES if page.name.endswith(("file", ".raw", ".pdf"))}
    lists = {"talks.list", "rounds.letters", "rounds.letters_list", "rounds.letter", "report.table"}
    costly = {"search", "case.woo", "case.woo.take", "case.archive.take", "rounds.confirm.take"}
    assert named == files | lists | costly
