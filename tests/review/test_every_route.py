"""Every address that the application answers on, by every method, as every role and as none."""

import re

import pytest
from starlette.routing import Route

from review.headers import CSP, HEADERS
from rules.roles import Role

ROLES = [None, *Role]
READING = ("GET", "HEAD")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
OTHERS = ("OPTIONS", "TRACE")
OWN = {CSP, "X-Frame-Options", "Cache-Control"}  # of a document in a frame, or a style sheet


def addresses(app):
    """Every path, with something in the place of each name."""
    assert all(isinstance(each, Route) for each in app.routes)
    return sorted({re.sub(r"\{[^}]+\}", "1", each.path) for each in app.routes})


@pytest.fixture
def answers(app, as_role):
    """What each address answers to each method; forms are sent without a token."""

    def ask(role, *methods):
        client = as_role(role).client
        return {
            (method, path): client.request(method, path)
            for path in addresses(app)
            for method in methods
        }

    return ask


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_has_the_headers_and_guards_its_cookies(answers, role):
    for asked, answer in answers(role, *READING, "POST").items():
        assert answer.status_code < 500, asked
        for name, value in HEADERS.items():
            assert name in answer.headers, (asked, name)
            assert name in OWN or answer.headers[name] == value, (asked, name)
        assert "default-src 'none'" in answer.headers[CSP], asked
        assert "unsafe" not in answer.headers[CSP], asked
        for cookie in answer.headers.get_list("set-cookie"):
            assert "HttpOnly" in cookie, asked
            assert "SameSite=lax" in cookie, asked


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_changed_without_a_token(answers, role):
    for asked, answer in answers(role, *CHANGING, *OTHERS).items():
        assert answer.status_code in ((403, 404, 405) if asked[0] in CHANGING else (404, 405)), (
            asked
        )
