"""A second step at sign-in: set up, asked for, used once, and put off by its owner or in need."""

import re
from datetime import timedelta

import pyotp
import pytest

from review.second_step import new_secret, opened, sealed, step_of
from rules.roles import Role
from storage.accounts import account_named
from storage.database import snapshot
from storage.events import events_of
from storage.second_steps import second_step_of
from tests.review.conftest import NOW, PASSWORD, Browser

SURE = {"uw_wachtwoord": PASSWORD}


@pytest.fixture
def officer(as_role):
    return as_role(Role.OFFICER)


@pytest.fixture
def code(clock):
    """The code that an app shows for a secret now."""
    return lambda secret: pyotp.TOTP(secret).at(clock.now)


@pytest.fixture
def set_up(officer, code):
    """Set a second step up; its secret."""
    answer = officer.post("/account/tweede-stap", **SURE)
    secret = re.search(r'id="letters">([^<]+)<', answer.text)[1].replace(" ", "")
    assert officer.post("/account/tweede-stap/aan", code=code(secret)).status_code == 303
    return secret


def test_once_set_up_signing_in_takes_a_code(set_up, app, clock, code):
    clock.forward(minutes=1)
    assert Browser(app).sign_in("behandelaar").status_code == 422
    assert Browser(app).sign_in("behandelaar", code="000000").status_code == 422
    assert Browser(app).sign_in("behandelaar", code=code(set_up)).status_code == 303


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_clock_may_be_half_a_minute_off(set_up, app, clock, code, seconds):
    clock.forward(minutes=2)
    near = pyotp.TOTP(set_up).at(clock.now + timedelta(seconds=seconds))
    assert Browser(app).sign_in("behandelaar", code=near).status_code == 303


def test_no_code_counts_twice(set_up, app, clock, code):
    clock.forward(minutes=1)
    assert Browser(app).sign_in("behandelaar", code=code(set_up)).status_code == 303
    assert Browser(app).sign_in("behandelaar", code=code(set_up)).status_code == 422


def test_the_code_it_was_set_up_with_is_used_up(set_up, app, code):
    assert Browser(app).sign_in("behandelaar", code=code(set_up)).status_code == 422


def test_a_code_does_without_no_password(set_up, app, clock, code):
    clock.forward(minutes=1)
    assert (
        Browser(app).sign_in("behandelaar", "een heel ander", code=code(set_up)).status_code == 422
    )


def test_codes_are_guessed_no_more_often_than_passwords(set_up, app):
    statuses = [
        Browser(app).sign_in("behandelaar", code=f"{each:06}").status_code for each in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_a_wrong_code_sets_nothing_up(officer, engine):
    officer.post("/account/tweede-stap", **SURE)
    answer = officer.post("/account/tweede-stap/aan", code="123 45")
    assert answer.status_code == 422
    assert "Deze code klopt niet." in answer.text
    with snapshot(engine) as session:
        assert not account_named(session, "behandelaar").has_second_step


@pytest.mark.parametrize("path", ["/account/tweede-stap", "/account/tweede-stap/uit"])
def test_it_is_changed_with_ones_own_password_only(set_up, officer, engine, path):
    before = kept(engine)
    assert officer.post(path, uw_wachtwoord="niet dit wachtwoord").status_code == 422
    assert kept(engine) == before


def test_its_owner_puts_it_off(set_up, officer, app, engine):
    assert officer.post("/account/tweede-stap/uit", **SURE).status_code == 303
    assert Browser(app).sign_in("behandelaar").status_code == 303
    with snapshot(engine) as session:
        actions = [each.action for each in events_of(session, "account:behandelaar")]
    assert {"second_step_set", "second_step_dropped"} <= set(actions)


def test_an_administrator_puts_it_off_for_a_lost_telephone(set_up, officer, as_role, app):
    administrator = as_role(Role.ADMINISTRATOR)
    assert "Tweede stap uitzetten" in administrator.get("/accounts/behandelaar").text
    answer = administrator.post("/accounts/behandelaar/tweede-stap", **SURE)
    assert answer.status_code == 303
    assert officer.get("/account").status_code == 303  # signed out
    assert Browser(app).sign_in("behandelaar").status_code == 303


def test_where_it_is_required_nothing_comes_before_it(app_of, code, engine):
    browser = Browser(app_of(second_step="required"))
    browser.sign_in("lezer")
    assert browser.get("/te-beoordelen").headers["location"] == "/account"
    assert "Stel eerst een tweede stap in." in browser.get("/account").text
    answer = browser.post("/account/tweede-stap", **SURE)
    secret = re.search(r'id="letters">([^<]+)<', answer.text)[1].replace(" ", "")
    browser.post("/account/tweede-stap/aan", code=code(secret))
    assert browser.get("/te-beoordelen").status_code == 200


def test_the_picture_holds_the_secret_without_style_or_script(officer):
    text = officer.post("/account/tweede-stap", **SURE).text
    drawn = re.search(r"<svg.*?</svg>", text, re.DOTALL)[0]
    assert "QR-code voor de app" in drawn
    assert not re.search(r"style=|<script|<style|href", drawn)


def kept(engine):
    with snapshot(engine) as session:
        return second_step_of(session, "behandelaar")


# ------------------------------------------------------------------ what is kept


def test_what_is_kept_is_not_the_secret(set_up, engine):
    assert set_up not in kept(engine).secret


@pytest.mark.parametrize(("key", "account"), [(b"b" * 32, "jo"), (b"a" * 32, "an")])
def test_what_is_kept_is_of_no_use_elsewhere(key, account):
    whole = sealed(b"a" * 32, "jo", "GEHEIM")
    assert opened(b"a" * 32, "jo", whole) == "GEHEIM"
    assert opened(key, account, whole) == ""


def test_a_lost_key_lets_nobody_in():
    assert step_of("", pyotp.TOTP(new_secret()).at(NOW), NOW) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "１２３４５６", "abcdef", "-12345"])
def test_what_is_no_code_is_none(code):
    assert step_of(new_secret(), code, NOW) is None
