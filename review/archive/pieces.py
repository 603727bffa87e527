"""The pieces of a case as an archive takes them: each a record with one file, or with none left."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from unicodedata import normalize

from sqlmodel import Session

from outbox.case_papers import CasePapers
from outbox.documents import Document
from outbox.kept_pdf import kept_pdf
from review.archive.papers import (
    NO_SUBJECT,
    course,
    decisions,
    mail_sent,
    overview,
    subject_of,
)
from review.dates import local
from rules.deadlines import NETHERLANDS
from storage.case_page import MailOfCase
from storage.destruction import Destroyed
from storage.kept_mails import KeptMail
from storage.ledger import raw_of

MOST_NAME = 60  # characters of a name of a file: some systems take 255 bytes for a whole path
OTHER = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files, in the PRONOM register of The National Archives."""

    label: str
    code: str
    suffix: str


EML = Format("Internet Message Format", "fmt/278", "eml")  # RFC 5322
PDF = Format("Acrobat PDF 1.7 - Portable Document Format", "fmt/276", "pdf")
PDF_A = Format("Acrobat PDF/A - Portable Document Format 2a", "fmt/476", "pdf")


@dataclass(frozen=True, slots=True)
class Piece:
    """A record of a case, and how to get at its bytes."""

    id: str  # within the case: "mail/SHA256"
    kind: str  # in Dutch: "Ontvangen mail"
    title: str
    at: date | datetime  # when it came, went or was made
    deed: str  # what was done to it then: "Ontvangst"
    format: Format
    hashed_at: datetime
    content: Callable[[], bytes] | None  # None: it was destroyed
    message_id: str = ""
    destroyed: Destroyed | None = None


def pieces_of(session: Session, papers: CasePapers) -> list[Piece]:
    """The pieces of a case: letter and mails by the days on which they came, then the rest."""
    dated = [*letters(papers), *came(session, papers), *sent(papers)]
    return [*sorted(dated, key=lambda each: (moment_of(each.at), each.id)), *made(papers)]


def moment_of(at: date | datetime) -> datetime:
    """A moment, of a day its beginning."""
    return at if isinstance(at, datetime) else datetime.combine(at, time.min, NETHERLANDS)


def letters(papers: CasePapers) -> Iterator[Piece]:
    """The letter that the case began with, where it was made here."""
    pdf, request = papers.letter, papers.page.case.request
    if pdf is not None and request is not None:
        yield Piece(
            "brief",
            "Brief",
            f"Brief {request.reference} aan {request.municipality}",
            request.letter_date,
            "Creatie",
            PDF,
            moment_of(papers.today),
            lambda: pdf,
        )


def came(session: Session, papers: CasePapers) -> Iterator[Piece]:
    """The mails that came in, byte for byte; of one that was destroyed, that it was there."""
    for each in papers.page.mails:
        kept = papers.kept.get(each.mail)
        if kept is not None:
            yield came_in(session, each, kept)


def came_in(session: Session, mail: MailOfCase, kept: KeptMail) -> Piece:
    """A mail that came in."""
    return Piece(
        f"mail/{mail.mail}",
        "Ontvangen mail",
        mail.subject or NO_SUBJECT,
        mail.received_at,
        "Ontvangst",
        EML,
        kept.taken_in_at,
        None if kept.destroyed else lambda: raw_of(session, mail.mail),
        mail.message_id,
        kept.destroyed,
    )


def sent(papers: CasePapers) -> Iterator[Piece]:
    """The mails that went out."""
    for each in papers.sent:
        document = mail_sent(papers, each)
        yield Piece(
            f"verstuurd/{each.id}",
            "Verstuurde mail",
            subject_of(each),
            each.sent_at or each.proposed_at,
            "Verzending",
            PDF_A,
            moment_of(papers.today),
            as_pdf(document),
            each.outgoing.message_id,
        )


def made(papers: CasePapers) -> Iterator[Piece]:
    """What the program tells of the case."""
    for name, kind, document in (
        ("besluiten", "Besluiten en treden", decisions(papers)),
        ("verloop", "Verloop", course(papers)),
        ("overzicht", "Overzicht", overview(papers)),
    ):
        yield Piece(
            name,
            kind,
            document.title,
            papers.today,
            "Creatie",
            PDF_A,
            moment_of(papers.today),
            as_pdf(document),
        )


def as_pdf(document: Document) -> Callable[[], bytes]:
    """A document that is laid out once it is asked for."""
    return lambda: kept_pdf(document)


def safe_name(*parts: str) -> str:
    """Words as the name of a file on any system: letters and digits of ASCII, with hyphens."""
    plain = normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode()
    return OTHER.sub("-", plain).strip("-")[:MOST_NAME].rstrip("-") or "naamloos"


def folder_of(number: int, piece: Piece) -> str:
    """The folder of a piece: '002-ontvangen-mail-2026-04-21'."""
    day = local(piece.at).date() if isinstance(piece.at, datetime) else piece.at
    return f"{number:03}-{safe_name(piece.kind).lower()}-{day.isoformat()}"


def file_of(piece: Piece) -> str:
    """The file of a piece, in its folder: 'ontvangen-mail.eml'."""
    return f"{safe_name(piece.kind).lower()}.{piece.format.suffix}"
