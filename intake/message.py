"""One message (RFC 5322) by mail-parser, typed, with the standard library as second reader.

mail-parser hides a header behind an attribute, gives a list where a header repeats, and raises
on some mails of under 200 bytes; none of that leaves this module.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message as Tree
from email.utils import getaddresses, parsedate_to_datetime

from intake.attachments.plain import cleaned, decoded
from rules.mail import Address, Authentication

MAX_HEADER_BYTES = 256_000  # of all headers; what is behind is not looked at
MAX_ONE_HEADER = 64_000
MAX_HEADERS = 1_000
MAX_ENCODED_WORDS = 500
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a message: one body or one file."""

    media_type: str
    name: str  # decoded, "" where it has none
    charset: str | None
    data: bytes
    is_attachment: bool  # by its disposition
    tree: Tree  # of a nested message, its own tree


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
            one_line(str(value)) for key, value in self.tree.raw_items() if key.lower() == name
        ]
        found = getaddresses(values)
        return tuple(
            Address(one_line(header_text(person)), address.lower() if "@" in address else "")
            for person, address in found
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
        value = self.first("message-id") or ""
        found = MESSAGE_ID.search(value)
        return found[0] if found else value.strip()

    @property
    def return_path(self) -> str | None:
        value = self.first("return-path")
        if value is None:
            return None
        return value.strip().strip("<>").strip().lower()

    @property
    def sent_at(self) -> datetime | None:
        return moment(self.first("date"))

    @property
    def received_at(self) -> datetime | None:
        """When the topmost server received it; those below were written by others."""
        value = self.first("received")
        return moment(value.rpartition(";")[2]) if value else None

    @property
    def authentication(self) -> Authentication:
        """What the topmost server found; results further down may be forged."""
        found: dict[str, str] = {}
        for method, result in RESULT.findall(self.first("authentication-results") or ""):
            found.setdefault(method.lower(), result.lower())
        return Authentication(**found)


def read_message(raw: bytes) -> Message:
    """The message, by mail-parser, else by the standard library; it raises nothing."""
    shortened, defects = within_limits(raw)
    tree = None
    try:
        import mailparser

        parsed = mailparser.parse_from_bytes(shortened)
        tree = parsed.message
        defects += sorted(str(each) for each in parsed.defects_categories)
    except Exception as error:
        # It raises AttributeError, TypeError and ValueError on mails that are merely odd; what
        # the fault is does not matter, for there is a second reader.
        defects.append(f"mail-parser: {type(error).__name__}")
    if tree is None:
        tree = email.message_from_bytes(shortened, policy=email.policy.compat32)
    return Message(tree, tuple(headers_of(tree)), tuple(dict.fromkeys(defects)))


def within_limits(raw: bytes) -> tuple[bytes, list[str]]:
    """The message with a head that parsers can bear, and what was cut from it."""
    head, separator, body = split_head(raw)
    lines = re.split(rb"\r?\n(?![ \t])", head[:MAX_HEADER_BYTES])
    kept = [line[:MAX_ONE_HEADER] for line in lines[:MAX_HEADERS]]
    cut = len(head) > MAX_HEADER_BYTES or len(lines) > MAX_HEADERS or kept != lines[:MAX_HEADERS]
    crowded = [line for line in kept if line.count(b"=?") > MAX_ENCODED_WORDS]
    if not cut and not crowded:
        return raw, []
    kept = [line[:2000] if line in crowded else line for line in kept]
    return b"\r\n".join(kept) + separator + body, ["headers cut to size"]


def split_head(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Headers, the empty line, body."""
    found = re.search(rb"\r?\n\r?\n", raw)
    if not found:
        return raw, b"", b""
    return raw[: found.start()], found[0], raw[found.end() :]


def headers_of(tree: Tree) -> Iterator[tuple[str, str]]:
    """Each header, decoded (RFC 2047) and on one line."""
    for name, value in tree.raw_items():
        yield str(name).lower(), one_line(header_text(str(value)))


def header_text(value: str) -> str:
    """A header without its encoding; bytes outside ASCII are taken for Dutch."""
    raw = value.encode("utf-8", "surrogateescape")
    value = decoded(raw) if any(byte > 127 for byte in raw) else value
    try:
        return str(make_header(decode_header(re.sub(r"\r?\n[ \t]+", " ", value))))
    except (ValueError, LookupError, AssertionError):
        return value
    except email.errors.HeaderParseError:
        return value


def one_line(text: str) -> str:
    """The text with control characters as single spaces: none may reach a log or a reply."""
    return " ".join(CONTROL.sub(" ", text).split()).encode("utf-8", "replace").decode()


def moment(value: str | None) -> datetime | None:
    """A date of RFC 5322 as a moment in UTC; None where it is none."""
    try:
        found = parsedate_to_datetime((value or "").strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parts_of(tree: Tree, max_depth: int, max_parts: int) -> Iterator[Part]:
    """The leaves of a message in order; a nested message is one leaf."""
    pending = [(tree, 0)]
    seen = 0
    while pending:
        part, depth = pending.pop()
        seen += 1
        if seen > max_parts or depth > max_depth:
            return
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            pending += [(each, depth + 1) for each in reversed(inner) if isinstance(each, Tree)]
        else:
            yield leaf(part)


def leaf(part: Tree) -> Part:
    """A part with its bytes decoded as far as they can be."""
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Tree):
        data = safe_bytes(inner[0])
        nested = inner[0]
    else:
        data = payload(part)
        nested = part
    return Part(
        media_type=part.get_content_type(),
        name=file_name(part),
        charset=charset_of(part),
        data=data,
        is_attachment=part.get_content_disposition() == "attachment",
        tree=nested,
    )


def payload(part: Tree) -> bytes:
    """The bytes of a part; base64 or quoted-printable that is broken gives what can be had."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError):
        data = None
    if isinstance(data, bytes):
        return data
    text = part.get_payload()
    return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else b""


def safe_bytes(tree: Tree) -> bytes:
    try:
        return tree.as_bytes()
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return payload(tree)


def charset_of(part: Tree) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, AssertionError, TypeError):
        return None


def file_name(part: Tree) -> str:
    """The name a part gives itself (RFC 2183, 2231 and 2047), for people; never for a disk."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, AssertionError, TypeError):
        return ""
    return one_line(header_text(name))


def body_text(part: Part) -> str:
    """The text of a body part."""
    return cleaned(decoded(part.data, part.charset))
