"""A mail as it goes over the wire (RFC 5322), from what storage holds of it.

No value can start a header of its own: control characters become spaces, and addresses that are
none are refused. Nothing in it tells us whether it was opened.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from outbox.addresses import wire_address
from outbox.errors import Rejected
from outbox.wire import WIRE, author, in_words
from rules.occasions import Occasion
from rules.outgoing import Outgoing

MOST_SUBJECT = 200  # characters
MOST_REFERENCES = 20  # RFC 5322 section 3.6.4 lets a long thread be cut
MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>")
# RFC 3834 section 5: these words keep programs that heed it from answering.
AUTO_REPLIED, AUTO_GENERATED = "auto-replied", "auto-generated"
# Exchange has words of its own ([MS-OXCMAIL] 2.2.3.2.14); reports of failure are wanted.
SILENT = "DR, RN, NRN, AutoReply"
SILENT_WHEN_THANKED = f"{SILENT}, OOF"
TO_MANY = frozenset({Occasion.ACKNOWLEDGEMENT, Occasion.DIGEST, Occasion.BOUNCE_NOTICE})


@dataclass(frozen=True, slots=True)
class From:
    """Who we are."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail as bytes, and whom the server is told to take it from and bring it to."""

    raw: bytes  # lines end with CRLF and are of ASCII
    sender: str
    recipients: tuple[str, ...]
    message_id: str  # with its angle brackets


def composed(outgoing: Outgoing, sender: From, now: datetime) -> Composed:
    """The mail as bytes; now: what its Date says.

    Raises Rejected for an address that is none, or a mail to nobody.
    """
    to, cc = (checked(each) for each in (outgoing.to, outgoing.cc))
    if not to:
        raise Rejected("the mail has no address to go to; add a contact of the municipality")
    mail = EmailMessage(policy=WIRE)
    mail["Date"] = format_datetime(now)
    mail["From"] = author(one_line(sender.name), wire_address(sender.address))
    mail["To"] = ", ".join(to)
    if cc:
        mail["Cc"] = ", ".join(cc)
    mail["Subject"] = in_words(one_line(outgoing.subject)[:MOST_SUBJECT].rstrip(), "Subject")
    add_threading(mail, outgoing)
    add_silencers(mail, outgoing.occasion)
    add_words(mail, outgoing)
    return Composed(
        raw=mail.as_bytes(policy=WIRE),
        sender=wire_address(sender.address),
        recipients=tuple(dict.fromkeys((*to, *cc))),
        message_id=outgoing.message_id,
    )


def add_threading(mail: EmailMessage, outgoing: Outgoing) -> None:
    """Name the mail, and those it answers."""
    if not MESSAGE_ID.fullmatch(outgoing.message_id):
        raise Rejected("the mail has a Message-ID that is none; make the proposal anew")
    mail["Message-ID"] = outgoing.message_id
    answered = MESSAGE_ID.findall(outgoing.in_reply_to)[:1]
    thread = [each for one in outgoing.references for each in MESSAGE_ID.findall(one)]
    thread = list(dict.fromkeys([*thread, *answered]))
    if answered:
        mail["In-Reply-To"] = answered[0]
    if thread:
        # The first one names the thread, the last ones whom this answers.
        kept = (
            thread if len(thread) <= MOST_REFERENCES else thread[:1] + thread[1 - MOST_REFERENCES :]
        )
        mail["References"] = " ".join(kept)


def add_silencers(mail: EmailMessage, occasion: Occasion) -> None:
    """Keep machines from answering; a person's own answer to a letter is wanted."""
    is_thanks = occasion is Occasion.ACKNOWLEDGEMENT
    mail["Auto-Submitted"] = AUTO_REPLIED if is_thanks else AUTO_GENERATED
    # That an official is away for a month is worth knowing, but not after each thank-you.
    mail["X-Auto-Response-Suppress"] = SILENT_WHEN_THANKED if is_thanks else SILENT
    if occasion in TO_MANY:
        mail["Precedence"] = "bulk"  # older programs look at this alone; a letter is no bulk


def add_words(mail: EmailMessage, outgoing: Outgoing) -> None:
    """The text, and the same as HTML beside it."""
    # Encoded by us: a server that breaks long lines or 8-bit letters would break signatures.
    mail.set_content(legible(outgoing.text), cte="quoted-printable")
    if outgoing.html:
        mail.add_alternative(legible(outgoing.html), subtype="html", cte="quoted-printable")
        # The same mail gives the same bytes, but for its date.
        mail.set_boundary("=_" + hashlib.sha256(outgoing.message_id.encode()).hexdigest()[:32])


def checked(addresses: Sequence[str]) -> tuple[str, ...]:
    """The addresses as they go over the wire."""
    try:
        return tuple(dict.fromkeys(wire_address(each) for each in addresses))
    except ValueError as error:
        raise Rejected(
            "an address of the mail is none; correct the contact of the municipality"
        ) from error


def one_line(text: str) -> str:
    """The text with whatever could end a line, or hide, as single spaces."""
    bare = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(bare.split())


def legible(text: str) -> str:
    """The text with lines that end in one way, without NUL and half letters."""
    lines = "\n".join(text.replace("\0", "").splitlines()) + "\n"
    return lines.encode("utf-8", "replace").decode("utf-8")
