"""Signing in with a password, and out."""

from datetime import timedelta

from starlette.responses import Response

from review.cookies import SESSION, VISITOR, new_token
from review.errors import NotFound, TooMany
from review.forms import Filled, Form, read_form
from review.passwords import hash_of, is_dated, is_right
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.accounts import Account, account_named, password_hash_of, rehash_password
from storage.database import transaction
from storage.signins import (
    close_web_session,
    failed_attempts,
    forget_signins,
    open_web_session,
    record_attempt,
)

COUNTED = timedelta(minutes=15)  # failed tries count for as long
TRIES_OF_ADDRESS = 5  # times those of one account: a whole office may share one address
WRONG = "Naam of wachtwoord klopt niet."
WAIT = "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over een kwartier opnieuw."


class SignInForm(Form):
    """Who, and the proof."""

    naam: str
    wachtwoord: str
    verder: str = ""  # where to after signing in


def show_sign_in(visit: Visit) -> Response:
    """The form, or on where somebody is signed in already."""
    if visit.account is not None:
        return visit.go(visit.query.get("verder", "/"))
    return sign_in_page(visit, Filled())


def sign_in_page(visit: Visit, form: Filled[SignInForm], status: int = 200) -> Response:
    """The page to sign in on."""
    return visit.show(
        "sign_in.html",
        status,
        form=form,
        onward=form.value("verder") or visit.query.get("verder", "/"),
        takes_passwords=visit.site.config.takes_passwords,
        has_oidc=visit.site.config.oidc is not None,
    )


def sign_in(visit: Visit) -> Response:
    """Signed in, or the form again: without a word on which of the two was wrong."""
    if not visit.site.config.takes_passwords:
        raise NotFound
    filled, form = read_form(visit.sent, SignInForm)
    if filled is None:
        return sign_in_page(visit, form, 422)
    account = account_for(visit, filled.naam, visit.sent.get("wachtwoord"))
    if account is None:
        return sign_in_page(visit, form.wrong("", WRONG), 422)
    return signed_in(visit, account, filled.verder)


def account_for(visit: Visit, name: str, password: str) -> Account | None:
    """The account of that name and password; each try is counted before it is checked."""
    address = visit.request.client.host if visit.request.client else ""
    most = visit.site.config.sign_in_tries
    with transaction(visit.site.engine) as session:
        failed = failed_attempts(session, name, address, visit.now - COUNTED)
        if failed.of_name >= most or failed.of_address >= most * TRIES_OF_ADDRESS:
            raise TooMany(WAIT)
        # Counted first: of many tries at once, none may pass before the others are counted.
        record_attempt(session, name, address, succeeded=False, now=visit.now)
        kept = password_hash_of(session, name)
    if not is_right(kept, password):
        return None
    fresh = hash_of(password) if is_dated(kept) else ""
    with transaction(visit.site.engine) as session:
        record_attempt(session, name, address, succeeded=True, now=visit.now)
        if fresh:
            rehash_password(session, name, fresh)
        return account_named(session, name)


def signed_in(visit: Visit, account: Account, onward: str, done: str = "") -> Response:
    """A session of its own for this browser; an earlier one of it ends."""
    token = new_token()
    lasts = timedelta(hours=visit.site.config.session_hours)
    with transaction(visit.site.engine) as session:
        forget_signins(session, attempts_before=visit.now - COUNTED, now=visit.now)
        close_web_session(session, visit.site.cookies.get(visit.request, SESSION), visit.now)
        open_web_session(session, account, token, new_token(), lasts=lasts, now=visit.now)
    response = visit.go(onward or "/", done)
    visit.site.cookies.put(response, SESSION, token)
    visit.site.cookies.drop(response, VISITOR)
    return response


def sign_out(visit: Visit) -> Response:
    """Signed out, here and in the database."""
    with transaction(visit.site.engine) as session:
        close_web_session(session, visit.site.cookies.get(visit.request, SESSION), visit.now)
    response = visit.go(visit.site.table.path("sign_in"), "U bent afgemeld.")
    visit.site.cookies.drop(response, SESSION)
    return response


PAGES = (
    Page("sign_in", "GET", "/inloggen", show_sign_in, None),
    Page("sign_in.send", "POST", "/inloggen", sign_in, None),
    Page("sign_out", "POST", "/uitloggen", sign_out, Role.READER),
)
