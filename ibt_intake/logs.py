"""Logs: events with ids, counts and reasons, never names, addresses or text of mails."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from ibt_intake.config import LogConfig
from ibt_intake.plain import plain

# Keys that would carry personal data or a secret; a call that uses one is a fault of ours.
FORBIDDEN = frozenset({"subject", "sender", "address", "text", "body", "password", "token"})


def start_logging(config: LogConfig) -> None:
    """Send events to standard error, as text for people or one JSON object a line."""
    renderer: structlog.typing.Processor
    if config.format == "json":
        renderer = structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            refuse_personal_data,
            keep_to_a_line,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[config.level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries speak through the standard library; only what they warn of is passed on.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(levelname)s:%(name)s:%(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


class OneLine(logging.Formatter):
    """What a library says, in one line whatever it holds."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return plain(super().format(record))


def quiet_logging() -> None:
    """For commands that print what they did: only what goes wrong is logged."""
    start_logging(LogConfig(level="warning"))


def refuse_personal_data(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The event itself; ValueError where a key could hold personal data."""
    if found := FORBIDDEN & event.keys():
        raise ValueError(f"log event {event.get('event')!r} carries {', '.join(sorted(found))}")
    return event


def keep_to_a_line(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The event with the words of others made safe: a server or a mail may have chosen them."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = plain(value)
        elif isinstance(value, list | tuple):
            event[key] = [plain(each) if isinstance(each, str) else each for each in value]
    return event
