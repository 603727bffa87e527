"""Signing in and out: sessions that end, tries that are counted, and where one goes next."""

import pytest

from review.admission import FORGED, SIGNED_OUT, visitor_csrf
from review.cookies import SESSION, VISITOR
from rules.roles import Role
from storage.accounts import change_account
from storage.database import transaction
from tests.review.conftest import NOW, PASSWORD, Browser

WRONG = "Naam of wachtwoord klopt niet."  # and more, of the code


@pytest.fixture
def browser(app):
    return Browser(app)


def test_one_comes_where_one_wanted_to_go(browser):
    sent = browser.get("/account?a=1").headers["location"]
    assert sent == "/inloggen?verder=%2Faccount%3Fa%3D1"
    assert 'value="/account?a=1"' in browser.get(sent).text
    answer = browser.sign_in("Lezer ", verder="/account?a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?a=1")
    assert "De lezer" in browser.get("/account").text


@pytest.mark.parametrize(
    "onward",
    ["https://kwaad.example", "//kwaad.example", "/\\kwaad.example", "javascript:1", "/\n/x"],
)
def test_signing_in_leads_to_no_other_site(browser, onward):
    assert browser.sign_in("lezer", verder=onward).headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("lezer", "fout"), ("niemand", PASSWORD), ("", "")])
def test_what_is_wrong_is_not_told(browser, name, password):
    answer = browser.sign_in(name, password)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert browser.client.cookies.get(SESSION) is None
    assert not password or password not in answer.text


def test_signing_in_gives_another_cookie_each_time(browser):
    browser.sign_in("lezer")
    first = browser.client.cookies[SESSION]
    browser.post("/uitloggen")
    browser.sign_in("lezer")
    assert browser.client.cookies[SESSION] != first


def test_a_cookie_is_worth_nothing_after_signing_out(app, browser):
    browser.sign_in("lezer")
    old = browser.client.cookies[SESSION]
    assert browser.post("/uitloggen").status_code == 303
    thief = Browser(app)
    thief.client.cookies.set(SESSION, old)
    assert thief.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        pytest.param([50, 50, 50], 200, id="in use"),
        pytest.param([61], 303, id="idle"),
        pytest.param([50] * 13, 303, id="in use for too long"),
    ],
)
def test_a_session_ends_by_itself(browser, clock, steps, status):
    browser.sign_in("lezer")
    for minutes in steps:
        clock.forward(minutes=minutes)
        answer = browser.get("/account")
    assert answer.status_code == status


def test_a_text_sent_after_the_session_ended_can_be_copied(browser, clock):
    browser.sign_in("behandelaar")
    token = browser.csrf()
    clock.forward(minutes=61)
    sent = {"csrf": token, "tekst": "Gebeld met <de> wethouder", "uw_wachtwoord": PASSWORD}
    answer = browser.client.post("/zaken/7476536/notitie", data=sent)
    assert answer.status_code == 403
    assert SIGNED_OUT in answer.text
    assert ">\nGebeld met &lt;de&gt; wethouder</textarea>" in answer.text
    assert PASSWORD not in answer.text


def test_so_it_can_when_one_signed_in_again_in_another_tab(browser):
    browser.sign_in("behandelaar")
    token = browser.csrf()
    browser.client.cookies.delete(SESSION)
    browser.sign_in("behandelaar")
    sent = {"csrf": token, "tekst": "Gebeld met de wethouder"}
    answer = browser.client.post("/zaken/7476536/notitie", data=sent)
    assert answer.status_code == 403
    assert FORGED in answer.text
    assert "Gebeld met de wethouder</textarea>" in answer.text


def test_the_text_of_another_sites_form_is_not_shown_as_ours(browser):
    answer = browser.client.post(
        "/zaken/7476536/notitie",
        data={"tekst": "Bel dit nummer"},
        headers={"Origin": "https://kwaad.example"},
    )
    assert answer.status_code == 403
    assert "Bel dit nummer" not in answer.text


def test_an_account_that_loses_access_is_out_at_once(browser, engine):
    browser.sign_in("lezer")
    with transaction(engine) as session:
        change_account(session, "lezer", is_active=False, now=NOW)
    assert browser.get("/account").status_code == 303
    assert WRONG in browser.sign_in("lezer").text


def test_after_some_wrong_passwords_the_right_one_must_wait(app, browser, clock):
    for _ in range(10):
        assert browser.sign_in("lezer", "fout").status_code == 422
    assert browser.sign_in("lezer").status_code == 429
    assert Browser(app).sign_in("behandelaar").status_code == 303
    clock.forward(minutes=16)
    assert browser.sign_in("lezer").status_code == 303


def test_of_many_guesses_from_one_address_few_reach_the_hash(app_of, monkeypatch):
    checked = []
    monkeypatch.setattr("review.sign_in.is_right", lambda *tried: checked.append(tried))
    browser = Browser(app_of(sign_in_tries=4))
    browser.get("/inloggen")
    token = browser.csrf("/inloggen")
    for number in range(200):
        fields = {"csrf": token, "naam": f"n{number}", "wachtwoord": "x"}
        answer = browser.client.post("/inloggen", data=fields)
    assert answer.status_code == 429
    assert len(checked) == 20


def test_a_new_password_signs_other_browsers_out_and_not_this_one(app, as_role):
    here, elsewhere = Browser(app), as_role(Role.OFFICER)
    here.sign_in("behandelaar")
    new = "een heel ander zinnetje"
    fields = {"huidig": PASSWORD, "nieuw": new, "herhaald": new}
    assert here.post("/account/wachtwoord", **fields).status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert Browser(app).sign_in("behandelaar", new).status_code == 303


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"huidig": "fout"}, "Dit is niet uw wachtwoord."),
        ({"nieuw": "kort", "herhaald": "kort"}, "ten minste 12 tekens"),
        ({"nieuw": "Welkom123456", "herhaald": "Welkom123456"}, "te makkelijk te raden"),
        ({"nieuw": "behandelaar1", "herhaald": "behandelaar1"}, "te makkelijk te raden"),
        ({"herhaald": "iets anders dan dat"}, "niet hetzelfde"),
    ],
)
def test_a_password_that_will_not_do_is_told(as_role, fields, told):
    good = "een heel ander zinnetje"
    whole = {"huidig": PASSWORD, "nieuw": good, "herhaald": good} | fields
    answer = as_role(Role.OFFICER).post("/account/wachtwoord", **whole)
    assert answer.status_code == 422
    assert told in answer.text


def test_without_local_accounts_no_password_is_taken(app_of):
    browser = Browser(app_of(local_accounts=False))
    assert "wachtwoord" not in browser.get("/inloggen").text.partition("<form")[2]
    token = visitor_csrf(browser.client.cookies[VISITOR])
    fields = {"csrf": token, "naam": "lezer", "wachtwoord": PASSWORD}
    assert browser.client.post("/inloggen", data=fields).status_code == 404
