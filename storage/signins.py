"""Signing in: browsers that are signed in, and tries that are counted."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from storage.accounts import Account, account_of, name_of, subject_of
from storage.columns import storable
from storage.events import record_event
from storage.tables.accounts import AccountRow, SignInAttemptRow, WebSessionRow

DEVICE_CHARS = 64
MARK_CHARS = 16


@dataclass(frozen=True, slots=True)
class WebSession:
    """A browser that is signed in."""

    account: Account
    csrf: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime  # whatever is done in it


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser of an account that is signed in, as its owner sees it."""

    mark: str  # tells it from others, and signs nobody in
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool  # the browser that asks


@dataclass(frozen=True, slots=True)
class Attempts:
    """Failed tries to sign in since a moment, by whoever."""

    of_name: int
    of_address: int


def open_web_session(
    session: Session,
    account: Account,
    token: str,
    csrf: str,
    *,
    device: str = "",
    lasts: timedelta,
    now: datetime,
) -> None:
    """Sign a browser in; token: what its cookie holds, of which only the hash is kept.

    device: words by which its owner knows the browser again.
    """
    session.add(
        WebSessionRow(
            token_hash=hashed(token),
            account_id=account.id,
            csrf=csrf,
            device=storable(device)[:DEVICE_CHARS],
            created_at=now,
            last_seen_at=now,
            expires_at=now + lasts,
        )
    )
    session.flush()
    record_event(session, now, "signed_in", subject_of(account.name), actor=account.name)


def web_session(
    session: Session, token: str, *, idle: timedelta, now: datetime
) -> WebSession | None:
    """The session of a cookie; None where it ended, stood still too long, or never was."""
    statement = (
        select(WebSessionRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(WebSessionRow.account_id))
        .where(
            WebSessionRow.token_hash == hashed(token),
            col(AccountRow.is_active),
            col(WebSessionRow.expires_at) > now,
            col(WebSessionRow.last_seen_at) > now - idle,
        )
    )
    found = session.exec(statement).first()
    if found is None:
        return None
    row, account = found
    return WebSession(
        account_of(account), row.csrf, row.created_at, row.last_seen_at, row.expires_at
    )


def touch_web_session(session: Session, token: str, now: datetime) -> None:
    """Note that a session is in use. Once a minute will do: each time is a write."""
    which = update(WebSessionRow).where(col(WebSessionRow.token_hash) == hashed(token))
    session.exec(which.values(last_seen_at=now))


def close_web_session(session: Session, token: str, now: datetime) -> None:
    """Sign a browser out; one that is not signed in stays so."""
    found = (
        select(AccountRow.name)
        .join(WebSessionRow, col(AccountRow.id) == col(WebSessionRow.account_id))
        .where(WebSessionRow.token_hash == hashed(token))
    )
    name = session.exec(found).first()
    if name is not None:
        session.exec(delete(WebSessionRow).where(col(WebSessionRow.token_hash) == hashed(token)))
        record_event(session, now, "signed_out", subject_of(name), actor=name)


def open_sessions(
    session: Session, account: Account, token: str, *, idle: timedelta, now: datetime
) -> list[OpenSession]:
    """The browsers in which an account is signed in, the last used first.

    token: of the browser that asks.
    """
    statement = (
        select(WebSessionRow)
        .where(
            WebSessionRow.account_id == account.id,
            col(WebSessionRow.expires_at) > now,
            col(WebSessionRow.last_seen_at) > now - idle,
        )
        .order_by(col(WebSessionRow.last_seen_at).desc(), col(WebSessionRow.token_hash))
    )
    return [
        OpenSession(
            mark_of(row.token_hash),
            row.device,
            row.created_at,
            row.last_seen_at,
            is_this=row.token_hash == hashed(token),
        )
        for row in session.exec(statement)
    ]


def close_open_sessions(
    session: Session, account: Account, marks: Collection[str], now: datetime
) -> int:
    """Sign an account out in these browsers; how many there were."""
    rows = session.exec(select(WebSessionRow).where(WebSessionRow.account_id == account.id)).all()
    closing = [row for row in rows if mark_of(row.token_hash) in marks]
    for row in closing:
        session.delete(row)
    if closing:
        session.flush()
        after = {"sessions": len(closing)}
        subject = subject_of(account.name)
        record_event(session, now, "sessions_ended", subject, actor=account.name, after=after)
    return len(closing)


def mark_of(token_hash: str) -> str:
    """What a page calls a session: a part of a hash, which leads nowhere."""
    return token_hash[:MARK_CHARS]


def hashed(token: str) -> str:
    """What is kept of a cookie's value. It is long and random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def record_attempt(
    session: Session, name: str, address: str, *, succeeded: bool, now: datetime
) -> None:
    """Count a try to sign in; one that succeeded clears the failed ones of that name."""
    kept = name_of(name)
    session.add(SignInAttemptRow(name=kept, address=storable(address), at=now, succeeded=succeeded))
    session.flush()
    if succeeded:
        failed = (col(SignInAttemptRow.name) == kept, ~col(SignInAttemptRow.succeeded))
        session.exec(delete(SignInAttemptRow).where(*failed))


def failed_attempts(session: Session, name: str, address: str, since: datetime) -> Attempts:
    """How often signing in failed since a moment, under that name and from that address."""
    failed = (~col(SignInAttemptRow.succeeded), col(SignInAttemptRow.at) >= since)
    counted = select(func.count()).select_from(SignInAttemptRow).where(*failed)
    return Attempts(
        session.exec(counted.where(col(SignInAttemptRow.name) == name_of(name))).one(),
        session.exec(counted.where(col(SignInAttemptRow.address) == storable(address))).one(),
    )


def forget_signins(session: Session, *, attempts_before: datetime, now: datetime) -> None:
    """Delete sessions that have ended, and tries before a moment."""
    session.exec(delete(WebSessionRow).where(col(WebSessionRow.expires_at) <= now))
    session.exec(delete(SignInAttemptRow).where(col(SignInAttemptRow.at) < attempts_before))
