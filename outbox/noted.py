"""Events about a mail of ours carry its number, and the name of the mail that it answers."""

import re
from contextlib import AbstractContextManager

from structlog.contextvars import bound_contextvars

from storage.outgoing import OutboxEntry

NAMED = re.compile(r"[0-9a-f]{64}")  # a mail that came in, by the SHA-256 of its bytes
NAME_CHARS = 12  # as in events of the way in


def about(entry: OutboxEntry) -> AbstractContextManager[None]:
    """Have every event meanwhile carry what leads from the log to this mail."""
    ids: dict[str, int | str] = {"outgoing": entry.id}
    if NAMED.fullmatch(entry.outgoing.trigger):
        ids["mail"] = entry.outgoing.trigger[:NAME_CHARS]
    return bound_contextvars(**ids)
