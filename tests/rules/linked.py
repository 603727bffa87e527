"""Requests to all municipalities, and to whom mails about them belong."""

from dataclasses import replace
from datetime import date

from intake.registry import default_registry
from rules.judgement import Kind
from rules.linker import Linker
from rules.registry import Request
from tests.rules.mails import mail_of, sentences

REGISTRY = default_registry()
LETTER = date(2026, 4, 9)


def request_to(municipality, reference, letter_date=LETTER):
    return Request(reference, municipality, letter_date, 21, 100, 20, 0, 0)


REQUESTS = tuple(
    request_to(each.name, str(7400000 + 113 * at))
    for at, each in enumerate(REGISTRY.municipalities)
)
REFERENCES = {each.municipality: each.reference for each in REQUESTS}
LINKER = Linker(replace(REGISTRY, requests=REQUESTS))
GOES, EDE = REFERENCES["Goes"], REFERENCES["Ede"]
REPLY = {Kind.INFORMATION_REPLY}


def links_of(body="", *, linker=LINKER, **mail):
    read = mail_of(body, **mail)
    return linker.link(read, sentences(read))
