"""What can go wrong on the way out, divided by what becomes of the mail.

No message holds an address or a subject: it stands in the database and in the log.
"""

import re

from storage.unsaid import unsaid

ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
WORDS = 200  # characters of a server's own words


class OutboxError(Exception):
    """The root; its message is one line that says what, where, and what to do."""


class Later(OutboxError):
    """This mail was not accepted now; the same mail may be later."""


class ServerAway(Later):
    """The server accepts no mail at all now; every mail waits."""


class Rejected(OutboxError):
    """This mail was not accepted and never will be as it is: an officer looks at it."""

    def __init__(self, message: str, addresses: tuple[str, ...] = ()) -> None:
        """addresses: those that are refused, where it is about them; no message holds them."""
        super().__init__(message)
        self.addresses = addresses


class Uncertain(OutboxError):
    """Nobody can tell whether the server accepted this mail; it is never sent again by itself."""


class Stop(OutboxError):
    """Nothing can be sent before a person changes something: settings, password, rights."""


class TemplateWrong(OutboxError):
    """A template cannot be read, or asks for what it is not told; its message names the line."""


class NotLaidOut(OutboxError):
    """A document cannot be made into a file that everybody can read."""


def without_addresses(text: str) -> str:
    """A server's words on one line, without addresses and secrets, and not too many."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return ADDRESS.sub("(address)", unsaid(line))[:WORDS]
