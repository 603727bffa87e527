"""mail-parser as we use it: what it finds, in types, whatever it stumbles over.

It is the second reader: asked for defects, and for text where our own reading found none. Our
own comes first, as mail-parser puts the words of an attached mail among those of the mail that
it is attached to, leaves out parts whose boundary never comes, and hands over files as text.
"""

import logging
from contextlib import suppress
from email.message import Message as Tree
from itertools import islice
from typing import Any, Literal

from intake.attachments.plain import cleaned, decoded

MOST_PARTS = 500
MOST_CHARS = 1_000_000
# All that we ask of it, each a collection of strings. To mail-parser any other name is a header.
Attribute = Literal["defects_categories", "text_plain", "text_html", "text_not_managed"]
TEXTS: tuple[Attribute, ...] = ("text_plain", "text_html", "text_not_managed")


class SecondReader:
    """What mail-parser makes of a message; where it raises, nothing."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._fault = ""
        self._parsed = self._parse()

    @property
    def defects(self) -> tuple[str, ...]:
        """The kinds of its defects, or which error mail-parser fell over."""
        if self._fault:
            return (f"mail-parser: {self._fault}",)
        return tuple(sorted(self._found("defects_categories")))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text, of kinds that it does not manage too; else what the library's parts hold.

        Pages come with their tags.
        """
        found = [cleaned(text)[:MOST_CHARS] for name in TEXTS for text in self._found(name)]
        return tuple(text for text in found if text.strip()) or tuple(self._by_library())

    def _by_library(self) -> list[str]:
        """The text of each part that calls itself text, and of a message without parts."""
        found = []
        with suppress(RecursionError):
            for part in islice(self._tree.walk(), MOST_PARTS):
                is_text = part.get_content_maintype() in ("text", "multipart", "message")
                if is_text and not part.is_multipart():
                    found.append(text_of(part))
        return [text for text in found if text.strip()]

    def _parse(self) -> Any:
        import mailparser

        # It logs the names of files and subjects, which are confidential.
        logging.getLogger("mailparser").setLevel(logging.CRITICAL)
        try:
            return mailparser.MailParser(self._tree)  # which parses it at once
        except Exception as error:
            # It raises AttributeError, TypeError and ValueError on mails that are merely odd.
            self._fault = type(error).__name__
            return None

    def _found(self, name: Attribute) -> tuple[str, ...]:
        """What mail-parser keeps under that name; AttributeError where it has no such name.

        Left to itself it would look up a header of a misspelt name, find none, and say nothing.
        """
        if self._parsed is None:
            return ()
        if not isinstance(getattr(type(self._parsed), name, None), property):
            raise AttributeError(f"mail-parser has no {name}; see what its new version calls it")
        try:
            return tuple(map(str, getattr(self._parsed, name)))
        except Exception:
            # Attributes are worked out when asked for, and fall over the same mails.
            return ()


def is_sound_date(value: str) -> bool:
    """Whether mail-parser finds nothing wrong with a date in a header."""
    from mailparser.dates import parse_mail_date

    found = parse_mail_date(value)
    return found.value is not None and not found.reasons


def text_of(part: Tree) -> str:
    """The text of a part as far as the library decodes it."""
    try:
        data = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (ValueError, LookupError, AssertionError, TypeError):
        data, charset = None, None
    if not isinstance(data, bytes):
        data = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return cleaned(decoded(data, charset))[:MOST_CHARS]
