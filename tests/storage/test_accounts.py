"""Accounts and the sessions of those who signed in."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from rules.roles import Role
from storage.accounts import (
    account_named,
    account_of_subject,
    accounts,
    add_account,
    are_there_accounts,
    change_account,
    password_hash_of,
    set_password,
)
from storage.database import snapshot, transaction
from storage.errors import Refusal, Refused
from storage.events import events_of
from storage.signins import (
    close_web_session,
    failed_attempts,
    forget_signins,
    open_web_session,
    record_attempt,
    touch_web_session,
    web_session,
)
from tests.storage.conftest import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def account(engine):
    with transaction(engine) as session:
        return add_account(
            session, " Jansen", "J. Jansen", Role.OFFICER, password_hash="$argon2id$1", now=NOON
        )


@pytest.fixture
def signed_in(engine, account):
    with transaction(engine) as session:
        open_web_session(session, account, "secret", "csrf", lasts=10 * HOUR, now=NOON)
    return account


def session_at(engine, moment, token="secret"):
    with snapshot(engine) as session:
        return web_session(session, token, idle=2 * HOUR, now=moment)


def test_an_account_is_found_however_its_name_is_typed(engine, account):
    with snapshot(engine) as session:
        assert are_there_accounts(session)
        assert account_named(session, "JANSEN ") == account
        assert account_named(session, "pietersen") is None
        assert accounts(session) == [account]
        assert password_hash_of(session, "jansen") == "$argon2id$1"


def test_two_accounts_cannot_have_one_name(engine, account):
    with pytest.raises(Refused, match="choose another name"), transaction(engine) as session:
        add_account(session, "JANSEN", "", Role.READER, now=NOON)


def test_two_accounts_cannot_sign_in_as_one_subject(engine):
    with transaction(engine) as session:
        found = add_account(session, "a", "A", Role.READER, oidc_subject="s1", now=NOON)
        assert account_of_subject(session, "s1") == found
    with pytest.raises(Refused, match="already"), transaction(engine) as session:
        add_account(session, "b", "B", Role.READER, oidc_subject="s1", now=NOON)


def test_an_inactive_account_has_no_password_to_check(engine, account):
    with transaction(engine) as session:
        change_account(session, "jansen", is_active=False, now=NOON)
        assert password_hash_of(session, "jansen") == ""


def test_a_change_is_told_with_before_and_after(engine, account):
    with transaction(engine) as session:
        changed = change_account(
            session, "jansen", role=Role.COORDINATOR, display_name="J. Jansen", actor="b", now=NOON
        )
        assert changed.role is Role.COORDINATOR
        event = events_of(session, "account:jansen")[-1]
    assert (event.actor, event.before, event.after) == (
        "b",
        '{"role":"officer"}',
        '{"role":"coordinator"}',
    )


def test_a_session_lasts_while_it_is_used_and_no_longer_than_it_may(engine, signed_in):
    assert session_at(engine, NOON + HOUR).account == signed_in
    assert session_at(engine, NOON + 2 * HOUR) is None
    with transaction(engine) as session:
        touch_web_session(session, "secret", NOON + HOUR)
    assert session_at(engine, NOON + 2 * HOUR).csrf == "csrf"
    with transaction(engine) as session:
        touch_web_session(session, "secret", NOON + 10 * HOUR)
    assert session_at(engine, NOON + 10 * HOUR) is None


def test_the_token_of_a_session_is_not_in_the_database(engine, signed_in):
    assert session_at(engine, NOON, "other") is None
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT token_hash FROM web_sessions")).scalar_one()
    assert "secret" not in kept
    assert session_at(engine, NOON, kept) is None


@pytest.mark.parametrize(
    "deed",
    [
        lambda session: close_web_session(session, "secret", NOON),
        lambda session: set_password(session, "jansen", "$argon2id$2", now=NOON),
        lambda session: change_account(session, "jansen", role=Role.READER, now=NOON),
        lambda session: change_account(session, "jansen", is_active=False, now=NOON),
        lambda session: forget_signins(session, attempts_before=NOON, now=NOON + 10 * HOUR),
    ],
    ids=["signs out", "other password", "other role", "inactive", "expired"],
)
def test_a_session_ends_when_someone(engine, signed_in, deed):
    with transaction(engine) as session:
        deed(session)
    assert session_at(engine, NOON) is None


def attempts(engine, name, address):
    with snapshot(engine) as session:
        found = failed_attempts(session, name, address, NOON)
    return found.of_name, found.of_address


def test_failed_attempts_are_counted_by_name_and_by_address(engine):
    with transaction(engine) as session:
        for name, address, hours in (("a", "1", -1), ("a", "1", 0), ("A", "2", 1), ("b", "1", 1)):
            record_attempt(session, name, address, succeeded=False, now=NOON + hours * HOUR)
    assert attempts(engine, "a", "1") == (2, 2)
    assert attempts(engine, "b", "2") == (1, 1)


def test_signing_in_clears_the_failures_of_that_name_only(engine):
    with transaction(engine) as session:
        record_attempt(session, "a", "1", succeeded=False, now=NOON)
        record_attempt(session, "b", "1", succeeded=False, now=NOON)
        record_attempt(session, "a", "1", succeeded=True, now=NOON)
    assert attempts(engine, "a", "1") == (0, 1)


def test_old_attempts_are_forgotten(engine):
    with transaction(engine) as session:
        record_attempt(session, "a", "1", succeeded=False, now=NOON)
        forget_signins(session, attempts_before=NOON + DAY, now=NOON + DAY)
    assert attempts(engine, "a", "1") == (0, 0)


@pytest.mark.parametrize("change", [{"role": Role.OFFICER}, {"is_active": False}])
def test_the_last_administrator_keeps_role_and_access(engine, change):
    with transaction(engine) as session:
        add_account(session, "eerste", "Eerste", Role.ADMINISTRATOR, now=NOON)
        add_account(session, "tweede", "Tweede", Role.ADMINISTRATOR, now=NOON)
        change_account(session, "eerste", **change, now=NOON)
    with (
        pytest.raises(Refused, match="somebody else administrator first") as refused,
        transaction(engine) as session,
    ):
        change_account(session, "tweede", **change, now=NOON)
    assert refused.value.why is Refusal.LAST_ADMINISTRATOR
    with transaction(engine) as session:
        change_account(session, "tweede", display_name="Twee", now=NOON)


def test_the_ministry_does_not_lower_the_last_administrator_either(engine):
    with transaction(engine) as session:
        add_account(session, "baas", "Baas", Role.ADMINISTRATOR, oidc_subject="7", now=NOON)
        with pytest.raises(Refused, match="last administrator"):
            change_account(session, "baas", role=Role.READER, now=NOON)
