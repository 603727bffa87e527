"""Documents as PDF to be kept for good: PDF/A-2a and PDF/UA-1 at once, whatever stands in them.

Such a file may hold no character that its letters cannot show, and words of others hold any: those
become the sign for that. The mails that they stand in are kept as they came.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from outbox.documents import Block, Document, Facts, Heading, Items, Paragraph, Picture, Table
from outbox.errors import NotLaidOut
from outbox.pdf import ARCHIVAL, STANDARD, pdf_of
from outbox.stream_ends import with_plain_ends

UNSHOWN: Final = "\ufffd"
NEWLINES = re.compile(r"\r\n?")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]")
# Latin, Greek and Cyrillic, with the signs that Dutch prose has.
PLAIN = re.compile(
    "[^\t\n\x20-\x7e\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2030-\u203a\u20ac\u2122"
    f"{UNSHOWN}]"
)
Change = Callable[[str], str]


def kept_pdf(document: Document) -> bytes:
    """The document as PDF/A-2a and PDF/UA-1; the same document gives the same bytes."""
    readable = with_words(document, lambda text: CONTROL.sub(UNSHOWN, NEWLINES.sub("\n", text)))
    try:
        laid_out = pdf_of(readable, standards=(ARCHIVAL, STANDARD))
    except NotLaidOut:  # a character that its letters do not have: leave out all that are rare
        plain = with_words(readable, lambda text: PLAIN.sub(UNSHOWN, text))
        laid_out = pdf_of(plain, standards=(ARCHIVAL, STANDARD))
    return with_plain_ends(laid_out)


def with_words(document: Document, change: Change) -> Document:
    """The document with each of its texts changed, and its pictures as they are."""
    return replace(
        document,
        title=change(document.title),
        sender=change(document.sender),
        above=tuple(changed(each, change) for each in document.above),
        blocks=tuple(changed(each, change) for each in document.blocks),
    )


def changed(block: Block, change: Change) -> Block:
    """A part of a document with its texts changed."""
    match block:
        case Heading(text) | Paragraph(text):
            return replace(block, text=change(text))
        case Items(texts):
            return replace(block, texts=tuple(change(each) for each in texts))
        case Facts(pairs):
            return Facts(tuple((change(name), change(value)) for name, value in pairs))
        case Table(caption, heads, rows):
            return replace(
                block,
                caption=change(caption),
                heads=tuple(change(each) for each in heads),
                rows=tuple(tuple(change(each) for each in row) for row in rows),
            )
        case Picture():
            return block
