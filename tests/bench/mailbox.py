"""A mixed mailbox of municipalities' mails, the same for the same number: text, HTML, PDF, DOCX."""

import io
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random

PDF_SHARE, DOCX_SHARE, QUOTED_SHARE = 0.42, 0.10, 0.40
MUNICIPALITIES = ("Ede", "Zeist", "Goes", "Aalten", "Kampen", "Venlo", "Hoorn", "Tynaarlo")
SITES = ("het oude belastingkantoor", "de Beatrixschool", "het hotel aan de rondweg", "het schip")
CAUSES = ("netcongestie", "een beroep bij de rechtbank", "bodemverontreiniging", "personeelstekort")
TIMES = ("medio 2027", "in het eerste kwartaal van 2028", "uiterlijk 1 oktober 2027", "na de zomer")
SENTENCES = (
    "Het college van {name} heeft op 14 april besloten {site} geschikt te maken voor opvang.",
    "Op dit moment zijn er {few} van de {many} reguliere plekken gerealiseerd.",
    "Door {cause} is de planning van {site} met enkele maanden vertraagd.",
    "Wij verwachten dat de overige plaatsen {time} beschikbaar komen.",
    "Met het COA is gesproken over de bestuursovereenkomst en over de duur van het gebruik.",
    "De omgevingsvergunning is aangevraagd; de raad behandelt het krediet in zijn vergadering.",
    "Voor de {few} amv-plekken zoeken wij nog een aanbieder van jeugdhulp in de regio.",
    "Omwonenden zijn op twee avonden gehoord en de verslagen staan op onze website.",
    "Een datum voor {site} kunnen wij door {cause} nog niet noemen.",
    "De kosten van het onderzoek worden gedekt uit het budget voor maatschappelijke opvang.",
)


def mail(number: int) -> bytes:
    """One mail of a municipality, with the files that chance gives it."""
    random = Random(number)
    name = random.choice(MUNICIPALITIES)
    body = paragraphs(random, name, random.randint(3, 8))
    text = "\n\n".join([*body, f"Met vriendelijke groet,\nJ. Jansen\nGemeente {name}"])
    if random.random() < QUOTED_SHARE:
        asked = paragraphs(random, name, 2)
        text += "\n\nOp 9 april 2026 schreef het ministerie:\n" + "\n".join(f"> {a}" for a in asked)
    message = EmailMessage(policy=SMTP)
    at = datetime(2026, 4, 20, 8, tzinfo=UTC) + timedelta(minutes=17 * number)
    message["Received"] = f"from mx.example by mail.example; {format_datetime(at)}"
    message["From"] = f"Gemeente {name} <info@{name.lower()}.nl>"
    message["To"] = "ibt@minjenv.example"
    message["Subject"] = f"Reactie op uw informatieverzoek, gemeente {name} ({number})"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@{name.lower()}.nl>"
    message.set_content(text + "\n")
    message.add_alternative(page(body), subtype="html")
    if random.random() < PDF_SHARE:
        message.add_attachment(pdf(random, name), "application", "pdf", filename="brief.pdf")
    if random.random() < DOCX_SHARE:
        kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
        message.add_attachment(docx(random, name), "application", kind, filename="bijlage.docx")
    return message.as_bytes()


def paragraphs(random: Random, name: str, count: int) -> list[str]:
    """Paragraphs of two to four sentences."""
    return [
        " ".join(sentence(random, name) for _ in range(random.randint(2, 4))) for _ in range(count)
    ]


def sentence(random: Random, name: str) -> str:
    """One sentence with figures of its own."""
    return random.choice(SENTENCES).format(
        name=name,
        site=random.choice(SITES),
        cause=random.choice(CAUSES),
        time=random.choice(TIMES),
        few=random.randint(5, 60),
        many=random.randint(61, 300),
    )


def page(body: list[str]) -> str:
    """The text as a page, with the marks that a mail program adds."""
    return "".join(f'<p class="MsoNormal"><span lang="NL">{each}</span></p>' for each in body)


def pdf(random: Random, name: str) -> bytes:
    """A letter of one to three pages."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["BodyText"]
    flow: list[Flowable] = []
    for _ in range(random.choice((1, 1, 2, 3))):
        flow += [Paragraph(each, style) for each in paragraphs(random, name, 5)] + [PageBreak()]
    found = io.BytesIO()
    SimpleDocTemplate(found, invariant=1).build(flow)
    return found.getvalue()


def docx(random: Random, name: str) -> bytes:
    """A report of five to ten paragraphs."""
    from docx import Document

    document = Document()
    for each in paragraphs(random, name, random.randint(5, 10)):
        document.add_paragraph(each)
    found = io.BytesIO()
    document.save(found)
    return found.getvalue()
