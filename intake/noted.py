"""Events about a mail carry its name, and those of the reading process reach the log.

That process has no log of its own: what happens there is noted, comes back with the mail, and is
logged here, in the form and at the level of the settings.
"""

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars
from structlog.typing import EventDict

NAME_CHARS = 12  # of a mail's name in the log: enough to find it

log = structlog.get_logger()
_noted: list["Noted"] = []


@dataclass(frozen=True, slots=True)
class Noted:
    """An event of the reading process."""

    level: str
    event: str
    facts: dict[str, Any]  # as `structlog` takes them


def about(mail: str) -> AbstractContextManager[None]:
    """Have every event meanwhile carry the name of this mail; mail: the SHA-256 of its bytes."""
    return bound_contextvars(mail=mail[:NAME_CHARS])


def tell(noted: Sequence[Noted], raw: bytes) -> None:
    """Log what was noted in the reading process about the mail of these bytes."""
    if not noted:
        return
    with about(hashlib.sha256(raw).hexdigest()):
        for each in noted:
            getattr(log, each.level)(each.event, **each.facts)


def note_events() -> None:
    """Note the events of this process from here on, instead of logging them."""
    structlog.configure(processors=[note])


def note(_: object, level: str, event: EventDict) -> EventDict:
    """A processor that keeps each event for `noted`."""
    _noted.append(Noted(level, str(event.pop("event")), dict(event)))
    raise structlog.DropEvent


def noted() -> tuple[Noted, ...]:
    """What was noted since this was last asked."""
    found = tuple(_noted)
    _noted.clear()
    return found
