"""Where one is signed in: seen, and ended."""

import re

import pytest

from review.devices import device_of
from rules.roles import Role
from tests.review.conftest import PASSWORD, Browser

AGENT = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
SURE = {"uw_wachtwoord": PASSWORD}


@pytest.fixture
def here(app):
    browser = Browser(app)
    browser.sign_in("lezer")
    return browser


@pytest.fixture
def elsewhere(here, app, clock):
    clock.forward(minutes=5)
    browser = Browser(app)
    browser.client.headers["User-Agent"] = AGENT
    browser.sign_in("lezer")
    return browser


def others(browser):
    """The marks of the browsers that are not this one."""
    rows = browser.get("/account").text.split('name="sessie"')[1:]
    return [re.match(r' value="(\w+)"', row)[1] for row in rows if "Dit apparaat" not in row]


def test_one_sees_where_one_is_signed_in(here, elsewhere):
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", here.get("/account").text))
    assert "Firefox op Windows aangemeld 1 juli 2026, 12.05 uur" in text
    assert "Een browser Dit apparaat aangemeld 1 juli 2026, 12.00 uur" in text


def test_one_ends_what_one_does_not_know(here, elsewhere):
    (other,) = others(here)
    assert here.post("/account/apparaten", sessie=other, **SURE).status_code == 303
    assert elsewhere.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_that_takes_ones_password_and_a_choice(here, elsewhere):
    (other,) = others(here)
    wrong = here.post("/account/apparaten", sessie=other, uw_wachtwoord="niet dit wachtwoord")
    assert (wrong.status_code, "niet uw wachtwoord" in wrong.text) == (422, True)
    none = here.post("/account/apparaten", **SURE)
    assert (none.status_code, "Kies eerst een apparaat." in none.text) == (422, True)
    assert elsewhere.get("/account").status_code == 200


def test_nobody_ends_anothers(here, elsewhere, as_role):
    (other,) = others(here)
    officer = as_role(Role.OFFICER)
    assert officer.post("/account/apparaten", sessie=other, **SURE).status_code == 303
    assert elsewhere.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (AGENT, "Firefox op Windows"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605 (KHTML) Version/18 Safari/605", "Safari op Mac"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537 Edg/140.0", "Edge op Windows"),
        ("<script>alert(1)</script>", "Een browser"),
        ("", "Een browser"),
    ],
)
def test_a_browser_is_told_in_words_of_our_own(agent, device):
    assert device_of(agent) == device
