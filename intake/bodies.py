"""The body of a mail out of its parts: the plain form, or the page beside which it is a stub."""

import re
from collections.abc import Iterator, Sequence

from intake.attachments.extract import UnreadableError
from intake.attachments.html import is_surely_within, page_of, text_of
from intake.attachments.plain import cleaned
from intake.message import Message
from intake.parts import Part, body_text
from intake.second_reader import SecondReader

# A plain part that only says that there is HTML; what is shorter than this share is no text.
STUB_SHARE = 0.3
PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)  # whatever it is declared
UNSEEN = re.compile(r"<(?:script|style)\b[^<]{0,100000}", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{0,10000}>")


def words_anywhere(message: Message) -> str:
    """What a second reader finds where the first found nothing, without tags of pages.

    Where tags are all there is, as in a page cut short or one of pictures alone, they are the text:
    an officer sees then that something was sent.
    """
    texts = SecondReader(message.tree).texts
    words = [TAG.sub(" ", UNSEEN.sub(" ", text)).strip() for text in texts]
    found = [text for text in words if text] or [text.strip() for text in texts]
    return "\n\n".join(dict.fromkeys(found))


def is_body(part: Part) -> bool:
    """Whether a part is the mail's own text, not a file."""
    return part.media_type in ("text/plain", "text/html") and not (part.is_attachment or part.name)


def body_of(parts: Sequence[Part]) -> str:
    """The texts of the body in order, each in one of its forms."""
    found: list[str] = []
    for group in dict.fromkeys(part.group for part in parts):
        text = form_of([part for part in parts if part.group == group])
        # Some programs send the plain form and the page beside each other.
        if text.strip() and not any(text.split() == other.split() for other in found):
            found.append(text)
    return "\n\n".join(found)


def form_of(parts: Sequence[Part]) -> str:
    """A text of the body: the plain form, unless it is missing or a stub beside the HTML."""
    plain = "\n\n".join(text for text in bodies(parts, "text/plain") if text.strip())
    pages = [part for part in parts if part.media_type == "text/html"]
    if not pages or (len(pages) == 1 and is_no_stub(plain, pages[0])):
        return plain.strip("\n")
    page = "\n\n".join(text for text in bodies(parts, "text/html") if text.strip())
    return (plain if len(plain) >= STUB_SHARE * len(page) else page).strip("\n")


def is_no_stub(plain: str, page: Part) -> bool:
    """Whether a plain form is surely long enough beside a page, which need not be laid out then."""
    most = int(len(plain) / STUB_SHARE)
    return most > 0 and is_surely_within(page_of(page.data, page.charset), most)


def bodies(parts: Sequence[Part], media_type: str) -> Iterator[str]:
    """The texts of the body parts of one type."""
    for part in parts:
        if part.media_type != media_type:
            continue
        if media_type == "text/plain" and not PAGE.match(part.data):
            yield body_text(part)
            continue
        try:
            yield cleaned(text_of(part.data, part.charset))
        except UnreadableError:
            # No page that can be laid out: its characters are all there is.
            yield re.sub(r"<[^<>]*>", " ", body_text(part))
