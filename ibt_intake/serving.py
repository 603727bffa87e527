"""The web server of the pages for case officers."""

import gc
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

import structlog
import uvicorn
from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.health import watched_of
from ibt_intake.originals import Apart
from review.app import address_of, make_app, now_in_utc
from review.errors import CannotServe
from review.metrics import token_in
from storage.accounts import are_there_accounts
from storage.database import folder_of, snapshot, url_of
from storage.errors import KeyUnusable
from storage.keys import key_in
from storage.talk_reports import are_there_reports

log = structlog.get_logger()
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
KEY = "second-step.key"
REPORT_KEY = "talk-reports.key"
GRACE_SECONDS = 10  # for requests in hand when told to stop


def collect_less_often() -> None:
    """Have Python look for circles of dead objects after more new ones than it does by itself.

    A page that reads thousands of judgements makes hundreds of thousands of objects that live on:
    looking through them again and again took as long as making them.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def serve(
    config: Config,
    engine: Engine,
    *,
    tell: Callable[[str], None] | None = None,
    now: Callable[[], datetime] = now_in_utc,
) -> None:
    """Serve the pages until SIGTERM or Ctrl-C.

    tell: is given their address once they answer; now: the moment that they go by.
    """
    collect_less_often()
    review = config.review
    if config.metrics.token_file:
        token_in(config.metrics.token_file)  # told now, not by figures that stay away
    listener = listen(review.host, review.port)
    port = int(listener.getsockname()[1])
    originals = Apart(config.reading)
    app = make_app(
        engine,
        review,
        originals=originals,
        port=port,
        roll_over=config.deadlines.roll_over,
        mails=config.outbox.templates,
        mailbox="" if config.smtp.sender.endswith("@localhost") else config.smtp.sender,
        second_step_key=cache(lambda: second_step_key(config)),
        report_key=cache(lambda: report_key(config, engine)),
        archive=config.archive,
        metrics=config.metrics,
        watched=lambda: watched_of(config),
        now=now,
    )
    if review.takes_passwords and not has_accounts(engine):
        log.warning("no_accounts", remedy="ibt-intake account add NAME --role administrator")
    # Its own log would hold addresses, and with them what officers search for.
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    server = Server(
        lambda: (tell or log_address)(address_of(review, port)),
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(review.trusted_proxies),
            forwarded_allow_ips=list(review.trusted_proxies),
            timeout_graceful_shutdown=GRACE_SECONDS,
        ),
    )
    try:
        server.run(sockets=[listener])
    finally:
        originals.close()
    log.info("stopped")


def second_step_key(config: Config) -> bytes:
    """The key that seals the secrets of second steps, made when the first is set up."""
    return key_in(
        second_step_key_file(config),
        setting="second_step_key_file under [review]",
        lost="second steps must then be put off and set up anew",
    )


def second_step_key_file(config: Config) -> Path:
    """Where that key stands."""
    return config.review.second_step_key_file or folder_of(url_of(config.database)) / KEY


def report_key(config: Config, engine: Engine) -> bytes:
    """The key that seals reports of talks, made for the first; never while reports need another."""
    file = report_key_file(config)
    setting = "talk_reports_key_file under [review]"
    if not file.exists():
        with snapshot(engine) as session:
            if are_there_reports(session):
                raise KeyUnusable(
                    f"the key {file} is gone, and reports of talks are sealed with it; put it "
                    f"back, or name it by {setting} in config.toml"
                )
    return key_in(file, setting=setting, lost="reports of talks can then be read no more")


def report_key_file(config: Config) -> Path:
    """Where that key stands."""
    return config.review.talk_reports_key_file or folder_of(url_of(config.database)) / REPORT_KEY


def log_address(address: str) -> None:
    """Say in the log where the pages are."""
    log.info("serving", url=address)


class Server(uvicorn.Server):
    """A server that ends well when it is told to stop."""

    def __init__(self, started: Callable[[], None], config: uvicorn.Config) -> None:
        super().__init__(config)
        self.tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer from here on, and say where."""
        await super().startup(sockets)
        self.tell_started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGTERM and Ctrl-C; uvicorn's own would die of the signal after all was done."""
        before = {each: signal.signal(each, self.handle_exit) for each in STOP_SIGNALS}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise CannotServe(
            f"cannot listen on {host}, port {port}: {error.strerror}; "
            "choose another port under [review] in config.toml"
        ) from error


def has_accounts(engine: Engine) -> bool:
    """Whether anybody can sign in."""
    with snapshot(engine) as session:
        return are_there_accounts(session)
