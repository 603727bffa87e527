"""Who is let in: the session behind a cookie, the right to a page, and that a form is ours."""

import hashlib
import hmac
from datetime import datetime, timedelta

from starlette.requests import Request

from review.cookies import SESSION, VISITOR, new_token
from review.errors import BadRequest, Forbidden
from review.sent import Sent
from review.table import SAFE, Page
from review.visit import Site, Visit
from rules.roles import may_act_as
from storage.database import snapshot, transaction
from storage.signins import WebSession, touch_web_session, web_session

SEEN_SECONDS = 60  # between two notes that a session is in use: each is a write
CSRF_FIELD = "csrf"
# What may be done while something is owed: settle it, or leave.
SETTLING = frozenset({"account", "account.password", "account.step", "account.step.on", "sign_out"})
CHOOSE_YOUR_OWN = "Kies eerst een eigen wachtwoord. Daarna kunt u verder."
SET_UP_STEP = "Stel eerst een tweede stap in. Daarna kunt u verder."
SIGNED_OUT = "U bent niet meer aangemeld. Meld u aan en probeer het opnieuw."
FORGED = "Dit formulier is verlopen. Ga terug, laad de pagina opnieuw en probeer het nog eens."


def visit_of(site: Site, request: Request, page: Page | None, sent: Sent) -> Visit:
    """The visit that a request is."""
    now = site.now()
    session = session_of(site, request, now)
    if session is not None:
        return Visit(site, request, page, session.account, session.csrf, sent, now)
    known = site.cookies.get(request, VISITOR)
    visitor = "" if known else new_token()
    return Visit(site, request, page, None, visitor_csrf(known or visitor), sent, now, visitor)


def session_of(site: Site, request: Request, now: datetime) -> WebSession | None:
    """The session of the browser, and noted that it is in use; None: not signed in."""
    token = site.cookies.get(request, SESSION)
    if not token:
        return None
    idle = timedelta(minutes=site.config.idle_minutes)
    with snapshot(site.engine) as session:
        found = web_session(session, token, idle=idle, now=now)
    if found and now - found.last_seen_at >= timedelta(seconds=SEEN_SECONDS):
        with transaction(site.engine) as session:
            touch_web_session(session, token, now)
    return found


def visitor_csrf(token: str) -> str:
    """What a form sends back before anyone is signed in: only who has the cookie can tell it."""
    return hashlib.sha256(f"csrf:{token}".encode()).hexdigest()


def admit(visit: Visit, page: Page) -> bool:
    """Whether to go on; False: sign in first. Raises Forbidden without the right to the page."""
    is_form = page.method not in SAFE
    if is_form and not is_from_us(visit):
        raise Forbidden(FORGED)
    if page.needs is not None and visit.account is None:
        if not is_form:
            return False
        # Before the token: that went with the session, and it is the session that is missed.
        raise Forbidden(SIGNED_OUT)
    if is_form:
        check_token(visit)
    if page.needs is None or visit.account is None:
        return True
    if not may_act_as(visit.account.role, page.needs):
        raise Forbidden
    return True


def owed_by(visit: Visit, page: Page) -> str:
    """What one must do before anything else, as a sentence; "" for nothing."""
    account = visit.account
    if account is None or page.needs is None or page.name in SETTLING:
        return ""
    if account.password_until is not None:
        return CHOOSE_YOUR_OWN
    is_required = visit.site.config.second_step == "required"
    if is_required and account.is_local and not account.has_second_step:
        return SET_UP_STEP
    return ""


def is_from_us(visit: Visit) -> bool:
    """Whether a form comes from a page of ours, as far as the browser tells."""
    headers = visit.request.headers
    origin = headers.get("origin")
    if origin is not None and origin not in visit.site.origins:
        return False
    return headers.get("sec-fetch-site", "same-origin") == "same-origin"


def check_token(visit: Visit) -> None:
    """Refuse a form that no page of ours made for this session."""
    token = visit.sent.get(CSRF_FIELD)
    if not hmac.compare_digest(token.encode(), visit.csrf.encode()):
        raise Forbidden(FORGED)


def check_host(site: Site, request: Request) -> None:
    """Refuse a request for another host: a foreign name may point at us (DNS rebinding)."""
    asked = request.headers.get("host", "")
    if asked not in {origin.partition("://")[2] for origin in site.origins}:
        raise BadRequest("Dit adres hoort niet bij deze toepassing.")
