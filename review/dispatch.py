"""From a request to a response: read, admit, handle, and answer whatever goes wrong."""

import secrets
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from outbox.errors import NotLaidOut
from review.admission import admit, check_host, is_from_us, owed_by, visit_of
from review.cookies import VISITOR
from review.errors import Declined, place_of
from review.refusals import TOLD
from review.sent import Sent, read_sent
from review.table import SAFE, Page
from review.visit import Site, Visit
from storage.errors import Change, DatabaseBusy, Refused, Stale, UnknownMail

log = structlog.get_logger()
NOT_LAID_OUT = (
    "Dit document past niet in een PDF: er staat een teken in dat daar niet kan. Vraag de "
    "beheerder om het te verbeteren, bijvoorbeeld in een kenmerk of een naam."
)
WRITTEN = ("tekst", "reden", "grond", "deelnemers")  # fields of several lines, never a password
BUSY = "De database is even bezet. Probeer het over een minuut opnieuw."
Answer = Callable[[Request], Awaitable[Response]]


def answering(site: Site, page: Page) -> Answer:
    """What Starlette calls for a page."""

    async def answer(request: Request) -> Response:
        try:
            check_host(site, request)
            sent = await read_sent(request)
        except Declined as error:
            return await run_in_threadpool(decline, site, request, error)
        return await run_in_threadpool(respond, site, request, page, sent)

    return answer


def respond(site: Site, request: Request, page: Page, sent: Sent) -> Response:
    """The response to a request, a page with the fault where it cannot be done."""
    started = time.monotonic()
    response, who = guarded(site, request, page, sent)
    if page.is_silent:
        return response
    # The name of the page, not its address: that may hold what someone searches for.
    log.info(
        "page",
        page=page.name,
        method=page.method,
        status=response.status_code,
        account=who,  # a number: names stay out of logs
        milliseconds=round((time.monotonic() - started) * 1000),
    )
    return response


def guarded(site: Site, request: Request, page: Page, sent: Sent) -> tuple[Response, int | None]:
    """The response, whatever happens on the way to it, and the account that asked."""
    who = None
    try:
        visit = visit_of(site, request, page, sent)
        who = visit.account.id if visit.account else None
        try:
            response = handled(visit, page)
        except Declined as error:
            response = fault(visit, error.status, error.message)
        except Stale as error:
            response = fault(visit, 409, changes=error.changes)
        except UnknownMail:
            response = fault(visit, 404)
        except Refused as error:
            response = fault(visit, 422, TOLD[error.why])
        except NotLaidOut:
            response = fault(visit, 422, NOT_LAID_OUT)
    except DatabaseBusy:
        return bare(site, 503, BUSY), who
    except Exception as error:  # the last resort: nothing of the fault reaches the browser
        number = secrets.token_hex(4)
        log.error(
            "page_failed",
            number=number,
            page="" if page.is_silent else page.name,
            account=who,
            fault=type(error).__name__,
            place=place_of(error),
        )
        return bare(site, 500, f"Nummer voor de beheerder: {number}."), who
    return response, who


def handled(visit: Visit, page: Page) -> Response:
    """The answer of the page's handler, or the way to sign in."""
    if not admit(visit, page):
        return visit.go(visit.site.table.path("sign_in", verder=visit.here()))
    if owed := owed_by(visit, page):
        return visit.go(visit.site.table.path("account"), owed, "warn")
    if page.is_paced:
        visit.site.pace.keep(visit.officer.name, visit.now)
    response = page.handler(visit)
    if visit.visitor and page.method in SAFE:
        visit.site.cookies.put(response, VISITOR, visit.visitor)
    return response


def fault(visit: Visit, status: int, message: str = "", changes: Sequence[Change] = ()) -> Response:
    """The page that tells what went wrong, with the menu of who is signed in."""
    return visit.show(
        "fault.html", status, message=message, changes=changes, written=written(visit)
    )


def written(visit: Visit) -> list[str]:
    """The texts of a form that was not kept: going back, a browser has forgotten them."""
    # Those of another site's form would stand on our page as if they were ours.
    if not is_from_us(visit):
        return []
    return [text for name in WRITTEN for text in visit.sent.all(name) if text.strip()]


def bare(site: Site, status: int, message: str) -> Response:
    """The same where not even the session could be looked up."""
    content = site.templates.get_template("broken.html").render(status=status, message=message)
    return Response(content, status, media_type="text/html")


def decline(site: Site, request: Request, error: Declined) -> Response:
    """The answer to a request that reaches no handler."""
    try:
        return fault(visit_of(site, request, None, Sent()), error.status, error.message)
    except DatabaseBusy:
        return bare(site, 503, BUSY)
