"""Access tokens, managed from the command line."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from rules.deadlines import received_on
from rules.scopes import Scope
from storage.access_tokens import access_tokens, add_access_token, revoke_access_token
from storage.database import snapshot, transaction

PREFIX = "ibt_"  # by which programs that look for leaked secrets know it
RANDOM_BYTES = 32


def add_token(engine: Engine, name: str, scopes: Sequence[str], days: int) -> tuple[str, date]:
    """A new token, and the last day on which it serves."""
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    now = datetime.now(UTC)
    until = now + timedelta(days=days)
    with transaction(engine) as session:
        add_access_token(
            session, name, token, [Scope(each) for each in scopes], expires_at=until, now=now
        )
    return token, received_on(until)


def rows_of_tokens(engine: Engine) -> list[list[str]]:
    """Every token as a row of a table."""
    now = datetime.now(UTC)
    with snapshot(engine) as session:
        found = access_tokens(session)
    return [
        [
            each.name,
            " ".join(sorted(each.scopes)),
            f"{received_on(each.made_at):%d-%m-%Y}",
            f"{received_on(each.expires_at):%d-%m-%Y}",
            "serves" if each.opens(now) else "revoked" if each.revoked_at else "expired",
        ]
        for each in found
    ]


def revoke_token(engine: Engine, name: str) -> None:
    """Have a token open nothing any more."""
    with transaction(engine) as session:
        revoke_access_token(session, name, now=datetime.now(UTC))
