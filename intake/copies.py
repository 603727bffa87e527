"""Copies: the same mail come by another way, told from another mail under the same Message-ID."""

from sqlmodel import Session

from intake.message import split_head
from storage.errors import MailDestroyed
from storage.judgements import mails_with_message_id
from storage.ledger import raw_of

LOOKED_AT = 20  # mails of one Message-ID: a sender who gives all of them the same costs no more


def is_copy(session: Session, mail: str, raw: bytes, message_id: str) -> bool:
    """Whether a mail that was received before says the same under the same Message-ID.

    Headers are left aside: each server on the way adds some. Senders use a Message-ID again for
    other words, and those are another mail.
    """
    known = mails_with_message_id(session, message_id)
    earlier = known[: known.index(mail)] if mail in known else known
    body = body_of(raw)
    return any(has_body(session, each, body) for each in earlier[-LOOKED_AT:])


def has_body(session: Session, mail: str, body: bytes) -> bool:
    """Whether a mail says that; of one that was destroyed nobody can tell."""
    try:
        return body_of(raw_of(session, mail)) == body
    except MailDestroyed:
        return False


def body_of(raw: bytes) -> bytes:
    """What follows the headers, whatever the ends of its lines became on the way."""
    return split_head(raw)[2].replace(b"\r\n", b"\n").rstrip()
