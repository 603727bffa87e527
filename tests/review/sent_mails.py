"""Mails as they are sent, read by the program itself, with a judgement that a test writes."""

from datetime import date, timedelta
from email.message import EmailMessage
from io import BytesIO

from reportlab.pdfgen import canvas

from intake.config import ReadingConfig
from intake.reading import read_mail
from rules.judgement import (
    Availability,
    Category,
    Element,
    PlaceCount,
    PlaceRole,
    Proposal,
    Signal,
    Statement,
)
from rules.registry import Request
from storage.database import transaction
from storage.judgements import file_mail
from storage.ledger import Arrival, keep_all
from storage.registry import import_requests
from tests.review.mails import LETTER, NOW, judgement

FACTS = "De bouw ligt stil door een tekort aan aannemers."
STEPS = "Wij hebben een tweede aannemer gevraagd."
TIME = "De locatie opent per 1 juli 2027."
UNMARKED = "Er zijn nu 36 plekken 🏠 in gebruik, zoals u weet."
BODY = f"""Geachte heer, mevrouw,

{FACTS} {STEPS}
{UNMARKED}
{TIME}

Met vriendelijke groet,
Gemeente Ede

> Wij verzoeken u om een reactie op de volgende vragen.
> Wat is de stand van zaken van de opvang in uw gemeente?
> Welke stappen hebt u gezet om aan de taak te voldoen?
> Wanneer zijn de plekken er naar verwachting?
> Wij ontvangen uw reactie graag voor 1 juli 2026.
"""
TOTAL = 6


def pdf(*lines) -> bytes:
    """A PDF of one page."""
    made = BytesIO()
    page = canvas.Canvas(made)
    for number, line in enumerate(lines):
        page.drawString(72, 750 - 20 * number, line)
    page.save()
    return made.getvalue()


def message(
    subject="Reactie op uw brief", body=BODY, html="", sender="info@ede.nl"
) -> EmailMessage:
    """A mail of a municipality."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "ibt@example.nl"
    made["Subject"] = subject
    made["Message-ID"] = f"<{abs(hash((subject, body, html)))}@ede.nl>"
    made.set_content(body)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def keep_and_read(session, raw, number):
    """A mail that was taken in, and how it reads."""
    received = NOW - timedelta(days=number)
    arrival = Arrival("ibt", "INBOX", 9, number, raw, f"<{number}@ede.nl>", received)
    return keep_all(session, [arrival], NOW)[0].mail, read_mail(raw, received, ReadingConfig())


def stated(reading, words, source="body") -> Statement:
    """Words of a mail as evidence."""
    content = next(text.content for text in reading.texts if text.source == source)
    start = content.index(words)
    return Statement(words, source, start, start + len(words))


def file_sent(session, raw, number, **fields) -> str:
    """A mail that was read and filed; evidence is what it holds of the sentences above."""
    mail, reading = keep_and_read(session, raw, number)
    body = next((text.content for text in reading.texts if text.source == "body"), "")
    elements = dict.fromkeys(Element, ())
    known = {Element.FACTS: FACTS, Element.STEPS: STEPS, Element.TIMELINE: TIME}
    for element, words in known.items():
        if words in body:
            elements[element] = (stated(reading, words),)
    judged = judgement(**{"elements": elements} | fields)
    file_mail(session, mail, reading, judged, "1", links=judged.proposals, now=NOW)
    return mail


def rich_mail() -> bytes:
    """A reply with HTML, a letter as PDF and a note."""
    made = message(html="<p>Geachte heer,</p><p><b>De bouw</b> ligt stil.</p>")
    letter = pdf("De gemeente Ede telt 36 opvangplekken.", "Dat is de stand van 1 juni 2026.")
    made.add_attachment(letter, maintype="application", subtype="pdf", filename="brief.pdf")
    made.add_attachment("Notitie van de wethouder.\n", filename="notitie.txt")
    return made.as_bytes()


def fill_sent(engine) -> dict[str, str]:
    """Replies of Ede, the first of them with everything that a mail may have."""
    letters = [
        Request("7473202", "Ede", LETTER, 21, 100, 10, 5, 1),
        Request("7473202", "Delft", LETTER, 21, 100, 10, 5, 1),
        Request("7400001", "Ede", LETTER - timedelta(days=400), 21, 90, 10, 5, 1),
    ]
    with transaction(engine) as session:
        import_requests(session, letters, now=NOW)
        raw = rich_mail()
        _, reading = keep_and_read(session, raw, 1)
        words = "De gemeente Ede telt 36 opvangplekken."
        place = PlaceCount(
            Category.REGULAR, PlaceRole.REALISED, 36, stated(reading, words, "brief.pdf")
        )
        when = Availability("per 1 juli 2027", date(2027, 7, 1), None, stated(reading, TIME))
        signals = (Signal("sender_domain", "ede.nl", 5.0), Signal("text", "Delft", -0.3))
        rich = file_sent(
            session,
            raw,
            1,
            places=(place,),
            timeline=(when,),
            missing=frozenset({Element.CURRENT_STATE}),
            proposals=(Proposal("Ede", "7473202", 0.9, signals),),
        )
        found = {"rich": rich}
        for number in range(2, TOTAL):
            raw = message(subject=f"Reactie {number}").as_bytes()
            found[f"plain {number}"] = file_sent(session, raw, number)
    return found
