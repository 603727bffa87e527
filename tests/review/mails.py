"""Mails on the work list, filed as the daemon files them."""

from datetime import UTC, date, datetime, timedelta

from rules.judgement import (
    Element,
    Flag,
    Judgement,
    Kind,
    Proposal,
    Signal,
    Statement,
    TimelineState,
)
from rules.mail import Address, Authentication, Layout, Line, Mail, Owner, Text
from rules.registry import Request
from storage.database import transaction
from storage.failures import set_aside
from storage.judgements import file_mail
from storage.ledger import Arrival, keep_all
from storage.registry import import_requests

NOW = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
SENTENCE = "De locatie opent per 1 juli 2027."
REPLY = frozenset({Kind.INFORMATION_REPLY})
LETTER = date(2026, 6, 1)


def judgement(municipality="Ede", **fields) -> Judgement:
    """A judgement; what is not named is that of a complete reply."""
    statement = Statement(SENTENCE, "body", 0, len(SENTENCE))
    signal = Signal("sender_domain", "ede.nl", 2.0)
    whole = {
        "kinds": REPLY,
        "municipalities": (municipality,) if municipality else (),
        "references": ("7473202",),
        "elements": dict.fromkeys(Element, ()) | {Element.TIMELINE: (statement,)},
        "timeline_state": TimelineState.STATED,
        "timeline": (),
        "claims_met": False,
        "places": (),
        "missing": frozenset(),
        "late": False,
        "flags": frozenset(),
        "confidence": 0.9,
        "proposals": (Proposal(municipality, "7473202", 0.9, (signal,)),) if municipality else (),
        "reasons": (),
    }
    return Judgement(**whole | fields)


def reading(number, subject, sender) -> Mail:
    """A mail as read."""
    line = Line(0, len(SENTENCE), Owner.SENDER, Layout.PROSE)
    return Mail(
        message_id=f"<{number}@example.nl>",
        received_at=NOW - timedelta(days=number),
        sent_at=None,
        subject=subject,
        senders=(Address(sender, "info@example.nl"),),
        reply_to=(),
        to=(Address("", "ibt@example.nl"),),
        cc=(),
        return_path="info@example.nl",
        in_reply_to=(),
        references=(),
        headers=(),
        authentication=Authentication(),
        texts=(Text("body", SENTENCE + "\n", (line,)),),
        attachments=(),
        defects=(),
    )


def kept(session, number) -> str:
    """A mail that was taken in, and is not yet judged."""
    arrival = Arrival(
        mailbox="ibt",
        folder="INBOX",
        uidvalidity=7,
        uid=number,
        raw=f"Message-ID: <{number}@example.nl>\r\n\r\n{SENTENCE}\r\n".encode(),
        message_id=f"<{number}@example.nl>",
        received_at=NOW - timedelta(days=number),
    )
    return keep_all(session, [arrival], NOW)[0].mail


def add_mail(session, number, subject="Reactie op uw brief", sender="Gemeente", **found) -> str:
    """A mail that was judged and filed."""
    name = kept(session, number)
    judged = judgement(**found)
    file_mail(
        session,
        name,
        reading(number, subject, sender),
        judged,
        "1",
        links=() if judged.waits else judged.proposals,
        now=NOW,
    )
    return name


def fill(engine) -> dict[str, str]:
    """One mail of each sort that the list tells apart, by a word for it; and thirty replies."""
    requests = [Request("7473202", name, LETTER, 21, 100, 10, 5, 1) for name in ("Ede", "Delft")]
    machine = frozenset({Kind.AUTO_REPLY})
    doubt = ((Flag.UNCERTAIN, "De beoordeling is op het randje: kijk zelf of deze klopt."),)
    with transaction(engine) as session:
        import_requests(session, requests, now=NOW)
        found = {
            "extension": add_mail(
                session,
                1,
                "Uitstel?",
                municipality="Delft",
                kinds=frozenset({Kind.EXTENSION_REQUEST}),
            ),
            "uncertain": add_mail(
                session, 2, flags=frozenset({Flag.UNCERTAIN}), reasons=doubt, confidence=0.4
            ),
            "complete": add_mail(session, 3),
            "unlinked": add_mail(
                session, 4, municipality="", flags=frozenset({Flag.UNLINKED}), references=()
            ),
            "machine": add_mail(session, 5, "Afwezig", kinds=machine),
            "machine too": add_mail(session, 6, "Automatisch antwoord", kinds=machine),
            "late": add_mail(session, 7, flags=frozenset({Flag.LATE}), late=True),
            "hostile": add_mail(
                session, 8, "<script>alert(1)</script>\u202egpj.exe", '"><img src=x onerror=1>'
            ),
        }
        for number in range(10, 40):
            add_mail(session, number, f"Reactie {number}")
        found["aside"] = kept(session, 50)
        set_aside(session, found["aside"], "read", "the attachment <b>x</b> is damaged", NOW)
    return found
