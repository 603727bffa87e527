"""Mails of parts as they stand, and reading them within a time."""

import time

from tests.files import raw_mail
from tests.intake.reads import read

PLACES = "De gemeente realiseert 120 opvangplaatsen op 1 oktober 2026."
DUTCH = "Geïnteresseerde inwoners; één locatie à € 5 – ‘nu’."


def multipart(*parts: str, kind: str = "mixed") -> bytes:
    """A mail of those parts, each with its own headers, as they stand."""
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return raw_mail(body, content_type=f'multipart/{kind}; boundary="b"')


def in_time(raw: bytes, seconds: float = 5, **limits):
    """The mail, read within the time; of this process, for a busy machine is no fault."""
    started = time.process_time()
    mail = read(raw, **limits)
    assert time.process_time() - started < seconds
    return mail
