"""The accounts, as an administrator manages them."""

import json

import pytest

from rules.roles import Role
from storage.accounts import account_named, accounts
from storage.database import snapshot
from storage.events import events_of
from storage.report_rights import rights_given
from tests.review.conftest import PASSWORD, Browser

SURE = {"uw_wachtwoord": PASSWORD}  # the administrator's own
NEW = {"naam": "Nieuw", "volledige_naam": "Jo <b>de Boer", "rol": "officer"} | SURE


@pytest.fixture
def administrator(as_role):
    return as_role(Role.ADMINISTRATOR)


def test_a_new_account_can_sign_in_and_its_name_is_text(administrator, app, engine):
    answer = administrator.post("/accounts", wachtwoord="zee kaas fiets molen", **NEW)
    assert answer.status_code == 303
    text = administrator.get("/accounts").text
    assert "Het account is gemaakt." in text
    assert "Jo &lt;b&gt;de Boer" in text
    assert "Het account is gemaakt." not in administrator.get("/accounts").text
    assert Browser(app).sign_in("nieuw", "zee kaas fiets molen").status_code == 303
    with snapshot(engine) as session:
        event = events_of(session, "account:nieuw")[0]
    assert (event.action, event.actor) == ("account_added", "beheerder")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"naam": "lezer"}, "Er is al een account met deze naam."),
        ({"naam": "met spatie"}, "Gebruik alleen letters"),
        ({"rol": "minister"}, "Kies een van de mogelijkheden."),
        ({"volledige_naam": ""}, "Vul dit veld in."),
        ({"wachtwoord": "kort"}, "ten minste 12 tekens"),
    ],
)
def test_what_will_not_do_is_told_and_the_rest_is_kept(administrator, fields, told):
    whole = NEW | {"wachtwoord": "zee kaas fiets molen"} | fields
    answer = administrator.post("/accounts", **whole)
    assert answer.status_code == 422
    assert told in answer.text
    assert "zee kaas fiets molen" not in answer.text


def test_another_role_holds_from_the_next_sign_in(administrator, app, as_role, engine):
    reader = as_role(Role.READER)
    assert administrator.post("/accounts/lezer", rol="officer", **SURE).status_code == 303
    assert reader.get("/account").status_code == 303
    with snapshot(engine) as session:
        assert account_named(session, "lezer").role == Role.OFFICER


def test_access_is_taken_and_given_back(administrator, app):
    administrator.post("/accounts/lezer", toegang="false", **SURE)
    assert Browser(app).sign_in("lezer").status_code == 422
    administrator.post("/accounts/lezer", toegang="true", **SURE)
    assert Browser(app).sign_in("lezer").status_code == 303


def test_a_new_password_takes_the_place_of_a_forgotten_one(administrator, app):
    fields = {"wachtwoord": "zee kaas fiets molen"} | SURE
    assert administrator.post("/accounts/lezer/wachtwoord", **fields).status_code == 303
    assert Browser(app).sign_in("lezer", PASSWORD).status_code == 422
    assert Browser(app).sign_in("lezer", "zee kaas fiets molen").status_code == 303


@pytest.mark.parametrize("fields", [{"rol": "reader"}, {"toegang": "false"}])
def test_nobody_changes_their_own_rights(administrator, engine, fields):
    assert administrator.post("/accounts/beheerder", **fields).status_code == 409
    with snapshot(engine) as session:
        account = account_named(session, "beheerder")
    assert (account.role, account.is_active) == (Role.ADMINISTRATOR, True)


# ------------------------------------------------------------------ once more who one is


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/accounts", {"wachtwoord": "zee kaas fiets molen"} | NEW),
        ("/accounts/lezer", {"rol": "officer"}),
        ("/accounts/lezer", {"toegang": "false"}),
        ("/accounts/lezer/wachtwoord", {"wachtwoord": "zee kaas fiets molen"}),
        ("/accounts/lezer/tweede-stap", {}),
    ],
)
def test_accounts_change_only_with_the_administrators_own_password(
    administrator, engine, path, fields
):
    with snapshot(engine) as session:
        before = accounts(session)
    answer = administrator.post(path, **fields | {"uw_wachtwoord": "niet dit wachtwoord"})
    assert answer.status_code == 422
    assert "Dit is niet uw wachtwoord." in answer.text
    with snapshot(engine) as session:
        assert accounts(session) == before


def test_confirming_is_slowed_as_signing_in_is(administrator):
    wrong = {"rol": "officer", "uw_wachtwoord": "niet dit wachtwoord"}
    statuses = [administrator.post("/accounts/lezer", **wrong).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


# ------------------------------------------------------------------ a password by another


FIRST = "zee kaas fiets molen"
OWN = {"huidig": FIRST, "nieuw": "een heel ander zinnetje", "herhaald": "een heel ander zinnetje"}


@pytest.fixture
def newcomer(administrator, app):
    """Somebody whose password an administrator has just chosen."""
    administrator.post("/accounts", wachtwoord=FIRST, **NEW)
    return Browser(app)


def test_a_first_password_leads_to_choosing_another_and_nowhere_else(newcomer):
    newcomer.sign_in("nieuw", FIRST)
    answer = newcomer.get("/te-beoordelen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "Kies eerst een eigen wachtwoord." in newcomer.get("/account").text
    assert newcomer.post("/account/wachtwoord", **OWN).status_code == 303
    assert newcomer.get("/te-beoordelen").status_code == 200


def test_a_first_password_cannot_be_kept(newcomer):
    newcomer.sign_in("nieuw", FIRST)
    answer = newcomer.post("/account/wachtwoord", **OWN | {"nieuw": FIRST, "herhaald": FIRST})
    assert answer.status_code == 422
    assert "Kies een ander." in answer.text


def test_a_first_password_expires(newcomer, clock):
    clock.forward(hours=72)
    assert newcomer.sign_in("nieuw", FIRST).status_code == 422


def test_a_password_of_ones_own_does_not_expire(newcomer, clock):
    newcomer.sign_in("nieuw", FIRST)
    newcomer.post("/account/wachtwoord", **OWN)
    clock.forward(hours=24 * 365)
    assert newcomer.sign_in("nieuw", OWN["nieuw"]).status_code == 303


def test_who_gave_the_right_to_read_reports_is_shown_and_one_hand_is_told(
    administrator, engine, clock
):
    administrator.post("/accounts", wachtwoord="zee kaas fiets molen", **NEW)
    administrator.post("/accounts/nieuw", verslagen="true", **SURE)
    clock.forward(minutes=1)
    administrator.post("/accounts/lezer", verslagen="true", **SURE)
    with snapshot(engine) as session:
        rights = rights_given(session)
        (given,) = [each for each in events_of(session, "account:nieuw") if each.before != "{}"]
    assert (given.action, given.actor) == ("account_changed", "beheerder")
    assert json.loads(given.after) == {"reads_reports": True}
    assert {name: (each.by, each.is_one_hand) for name, each in rights.items()} == {
        "nieuw": ("beheerder", True),
        "lezer": ("beheerder", False),
    }
    text = administrator.get("/accounts").text
    assert text.count("gegeven door beheerder") == 2
    assert text.count("Ga na of het account van iemand anders is.") == 1
    administrator.post("/accounts/lezer/wachtwoord", wachtwoord="zee kaas fiets molen", **SURE)
    assert administrator.get("/accounts").text.count("Ga na of het account") == 2
