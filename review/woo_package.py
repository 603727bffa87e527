"""A case as a package for a Woo request: mails as redacted text, with a list of what is in it.

Everything is made of redacted text alone: no bytes of a mail or of an attachment go along, so
nothing lies below what is taken out.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from html import escape

from outbox.documents import Document as Letter
from outbox.documents import words_of
from review.dates import moment
from review.redacting import Redactor
from rules.deadlines import NETHERLANDS
from rules.mail import Mail
from rules.supervisor import SENDER
from storage.outgoing import OutboxEntry

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same choices make the same bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A mail of the case, in or out, as text."""

    title: str  # "Mail 1", "Verstuurde mail 1"
    at: datetime
    sender: str
    to: str
    subject: str
    texts: tuple[tuple[str, str], ...]  # what each is, and its words

    @property
    def words(self) -> tuple[str, ...]:
        """All that stands in it."""
        return (self.sender, self.to, self.subject, *(part for text in self.texts for part in text))


def documents_of(mails: Iterable[Mail], sent: Iterable[OutboxEntry]) -> list[Document]:
    """The mails of a case in the order of time, each with its attachments as text."""
    came = [
        Document(
            f"Mail {number}",
            mail.received_at,
            people(mail.senders),
            people((*mail.to, *mail.cc)),
            mail.subject,
            texts_of(mail),
        )
        for number, mail in enumerate(mails, 1)
    ]
    went = [
        Document(
            f"Verstuurde mail {number}",
            entry.sent_at,
            SENDER,
            ", ".join((*entry.outgoing.to, *entry.outgoing.cc)),
            entry.outgoing.subject,
            (("Tekst", entry.outgoing.text),),
        )
        for number, entry in enumerate(sent, 1)
        if entry.sent_at is not None
    ]
    return sorted([*came, *went], key=lambda each: (each.at, each.title))


def letter_sent(letter: Letter) -> Document:
    """The letter that a case began with, where it was made here."""
    words = [each for each in words_of(letter) if each != letter.title]
    return Document(
        "Brief",
        datetime.combine(letter.dated, time.min, NETHERLANDS),
        letter.sender,
        "",  # it stands in the letter
        letter.title,
        (("Tekst", "\n\n".join(words)),),
    )


def people(addresses: Iterable[object]) -> str:
    """Names and addresses as a header shows them."""
    told = []
    for each in addresses:
        name, address = getattr(each, "name", ""), getattr(each, "address", "")
        told.append(f"{name} <{address}>" if name and address else name or address)
    return ", ".join(told)


def texts_of(mail: Mail) -> tuple[tuple[str, str], ...]:
    """The words of a mail and of each attachment; one that holds no text is named all the same."""
    by_source = {each.source: each.content for each in mail.texts}
    found = [("Tekst", by_source.get("body", ""))]
    sources = [each for each in by_source if each not in ("body", "subject")]
    sources += [each.source for each in mail.attachments if each.source not in by_source]
    for number, source in enumerate(sources, 1):
        words = by_source.get(source, "(deze bijlage heeft geen tekst en is niet meegenomen)")
        found.append((f"Bijlage {number}: {source}", words))
    return tuple(found)


def redacted(document: Document, redactor: Redactor) -> Document:
    """The document with what was confirmed taken out of all of it."""
    clean = redactor.redacted
    return Document(
        document.title,
        document.at,
        clean(document.sender),
        clean(document.to),
        clean(document.subject),
        tuple((clean(name), clean(words)) for name, words in document.texts),
    )


def package(title: str, documents: Sequence[Document], redactor: Redactor) -> bytes:
    """The package as a ZIP file. Raises StillThere where something confirmed is not gone."""
    clean = [redacted(each, redactor) for each in documents]
    redactor.check(words for each in clean for words in each.words)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        put(archive, "inventaris.html", page(f"Inventaris: {title}", inventory(clean)))
        for number, document in enumerate(clean, 1):
            put(archive, f"{number:03}.html", page(document.title, body_of(document)))
    return made.getvalue()


def put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """Add a page; no time or user of this machine goes along."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)


def inventory(documents: Sequence[Document]) -> str:
    """A table of what is in the package."""
    rows = "".join(
        f'<tr><td><a href="{number:03}.html">{number}</a></td><td>{escape(moment(each.at))}</td>'
        f"<td>{escape(each.title)}</td><td>{escape(each.sender)}</td>"
        f"<td>{escape(each.subject)}</td><td>{len(each.texts) - 1}</td></tr>"
        for number, each in enumerate(documents, 1)
    )
    heads = "".join(
        f"<th>{name}</th>" for name in ("Nummer", "Datum", "Soort", "Van", "Onderwerp", "Bijlagen")
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def body_of(document: Document) -> str:
    """A mail with its attachments."""
    facts = (
        ("Van", document.sender),
        ("Aan", document.to),
        ("Datum", moment(document.at)),
        ("Onderwerp", document.subject),
    )
    listed = "".join(f"<dt>{name}</dt><dd>{escape(told)}</dd>" for name, told in facts)
    texts = "".join(
        f"<h2>{escape(name)}</h2><pre>{escape(words)}</pre>" for name, words in document.texts
    )
    return f"<dl>{listed}</dl>{texts}"


def page(title: str, content: str) -> str:
    """A page that asks nothing of anyone: no script, no style of others."""
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        "<style>pre{white-space:pre-wrap;font:inherit}td,th{padding:.3em;text-align:left}</style>"
        f"</head><body><h1>{escape(title)}</h1>{content}</body></html>"
    )
