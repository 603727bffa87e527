"""Secrets that this process has read: what others say back of them is told without.

Servers quote a refused command in their answer, and drivers an address in their error; both end up
in logs, on terminals and in the database.
"""

import base64
import binascii
import re

INSTEAD = "[secret]"
LEAST_CHARS = 4  # shorter ones stand in many a word, and guard nothing
TOKEN = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_known: set[str] = set()


def remember(secret: str) -> str:
    """The secret, which is left out of what is told from now on."""
    if len(secret) >= LEAST_CHARS:
        _known.add(secret)
    return secret


def unsaid(text: str) -> str:
    """The text without any secret, in plain letters or as protocols wrap it."""
    if not _known:
        return text
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, INSTEAD)
    return TOKEN.sub(unwrapped, text)


def unwrapped(found: re.Match[str]) -> str:
    """A word, unless it is base64 that holds a secret, as `AUTH PLAIN` sends it."""
    word = found[0].rstrip("=")
    try:
        raw = base64.b64decode(word + "=" * (-len(word) % 4), altchars=None)
    except (binascii.Error, ValueError):
        return found[0]
    return INSTEAD if any(each.encode() in raw for each in _known) else found[0]
