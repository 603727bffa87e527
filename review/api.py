"""What other programs may read: a read-only JSON API, opened by access tokens (RFC 6750).

Faults are problem details (RFC 9457). Answers come from the same functions as the pages.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Generic, TypeVar

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from review.admission import check_host
from review.dates import local
from review.errors import Declined, place_of
from review.visit import Site
from rules.scopes import Scope
from storage.access_tokens import AccessToken, access_token
from storage.database import snapshot
from storage.errors import DatabaseBusy

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
LONGEST_TOKEN = 200  # characters; ours are 47

log = structlog.get_logger()


class Asked(BaseModel):
    """What the query of an address may hold; anything else is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


What = TypeVar("What", bound=Asked)


@dataclass(frozen=True, slots=True)
class Call:
    """A question that was let in."""

    site: Site
    session: Session  # one state of the database
    now: datetime

    @property
    def today(self) -> date:
        """The day in the Netherlands."""
        return local(self.now).date()


@dataclass(frozen=True, slots=True)
class Resource(Generic[What]):
    """One thing that can be read: where, by whom, what may be asked, and what comes back."""

    name: str
    path: str  # after PREFIX
    scope: Scope
    summary: str
    asked: type[What]
    answer: type[BaseModel]
    read: Callable[[Call, What], BaseModel]


class Fault(Exception):
    """Why a question is not answered."""

    def __init__(self, status: int, title: str, detail: str, challenge: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.challenge = challenge  # of WWW-Authenticate; "" none


def routes(
    site: Site, resources: Sequence[Resource[Any]], description: dict[str, object]
) -> list[Route]:
    """What Starlette serves: each resource, and the description of them all (OpenAPI)."""

    def described(request: Request) -> Response:
        with snapshot(site.engine) as session:
            let_in(session, request, None, site.now())
        return JSONResponse(description)

    answers: dict[str, tuple[str, Callable[[Request], Response]]] = {
        each.path: (each.name, partial(read, site, each)) for each in resources
    }
    answers["/openapi.json"] = ("openapi", described)
    return [
        Route(PREFIX + path, answering(site, f"api.{name}", answer), name=f"api.{name}")
        for path, (name, answer) in answers.items()
    ]


def answering(
    site: Site, name: str, respond: Callable[[Request], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """What Starlette calls: whatever goes wrong becomes a problem, and nothing of it leaks.

    name: by which the log knows what was asked; the address may hold a secret.
    """

    def guarded(request: Request) -> Response:
        try:
            check_host(site, request)
            return respond(request)
        except Fault as fault:
            return problem(fault)
        except Declined as error:
            return problem(Fault(error.status, "Refused", "this host does not serve the API"))
        except DatabaseBusy:
            return problem(Fault(503, "Busy", "the database is busy; ask again in a minute"))
        except Exception as error:  # the last resort: nothing of the fault reaches who asks
            log.error("api_failed", fault=type(error).__name__, place=place_of(error))
            return problem(Fault(500, "Failed", "the program failed; its log tells where"))

    async def answer(request: Request) -> Response:
        started = time.monotonic()
        response = await run_in_threadpool(guarded, request)
        milliseconds = round((time.monotonic() - started) * 1000)
        log.info("api", asked=name, status=response.status_code, took=milliseconds)
        return response

    return answer


def read(site: Site, resource: Resource[Any], request: Request) -> Response:
    """The answer to a question about a resource."""
    now = site.now()
    with snapshot(site.engine) as session:
        token = let_in(session, request, resource.scope, now)
        try:
            site.pace.keep(f"token {token.name}", now)
        except Declined as error:
            raise Fault(429, "Too many", "too many questions; wait a minute") from error
        asked = asked_of(resource, request)
        answer = resource.read(Call(site, session, now), asked)
    return Response(answer.model_dump_json(), media_type="application/json")


def opening(session: Session, shown: str, now: datetime) -> AccessToken | None:
    """The token that is shown, None where it opens nothing."""
    known = access_token(session, shown) if len(shown) <= LONGEST_TOKEN else None
    return known if known and known.opens(now) else None


def let_in(session: Session, request: Request, scope: Scope | None, now: datetime) -> AccessToken:
    """The token that is shown. Raises Fault without one that opens the scope; None: any does."""
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not shown.strip():
        raise Fault(401, "No token", "show a token: Authorization: Bearer TOKEN", "Bearer")
    known = opening(session, shown.strip(), now)
    if known is None:
        told = 'Bearer error="invalid_token"'
        raise Fault(401, "Invalid token", "the token is unknown, revoked or expired", told)
    if scope is not None and scope not in known.scopes:
        told = f'Bearer error="insufficient_scope", scope="{scope.value}"'
        raise Fault(403, "Not for this token", f"the token lacks the scope {scope.value}", told)
    return known


def asked_of(resource: Resource[What], request: Request) -> What:
    """What the query asks. Raises Fault, with the parameter and why, where it cannot be had."""
    try:
        return resource.asked.model_validate(dict(request.query_params))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise Fault(400, "Cannot be asked", f"{where}: {first['msg']}") from error


def problem(fault: Fault) -> Response:
    """A fault as problem details."""
    content = {"title": fault.title, "status": fault.status, "detail": fault.detail}
    headers = {"WWW-Authenticate": fault.challenge} if fault.challenge else None
    return JSONResponse(content, fault.status, headers=headers, media_type=PROBLEM)
