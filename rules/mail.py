"""A mail as the rules see it: headers as values, texts as lines that each have an owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Owner(StrEnum):
    """Whose words a line holds. Only the sender's are evidence."""

    SENDER = "sender"
    MINISTRY = "ministry"  # its letter or its questions, quoted
    EARLIER = "earlier"  # an earlier mail of anyone else below a reply
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    FURNITURE = "furniture"  # running heads, page numbers, reference blocks, mail headers


class Layout(StrEnum):
    """How a line stands on the page."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"  # of a list, its mark included
    ROW = "row"  # of a table, cells parted by a tab


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: `content[start:end]`, without its line break."""

    start: int  # in characters of the text's content, from 0
    end: int  # just past the last character
    owner: Owner
    layout: Layout


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a mail and where it stands.

    source: "body", "subject", or the attachment's path: "stukken.zip/brief.pdf".
    content: the text as extracted; offsets everywhere count its characters.
    """

    source: str
    content: str
    lines: tuple[Line, ...]


class Scan(StrEnum):
    """What is known of viruses in a file."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The verdict on a file, with the name of the virus that was found in it."""

    scan: Scan = Scan.NOT_SCANNED
    virus: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment at any depth, read or not.

    unreadable: why no text could be had of it ("encrypted", "too many pages"), "" where
    it was read or, as with a logo, holds nothing to read. scanned: for viruses; files inside
    another have the verdict on that one, whose insides were looked at with it.
    """

    source: str
    media_type: str
    size: int  # bytes
    sha256: str
    unreadable: str
    scanned: Scanned = Scanned()


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322 section 3.4; `address` in lower case, "" where it has no "@"."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the last "@", "" without one."""
        return self.address.rpartition("@")[2] if "@" in self.address else ""


class Checker(StrEnum):
    """Who checked whether a mail comes from its sender."""

    ANYONE = "anyone"  # the settings name no server: whoever wrote the topmost header
    NOBODY = "nobody"  # the settings name one, and it left no results
    SERVER = "server"  # a mail server of the ministry's own
    PROGRAM = "program"  # this program, by the DKIM signature


@dataclass(frozen=True, slots=True)
class Authentication:
    """Results of the checks of a mail's sender (RFC 8601): "pass", "fail", "none", ..."""

    spf: str = "none"
    dkim: str = "none"
    dmarc: str = "none"
    checker: Checker = Checker.ANYONE
    # The domains that the results are about, in lower case; "" where the header does not tell.
    spf_domain: str = ""
    signed_by: tuple[str, ...] = ()  # with a good DKIM signature
    dmarc_domain: str = ""


BROKEN_BASE64 = "broken base64"
NO_LAST_EDGE = "CloseBoundaryNotFoundDefect"  # as the library calls it: the mail was cut off
LOSSES = frozenset({BROKEN_BASE64, NO_LAST_EDGE})  # defects where some was lost on its way


def cut(source: str) -> str:
    """The defect of a mail one of whose texts was too long to be read to its end."""
    return f"text of {source} cut to size"


@dataclass(frozen=True, slots=True)
class Mail:
    """One message, read. Moments are aware and in UTC."""

    message_id: str  # with its angle brackets; "" where absent
    received_at: datetime  # when the ministry's own server received it
    sent_at: datetime | None  # the Date header: what the sender's clock said
    subject: str  # unfolded, decoded
    senders: tuple[Address, ...]  # From: more than one is suspect
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    return_path: str | None  # "" is the empty path "<>" of a bounce; None: no such header
    in_reply_to: tuple[str, ...]  # message ids with angle brackets
    references: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]  # all others, names in lower case, in order
    authentication: Authentication
    texts: tuple[Text, ...]  # subject, body, then attachments in order
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]  # what was wrong with its form

    def is_cut(self, source: str) -> bool:
        """Whether a text was too long, so that its end was not read."""
        return cut(source) in self.defects

    @property
    def is_damaged(self) -> bool:
        """Whether some of the mail or its files was lost on its way here."""
        return not LOSSES.isdisjoint(self.defects)

    @property
    def sender(self) -> Address:
        """The first author; an empty address where the mail names none."""
        return self.senders[0] if self.senders else Address("", "")

    def header(self, name: str) -> str | None:
        """The first header of that name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

    def text_of(self, owner: Owner) -> Iterator[str]:
        """The lines of one owner, in order of texts."""
        for text in self.texts:
            for line in text.lines:
                if line.owner is owner:
                    yield text.content[line.start : line.end]
