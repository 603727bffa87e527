"""The values of headers: addresses, legible text, moments."""

import binascii
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from intake.attachments.plain import decoded

FIRST_YEAR, LAST_YEAR = 1980, 2100  # of mail: a clock that was never set, or a date that is a joke
LONG_PAST = re.compile(r"[a-z]\s+0\d{3}\b", re.IGNORECASE)  # 0001, which Python takes for '01
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,200}@[^\s<>()\[\],;:\"]{1,250}")
UNQUOTED = re.compile(r"([^<>]*)<([^<>\s]+@[^<>\s]+)>[^<>]*")  # a quote in front never closed
GROUP = re.compile(r":.*;\s*$")  # RFC 5322 section 3.4: "undisclosed-recipients:;"
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)')
NO_WORD = "\ufdd0"  # no character (Unicode, 23.7), and so in no mail: it stands for "=?" in quotes


def mailboxes(value: str) -> list[tuple[str, str]]:
    """Names and addresses in a header, with whatever looks like an address as a last resort."""
    try:
        found = getaddresses([value])
    except (RecursionError, ValueError, IndexError):
        found = []
    if any("@" in address for _, address in found):
        return list(put_together(found))
    if addresses := ADDRESS.findall(value):
        return [("", address) for address in addresses]
    return [] if GROUP.search(value) else [(value, "")]


def put_together(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Mailboxes with their whole names: some programs write 'Jansen, Jan <jan@x.nl>' unquoted."""
    before: list[str] = []
    for person, address in found:
        if "@" not in address:
            before += [each for each in (person, address) if each]
            continue
        if unquoted := UNQUOTED.fullmatch(address):
            person, address = person or unquoted[1].strip(), unquoted[2]
        yield ", ".join(each for each in (*before, person) if each), address
        before.clear()
    if before:
        yield ", ".join(before), ""


def quotes_kept(value: str) -> str:
    """A header of addresses in which nothing within quotes is an encoded word.

    RFC 2047 section 5: none may stand there. To decode it all the same would give a name that
    the sender's own server, and whoever looked at the name before us, did not see.
    """
    if '"' not in value or "=?" not in value:
        return value
    return QUOTED.sub(lambda found: found[0].replace("=?", NO_WORD), value)


def header_text(value: str) -> str:
    """A header without its encoding; bytes outside ASCII are taken for Dutch."""
    value = re.sub(r"(?:\r\n|\r|\n)[ \t]+", " ", legible(value))
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, binascii.Error):
        return value
    return "".join(
        piece if isinstance(piece, str) else word(piece, charset) for piece, charset in pieces
    )


def word(piece: bytes, charset: str | None) -> str:
    """A piece of a header; the library writes those without encoding in one of its own."""
    if charset is not None:
        return decoded(piece, charset)
    try:
        return piece.decode("raw-unicode-escape")
    except UnicodeDecodeError:
        return piece.decode("latin-1")


def legible(value: str) -> str:
    """A header with the bytes outside ASCII, which the parser hides, as letters."""
    if value.isascii():
        return value
    return decoded(value.encode("utf-8", "surrogateescape"))


def one_line(text: str) -> str:
    """The text with control characters as single spaces: none may reach a log or a reply."""
    return " ".join(CONTROL.sub(" ", text).split()).encode("utf-8", "replace").decode()


def moment(value: str | None) -> datetime | None:
    """A date of RFC 5322 as a moment in UTC; None where it is none that can be meant."""
    if value is None or LONG_PAST.search(value):
        return None
    try:
        found = parsedate_to_datetime(value.strip())
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
