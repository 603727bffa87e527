"""One message (RFC 5322) by mail-parser, typed, with the standard library as second reader.

mail-parser hides a header behind an attribute, gives a list where a header repeats, and raises
on some mails of under 200 bytes; none of that leaves this module.
"""

import binascii
import email
import email.parser
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message as Tree
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime

from intake.attachments.plain import decoded
from rules.mail import Address, Authentication

MAX_HEADER_BYTES = 256_000  # of all headers; what is behind is not looked at
MAX_ONE_HEADER = 64_000
MAX_HEADERS = 1_000
MAX_CONTENT_HEADER = 4_000  # of a part: the standard library takes them apart in square time
MAX_ENCODED_WORDS = 500
FIRST_YEAR, LAST_YEAR = 1980, 2100  # of mail: a clock that was never set, or a date that is a joke
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,200}@[^\s<>()\[\],;:\"]{1,250}")
GROUP = re.compile(r":.*;\s*$")  # RFC 5322 section 3.4: "undisclosed-recipients:;"
RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """The headers of a message as values, and its tree."""

    tree: Tree
    headers: tuple[tuple[str, str], ...]  # decoded, unfolded, names in lower case
    defects: tuple[str, ...]

    def all(self, name: str) -> list[str]:
        """Every header of that name, in order."""
        return [value for key, value in self.headers if key == name]

    def first(self, name: str) -> str | None:
        """The topmost header of that name."""
        return next((value for key, value in self.headers if key == name), None)

    def addresses(self, name: str) -> tuple[Address, ...]:
        """The mailboxes that headers of that name list."""
        # Decoded only when taken apart: an encoded name may hold a comma, or another address.
        values = [
            one_line(legible(str(value)))
            for key, value in self.tree.raw_items()
            if key.lower() == name
        ]
        return tuple(
            Address(one_line(header_text(person)), address.lower())
            if "@" in address
            else Address(one_line(header_text(person)), "")
            for value in values
            for person, address in mailboxes(value)
            if person or address
        )

    def ids(self, name: str) -> tuple[str, ...]:
        """The message ids in headers of that name."""
        return tuple(MESSAGE_ID.findall(" ".join(self.all(name))))

    @property
    def subject(self) -> str:
        return self.first("subject") or ""

    @property
    def message_id(self) -> str:
        """The Message-ID with its angle brackets, "" without one; a broken one as it stands."""
        value = self.first("message-id") or ""
        found = MESSAGE_ID.search(value)
        return found[0] if found else value.strip()

    @property
    def return_path(self) -> str | None:
        """The envelope's sender without brackets, "" for a bounce; None where nothing tells."""
        value = self.first("return-path")
        if value is None:
            return None
        return value.strip().strip("<>").strip().lower()

    @property
    def sent_at(self) -> datetime | None:
        """When the sender's program says it was sent, in UTC."""
        return moment(self.first("date"))

    @property
    def received_at(self) -> datetime | None:
        """When the topmost server received it; those below were written by others."""
        value = self.first("received")
        return moment(value.rpartition(";")[2]) if value else None

    @property
    def authentication(self) -> Authentication:
        """What the topmost header says; whose it is, `intake.authentication` looks at."""
        found: dict[str, str] = {}
        for method, result in RESULT.findall(self.first("authentication-results") or ""):
            found.setdefault(method.lower(), result.lower())
        spf, dkim, dmarc = (found.get(each, "none") for each in ("spf", "dkim", "dmarc"))
        return Authentication(spf, dkim, dmarc)


def read_message(raw: bytes) -> Message:
    """The message, by mail-parser, else by the standard library; it raises nothing."""
    shortened, defects = within_limits(raw)
    try:
        tree = email.message_from_bytes(shortened, policy=Bounded())
    except RecursionError:
        # Hundreds of parts within one another: the headers, and the rest as it stands.
        tree = email.parser.BytesHeaderParser(policy=Bounded()).parsebytes(shortened)
        defects.append("nested too deep")
    try:
        import mailparser

        # It logs the names of files and subjects, which are confidential.
        logging.getLogger("mailparser").setLevel(logging.CRITICAL)
        parsed = mailparser.MailParser(tree)
        parsed.parse()
        defects += sorted(str(each) for each in parsed.defects_categories)
    except Exception as error:
        # It raises AttributeError, TypeError and ValueError on mails that are merely odd; what
        # the fault is does not matter, for the tree stands.
        defects.append(f"mail-parser: {type(error).__name__}")
    return Message(tree, tuple(headers_of(tree)), tuple(dict.fromkeys(defects)))


class Bounded(Compat32):
    """The standard library's rules, with headers of parts at a length that it can bear."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a header."""
        name, value = super().header_source_parse(sourcelines)
        is_content = name.lower().startswith("content-")
        return name, value[: MAX_CONTENT_HEADER if is_content else MAX_ONE_HEADER]


def mailboxes(value: str) -> list[tuple[str, str]]:
    """Names and addresses in a header, with whatever looks like an address as a last resort."""
    try:
        found = getaddresses([value])
    except (RecursionError, ValueError, IndexError):
        found = []
    if any("@" in address for _, address in found):
        return found
    if addresses := ADDRESS.findall(value):
        return [("", address) for address in addresses]
    return [] if GROUP.search(value) else [(value, "")]


def within_limits(raw: bytes) -> tuple[bytes, list[str]]:
    """The message with a head that parsers can bear, and what was cut from it."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    head, separator, body = split_head(raw)
    lines = re.split(rb"(?:\r\n|\n|\r)(?![ \t\n])", head[:MAX_HEADER_BYTES])
    kept = [line[:MAX_ONE_HEADER] for line in lines[:MAX_HEADERS]]
    cut = len(head) > MAX_HEADER_BYTES or len(lines) > MAX_HEADERS or kept != lines[:MAX_HEADERS]
    crowded = [line for line in kept if line.count(b"=?") > MAX_ENCODED_WORDS]
    if not cut and not crowded:
        return raw, []
    kept = [line[:2000] if line in crowded else line for line in kept]
    return b"\r\n".join(kept) + separator + body, ["headers cut to size"]


def split_head(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Headers, the empty line, body."""
    found = re.search(rb"\r?\n\r?\n|\r\r", raw)
    if not found:
        return raw, b"", b""
    return raw[: found.start()], found[0], raw[found.end() :]


def headers_of(tree: Tree) -> Iterator[tuple[str, str]]:
    """Each header, decoded (RFC 2047) and on one line."""
    for name, value in tree.raw_items():
        yield str(name).lower(), one_line(header_text(str(value)))


def header_text(value: str) -> str:
    """A header without its encoding; bytes outside ASCII are taken for Dutch."""
    value = re.sub(r"(?:\r\n|\r|\n)[ \t]+", " ", legible(value))
    try:
        pieces = decode_header(value)
    except (email.errors.HeaderParseError, ValueError, binascii.Error):
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
    try:
        found = parsedate_to_datetime((value or "").strip())
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
