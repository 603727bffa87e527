"""Signing in with a password, and out."""

from datetime import timedelta

import structlog
from sqlmodel import Session
from starlette.responses import Response

from review.confirming import COUNTED, WAIT
from review.cookies import SESSION, VISITOR, new_token
from review.devices import device_of
from review.errors import NotFound, TooMany
from review.forms import Filled, Form, read_form
from review.passwords import hash_of, is_dated, is_right
from review.second_step import opened, step_of
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.accounts import Account, account_named, password_hash_of, rehash_password
from storage.database import transaction
from storage.second_steps import second_step_of, use_code
from storage.signins import (
    close_web_session,
    failed_attempts,
    forget_signins,
    open_web_session,
    record_attempt,
)

TRIES_OF_ADDRESS = 5  # times those of one account: a whole office may share one address
ELSEWHERE = "organisatie"
WRONG = "Naam of wachtwoord klopt niet. Of de code klopt niet, als u die moet invullen."

log = structlog.get_logger()


class SignInForm(Form):
    """Who, and the proof."""

    naam: str
    wachtwoord: str
    code: str = ""  # of the second step, where the account has one
    verder: str = ""  # where to after signing in


def show_sign_in(visit: Visit) -> Response:
    """The form, or on where somebody is signed in already."""
    if visit.account is not None:
        return visit.go(visit.query.get("verder", "/"))
    return sign_in_page(visit, Filled())


def sign_in_page(visit: Visit, form: Filled[SignInForm], status: int = 200) -> Response:
    """The page to sign in on."""
    signed_out = visit.query.get("afgemeld") == ELSEWHERE and visit.site.provider is not None
    return visit.show(
        "sign_in.html",
        status,
        form=form,
        also_elsewhere=signed_out,
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
    account = account_for(visit, filled.naam, visit.sent.get("wachtwoord"), filled.code)
    if account is None:
        return sign_in_page(visit, form.wrong("", WRONG), 422)
    return signed_in(visit, account, filled.verder)


def account_for(visit: Visit, name: str, password: str, code: str) -> Account | None:
    """The account of that name, password and code; each try is counted before it is checked."""
    address = visit.request.client.host if visit.request.client else ""
    most = visit.site.config.sign_in_tries
    with transaction(visit.site.engine) as session:
        failed = failed_attempts(session, name, address, visit.now - COUNTED)
        if failed.of_name >= most or failed.of_address >= most * TRIES_OF_ADDRESS:
            log.warning("sign_in_slowed", of_name=failed.of_name, of_address=failed.of_address)
            raise TooMany(WAIT)
        # Counted first: of many tries at once, none may pass before the others are counted.
        record_attempt(session, name, address, succeeded=False, now=visit.now)
        kept = password_hash_of(session, name)
    is_password = is_right(kept, password)
    fresh = hash_of(password) if is_password and is_dated(kept) else ""
    with transaction(visit.site.engine) as session:
        account = account_named(session, name)
        if account is None or not is_password or not is_let_in(visit, session, account, code):
            log.warning("sign_in_failed", account=account.id if account else None)
            return None
        record_attempt(session, name, address, succeeded=True, now=visit.now)
        if fresh:
            rehash_password(session, name, fresh)
        return account


def is_let_in(visit: Visit, session: Session, account: Account, code: str) -> bool:
    """Whether a password still serves, and the code is of its account and not used before."""
    if account.password_until is not None and visit.now >= account.password_until:
        return False
    if not account.has_second_step:
        return True
    kept = second_step_of(session, account.name).secret
    step = step_of(opened(visit.site.second_step_key(), account.name, kept), code, visit.now)
    return step is not None and use_code(session, account.name, step)


def signed_in(visit: Visit, account: Account, onward: str, done: str = "") -> Response:
    """A session of its own for this browser; an earlier one of it ends."""
    token = new_token()
    lasts = timedelta(hours=visit.site.config.session_hours)
    with transaction(visit.site.engine) as session:
        forget_signins(session, attempts_before=visit.now - COUNTED, now=visit.now)
        close_web_session(session, visit.site.cookies.get(visit.request, SESSION), visit.now)
        open_web_session(
            session,
            account,
            token,
            new_token(),
            device=device_of(visit.request.headers.get("user-agent", "")),
            lasts=lasts,
            now=visit.now,
        )
    response = visit.go(onward or "/", done)
    visit.site.cookies.put(response, SESSION, token)
    visit.site.cookies.drop(response, VISITOR)
    return response


def sign_out(visit: Visit) -> Response:
    """Signed out, here and in the database."""
    with transaction(visit.site.engine) as session:
        close_web_session(session, visit.site.cookies.get(visit.request, SESSION), visit.now)
    # From here the page goes on to the provider: a form may lead to no other site itself.
    elsewhere = bool(visit.site.provider) and not visit.officer.is_local
    where = visit.site.table.path("sign_in", afgemeld=ELSEWHERE if elsewhere else None)
    response = visit.go(where, "U bent afgemeld.")
    visit.site.cookies.drop(response, SESSION)
    return response


PAGES = (
    Page("sign_in", "GET", "/inloggen", show_sign_in, None),
    Page("sign_in.send", "POST", "/inloggen", sign_in, None),
    Page("sign_out", "POST", "/uitloggen", sign_out, Role.READER),
)
