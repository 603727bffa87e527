"""Cases in several states, of mails filed as the daemon files them."""

import re
from datetime import date

from rules.judgement import (
    Availability,
    Category,
    Element,
    Flag,
    Kind,
    PlaceCount,
    PlaceRole,
    Proposal,
    Signal,
    Statement,
    TimelineState,
)
from rules.registry import Request
from storage.database import transaction
from storage.links import case_number
from storage.registry import import_requests
from tests.review.mails import NOW, add_mail

LETTER = date(2026, 6, 1)
ASCENSION = date(2026, 4, 23)  # three weeks on, it is Ascension Day, with a bridge to Monday
FACTS = "De provincie heeft de vergunning nog niet verleend."
TIMELINE = "Op 1 juli 2027 zijn <b>alle</b> plekken er."
SIGNALS = (Signal("sender_domain", "ede.nl", 2.0),)
REQUESTS = [
    Request("7473202", "Ede", LETTER, 21, 100, 10, 5, 1),
    Request("7473203", "Delft", LETTER, 21, 80, 0, 0, 0),
    Request("7470001", "Tiel", ASCENSION, 21, 50, 5, 50, 5),
]


def said(text) -> Statement:
    """A sentence of a mail."""
    return Statement(text, "body", 0, len(text))


def stating(**texts):
    """The elements of a mail, by the sentence that states each."""
    found = {Element(name): (said(text),) for name, text in texts.items()}
    return dict.fromkeys(Element, ()) | found


def proposal(municipality, reference):
    return (Proposal(municipality, reference, 0.9, SIGNALS),)


def fill_cases(engine) -> dict[str, int]:
    """The numbers of the cases, by municipality.

    Ede answered, but not wholly; Delft asks for more time; Tiel notified, before its letter, and
    answered wholly; Urk notified, and was sent no letter.
    """
    day = date(2027, 7, 1)
    with transaction(engine) as session:
        import_requests(session, REQUESTS, now=NOW)
        add_mail(
            session,
            10,
            "Reactie <i>Ede</i>",
            elements=stating(facts=FACTS, timeline=TIMELINE),
            timeline=(Availability("1 juli 2027", day, day, said(TIMELINE), "na vergunning"),),
            places=(PlaceCount(Category.REGULAR, PlaceRole.REALISED, 7, said(FACTS)),),
            proposals=proposal("Ede", "7473202"),
            flags=frozenset({Flag.NUMBERS_DIFFER}),
            reasons=((Flag.NUMBERS_DIFFER, "Cijfers verschillen: 7 in plaats van 5."),),
        )
        add_mail(
            session,
            11,
            "Graag uitstel",
            municipality="Delft",
            kinds=frozenset({Kind.EXTENSION_REQUEST}),
            references=("7473203",),
            elements=stating(),
            timeline_state=TimelineState.ABSENT,
            proposals=proposal("Delft", "7473203"),
        )
        whole = {each.value: f"Tekst over {each.value}." for each in Element}
        add_mail(
            session,
            60,
            "Melding",
            municipality="Tiel",
            kinds=frozenset({Kind.ARTICLE_8_NOTIFICATION}),
            references=(),
            elements=stating(facts=FACTS),
            proposals=proposal("Tiel", None),
        )
        add_mail(
            session,
            20,
            "Reactie Tiel",
            municipality="Tiel",
            references=("7470001",),
            elements=stating(**whole),
            proposals=proposal("Tiel", "7470001"),
        )
        add_mail(
            session,
            12,
            "Melding Urk",
            municipality="Urk",
            kinds=frozenset({Kind.ARTICLE_8_NOTIFICATION}),
            references=(),
            elements=stating(facts=FACTS),
            timeline_state=TimelineState.ABSENT,
            proposals=proposal("Urk", None),
        )
        letters = {each.municipality: each.reference for each in REQUESTS} | {"Urk": ""}
        found = {name: case_number(session, (name, letter)) for name, letter in letters.items()}
        return found | {"Tiel, melding": case_number(session, ("Tiel", ""))}


def words(answer):
    """The text of a page, without its tags, with single spaces."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"</?(?:time|a|strong)\b[^>]*>", "", main)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
