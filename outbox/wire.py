"""Headers as lines (RFC 5322 section 2.2.3), written by us alone.

The library takes apart what stands encoded in a value before it writes it: a sender called
"=?utf-8?q?a=0D=0ABcc:_x?=" became a header of its own. Nothing is taken apart here.
"""

import re
from email.header import Header
from email.policy import EmailPolicy
from typing import Any

LINE = 78  # characters, RFC 5322 section 2.1.1
LONGEST_WORD = 60  # that still stands on a line with the name of its header
ONE_A_LINE = frozenset({"message-id", "in-reply-to", "references"})
OURS = ONE_A_LINE | {"from", "to", "cc", "subject"}
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
SPECIAL = re.compile(r'[\\"]')


class Wire(EmailPolicy):
    """RFC 5322 with those of our headers that hold anybody's words as we wrote them.

    Message ids are never cut or encoded: they would be others then. And a subject begins on the
    line of its name: the library may leave that line empty, which obsolete syntax alone allows
    (section 3.2.2), and readers then show a blank in front.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """A header as the mail keeps it."""
        if name.lower() not in OURS:
            return super().header_store_parse(name, value)
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            raise ValueError(f"{name} holds what no header may; put it in words first")
        return name, value

    def fold(self, name: str, value: Any) -> str:
        """A header as lines."""
        return self._own(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header as lines of bytes."""
        own = self._own(name, value)
        return own.encode("ascii") if own else super().fold_binary(name, value)

    def _own(self, name: str, value: str) -> str:
        if name.lower() not in OURS:
            return ""
        first, *others = value.split() or [""]
        lines = [f"{name}: {first}"]
        for word in others:
            if name.lower() not in ONE_A_LINE and len(lines[-1]) + 1 + len(word) <= LINE:
                lines[-1] += f" {word}"
            else:
                lines.append(f" {word}")
        return self.linesep.join(lines) + self.linesep


WIRE = Wire(linesep="\r\n", cte_type="7bit", max_line_length=LINE)


def in_words(text: str, header: str) -> str:
    """A text of one line as it may stand in a header of that name.

    In ASCII; where it holds more, or looks as if it did, in encoded words (RFC 2047).
    """
    longest = max(map(len, text.split()), default=0)
    if text.isascii() and "=?" not in text and longest <= LONGEST_WORD:
        return text
    return " ".join(Header(text, "utf-8", maxlinelen=LINE - 2, header_name=header).encode().split())


def author(name: str, address: str) -> str:
    """A name of one line and an address as they stand in From."""
    words = in_words(name, "From")
    if words == name and not ATOMS.fullmatch(name):
        words = '"' + SPECIAL.sub(r"\\\g<0>", name) + '"'
    return f"{words} <{address}>" if words else address
