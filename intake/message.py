"""One message (RFC 5322), typed: its headers as values, and its tree of parts.

The standard library takes it apart, within limits, unless `intake.quick_tree` can; mail-parser is
asked what is wrong with it where its form is not a plain one, through `intake.second_reader` alone.
"""

import email
import email.parser
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message as Tree
from email.policy import Compat32

from intake.header_values import (
    NO_WORD,
    header_text,
    legible,
    mailboxes,
    moment,
    one_line,
    quotes_kept,
)
from intake.message_head import bare, split_head
from intake.message_limits import MAX_HEADER_BYTES, MAX_ONE_HEADER, within_limits
from intake.plain_form import is_plain
from intake.quick_tree import quick_head, quick_tree
from intake.second_reader import SecondReader
from rules.mail import Address, Authentication

MAX_CONTENT_HEADER = 4_000  # of a part: the standard library takes them apart in square time
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
SCAFFOLD = re.compile(
    rb"^(?:--\S+|(?:content-[\w-]+|mime-version)[ \t]*:.*(?:\r?\n[ \t].*)*)\r?\n?",
    re.IGNORECASE | re.MULTILINE,
)
OF_PLACE = ("message-id", "received")  # what the ledger asks of a mail
OF_PEOPLE = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc"})
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
