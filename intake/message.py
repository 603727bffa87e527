"""One message (RFC 5322), typed: its headers as values, and its tree of parts.

The standard library takes it apart, within limits, unless `intake.quick_tree` can; mail-parser is
asked what is wrong with it where its form is not a plain one, through `intake.second_reader` alone.
"""

import binascii
import email
import email.parser
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message as Tree
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice

from intake.attachments.plain import decoded
from intake.plain_form import is_plain
from intake.quick_tree import quick_head, quick_tree
from intake.second_reader import SecondReader
from rules.mail import Address, Authentication

MAX_HEADER_BYTES = 256_000  # of all headers; what is behind is not looked at
MAX_ONE_HEADER = 64_000
MAX_HEADERS = 1_000
MAX_CONTENT_HEADER = 4_000  # of a part: the standard library takes them apart in square time
MAX_BOUNDARIES = 5_000  # lines that part one part from the next; what is behind is not looked at
MAX_KINDS_OF_BOUNDARY = 200
MAX_LINES = 1_000_000  # three times those of 25 MB in base64; each costs the same, empty or not
MAX_ENCODED_WORDS = 500
FIRST_YEAR, LAST_YEAR = 1980, 2100  # of mail: a clock that was never set, or a date that is a joke
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,200}@[^\s<>()\[\],;:\"]{1,250}")
UNQUOTED = re.compile(r"([^<>]*)<([^<>\s]+@[^<>\s]+)>[^<>]*")  # a quote in front never closed
GROUP = re.compile(r":.*;\s*$")  # RFC 5322 section 3.4: "undisclosed-recipients:;"
BOUNDARY = re.compile(rb"\bboundary\s*=\s*\"?([^\"\r\n;]{1,200})", re.IGNORECASE)
SCAFFOLD = re.compile(
    rb"^(?:--\S+|(?:content-[\w-]+|mime-version)[ \t]*:.*(?:\r?\n[ \t].*)*)\r?\n?",
    re.IGNORECASE | re.MULTILINE,
)
LINE_END = re.compile(rb"\r\n|\n|\r")
EMPTY_LINE = (b"\r\n\r\n", b"\r\r", b"\r\n\n", b"\n\r\n", b"\n\n")
EMPTY_LINE_BARE = EMPTY_LINE[::-1]  # where lines end as on Unix
OF_PLACE = ("message-id", "received")  # what the ledger asks of a mail
OF_PEOPLE = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc"})
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)')
NO_WORD = "\ufdd0"  # no character (Unicode, 23.7), and so in no mail: it stands for "=?" in quotes
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
            quotes_kept(one_line(legible(str(value))))
            for key, value in self.tree.raw_items()
            if key.lower() == name
        ]
        return tuple(
            Address(
                one_line(header_text(person)).replace(NO_WORD, "=?"),
                address.lower().replace(NO_WORD, "=?") if "@" in address else "",
            )
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
    """The message, with what is wrong with its form; it raises nothing."""
    tree, defects = tree_of(raw)
    if not is_plain(tree):
        defects += SecondReader(tree).defects
    return Message(tree, tuple(headers_of(tree)), tuple(dict.fromkeys(defects)))


def read_simply(raw: bytes, most_bytes: int) -> Message:
    """The message without what lies behind so many bytes of its body; it raises nothing."""
    head, separator, body = split_head(raw)
    tree, defects = tree_of(head + separator + body[:most_bytes])
    return Message(tree, tuple(headers_of(tree)), tuple(defects))


def head_of(raw: bytes) -> Message:
    """The headers of a mail that tell its place, whatever follows them.

    It runs outside of the processes that are ended where they hang, and so does no more.
    """
    start = bare(raw)[:MAX_HEADER_BYTES]  # a head of 25 MB would be searched for its end
    head = within_limits(split_head(start)[0])[0]
    policy = Bounded()
    tree = quick_head(head, policy)
    if tree is None:
        tree = email.parser.BytesHeaderParser(policy=policy).parsebytes(head)
    return Message(tree, tuple(headers_of(tree, OF_PLACE)), ())


def tree_of(raw: bytes) -> tuple[Tree, list[str]]:
    """The parts of a message, and what was cut from it or is wrong with its form."""
    shortened, defects = within_limits(raw)
    policy = Bounded()
    try:
        tree = quick_tree(shortened, policy)
        if tree is None:
            tree = email.message_from_bytes(shortened, policy=policy)
        return tree, defects
    except RecursionError:
        # Hundreds of parts within one another: the headers, and the lines that part nothing.
        defects.append("nested too deep")
        head, separator, body = split_head(shortened)
        shortened = head + separator + SCAFFOLD.sub(b"", body)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        defects.append(f"email: {type(error).__name__}")
    return email.parser.BytesHeaderParser(policy=Bounded()).parsebytes(shortened), defects


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


def within_limits(raw: bytes) -> tuple[bytes, list[str]]:
    """The message with a head that parsers can bear, and what was cut from it."""
    raw = bare(raw)
    head, separator, body = split_head(raw)
    body, told = fewer_lines(body)
    body, more = fewer_parts(head, body)
    told += more
    lines = re.split(rb"(?:\r\n|\n|\r)(?![ \t\n])", head[:MAX_HEADER_BYTES])
    kept = [line[:MAX_ONE_HEADER] for line in lines[:MAX_HEADERS]]
    cut = len(head) > MAX_HEADER_BYTES or len(lines) > MAX_HEADERS or kept != lines[:MAX_HEADERS]
    crowded = [line for line in kept if line.count(b"=?") > MAX_ENCODED_WORDS]
    if not cut and not crowded:
        return (head + separator + body if told else raw), told
    kept = [line[:2000] if line in crowded else line for line in kept]
    return b"\r\n".join(kept) + separator + body, ["headers cut to size", *told]


def fewer_lines(body: bytes) -> tuple[bytes, list[str]]:
    """The body up to as many lines as can be borne, and what was cut."""
    # Fewer bytes hold no more lines, and need not be counted through.
    if len(body) <= MAX_LINES or max(body.count(b"\n"), body.count(b"\r")) <= MAX_LINES:
        return body, []
    for end in islice(LINE_END.finditer(body), MAX_LINES, None):
        return body[: end.start()], ["lines cut to size"]
    return body, []


def fewer_parts(head: bytes, body: bytes) -> tuple[bytes, list[str]]:
    """The body up to as many parts as can be borne, and what was cut."""
    # Lines of prose may look like it: count those too. Dashes are rarer than lines: found sooner.
    if body.count(b"--") <= MAX_BOUNDARIES or body.count(b"\n--") <= MAX_BOUNDARIES:
        return body, []
    kinds = {each.strip() for each in BOUNDARY.findall(head) + BOUNDARY.findall(body)}
    if not kinds:
        return body, []
    some = b"|".join(re.escape(each) for each in sorted(kinds)[:MAX_KINDS_OF_BOUNDARY])
    for number, found in enumerate(re.finditer(rb"\n--(?:%s)" % some, body)):
        if number == MAX_BOUNDARIES:
            return body[: found.start()], ["parts cut to size"]
    return body, []


def bare(raw: bytes) -> bytes:
    """A message from its first header on."""
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def split_head(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Headers, the empty line, body."""
    end, start = empty_line(raw)
    return raw[:end], raw[end:start], raw[start:]


def body_start(raw: bytes) -> int:
    """Where the body begins, without a copy of it."""
    return empty_line(raw)[1]


def empty_line(raw: bytes) -> tuple[int, int]:
    """From where to where the empty line is that ends the headers."""
    end, mark = len(raw), b""
    # The likely one first: behind it none of the others is sought.
    at = raw.find(b"\n")
    for each in EMPTY_LINE if raw[max(at - 1, 0) : at] == b"\r" else EMPTY_LINE_BARE:
        # Only before what was found already. A pattern would take a second for 25 MB.
        at = raw.find(each, 0, end + len(each) - 1)
        if at >= 0:
            end, mark = at, each
    return end, end + len(mark)


def headers_of(tree: Tree, names: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Each header, or those of some names in lower case, decoded (RFC 2047) and on one line."""
    for name, value in tree.raw_items():
        key = str(name).lower()
        if names and key not in names:
            continue
        if key in OF_PEOPLE:
            text = header_text(quotes_kept(legible(str(value)))).replace(NO_WORD, "=?")
        else:
            text = header_text(str(value))
        yield key, one_line(text)


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
