"""What every answer tells the browser to keep to."""

import pytest
from starlette.routing import Route

from review.headers import CSP
from rules.roles import Role


@pytest.mark.parametrize(
    "path", ["/account", "/accounts", "/inloggen", "/", "/nergens", "/static/nergens.css"]
)
def test_every_answer_carries_the_headers(as_role, path):
    headers = as_role(Role.OFFICER).get(path).headers
    assert headers[CSP].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers[CSP]
    for part in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"):
        assert part in headers[CSP]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_a_style_sheet_is_kept_for_good_under_a_name_of_its_bytes(app, as_role):
    asset = app.state.site.assets.path("style.css")
    answer = as_role(None).get(asset)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_ministrys_own_theme_takes_the_place_of_ours(tmp_path, app_of):
    theme = tmp_path / "own.css"
    theme.write_text(":root { --brand: #39870c; }")
    assets = app_of(theme_file=theme).state.site.assets
    name = assets.path("theme.css").removeprefix("/static/")
    assert assets.get(name).content == theme.read_bytes()
    assert name != app_of().state.site.assets.path("theme.css").removeprefix("/static/")


def test_on_https_cookies_are_for_this_host_and_encrypted_only(app_of):
    from tests.review.conftest import Browser

    app = app_of(address="https://ibt.example.nl")
    browser = Browser(app)
    answer = browser.get("/inloggen", headers={"Host": "ibt.example.nl"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-ibt-bezoek=")
    for part in ("HttpOnly", "Path=/", "SameSite=lax", "Secure"):
        assert part in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_no_page_holds_script_or_style_of_its_own(as_role):
    browser = as_role(Role.ADMINISTRATOR)
    for route in browser.app.routes:
        if isinstance(route, Route) and "GET" in route.methods and "{" not in route.path:
            text = browser.get(route.path).text
            assert "<style" not in text
            assert " style=" not in text
            assert "<script>" not in text
            assert " onclick=" not in text
