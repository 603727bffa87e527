"""Reports of talks: confidential. They are kept sealed, and told of to nobody else.

The key stands in a file of its own and in no back-up. The events about a report have an object of
their own, which no page of a case or a talk asks for.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.errors import KeyUnusable
from storage.events import record_event
from storage.tables.talks import TalkReportRow
from storage.versions import hold_head

NONCE_BYTES = 12
LOT = 4096  # bytes: how long a report is shows no nearer than this
END = b"\x80"  # what follows it is padding (ISO/IEC 7816-4)


@dataclass(frozen=True, slots=True)
class Report:
    """What was talked about, in words."""

    number: int  # from 1: how many times it was written
    text: str
    written_at: datetime
    written_by: str


def are_there_reports(session: Session) -> bool:
    """Whether any report is kept: then its key may not be made anew."""
    return session.exec(select(TalkReportRow.talk_id).limit(1)).first() is not None


def report_of(session: Session, talk: int, key: bytes) -> Report | None:
    """The report of a talk as it was written last, None without one.

    Raises KeyUnusable where the key is another than the one it was sealed with.
    """
    statement = select(TalkReportRow).where(TalkReportRow.talk_id == talk)
    row = session.exec(statement.order_by(col(TalkReportRow.number).desc())).first()
    if row is None:
        return None
    text = opened(key, label(talk, row.number), row.sealed)
    return Report(row.number, text, row.written_at, row.written_by)


def write_report(
    session: Session, talk: int, text: str, key: bytes, *, number: int, officer: str, now: datetime
) -> bool:
    """Keep a report; False where another was written meanwhile, or this one is there already.

    number: how many times it had been written as the officer saw it. Earlier ones are kept.
    """
    hold_head(session)
    last = select(func.max(TalkReportRow.number)).where(TalkReportRow.talk_id == talk)
    if (session.exec(last).one() or 0) != number:
        return False
    session.add(
        TalkReportRow(
            talk_id=talk,
            number=number + 1,
            sealed=sealed(key, label(talk, number + 1), text),
            written_at=now,
            written_by=officer,
        )
    )
    session.flush()
    record_event(session, now, "report_written", subject(talk), actor=officer)
    return True


def tell_read(session: Session, talk: int, *, officer: str, now: datetime) -> None:
    """Have the audit trail tell that somebody read a report."""
    record_event(session, now, "report_read", subject(talk), actor=officer)


def subject(talk: int) -> str:
    """A report as the audit trail names it."""
    return f"report:{talk}"


# ------------------------------------------------------------------ sealing


def label(talk: int, number: int) -> bytes:
    """What a report is sealed for: it opens as that of no other talk."""
    return f"talk_report/{talk}/{number}".encode()


def sealed(key: bytes, label: bytes, text: str) -> bytes:
    """A text as it is kept: of no use without the key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    whole = text.encode() + END
    padded = whole.ljust(-(-len(whole) // LOT) * LOT, b"\0")
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, padded, label)


def opened(key: bytes, label: bytes, kept: bytes) -> str:
    """The text again."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        padded = AESGCM(key).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], label)
    except InvalidTag as error:
        raise KeyUnusable(
            "the key of talk reports is not the one that they were sealed with, or the database "
            "was meddled with; restore talk_reports_key_file under [review]"
        ) from error
    return padded.rstrip(b"\0").removesuffix(END).decode()
