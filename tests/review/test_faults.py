"""What goes wrong is told in Dutch, with its status, and nothing of what is inside."""

from dataclasses import replace

import pytest
import structlog
from sqlalchemy import text

from review.dispatch import answering
from review.pages import PAGES
from review.sent import MOST_BYTES
from rules.roles import Role
from storage.errors import DatabaseBusy


def failing(app, error):
    """Make the page of the account fail."""
    site = app.state.site
    page = next(page for page in PAGES if page.name == "account")

    def handler(visit):
        raise error

    route = next(route for route in app.routes if route.name == "account")
    answer = answering(site, replace(page, handler=handler))
    app.router.routes[app.routes.index(route)] = type(route)(
        page.path, answer, methods=["GET"], name="account"
    )


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/nergens", 404, "Deze pagina is er niet"),
        ("GET", "/account/", 404, "Deze pagina is er niet"),
        ("GET", "/static/../config.py", 404, "Deze pagina is er niet"),
        ("PUT", "/account", 405, "Dit kan hier niet"),
        ("GET", "/uitloggen", 405, "Dit kan hier niet"),
    ],
)
@pytest.mark.parametrize("role", [None, Role.OFFICER])
def test_what_is_not_there_is_told(as_role, role, method, path, status, heading):
    answer = as_role(role).client.request(method, path)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text


def test_a_fault_of_ours_gives_a_number_and_no_more(app, as_role, capsys):
    failing(app, RuntimeError("Geachte minister, wachtwoord geheim"))
    structlog.reset_defaults()
    answer = as_role(Role.OFFICER).get("/account")
    logged = capsys.readouterr().out
    assert answer.status_code == 500
    number = answer.text.partition("Nummer voor de beheerder: ")[2][:8]
    assert f"number={number}" in logged
    assert "RuntimeError" in logged
    for told in (answer.text, logged):
        assert "Geachte" not in told
        assert "Traceback" not in told


def test_a_busy_database_asks_for_patience(app, as_role):
    failing(app, DatabaseBusy("the database /x is held by another process"))
    answer = as_role(Role.OFFICER).get("/account")
    assert answer.status_code == 503
    assert "Even geduld" in answer.text
    assert "/x" not in answer.text


def test_a_database_without_its_tables_is_a_fault_of_ours(engine, as_role):
    browser = as_role(Role.OFFICER)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE web_sessions"))
    assert browser.get("/account").status_code == 500


def test_more_than_a_form_holds_is_refused(as_role):
    browser = as_role(Role.OFFICER)
    fields = {"csrf": browser.csrf(), "huidig": "x" * MOST_BYTES}
    answer = browser.client.post("/account/wachtwoord", data=fields)
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.text


def test_more_is_refused_too_where_its_size_is_not_told(as_role):
    def pieces():
        for _ in range(30):
            yield b"x" * 50_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = as_role(None).client.post("/inloggen", content=pieces(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"csrf=%ff", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"zonder", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(1001)), "application/x-www-form-urlencoded"),
        (b'{"csrf": "x"}', "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_form_of_ours_is_refused(as_role, content, kind):
    client = as_role(Role.OFFICER).client
    answer = client.post("/uitloggen", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400


def test_a_field_that_a_form_does_not_have_is_refused(as_role):
    assert as_role(Role.OFFICER).post("/account/wachtwoord", rol="administrator").status_code == 400


def test_the_log_holds_the_name_of_a_page_and_not_what_was_asked(as_role, capsys):
    browser = as_role(Role.ADMINISTRATOR)
    structlog.reset_defaults()
    browser.get("/accounts/lezer?zoek=Hof+van+Twente")
    logged = capsys.readouterr().out
    assert "page=accounts.one" in logged
    assert "lezer" not in logged
    assert "Twente" not in logged
