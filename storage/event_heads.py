"""Where the audit trail ends, signed with a key that the database does not hold.

Who can write the whole database can cut the tail off the trail and move its end back, or write it
anew: the signature (an HMAC of count and last hash) is then not to be had. An older end that was
signed once, as a back-up holds, is given away by notes kept elsewhere (storage/event_notes.py).
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, bindparam, select, text, update
from sqlmodel import Session

from storage.bulk import answers, table_of
from storage.errors import DatabaseUnusable, KeyUnusable
from storage.keys import key_in
from storage.tables.events import EventHeadRow

AUDIT_KEY = "ibt_audit_key"  # the execution option of an engine: the file of the key
KEY_FILE = "audit.key"
SETTING = "audit_key_file under [database]"
LOST = "`ibt-intake audit sign` then signs anew, and the trail tells that it did"
HEAD_ID = 1
MOVED = "moved"  # in the place of a signature: the trail goes on in another database
FIRST_SIGNED = "0007"  # the tables from which on the end is signed
HEADS = table_of(EventHeadRow)
ASKED = select(HEADS.c.count, HEADS.c.hash, HEADS.c.mac).where(HEADS.c.id == HEAD_ID)
LOCKED = ASKED.with_for_update()
PUT = (
    update(HEADS)
    .where(HEADS.c.id == HEAD_ID)
    .values({name: bindparam(f"new_{name}") for name in ("count", "hash", "mac")})
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the audit trail ends."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class SignedHead:
    """Where the audit trail ends as its row tells it, with what stands there as a signature."""

    count: int
    hash: str
    mac: str


def mac_of(connection: Connection, head: Head) -> str:
    """The signature that this end should carry."""
    return hmac.new(key_of(connection), told(head), hashlib.sha256).hexdigest()


def told(head: Head) -> bytes:
    """An end as it is signed."""
    return f"{head.count} {head.hash}".encode()


def key_of(connection: Connection) -> bytes:
    """The key of the trail. Raises KeyUnusable where there is none: a new one would fit nothing."""
    return key_at(connection.get_execution_options()[AUDIT_KEY])


@cache
def key_at(path: Path) -> bytes:
    """The key in that file, read once."""
    if not path.exists():
        raise KeyUnusable(
            f"the key of the audit trail, {path}, is not there; put it back from where you keep "
            f"it, or see {SETTING} in config.toml; if it is lost, `ibt-intake audit sign` makes "
            "another, and the trail tells that it did"
        )
    return key_in(path, setting=SETTING, lost=LOST)


def head_row(session: Session, *, is_locked: bool = False) -> SignedHead | None:
    """The end as its row tells it; None: the row was deleted."""
    # SQLite's writers queue already; a server locks this row until the transaction ends.
    row = answers(session, LOCKED if is_locked else ASKED).first()
    return SignedHead(*row) if row else None


def put_head(session: Session, head: SignedHead) -> None:
    """Write where the trail ends."""
    told = {"new_count": head.count, "new_hash": head.hash, "new_mac": head.mac}
    session.connection().execute(PUT, told)


def is_signed(session: Session, row: SignedHead) -> bool:
    """Whether the end carries the signature of our key."""
    expected = mac_of(session.connection(), Head(row.count, row.hash))
    return hmac.compare_digest(row.mac, expected)


def end_to_write_on(session: Session) -> SignedHead:
    """The end, locked, to append to. Raises DatabaseUnusable where it was meddled with."""
    row = head_row(session, is_locked=True)
    if row is None:
        raise DatabaseUnusable(
            "the head of the audit trail is missing: the database was tampered with; "
            "restore it from a back-up"
        )
    if row.mac == MOVED:
        raise DatabaseUnusable(
            "this database was moved to another by `ibt-intake move`, and nothing is written to "
            "it any more; name the new one by url under [database] in config.toml (to go on with "
            "this one all the same, sign it with `ibt-intake audit sign`)"
        )
    if not is_signed(session, row):
        # An event on top would sign what was done, and nobody could tell any more.
        raise DatabaseUnusable(
            f"the end of the audit trail ({row.count} events) is not signed with this "
            "installation's key: the database was changed by hand, or audit.key is another's; put "
            f"the right key back ({SETTING} in config.toml), restore a back-up, or find out "
            "what happened and sign with `ibt-intake audit sign`"
        )
    return row


def seal(session: Session) -> None:
    """Let nothing be appended here any more, as the trail goes on in another database."""
    row = head_row(session, is_locked=True)
    if row is not None:
        put_head(session, SignedHead(row.count, row.hash, MOVED))


def sign_first(connection: Connection) -> None:
    """Sign the end of a database whose tables have just learnt to hold a signature."""
    path = connection.get_execution_options()[AUDIT_KEY]
    key_in(path, setting=SETTING, lost=LOST)
    row = connection.execute(text("SELECT count, hash FROM event_head")).first()
    if row is not None:
        count, digest = row
        signature = mac_of(connection, Head(count, digest))
        connection.execute(text("UPDATE event_head SET mac = :mac"), {"mac": signature})
