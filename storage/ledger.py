"""The ledger: which mails were taken in, where each was met, and how far it has come.

A mail is known by its bytes. The server that receives a mail writes the moment and a number of
its own on top (RFC 5321 section 4.4), so equal bytes are copies of one delivery: moved by an
officer, numbered anew after a change of UIDVALIDITY, or read from disk twice. A mail that was
really sent twice comes with other bytes and counts as two. Message-IDs decide nothing here:
senders reuse them, and leave them out.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, bindparam, case, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.bulk import add_rows, answers, table_of, write
from storage.columns import storable
from storage.errors import MailDestroyed, UnknownMail
from storage.event_heads import head_row
from storage.lots import lots_of
from storage.tables.mails import ArrivalRow, FailureRow, MailRow, RawMailRow
from storage.tables.retention import DestructionRow

UNKNOWN_UIDVALIDITY = 0  # RFC 9051 section 2.3.1.1: it is a non-zero number
NOTHING = hashlib.sha256(b"").hexdigest()  # the name of an empty file


STORED = select_columns(col(MailRow.sha256)).where(
    col(MailRow.sha256).in_(bindparam("names", expanding=True))
)
ARRIVALS = table_of(ArrivalRow)
MET = select_columns(ARRIVALS.c.uid, ARRIVALS.c.id).where(
    *(ARRIVALS.c[name] == bindparam(name) for name in ("mailbox", "folder", "uidvalidity")),
    ARRIVALS.c.uid.in_(bindparam("uids", expanding=True)),
)
MET_AGAIN = update(ARRIVALS).where(ARRIVALS.c.id == bindparam("row"))


class Step(StrEnum):
    """What is done with a mail that is kept."""

    READ = "read"  # read, judge and file it
    OCR = "ocr"  # the same, its scanned pages recognised


class State(StrEnum):
    """How far a mail has come."""

    KEPT = "kept"  # its bytes are safe; to be read and judged
    WANTS_OCR = "wants_ocr"  # it holds scanned pages: to be read by text recognition, and judged
    FILED = "filed"
    SET_ASIDE = "set_aside"  # a step failed; to be tried again, or waits for a person


BEFORE = {Step.READ: State.KEPT, Step.OCR: State.WANTS_OCR}  # in which a mail waits for a step


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail as a mailbox gives it: its bytes and where they stand."""

    mailbox: str
    folder: str
    uidvalidity: int  # 0: unknown, and UIDs prove nothing
    uid: int
    raw: bytes
    message_id: str  # with its angle brackets, "" where absent
    received_at: datetime | None  # at the ministry's server; None: its headers will tell


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an arrival."""

    mail: str  # the SHA-256 of its bytes, which names it everywhere
    is_new: bool  # False: known already, here or in another place


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that waits to be read and judged."""

    mail: str
    received_at: datetime | None  # as the mailbox told it
    tries: int  # that failed before
    message_id: str = ""  # as a first look told it
    size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """How a folder and the ledger differ. Not taken in is an alarm; gone is somebody's doing."""

    not_taken_in: frozenset[int]  # UIDs on the server without a row
    gone: frozenset[int]  # UIDs with a row that left the server since the last time


def known_uids(session: Session, mailbox: str, folder: str, uidvalidity: int) -> frozenset[int]:
    """The UIDs of a folder that need not be fetched; none where UIDs prove nothing."""
    if uidvalidity == UNKNOWN_UIDVALIDITY:
        return frozenset()
    statement = select(ArrivalRow.uid).where(
        ArrivalRow.mailbox == mailbox,
        ArrivalRow.folder == folder,
        ArrivalRow.uidvalidity == uidvalidity,
    )
    return frozenset(session.exec(statement))


def filed_uids(session: Session, mailbox: str, folder: str, uidvalidity: int) -> list[int]:
    """The UIDs of a folder whose mails have come through all steps, in order."""
    statement = (
        select(ArrivalRow.uid)
        .join(MailRow, col(MailRow.sha256) == col(ArrivalRow.sha256))
        .where(
            ArrivalRow.mailbox == mailbox,
            ArrivalRow.folder == folder,
            ArrivalRow.uidvalidity == uidvalidity,
            col(ArrivalRow.gone_at).is_(None),
            MailRow.state == State.FILED.value,
        )
        .order_by(col(ArrivalRow.uid))
    )
    return list(session.exec(statement))


def keep_all(session: Session, arrivals: Sequence[Arrival], now: datetime) -> list[Kept]:
    """Keep the bytes of each mail and write where it was met; again with the same is no change.

    now: when they are taken in. Once the caller's transaction has ended, none can be lost.
    """
    head_row(session, is_locked=True)  # else two that keep the same mail would both find it new
    names = [hashlib.sha256(arrival.raw).hexdigest() for arrival in arrivals]
    known = known_mails(session, names)
    kept: list[Kept] = []
    fresh: dict[str, Arrival] = {}
    for name, arrival in zip(names, arrivals, strict=True):
        kept.append(Kept(name, is_new=name not in known and name not in fresh))
        fresh.setdefault(name, arrival)
    add_mails(session, {name: fresh[name] for name in fresh if name not in known}, now)
    add_places(session, list(zip(names, arrivals, strict=True)), now)
    return kept


def known_mails(session: Session, names: Collection[str]) -> frozenset[str]:
    """Those of the names that storage holds a mail of."""
    return frozenset(answers(session, STORED, names=list(names)).scalars())


def add_mails(session: Session, arrivals: dict[str, Arrival], now: datetime) -> None:
    """Store bytes and rows of mails that are new, by name."""
    if not arrivals:
        return
    raws = [
        {"sha256": name, "size": len(arrival.raw), "raw": arrival.raw}
        for name, arrival in arrivals.items()
    ]
    mails = [
        {
            "sha256": name,
            "message_id": storable(arrival.message_id),
            "received_at": arrival.received_at,
            "taken_in_at": now,
            "state": State.KEPT.value,
        }
        for name, arrival in arrivals.items()
    ]
    add_rows(session, RawMailRow, raws)
    add_rows(session, MailRow, mails)


def add_places(session: Session, met: Sequence[tuple[str, Arrival]], now: datetime) -> None:
    """Write where mails were met; a place that held other bytes before now holds these."""
    folders: defaultdict[tuple[str, str, int], dict[int, str]] = defaultdict(dict)
    for name, arrival in met:
        folders[arrival.mailbox, arrival.folder, arrival.uidvalidity][arrival.uid] = name
    for (mailbox, folder, uidvalidity), names in folders.items():
        here = {"mailbox": mailbox, "folder": folder, "uidvalidity": uidvalidity}
        known = dict(answers(session, MET, **here, uids=list(names)).all())
        again = [{"row": row, "sha256": names[uid], "gone_at": None} for uid, row in known.items()]
        write(session, MET_AGAIN, again)
        first = [
            here | {"uid": uid, "sha256": name, "met_at": now, "gone_at": None}
            for uid, name in names.items()
            if uid not in known
        ]
        add_rows(session, ArrivalRow, first)


def waiting(session: Session, now: datetime, limit: int) -> list[Waiting]:
    """The mails to read and judge now, the oldest received first.

    Those kept and not yet filed, and those set aside whose next try is due.
    """
    received = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    statement = (
        select(MailRow, tries_before(), RawMailRow.size)
        .join(RawMailRow, col(RawMailRow.sha256) == col(MailRow.sha256))
        .join(FailureRow, col(FailureRow.sha256) == col(MailRow.sha256), isouter=True)
        .where(is_waiting(now))
        .order_by(received, col(MailRow.sha256))  # sha256: same second
        .limit(limit)
    )
    return [
        Waiting(mail.sha256, mail.received_at, tries, mail.message_id, size)
        for mail, tries, size in session.exec(statement)
    ]


def is_waiting(now: datetime, step: Step = Step.READ) -> ColumnElement[bool]:
    """That a mail, beside its failure where it has one, is to be read now. step: by which."""
    is_aside = col(MailRow.state) == State.SET_ASIDE.value
    is_of_ocr = col(FailureRow.step) == Step.OCR.value
    is_of_step = is_of_ocr if step is Step.OCR else ~is_of_ocr
    return or_(
        col(MailRow.state) == BEFORE[step].value,
        is_aside & is_of_step & (col(FailureRow.next_try_at) <= now),
    )


def tries_before() -> ColumnElement[int]:
    """How often a mail was tried before, beside its failure where it has one.

    One that was called off before any try counts as tried: it is set aside, so it is to be taken in
    hand by itself.
    """
    is_called_off = col(FailureRow.tries) == 0
    return case((is_called_off, 1), else_=func.coalesce(FailureRow.tries, 0))


def raw_of(session: Session, mail: str) -> bytes:
    """The bytes of a mail as they arrived."""
    raw = session.exec(select(RawMailRow.raw).where(RawMailRow.sha256 == mail)).first()
    if raw is None:
        raise UnknownMail(f"no mail {mail} is stored; list the mails anew")
    if not raw and mail != NOTHING:
        raise MailDestroyed(f"mail {mail} was destroyed when its term was over")
    return raw


def raws_of(session: Session, mails: Sequence[str]) -> dict[str, bytes]:
    """The bytes of some mails as they arrived; raises as `raw_of` does."""
    rows = select(RawMailRow.sha256, RawMailRow.raw).where(col(RawMailRow.sha256).in_(mails))
    found = {mail: raw for mail, raw in session.exec(rows) if raw}
    return {mail: found.get(mail) or raw_of(session, mail) for mail in mails}


def are_bytes_there() -> ColumnElement[bool]:
    """That the bytes of a mail were not destroyed."""
    gone = select(DestructionRow.sha256).where(DestructionRow.kind == "mails")
    return col(MailRow.sha256).not_in(gone)


def mails_by_state(session: Session) -> dict[State, int]:
    """How many mails stand where, every state named."""
    statement = select(MailRow.state, func.count()).group_by(MailRow.state)
    counts = dict(session.exec(statement).all())
    return {state: counts.get(state.value, 0) for state in State}


def mails_in_state(session: Session, state: State) -> int:
    """How many mails stand there."""
    statement = select(func.count()).select_from(MailRow).where(MailRow.state == state.value)
    return session.exec(statement).one()


def reconcile(
    session: Session,
    mailbox: str,
    folder: str,
    uidvalidity: int,
    uids_on_server: Collection[int],
    now: datetime,
) -> Difference:
    """How the folder as it is now differs from the ledger; what has gone is written down.

    Rows under an earlier UIDVALIDITY are gone too: those UIDs mean nothing any more.
    """
    here = [col(ArrivalRow.mailbox) == mailbox, col(ArrivalRow.folder) == folder]
    same = col(ArrivalRow.uidvalidity) == uidvalidity
    present = frozenset(uids_on_server)
    rows = session.exec(select(ArrivalRow.uid, ArrivalRow.gone_at).where(*here, same)).all()
    gone = frozenset(uid for uid, gone_at in rows if gone_at is None and uid not in present)
    back = [uid for uid, gone_at in rows if gone_at is not None and uid in present]
    for uids, gone_at in ((sorted(gone), now), (sorted(back), None)):
        for some in lots_of(uids):
            which = update(ArrivalRow).where(*here, same, col(ArrivalRow.uid).in_(some))
            session.exec(which.values(gone_at=gone_at))
    earlier = update(ArrivalRow).where(*here, ~same, col(ArrivalRow.gone_at).is_(None))
    session.exec(earlier.values(gone_at=now))
    return Difference(present - {uid for uid, _ in rows}, gone)
