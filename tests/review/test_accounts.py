"""The accounts, as an administrator manages them."""

import pytest

from rules.roles import Role
from storage.accounts import account_named
from storage.database import snapshot
from storage.events import events_of
from tests.review.conftest import PASSWORD, Browser

NEW = {"naam": "Nieuw", "volledige_naam": "Jo <b>de Boer", "rol": "officer"}


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
    assert administrator.post("/accounts/lezer", rol="officer").status_code == 303
    assert reader.get("/account").status_code == 303
    with snapshot(engine) as session:
        assert account_named(session, "lezer").role == Role.OFFICER


def test_access_is_taken_and_given_back(administrator, app):
    administrator.post("/accounts/lezer", toegang="false")
    assert Browser(app).sign_in("lezer").status_code == 422
    administrator.post("/accounts/lezer", toegang="true")
    assert Browser(app).sign_in("lezer").status_code == 303


def test_a_new_password_takes_the_place_of_a_forgotten_one(administrator, app):
    fields = {"wachtwoord": "zee kaas fiets molen"}
    assert administrator.post("/accounts/lezer/wachtwoord", **fields).status_code == 303
    assert Browser(app).sign_in("lezer", PASSWORD).status_code == 422
    assert Browser(app).sign_in("lezer", "zee kaas fiets molen").status_code == 303


@pytest.mark.parametrize("fields", [{"rol": "reader"}, {"toegang": "false"}])
def test_nobody_changes_their_own_rights(administrator, engine, fields):
    assert administrator.post("/accounts/beheerder", **fields).status_code == 409
    with snapshot(engine) as session:
        account = account_named(session, "beheerder")
    assert (account.role, account.is_active) == (Role.ADMINISTRATOR, True)
