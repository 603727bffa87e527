"""A mail as it was sent: its page in a frame, its attachments, and its bytes to download."""

import base64
import hashlib
import re
from urllib.parse import quote

from starlette.responses import Response

from review.errors import Conflict, NotFound
from review.headers import framed
from review.originals import CannotShow
from review.table import Page
from review.visit import Visit
from rules.mail import Attachment, Scan
from rules.roles import Role
from storage.database import snapshot
from storage.judgements import reading_of
from storage.ledger import raw_of

PDF_START = b"%PDF-"
PDF_START_WITHIN = 1024  # some scanners write a few bytes of their own first
TOO_HARD = "Dit is te groot of te ingewikkeld om veilig te tonen. Download het bestand."
INFECTED = "In deze bijlage is een virus gevonden. De bijlage wordt hier niet getoond."
SURE, YES = "toch", "ja"
NO_PAGE = "Deze mail heeft geen opgemaakte weergave. De tekst staat op de pagina zelf."
FRAME_STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:1rem;font:0.9375rem/1.55 Verdana,'DejaVu Sans',sans-serif;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;max-width:100%}"
    "td,th{vertical-align:top;padding:0.125rem 0.375rem}"
    "a[href]::after{content:' [' attr(href) ']';font-size:0.8125rem}"
    "blockquote{margin:0 0 1rem;padding-left:0.75rem;border-left:3px solid #6b7785}"
)
STYLE_HASH = base64.b64encode(hashlib.sha256(FRAME_STYLE.encode()).digest()).decode()
INERT = "sandbox; default-src 'none'"  # no script, form, window or request of any kind
# What is in none of these alphabets, or turns letters around, has no place in a file's name.
UNSAFE = re.compile(r"[\x00-\x1f\x7f\"\\/:*?<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
MOST_NAME_CHARS = 120


def show_page(visit: Visit) -> Response:
    """The HTML of a mail, made safe, for the frame on its page."""
    try:
        content = visit.site.originals.page(raw_mail(visit)) or f"<p>{NO_PAGE}</p>"
    except CannotShow:
        content = f"<p>{TOO_HARD}</p>"
    document = (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        f"<title>Originele weergave</title><style>{FRAME_STYLE}</style></head>"
        f"<body>{content}</body></html>"
    )
    policy = f"{INERT}; style-src 'sha256-{STYLE_HASH}'"
    return Response(document, media_type="text/html", headers=framed(policy))


def show_pdf(visit: Visit) -> Response:
    """An attachment for the browser's own viewer; only what begins as a PDF does."""
    attachment, data = attached(visit)
    if attachment.scanned.scan is Scan.FOUND:
        raise Conflict(INFECTED)
    if PDF_START not in data[:PDF_START_WITHIN]:
        raise NotFound("Deze bijlage is geen PDF. Download het bestand.")
    return Response(data, media_type="application/pdf", headers=framed(INERT))


def download_file(visit: Visit) -> Response:
    """An attachment to save, never to open here; with a virus in it, after a warning."""
    attachment, data = attached(visit)
    if attachment.scanned.scan is Scan.FOUND and visit.query.get(SURE) != YES:
        return warned(visit, attachment)
    return saved(data, attachment.source.rpartition("/")[2])


def download_raw(visit: Visit) -> Response:
    """The mail to save, byte for byte as it arrived; with a virus in it, after a warning."""
    with snapshot(visit.site.engine) as session:
        reading = reading_of(session, visit.part("mail"))
    infected = [
        each for each in (reading.attachments if reading else ()) if each.scanned.scan is Scan.FOUND
    ]
    if infected and visit.query.get(SURE) != YES:
        return warned(visit, infected[0])
    return saved(raw_mail(visit), f"mail-{visit.part('mail')[:12]}.eml")


def warned(visit: Visit, attachment: Attachment) -> Response:
    """The page that comes before a file in which a virus was found."""
    return visit.show("virus.html", 409, mail=visit.part("mail"), attachment=attachment)


def raw_mail(visit: Visit) -> bytes:
    """The bytes of the mail that the address names."""
    with snapshot(visit.site.engine) as session:
        return raw_of(session, visit.part("mail"))


def attached(visit: Visit) -> tuple[Attachment, bytes]:
    """The attachment that the address names by its place, from 0, with its bytes."""
    with snapshot(visit.site.engine) as session:
        reading = reading_of(session, visit.part("mail"))
        raw = raw_of(session, visit.part("mail"))
    number = visit.part("number")
    files = reading.attachments if reading else ()
    if not (number.isdecimal() and len(number) < 6 and int(number) < len(files)):
        raise NotFound
    attachment = files[int(number)]
    try:
        data = visit.site.originals.file(raw, attachment)
    except CannotShow as error:
        raise NotFound(TOO_HARD) from error
    if data is None:
        raise NotFound("Deze bijlage is niet los op te halen. Download de hele mail.")
    return attachment, data


def saved(data: bytes, name: str) -> Response:
    """Bytes that a browser saves under a name (RFC 6266), whatever they are."""
    name = safe_name(name)
    plain = re.sub(r"[^\w.,() +-]", "_", name, flags=re.ASCII)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''"
        + quote(name, safe="")
    }
    return Response(data, media_type="application/octet-stream", headers=framed(INERT) | headers)


def safe_name(name: str) -> str:
    """A name that no system reads as a folder, a device or another kind of file."""
    name = UNSAFE.sub("_", name).strip(". ") or "bijlage"
    stem, dot, ending = name.rpartition(".")
    if len(name) > MOST_NAME_CHARS:
        name = f"{(stem or name)[: MOST_NAME_CHARS - 12]}{dot}{ending[-11:]}"
    # CON, NUL and the like are devices on Windows, with any ending.
    return f"_{name}" if re.match(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", name, re.I) else name


PAGES = (
    Page("mail.page", "GET", "/mails/{mail}/weergave", show_page, Role.READER),
    Page("mail.raw", "GET", "/mails/{mail}/bron", download_raw, Role.READER, is_paced=True),
    Page(
        "mail.file",
        "GET",
        "/mails/{mail}/bijlagen/{number}",
        download_file,
        Role.READER,
        is_paced=True,
    ),
    Page(
        "mail.pdf",
        "GET",
        "/mails/{mail}/bijlagen/{number}/pdf",
        show_pdf,
        Role.READER,
        is_paced=True,
    ),
)
