"""mail-parser as we use it: what it finds, in types, whatever it stumbles over.

It is the second reader: asked for defects, and for text where our own reading found none. Our
own comes first, as mail-parser puts the words of an attached mail among those of the mail that
it is attached to, leaves out parts whose boundary never comes, and hands over files as text.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from email.message import Message as Tree
from itertools import islice
from typing import Any, TypeVar

from intake.attachments.plain import cleaned, decoded

MOST_PARTS = 500
MOST_CHARS = 1_000_000
T = TypeVar("T")


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
        return tuple(sorted(map(str, self._found(lambda p: p.defects_categories, ()))))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text, of kinds that it does not manage too; else what the library's parts hold.

        Pages come with their tags.
        """
        kinds: list[list[str]] = [
            self._found(lambda parsed: parsed.text_plain, []),
            self._found(lambda parsed: parsed.text_html, []),
            self._found(lambda parsed: parsed.text_not_managed, []),
        ]
        found = [cleaned(str(text))[:MOST_CHARS] for texts in kinds for text in texts]
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
            parsed = mailparser.MailParser(self._tree)
            parsed.parse()
        except Exception as error:
            # It raises AttributeError, TypeError and ValueError on mails that are merely odd.
            self._fault = type(error).__name__
            return None
        return parsed

    def _found(self, ask: Callable[[Any], T], otherwise: T) -> T:
        """What an attribute holds; mail-parser takes a misspelt one for a header."""
        if self._parsed is None:
            return otherwise
        try:
            return ask(self._parsed)
        except Exception:
            # Attributes are worked out when asked for, and fall over the same mails.
            return otherwise


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
