"""Numbered letters of municipalities, no two with the same bytes."""

import random
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache

from intake.registry import default_registry

NAMES = ("Ede", "Oss", "Tiel", "Urk", "Zeist", "Almelo", "Goes", "Venlo", "Gouda", "Hoorn")
TEXT = """\
Geachte minister,

Hierbij ontvangt u de reactie van het college van burgemeester en wethouders van {name} op uw
informatieverzoek met kenmerk {reference}.

De gemeente {name} heeft nog niet voldaan aan de wettelijke taak omdat er geen geschikte locatie
beschikbaar was. Op dit moment zijn er 40 reguliere opvangplaatsen gerealiseerd. Wij hebben een
omgevingsvergunning aangevraagd voor een locatie met 120 plaatsen. De opvanglocatie opent op
1 juli 2027.

Hoogachtend,
het college van burgemeester en wethouders van {name}
"""


@lru_cache
def domain_of(name: str) -> str:
    """The mail domain of a municipality."""
    return next(each.domain for each in default_registry().municipalities if each.name == name)


def reference_of(name: str) -> str:
    """The reference of the ministry's letter to it."""
    return f"74732{NAMES.index(name):02}"


def letter(number: int, *, size: int = 0) -> bytes:
    """The answer of a municipality under a number; size: bytes of a file with it."""
    name = NAMES[number % len(NAMES)]
    mail = EmailMessage()
    mail["X-Test-Id"] = str(number)
    mail["From"] = f"griffie@{domain_of(name)}"
    mail["To"] = "ibt@minjenv.example"
    mail["Subject"] = f"Reactie op informatieverzoek, kenmerk {reference_of(name)}"
    mail["Message-ID"] = f"<brief-{number}@{domain_of(name)}>"
    mail.set_content(TEXT.format(name=name, reference=reference_of(name)))
    if size:
        noise = random.Random(number).randbytes(size)
        mail.add_attachment(noise, "application", "octet-stream", filename="kaart.bin")
        mail.set_boundary(f"grens-{number}")  # else another one each time
    return mail.as_bytes(policy=SMTP)


def letters(count: int, *, first: int = 0) -> list[bytes]:
    """So many letters."""
    return [letter(number) for number in range(first, first + count)]
