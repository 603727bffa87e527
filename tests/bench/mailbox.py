"""A mixed mailbox of municipalities' mails: text, HTML, PDF, DOCX; each number says the same anew.

As mail programs write them: the text twice, with a sheet of styles, under it a signature, a
disclaimer and often what is answered. Half tells of the distribution of asylum seekers, half of
what municipalities write about besides. Names, places, figures and times make that hardly a
sentence comes back.
"""

import io
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from random import Random

from intake.registry import default_registry

PDF_SHARE, DOCX_SHARE, LOGO_SHARE, QUOTED_SHARE = 0.42, 0.10, 0.30, 0.40
PLACES = ("belastingkantoor", "schoolgebouw", "hotel", "schip", "klooster", "sporthal", "zorghuis")
STREETS = ("Dorpsstraat", "Marktplein", "Stationsweg", "Parallelweg", "Kanaalkade", "Schoollaan")
CAUSES = (
    "netcongestie",
    "een beroep bij de rechtbank",
    "bodemverontreiniging",
    "personeelstekort bij de aannemer",
    "het vertrek van de eigenaar",
    "stijgende bouwkosten",
)
TIMES = (
    "medio 2027",
    "in het eerste kwartaal van 2028",
    "uiterlijk 1 oktober 2027",
    "na de zomer",
    "binnen zes maanden",
    "per 1 september a.s.",
    "begin volgend jaar",
    "in week 38",
    "op 14 maart 2027",
)
MATTERS = (
    "woningbouw",
    "leerlingenvervoer",
    "het warmtenet",
    "jeugdhulp",
    "het zwembad",
    "schuldhulp",
    "wateroverlast",
    "de bibliotheek",
    "inburgering",
    "de omgevingsvisie",
)
PEOPLE = ("Jansen", "De Boer", "El Amrani", "Visser", "Yilmaz", "Bakker", "Van Dijk", "Smit")
OF_THIS_LAW = (
    "Het college van {name} heeft op {day} april besloten het {place} aan de {street} {number} "
    "geschikt te maken voor opvang.",
    "Op dit moment zijn er {few} van de {many} reguliere plekken gerealiseerd in {name}.",
    "Door {cause} is de planning van het {place} aan de {street} vertraagd.",
    "Wij verwachten dat de overige {few} plaatsen {time} beschikbaar komen.",
    "Met het COA is op {day} mei gesproken over de bestuursovereenkomst voor {few} bewoners.",
    "De raad behandelt het krediet van € {number}.{many} voor het {place} {time}.",
    "Voor de {few} amv-plekken zoeken wij met {other} nog een aanbieder van jeugdhulp.",
    "Een datum voor het {place} aan de {street} kunnen wij door {cause} nog niet noemen.",
)
OF_OTHER_MATTERS = (
    "Namens {person} stuur ik u een verslag over {matter} in {name}, kenmerk Z/26/{number}{many}.",
    "De kosten van {matter} bedragen naar schatting € {number}.{many} per jaar.",
    "Samen met {other} onderzoeken wij of {matter} voor de regio kan worden opgepakt.",
    "Omwonenden van de {street} zijn {time} gehoord; er kwamen {few} reacties binnen.",
    "Hebt u vragen over {matter}, dan kunt u bellen met {person}, telefoon 0{many}-{number}{few}1.",
    "De oplevering van {many} woningen aan de {street} is door {cause} verschoven naar {time}.",
    "In de vergadering van {day} juni vroeg de fractie van {person} naar {matter}.",
    "De huur van het {place} aan de {street} {number} loopt {time} af.",
)
NOTICE = (
    "Dit bericht is alleen bestemd voor wie het is gericht. Hebt u het per vergissing gekregen, "
    "laat dat dan weten aan de afzender en verwijder het. De gemeente is niet aansprakelijk voor "
    "schade door het verzenden van berichten langs elektronische weg."
)
STYLES = "\n".join(
    f"p.Mso{name}{number} {{mso-style-priority:{number}; margin:0cm; font-size:{10 + number}.0pt; "
    'font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;}'
    for name in ("Normal", "List", "Heading")
    for number in range(9)
)


def mail(number: int) -> bytes:
    """One mail of a municipality, with the files that chance gives it."""
    random = Random(number)
    name = random.choice(municipalities())
    body = paragraphs(random, name, random.randint(3, 8))
    lines = ["Geachte heer, mevrouw,", *body, *signature(random, name)]
    if random.random() < QUOTED_SHARE:
        lines += ["Op 9 april 2026 schreef het ministerie:"]
        lines += [f"> {each}" for each in paragraphs(random, name, 3)]
    message = headed(random, name, number)
    way = random.choice(("quoted-printable", "quoted-printable", "base64"))
    message.set_content("\n\n".join(lines) + "\n", cte=way)
    message.add_alternative(page(lines), subtype="html", cte=way)
    add_files(message, random, name)
    for part, each in enumerate(each for each in message.walk() if each.is_multipart()):
        each.set_boundary(f"_=_{number}_{part}_=_")
    return message.as_bytes()


@lru_cache(maxsize=1)
def municipalities() -> list[str]:
    """The names of all municipalities."""
    return sorted(each.name for each in default_registry().municipalities)


def headed(random: Random, name: str, number: int) -> EmailMessage:
    """A mail's head."""
    message = EmailMessage(policy=SMTP)
    at = datetime(2026, 4, 20, 8, tzinfo=UTC) + timedelta(minutes=17 * number)
    domain = "".join(each for each in name.lower() if each.isascii() and each.isalpha()) + ".nl"
    subject = random.choice(("Reactie op uw informatieverzoek", "RE: overleg", "Verslag"))
    message["Received"] = f"from mx.{domain} by mail.example; {format_datetime(at)}"
    message["From"] = f"{random.choice(PEOPLE)} <info@{domain}>"
    message["To"] = "ibt@minjenv.example"
    message["Subject"] = f"{subject} gemeente {name} – kenmerk Z/26/{number:06}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@{domain}>"
    return message


def add_files(message: EmailMessage, random: Random, name: str) -> None:
    """Give a mail the logo, letter and report that chance has for it."""
    if random.random() < LOGO_SHARE:
        message.add_attachment(logo(random), "image", "jpeg", filename="image001.jpg", cid="<logo>")
    if random.random() < PDF_SHARE:
        message.add_attachment(pdf(random, name), "application", "pdf", filename="brief.pdf")
    if random.random() < DOCX_SHARE:
        kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
        message.add_attachment(docx(random, name), "application", kind, filename="bijlage.docx")


def signature(random: Random, name: str) -> list[str]:
    """Who writes, and what lawyers add."""
    person, number = random.choice(PEOPLE), random.randint(1, 200)
    street = random.choice(STREETS)
    return ["Met vriendelijke groet,", f"{person}\nGemeente {name}\n{street} {number}", NOTICE]


def paragraphs(random: Random, name: str, count: int) -> list[str]:
    """Paragraphs of two to five sentences."""
    return [
        " ".join(sentence(random, name) for _ in range(random.randint(2, 5))) for _ in range(count)
    ]


def sentence(random: Random, name: str) -> str:
    """One sentence with names and figures of its own."""
    return random.choice(random.choice((OF_THIS_LAW, OF_OTHER_MATTERS))).format(
        name=name,
        other=random.choice(municipalities()),
        place=random.choice(PLACES),
        street=random.choice(STREETS),
        cause=random.choice(CAUSES),
        time=random.choice(TIMES),
        matter=random.choice(MATTERS),
        person=random.choice(PEOPLE),
        day=random.randint(1, 30),
        few=random.randint(5, 60),
        many=random.randint(100, 999),
        number=random.randint(1, 399),
    )


def page(lines: list[str]) -> str:
    """The text as a page, with the marks that a mail program adds."""
    body = "\n".join(
        '<p class="MsoNormal"><span lang="NL" style="font-size:11.0pt;color:#1F497D">'
        f"{each}<o:p></o:p></span></p>"
        for each in lines
    )
    return f'<html><head><style>{STYLES}</style></head><body lang="NL">{body}</body></html>'


def logo(random: Random, side: int = 80) -> bytes:
    """A picture that does not compress."""
    from PIL import Image

    found = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.randbytes(3 * side * side)).save(found, "JPEG")
    return found.getvalue()


def pdf(random: Random, name: str) -> bytes:
    """A letter of one to three pages with a logo, as a program writes it that embeds its font."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, SimpleDocTemplate

    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with reportlab
    style = ParagraphStyle("letter", fontName="Vera", fontSize=9.5, leading=13, spaceAfter=7)
    flow: list[Flowable] = [Image(io.BytesIO(logo(random, 44)), 72, 72)]
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
