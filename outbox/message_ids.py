"""Message-IDs of our own: they carry their case, and a MAC that nobody else can make.

`<ibt.CASE.STEP.MAC@DOMAIN>`, all in lower-case base32: some programs change the case of letters.
The same mail has the same Message-ID however often it is made, so that even after a back-up was
restored it is recognised as sent.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from pathlib import Path

import storage.keys
from outbox.errors import Stop
from storage.errors import KeyUnusable

STEP_BYTES = 10
MAC_BYTES = 15  # 120 bits; RFC 2104 section 5 asks for 80 at least
PREFIX = "ibt"
OURS = re.compile(
    r"(?<![a-z0-9.])ibt\.([a-z2-7]{2,200})\.([a-z2-7]{16})\.([a-z2-7]{24})@([a-z0-9.-]{1,253})",
    re.IGNORECASE,
)
PARTING = "\0"  # between the parts of what is signed; no part holds it


@dataclass(frozen=True, slots=True)
class Thread:
    """The case that a mail of ours was about."""

    municipality: str
    reference: str | None


class MessageIds:
    """Makes Message-IDs with a key, and knows them again."""

    def __init__(self, key: bytes, domain: str) -> None:
        """domain: of our own address."""
        self._key = key
        self._domain = domain.lower()

    def made_for(
        self, municipality: str, reference: str | None, occasion: str, trigger: str
    ) -> str:
        """The Message-ID of a mail, with its angle brackets; these four tell mails apart."""
        case = encoded(f"{municipality}/{reference or ''}".encode())
        signed = PARTING.join((occasion, trigger)).encode()
        step = encoded(hashlib.sha256(signed).digest()[:STEP_BYTES])
        return f"<{PREFIX}.{case}.{step}.{self._mac(case, step, self._domain)}@{self._domain}>"

    def thread_of(self, message_id: str) -> Thread | None:
        """The case that one of our own Message-IDs stands for; None for any other."""
        found = OURS.search(message_id)
        return self._verified(found) if found else None

    def found_in(self, text: str) -> tuple[str, ...]:
        """Our own Message-IDs anywhere in a text, brackets or not, in order and once each."""
        ids = (each[0].lower() for each in OURS.finditer(text) if self._verified(each))
        return tuple(dict.fromkeys(f"<{each}>" for each in ids))

    def _verified(self, found: re.Match[str]) -> Thread | None:
        case, step, mac, domain = (part.lower() for part in found.groups())
        if not hmac.compare_digest(mac, self._mac(case, step, domain)):
            return None
        try:
            municipality, _, reference = decoded(case).decode("utf-8").partition("/")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return Thread(municipality, reference or None)

    def _mac(self, *parts: str) -> str:
        digest = hmac.digest(self._key, PARTING.join(parts).encode(), "sha256")
        return encoded(digest[:MAC_BYTES])


def encoded(value: bytes) -> str:
    """Bytes as lower-case base32 without padding."""
    return base64.b32encode(value).decode("ascii").rstrip("=").lower()


def decoded(text: str) -> bytes:
    """The bytes of lower-case base32 without padding."""
    return base64.b32decode(text.upper() + "=" * (-len(text) % 8))


def key_in(path: Path) -> bytes:
    """The key in a file that only we may read, made where there is none."""
    try:
        return storage.keys.key_in(
            path,
            setting="message_id_key_file under [smtp]",
            lost="answers to earlier mails are then known by less",
        )
    except KeyUnusable as error:
        raise Stop(str(error)) from error
