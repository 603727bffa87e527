"""Text of others, as servers and mails tell it, made safe for a line of a log or a terminal."""

import re

from storage.unsaid import unsaid

# Line ends would forge entries, escapes move the cursor, marks of direction reorder what is read.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)  # of the eleven-test


def plain(text: str) -> str:
    """The text in one line: control characters written out, no secrets or citizen numbers."""
    return NINE_DIGITS.sub(masked, CONTROL.sub(written_out, unsaid(text)))


def written_out(found: re.Match[str]) -> str:
    """A control character as Python writes it."""
    return found[0].encode("unicode_escape").decode("ascii")


def masked(found: re.Match[str]) -> str:
    """Nine digits, unless they may be a BSN."""
    digits = [int(each) for each in found[0] if each.isdigit()]
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True))
    return "[BSN]" if any(digits) and total % 11 == 0 else found[0]
