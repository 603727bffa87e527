"""Signing in at an identity provider: a right token opens a session, no wrong one does."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from review.cookies import SESSION
from rules.roles import Role
from storage.accounts import account_named, account_of_subject, change_account
from storage.database import snapshot, transaction
from tests.review.conftest import NOW, Browser
from tests.review.provider import (
    CLIENT,
    SECRET,
    IdentityProvider,
    another_key,
    shared_secret,
)


@pytest.fixture
def provider():
    made = IdentityProvider()
    yield made
    made.close()


@pytest.fixture
def browser(provider, app_of, tmp_path):
    (tmp_path / "secret").write_text(SECRET)
    oidc = {
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "client_secret_file": tmp_path / "secret",
        "readers": ("ibt-reader",),
        "officers": ("ibt-officer",),
        "administrators": ("ibt-admin",),
    }
    return Browser(app_of(oidc=oidc))


def sign_in(browser, provider, onward="/account"):
    """Go to the provider, sign in there, and come back."""
    away = browser.get("/inloggen/organisatie", params={"verder": onward})
    return browser.get(provider.authorize(away.headers["location"]))


def test_a_right_token_signs_in_and_makes_the_account(browser, provider, engine):
    answer = sign_in(browser, provider, "/account?a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?a=1")
    assert "Jo de Boer" in browser.get("/account").text
    with snapshot(engine) as session:
        account = account_of_subject(session, "person-1")
    assert (account.name, account.role) == ("jdeboer", Role.OFFICER)


def test_the_provider_is_asked_with_all_that_proves_the_way_back(browser, provider):
    away = browser.get("/inloggen/organisatie").headers["location"]
    asked = {key: each[0] for key, each in parse_qs(urlsplit(away).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://127.0.0.1:8740/inloggen/terug"
    assert asked["scope"] == "openid profile"
    assert min(len(asked[key]) for key in ("state", "nonce", "code_challenge")) >= 43


def test_the_role_is_what_the_provider_says_now(browser, provider, engine):
    sign_in(browser, provider)
    provider.claims = {"roles": ["ibt-admin", "ibt-reader", "else"], "name": "Jo Bakker"}
    sign_in(browser, provider)
    with snapshot(engine) as session:
        account = account_of_subject(session, "person-1")
    assert (account.role, account.display_name) == (Role.ADMINISTRATOR, "Jo Bakker")


@pytest.mark.parametrize("claims", [{"roles": ["else"]}, {"roles": None}, {"roles": "ibt-other"}])
def test_who_has_no_role_is_told_so_and_not_signed_in(browser, provider, claims):
    provider.claims = claims
    answer = sign_in(browser, provider)
    assert answer.status_code == 403
    assert "U hebt nog geen rol" in answer.text
    assert SESSION not in browser.client.cookies


def test_a_local_account_of_the_same_name_is_not_taken_over(browser, provider, engine):
    provider.claims = {"preferred_username": "beheerder"}
    sign_in(browser, provider)
    with snapshot(engine) as session:
        assert account_named(session, "beheerder").oidc_subject is None
        assert account_of_subject(session, "person-1").name == "person-1"


def test_a_disabled_account_stays_out(browser, provider, engine):
    sign_in(browser, provider)
    with transaction(engine) as session:
        change_account(session, "jdeboer", is_active=False, now=NOW)
    assert sign_in(browser, provider).status_code == 403
    assert browser.get("/account").status_code == 303


YEAR = 365 * 86_400  # seconds; a whole run of the tests may take more than an hour
WRONG_CLAIMS = {
    "another issuer": {"iss": "https://kwaad.example"},
    "no issuer": {"iss": None},
    "for another client": {"aud": "somebody-else"},
    "for another client too": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
    "no audience": {"aud": None},
    "run out": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
    "without an end": {"exp": None},
    "not valid yet": {"nbf": int(time.time()) + YEAR},
    "made in the future": {"iat": int(time.time()) + YEAR},
    "another nonce": {"nonce": "of another sign-in"},
    "no nonce": {"nonce": None},
    "of nobody": {"sub": None},
    "of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_a_token_with_a_wrong_claim_is_refused(browser, provider, claims):
    provider.claims = claims
    refused(browser, sign_in(browser, provider))


@pytest.mark.parametrize(
    ("header", "key"),
    [
        pytest.param({"alg": "ES256"}, another_key, id="another key"),
        pytest.param({"alg": "HS256"}, shared_secret, id="the shared secret"),
        pytest.param({"alg": "none"}, lambda: None, id="not signed"),
    ],
)
def test_a_token_that_the_provider_did_not_sign_is_refused(browser, provider, header, key):
    provider.header, provider.signed_by = header, key()
    refused(browser, sign_in(browser, provider))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda back: back + "x", id="another state"),
        pytest.param(lambda back: back.partition("&state")[0], id="no state"),
        pytest.param(lambda back: back.replace("the-code", "a-code"), id="another code"),
        pytest.param(lambda back: back + "&iss=https://kwaad.example", id="another provider"),
    ],
)
def test_a_way_back_that_we_did_not_begin_is_refused(browser, provider, change):
    away = browser.get("/inloggen/organisatie")
    refused(browser, browser.get(change(provider.authorize(away.headers["location"]))))


def test_a_code_that_another_browser_began_is_refused(browser, provider):
    away = browser.get("/inloggen/organisatie")
    other = Browser(browser.app)
    refused(other, other.get(provider.authorize(away.headers["location"])))


def test_a_level_of_assurance_that_is_asked_for_must_be_there(provider, app_of, tmp_path):
    (tmp_path / "secret").write_text(SECRET)
    oidc = {"issuer": provider.issuer, "client_id": CLIENT, "acr_values": "two-factor"}
    oidc |= {"client_secret_file": tmp_path / "secret", "officers": ("ibt-officer",)}
    browser = Browser(app_of(oidc=oidc))
    refused(browser, sign_in(browser, provider))
    assert provider.asked["acr_values"] == "two-factor"
    provider.claims = {"acr": "two-factor"}
    assert sign_in(browser, provider).status_code == 303


def test_a_new_key_of_the_provider_is_found(browser, provider):
    assert sign_in(browser, provider).status_code == 303
    provider.key = another_key()
    assert sign_in(browser, provider).status_code == 303


def test_a_provider_that_does_not_answer_is_told_in_a_sentence(browser, provider):
    provider.answers_with = 503
    answer = browser.get("/inloggen/organisatie")
    assert answer.status_code == 403
    assert "Aanmelden is niet gelukt." in answer.text


def test_a_provider_that_is_gone_when_the_browser_comes_back_is_told_in_a_sentence(
    browser, provider
):
    away = browser.get("/inloggen/organisatie")
    back = provider.authorize(away.headers["location"])
    provider.close()
    refused(browser, browser.get(back))


def refused(browser, answer):
    """Nobody is signed in, and the page does not say why."""
    assert answer.status_code == 403
    assert "Aanmelden is niet gelukt." in answer.text
    assert SESSION not in browser.client.cookies
    assert browser.get("/account").status_code == 303


# ------------------------------------------------------------------ the last administrator


def test_the_last_administrator_stays_one_whatever_the_provider_says(browser, provider, engine):
    provider.claims = {"roles": ["ibt-admin"]}
    sign_in(browser, provider)
    with transaction(engine) as session:
        change_account(session, "beheerder", is_active=False, now=NOW)
    provider.claims = {"roles": ["ibt-reader"], "name": "Jo Bakker"}
    assert sign_in(browser, provider).status_code == 303
    with snapshot(engine) as session:
        account = account_of_subject(session, "person-1")
    assert (account.role, account.display_name) == (Role.ADMINISTRATOR, "Jo Bakker")


# ------------------------------------------------------------------ signing out there too


def sign_out(browser):
    return browser.post("/uitloggen").headers["location"]


def test_signing_out_here_goes_on_to_signing_out_there(browser, provider):
    sign_in(browser, provider)
    page = browser.get(sign_out(browser)).text
    onward = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)[1]
    away = urlsplit(browser.get(onward).headers["location"])
    asked = parse_qs(away.query)
    assert away.path == "/out"
    assert asked["client_id"] == [CLIENT]
    assert asked["post_logout_redirect_uri"] == ["http://127.0.0.1:8740/inloggen"]
    assert asked["a"] == ["1"]


def test_a_provider_that_signs_nobody_out_ends_at_our_own_page(browser, provider):
    provider.signs_out = False
    sign_in(browser, provider)
    sign_out(browser)
    answer = browser.get("/inloggen/organisatie", params={"afmelden": "ja"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")


def test_who_has_a_password_here_is_not_sent_to_the_provider(provider, app_of, tmp_path):
    (tmp_path / "secret").write_text(SECRET)
    oidc = {
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "client_secret_file": tmp_path / "secret",
    }
    browser = Browser(app_of(oidc=oidc, local_accounts=True))
    browser.sign_in("lezer")
    assert sign_out(browser) == "/inloggen"


def test_there_is_no_second_step_of_ours_for_who_signs_in_there(browser, provider):
    sign_in(browser, provider)
    assert browser.post("/account/tweede-stap").status_code == 409
    assert "via uw organisatie" in browser.get("/account").text
