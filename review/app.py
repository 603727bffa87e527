"""The application: pages, style sheets and what surrounds every answer."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outbox.round_letters import letter_templates
from outbox.templates import Templates
from review import api
from review.api_description import description_of
from review.api_resources import RESOURCES
from review.archive.config import ArchiveConfig
from review.assets import Assets
from review.calendar_feed import feed
from review.config import MetricsConfig, ReviewConfig
from review.cookies import Cookies
from review.dispatch import answering, decline
from review.errors import Declined, NotFound
from review.headers import SafeHeaders
from review.health import Pulse, serve_health
from review.metrics import NOBODY, serve_metrics
from review.oidc import Provider
from review.originals import Originals
from review.pace import Pace
from review.pages import PAGES
from review.rendering import environment
from review.table import Table
from review.visit import Site
from rules.health import Watched

KEY_BYTES = 32
FOREVER = "public, max-age=31536000, immutable"
UNTOLD = ArchiveConfig()  # where nobody set what an archivist knows
AN_HOUR = Watched(silence=timedelta(hours=1), looks_every=timedelta(hours=1))


def now_in_utc() -> datetime:
    """The moment."""
    return datetime.now(UTC)


@cache
def new_key() -> bytes:
    """A key for as long as this process lives."""
    return secrets.token_bytes(KEY_BYTES)


def make_app(
    engine: Engine,
    config: ReviewConfig,
    *,
    originals: Originals,
    port: int,
    roll_over: bool = True,
    mails: Path | None = None,
    mailbox: str = "",
    second_step_key: Callable[[], bytes] = new_key,
    report_key: Callable[[], bytes] = new_key,
    archive: ArchiveConfig = UNTOLD,
    metrics: MetricsConfig = NOBODY,
    watched: Callable[[], Watched] = lambda: AN_HOUR,
    now: Callable[[], datetime] = now_in_utc,
) -> Starlette:
    """The pages on a database. port: where they are served; mails: a folder of own templates;
    mailbox: our address, which letters ask for answers;
    second_step_key: asked when a second step is set up or used, the same each time; report_key: so
    too for reports of talks; archive: what packages for it tell; metrics: who may read figures;
    watched: by what the health of the program is judged.
    """
    site = make_site(
        engine,
        config,
        originals,
        port=port,
        roll_over=roll_over,
        mails=Templates(mails),
        letters=letter_templates(mails),
        mailbox=mailbox,
        second_step_key=second_step_key,
        report_key=report_key,
        archive=archive,
        now=now,
    )
    routes = [
        Route(page.path, answering(site, page), methods=[page.method], name=page.name)
        for page in site.table.pages
    ]
    routes.append(Route("/static/{name}", partial(serve_asset, site), name="static"))
    # For machines: without cookies, sessions and an entry in the log each time.
    pulse = Pulse(engine, watched, now)
    routes.append(Route("/health", partial(serve_health, pulse), name="health"))
    routes.append(Route("/metrics", partial(serve_metrics, pulse, metrics), name="metrics"))
    routes.append(feed(site))
    routes += api.routes(site, RESOURCES, description_of(RESOURCES))
    app = Starlette(
        routes=routes,
        middleware=[Middleware(SafeHeaders, is_https=site.cookies.is_https)],
        exception_handlers={HTTPException: partial(not_found, site)},
    )
    app.router.redirect_slashes = False
    app.state.site = site
    return app


def make_site(
    engine: Engine,
    config: ReviewConfig,
    originals: Originals,
    *,
    port: int,
    roll_over: bool,
    mails: Templates,
    letters: Templates,
    mailbox: str,
    second_step_key: Callable[[], bytes],
    report_key: Callable[[], bytes],
    archive: ArchiveConfig,
    now: Callable[[], datetime],
) -> Site:
    """What all visits share."""
    table = Table(PAGES)
    assets = Assets(config.theme_file)
    address = address_of(config, port)
    local = {f"http://{host}:{port}" for host in ("127.0.0.1", "localhost")}
    return Site(
        engine=engine,
        config=config,
        table=table,
        assets=assets,
        templates=environment(table.path, assets.path),
        cookies=Cookies(is_https=address.startswith("https:")),
        origins=frozenset({address} | (set() if config.address else local)),
        provider=Provider(config.oidc, address + table.path("oidc.finish"))
        if config.oidc
        else None,
        now=now,
        originals=originals,
        pace=Pace(config.paced_per_minute),
        roll_over=roll_over,
        mails=mails,
        letters=letters,
        mailbox=mailbox,
        second_step_key=second_step_key,
        report_key=report_key,
        archive=archive,
    )


def address_of(config: ReviewConfig, port: int) -> str:
    """What officers type, without a slash at its end."""
    host = f"[{config.host}]" if ":" in config.host else config.host
    return config.address.rstrip("/").lower() or f"http://{host}:{port}"


async def serve_asset(site: Site, request: Request) -> Response:
    """A style sheet or script, which a browser may keep: its name changes with its bytes."""
    asset = site.assets.get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": FOREVER})


async def not_found(site: Site, request: Request, error: Exception) -> Response:
    """The page for an address, or a method, that there is not."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    declined: Declined = NotFound()
    declined.status = status
    response = await run_in_threadpool(decline, site, request, declined)
    if isinstance(error, HTTPException):
        response.headers.update(error.headers or {})
    return response
