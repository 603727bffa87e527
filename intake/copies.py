"""Copies: the same mail come by another way, told from another mail under the same Message-ID."""

from hashlib import sha256

from sqlmodel import Session

from intake.message_head import body_start
from intake.message_limits import MAX_HEADER_BYTES
from storage.errors import MailDestroyed
from storage.judgements import earlier_with_message_id
from storage.ledger import raw_of

PIECE_BYTES = 1 << 20  # a mail is compared piece by piece, as it may be the third of 25 MB here
LOOKED_AT = 20  # mails of one Message-ID: a sender who gives all of them the same costs no more


def is_copy(session: Session, mail: str, raw: bytes, message_id: str) -> bool:
    """Whether a mail that was received before says the same under the same Message-ID.

    Headers are left aside: each server on the way adds some. Senders use a Message-ID again for
    other words, and those are another mail.
    """
    if not earlier_with_message_id(session, mail, message_id, limit=1):
        return False  # as nearly always: 25 MB need not be copied to be compared with nothing
    size, name = body_of(raw)
    # Each line end may have become two bytes on the way. What is of another size says something
    # else: twenty mails of 25 MB are not read because of one that is short.
    sizes = (size, 2 * size + MAX_HEADER_BYTES)
    earlier = earlier_with_message_id(session, mail, message_id, sizes=sizes, limit=LOOKED_AT)
    return any(has_body(session, each, (size, name)) for each in earlier)


def has_body(session: Session, mail: str, body: tuple[int, bytes]) -> bool:
    """Whether a mail says that; of one that was destroyed nobody can tell."""
    try:
        return body_of(raw_of(session, mail)) == body
    except MailDestroyed:
        return False


def body_of(raw: bytes) -> tuple[int, bytes]:
    """Size and hash of what follows the headers, whatever the ends of its lines became."""
    size, digest, rest = 0, sha256(), b""
    end = end_of_words(raw)
    for at in range(body_start(raw), end, PIECE_BYTES):
        piece = rest + raw[at : min(at + PIECE_BYTES, end)]
        rest = piece[-1:] if piece.endswith(b"\r") else b""  # its other half may come next
        piece = piece.removesuffix(rest).replace(b"\r\n", b"\n")
        size += len(piece)
        digest.update(piece)
    return size, digest.digest()


def end_of_words(raw: bytes) -> int:
    """Where the white space begins that a mail ends with."""
    for end in range(len(raw), 0, -PIECE_BYTES):
        start = max(end - PIECE_BYTES, 0)
        if piece := raw[start:end].rstrip():
            return start + len(piece)
    return 0
