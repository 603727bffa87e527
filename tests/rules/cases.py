"""A case of Ede, and mails that belong to it, for tests."""

from datetime import UTC, date, datetime, timedelta

from rules.cases import Case, CaseMail, in_order
from rules.judgement import Availability, Element, Kind, Statement, TimelineState
from rules.registry import Request
from tests.rules.mails import judgement_of

NOTIFICATION, REPLY = Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY
EXTENSION, QUESTION = Kind.EXTENSION_REQUEST, Kind.QUESTION
DECLARATION, FACTS, STATE, STEPS, TIMELINE, _ = Element
LETTER = date(2026, 4, 9)
DUE = date(2026, 4, 30)
REQUEST = Request("7473202", "Ede", LETTER, 21, 100, 20, 0, 0)
EVIDENCE = (Statement("Zie hier.", "body", 0, 9),)


def on(day, hour=12):
    """A moment of a day in April 2026, or in May from 31 on."""
    return datetime(2026, 4, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


def mail(number, day, kinds, *elements, promised=(), hour=12, **more):
    """A mail received on that day that states these elements."""
    found = dict.fromkeys(Element, ()) | dict.fromkeys(elements, EVIDENCE)
    state = TimelineState.STATED if TIMELINE in elements else TimelineState.ABSENT
    entries = tuple(Availability("x", each, each, EVIDENCE[0]) for each in promised)
    given = {"timeline_state": state, "timeline": entries, "elements": found} | more
    judgement = judgement_of(*kinds, municipalities=("Ede",), references=("7473202",), **given)
    return CaseMail(f"m{number}", f"<{number}@ede.nl>", on(day, hour), judgement)


def case_of(*mails, request=REQUEST, extensions=()):
    reference = request.reference if request else None
    return Case("Ede", reference, request, "", tuple(extensions), in_order(mails))


WHOLE = (FACTS, STATE, STEPS, TIMELINE)
