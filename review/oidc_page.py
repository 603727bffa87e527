"""Signing in at the ministry's identity provider, and the way back."""

import hmac
import json
from dataclasses import asdict
from urllib.parse import quote, unquote

import structlog
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from review.cookies import OIDC
from review.errors import Declined, Forbidden, NotFound
from review.oidc import NotSignedIn, Person, Provider, Started
from review.sign_in import signed_in
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.accounts import (
    Account,
    account_named,
    account_of_subject,
    add_account,
    change_account,
)
from storage.database import transaction
from storage.errors import Refusal, Refused

log = structlog.get_logger()
UNDER_WAY = 600  # seconds, to sign in at the provider
FAILED = "Aanmelden is niet gelukt. Probeer het opnieuw, of vraag de beheerder."
NO_ROLE = "U hebt nog geen rol in deze toepassing. Vraag de beheerder om toegang."


def provider_of(visit: Visit) -> Provider:
    """The provider of the settings; without one, these pages are not there."""
    if visit.site.provider is None:
        raise NotFound
    return visit.site.provider


def start(visit: Visit) -> Response:
    """On to the provider, to sign in; or to sign out there too, after signing out here."""
    if visit.query.get("afmelden") == "ja":
        return sign_out_there(visit)
    try:
        url, started = provider_of(visit).start()
    except NotSignedIn as error:
        raise failed(error) from error
    response = RedirectResponse(url, 303)
    kept = asdict(started) | {"onward": visit.query.get("verder", "/")}
    visit.site.cookies.put(response, OIDC, quote(json.dumps(kept)), seconds=UNDER_WAY)
    return response


def sign_out_there(visit: Visit) -> Response:
    """On to where the provider signs out, and back; to signing in where it has no such place."""
    provider, here = provider_of(visit), visit.site.table.path("sign_in")
    try:
        url = provider.sign_out_address(here)
    except NotSignedIn as error:
        raise failed(error) from error
    return RedirectResponse(url, 303) if url else visit.go(here)


def finish(visit: Visit) -> Response:
    """Back from the provider: signed in, or told why not."""
    provider = provider_of(visit)
    started, onward = kept_by(visit)
    state = visit.query.get("state", "")
    if not hmac.compare_digest(state.encode(), started.state.encode()):
        raise failed(NotSignedIn("another sign-in was begun"))
    # RFC 9207: a provider that names itself here must be the one that was asked.
    if visit.query.get("iss", provider.config.issuer) != provider.config.issuer:
        raise failed(NotSignedIn("another provider answers"))
    try:
        person = provider.finish(visit.query.get("code", ""), started)
    except NotSignedIn as error:
        raise failed(error) from error
    with transaction(visit.site.engine) as session:
        account = account_for(session, person, visit)
    response = signed_in(visit, account, onward)
    visit.site.cookies.drop(response, OIDC)
    return response


def kept_by(visit: Visit) -> tuple[Started, str]:
    """What the browser kept of the sign-in under way, and where it wanted to go."""
    try:
        kept = json.loads(unquote(visit.site.cookies.get(visit.request, OIDC)))
        return Started(kept["state"], kept["nonce"], kept["verifier"]), str(kept["onward"])
    except (ValueError, KeyError, TypeError) as error:
        raise failed(NotSignedIn("no sign-in was begun in this browser")) from error


def account_for(session: Session, person: Person, visit: Visit) -> Account:
    """The person's account, made at the first sign-in; its role is what the provider says now."""
    if person.role is None:
        raise Forbidden(NO_ROLE)
    account = account_of_subject(session, person.subject)
    if account is None:
        # An account of that name may be another's: only the subject tells who is who.
        is_taken = account_named(session, person.name) is not None
        return add_account(
            session,
            person.subject if is_taken else person.name,
            person.display_name,
            person.role,
            oidc_subject=person.subject,
            now=visit.now,
        )
    if not account.is_active:
        raise Forbidden(NO_ROLE)
    return with_role(session, account, person, person.role, visit)


def with_role(
    session: Session, account: Account, person: Person, role: Role, visit: Visit
) -> Account:
    """The account with the role that the provider gives; the last administrator keeps that one.

    A mistake in the provider's groups would else leave nobody who can manage the accounts.
    """
    called, now = person.display_name, visit.now
    try:
        return change_account(session, account.name, display_name=called, role=role, now=now)
    except Refused as error:
        if error.why is not Refusal.LAST_ADMINISTRATOR:
            raise
        log.warning("last_administrator_kept", account=account.id)
        return change_account(session, account.name, display_name=called, now=now)


def failed(error: NotSignedIn) -> Declined:
    """What the browser is told; the log has the reason."""
    log.warning("oidc_failed", reason=str(error))
    return Forbidden(FAILED)


PAGES = (
    Page("oidc.start", "GET", "/inloggen/organisatie", start, None),
    Page("oidc.finish", "GET", "/inloggen/terug", finish, None),
)
