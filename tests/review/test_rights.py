"""Every page with every role and none: who may not is refused, and learns nothing."""

import re

import pytest

from review.api_resources import RESOURCES
from review.pages import PAGES
from rules.roles import Role, may_act_as

ANYONE = {"sign_in", "sign_in.send", "oidc.start", "oidc.finish"}
ROLES = [None, *Role]


def address(page):
    """An address of a page; the names in it need not be those of anything."""
    return re.sub(r"\{[^}]+\}", "1", page.path)


def may(role, page):
    return page.needs is None or (role is not None and may_act_as(role, page.needs))


def test_only_the_pages_for_signing_in_are_for_anyone():
    assert {page.name for page in PAGES if page.needs is None} == ANYONE


def test_the_application_serves_the_table_what_machines_ask_for_and_nothing_else(app):
    others = {"static", "health", "metrics", "api.openapi", "calendar"}
    others |= {f"api.{each.name}" for each in RESOURCES}
    assert {route.name for route in app.routes} == {page.name for page in PAGES} | others
    assert len(app.routes) == len(PAGES) + len(others)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_the_figures_and_each_sees_the_same_health(as_role, role):
    browser = as_role(role)
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/health").text == as_role(None).get("/health").text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_refused_without_its_right(as_role, role, page):
    browser = as_role(role)
    if page.method == "GET":
        answer = browser.get(address(page))
    else:
        answer = browser.post(address(page), on="/account" if role else "/inloggen")
    if may(role, page):
        assert answer.status_code < 500
        assert answer.status_code != 403 or page.name == "oidc.finish"
    elif role is None and page.method == "GET":
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/inloggen?verder=")
        assert answer.text == ""
    else:
        assert answer.status_code == 403
        main = answer.text.partition("<main")[2].partition("</main>")[0]
        assert len(re.sub(r"<[^>]+>|\s+", " ", main)) < 300


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.method != "GET"], ids=lambda page: page.name
)
@pytest.mark.parametrize("token", ["", "x" * 43, None])
def test_a_form_without_its_token_is_refused(as_role, role, page, token):
    browser = as_role(role)
    browser.get("/inloggen")
    answer = browser.client.post(address(page), data={} if token is None else {"csrf": token})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://kwaad.example"}, id="origin"),
        pytest.param({"Origin": "null"}, id="origin null"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="another host of the site"),
    ],
)
def test_a_form_of_another_site_is_refused_even_with_the_token(as_role, headers):
    browser = as_role(Role.OFFICER)
    token = browser.csrf()
    answer = browser.client.post("/uitloggen", data={"csrf": token}, headers=headers)
    assert answer.status_code == 403
    assert browser.get("/account").status_code == 200


def test_the_token_of_another_account_is_refused(app, as_role):
    officer, reader = as_role(Role.OFFICER), as_role(None)
    assert reader.sign_in("lezer").status_code == 303
    answer = officer.client.post("/uitloggen", data={"csrf": reader.csrf()})
    assert answer.status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_holds_what_the_role_may(as_role, role):
    text = as_role(role).get("/account").text
    for page in PAGES:
        if page.menu:
            assert (f'href="{page.path}"' in text) == may(role, page)


def test_a_request_for_another_host_is_refused(as_role):
    answer = as_role(Role.OFFICER).get("/account", headers={"Host": "kwaad.example"})
    assert answer.status_code == 400
    assert "kwaad" not in answer.text
