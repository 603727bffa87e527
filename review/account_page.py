"""One's own account: who one is here, another password, and where one is signed in."""

from datetime import timedelta

from starlette.responses import Response

from review.confirming import confirmed
from review.cookies import SESSION
from review.forms import F, Filled, Form, read_form
from review.passwords import LEAST, hash_of, objection
from review.sign_in import signed_in
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.accounts import password_hash_of, set_password
from storage.database import snapshot, transaction
from storage.signins import close_open_sessions, open_sessions


class PasswordForm(Form):
    """The password that is, and the one that is to be."""

    huidig: str
    nieuw: str
    herhaald: str


class SessionsForm(Form):
    """The browsers to sign out in."""

    sessie: tuple[str, ...] = ()
    uw_wachtwoord: str = ""


def show_account(visit: Visit) -> Response:
    """Who is signed in, and the forms of one's own account."""
    return account_page(visit, Filled())


def account_page(visit: Visit, form: Filled[F], status: int = 200) -> Response:
    """The page of one's own account."""
    idle = timedelta(minutes=visit.site.config.idle_minutes)
    token = visit.site.cookies.get(visit.request, SESSION)
    with snapshot(visit.site.engine) as session:
        has_password = bool(password_hash_of(session, visit.officer.name))
        browsers = open_sessions(session, visit.officer, token, idle=idle, now=visit.now)
    return visit.show(
        "account.html",
        status,
        form=form,
        has_password=has_password,
        confirms=has_password,
        browsers=browsers,
        least=LEAST,
        is_step_required=visit.site.config.second_step == "required",
    )


def change_password(visit: Visit) -> Response:
    """Another password; all other browsers of the account are signed out."""
    _, form = read_form(visit.sent, PasswordForm)
    account, new = visit.officer, visit.sent.get("nieuw")
    form = confirmed(visit, form, "huidig")
    if against := objection(new, account.name, account.display_name):
        form = form.wrong("nieuw", against)
    elif new == visit.sent.get("huidig"):
        form = form.wrong("nieuw", "Dit is uw huidige wachtwoord. Kies een ander.")
    if new != visit.sent.get("herhaald"):
        form = form.wrong("herhaald", "Dit is niet hetzelfde als het nieuwe wachtwoord.")
    if form.faults:
        return account_page(visit, form, 422)
    hashed = hash_of(new)
    with transaction(visit.site.engine) as session:
        set_password(session, account.name, hashed, actor=account.name, now=visit.now)
    return signed_in(
        visit, account, visit.site.table.path("account"), "Uw wachtwoord is gewijzigd."
    )


def end_sessions(visit: Visit) -> Response:
    """Signed out in the browsers that were chosen."""
    filled, form = read_form(visit.sent, SessionsForm)
    if filled is None or not filled.sessie:
        form = form.wrong("sessie", "Kies eerst een apparaat.")
    else:
        form = confirmed(visit, form)
    if filled is None or form.faults:
        return account_page(visit, form, 422)
    with transaction(visit.site.engine) as session:
        close_open_sessions(session, visit.officer, filled.sessie, visit.now)
    return visit.go(visit.site.table.path("account"), "De gekozen apparaten zijn afgemeld.")


PAGES = (
    Page("account", "GET", "/account", show_account, Role.READER),
    Page("account.password", "POST", "/account/wachtwoord", change_password, Role.READER),
    Page("account.sessions", "POST", "/account/apparaten", end_sessions, Role.READER),
)
