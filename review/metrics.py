"""Figures for Prometheus: given to who has the token, or asks from a known address."""

import hmac
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from review.config import MetricsConfig
from review.errors import CannotServe
from review.health import Pulse

log = structlog.get_logger()
TOKEN_CHARS = 32  # as `openssl rand -hex 16` gives: nobody guesses it, however often they try
NOBODY = MetricsConfig()
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")  # by a proxy


async def serve_metrics(pulse: Pulse, config: MetricsConfig, request: Request) -> Response:
    """The figures; to whom they are not for, there is no such page."""
    if not may_read(config, request):
        raise HTTPException(404)
    vitals = await pulse.vitals()
    if vitals is None:
        return Response(status_code=503)
    from review.figures import shown  # the client takes a while to load, and is seldom asked for

    content, media_type = shown(
        vitals, pulse.watched(), pulse.now(), request.headers.get("accept", "")
    )
    return Response(content, media_type=media_type)


def may_read(config: MetricsConfig, request: Request) -> bool:
    """Whether the figures are for who asks; a refusal is told in the log alone."""
    if config.token_file is None and not config.addresses:
        return False
    if has_token(config, request) or is_near(config, request):
        return True
    log.warning("metrics_refused", has_token="authorization" in request.headers)
    return False


def has_token(config: MetricsConfig, request: Request) -> bool:
    """Whether the request carries the token of the settings."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if config.token_file is None or scheme.lower() != "bearer":
        return False
    try:
        expected = token_in(config.token_file)  # each time: a new one needs no new start
    except CannotServe as error:
        log.error("metrics_token_unusable", reason=str(error))
        return False
    return hmac.compare_digest(given.strip().encode(), expected.encode())


def is_near(config: MetricsConfig, request: Request) -> bool:
    """Whether somebody at one of the addresses asks, and asks us straight.

    Behind a proxy everybody has the proxy's address; and a page of another site may have a
    browser near us ask under a name that it made point here (DNS rebinding).
    """
    headers = request.headers
    if request.client is None or any(name in headers for name in FORWARDED):
        return False
    here = address_in(urlsplit(f"//{headers.get('host', '')}").hostname or "")
    there = address_in(request.client.host)
    if here is None or there is None:
        return False
    return any(there in ip_network(each) for each in config.addresses)


def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """The network address that a text is; None: it is none."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def token_in(path: Path) -> str:
    """The token in that file. Raises CannotServe where it can guard nothing."""
    where = "token_file under [metrics] in config.toml"
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotServe(f"{path}: cannot be read ({error}); check {where}") from error
    if len(token) < TOKEN_CHARS or not token.isascii():
        raise CannotServe(
            f"{path}: holds no token of {TOKEN_CHARS} characters or more; write one there, as "
            f"`openssl rand -hex 32` makes, or change {where}"
        )
    return token
