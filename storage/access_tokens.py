"""Access tokens: what other programs show to read, each for some purpose and until some day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.scopes import Scope
from storage.columns import storable
from storage.errors import Refused
from storage.events import PROGRAM, record_event
from storage.signins import hashed
from storage.tables.accounts import AccessTokenRow


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token as it is kept: what opens it is known to its holder alone."""

    name: str  # of the program that holds it
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def opens(self, now: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.revoked_at is None and now < self.expires_at


def add_access_token(
    session: Session,
    name: str,
    token: str,
    scopes: Collection[Scope],
    *,
    expires_at: datetime,
    now: datetime,
    actor: str = PROGRAM,
) -> AccessToken:
    """Keep a token by its hash alone. Raises Refused where another has the name."""
    name = storable(name.strip())
    if not name:
        raise Refused("a token needs the name of the program that will hold it; give one")
    if session.exec(select(AccessTokenRow).where(AccessTokenRow.name == name)).first():
        raise Refused(f"there is a token {name} already; choose another name")
    row = AccessTokenRow(
        name=name,
        token_hash=hashed(token),
        scopes=" ".join(sorted(scopes)),
        made_at=now,
        expires_at=expires_at,
        revoked_at=None,
    )
    session.add(row)
    session.flush()
    record_event(
        session,
        now,
        "access_token_made",
        subject_of(name),
        actor=actor,
        after={"scopes": sorted(scopes), "expires_at": expires_at.isoformat()},
    )
    return access_token_of(row)


def access_token(session: Session, token: str) -> AccessToken | None:
    """What is kept of a token that somebody shows, None where it is none of ours."""
    row = session.exec(
        select(AccessTokenRow).where(AccessTokenRow.token_hash == hashed(token))
    ).first()
    return access_token_of(row) if row else None


def access_tokens(session: Session) -> list[AccessToken]:
    """Every token, by name."""
    rows = session.exec(select(AccessTokenRow).order_by(col(AccessTokenRow.name)))
    return [access_token_of(row) for row in rows]


def revoke_access_token(
    session: Session, name: str, *, now: datetime, actor: str = PROGRAM
) -> None:
    """Have a token open nothing any more; once more changes nothing."""
    row = session.exec(select(AccessTokenRow).where(AccessTokenRow.name == name)).first()
    if row is None:
        raise Refused(f"there is no token {name}; `ibt-intake token list` names them")
    if row.revoked_at is None:
        row.revoked_at = now
        session.flush()
        record_event(session, now, "access_token_revoked", subject_of(name), actor=actor)


def access_token_of(row: AccessTokenRow) -> AccessToken:
    """The token that a row holds."""
    scopes = frozenset(Scope(each) for each in row.scopes.split())
    return AccessToken(row.name, scopes, row.made_at, row.expires_at, row.revoked_at)


def subject_of(name: str) -> str:
    """The name by which the audit trail knows a token."""
    return f"access_token:{name}"
