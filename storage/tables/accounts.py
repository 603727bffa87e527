"""Who may sign in, and what may read."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class AccountRow(Row, table=True):
    """Someone who may sign in. Never deleted: the audit trail names accounts."""

    __tablename__ = "accounts"

    id: int = Field(default=None, primary_key=True)  # given by the database
    name: str = Field(unique=True)  # in lower case
    display_name: str
    password_hash: str  # argon2, with its salt; "" signs in elsewhere only
    role: str = Field(max_length=16)
    is_active: bool
    oidc_subject: str | None = Field(unique=True)  # NULL: no two share "none"
    made_at: datetime = Field(sa_type=Moment)
    # Set by another: it must be changed, and opens nothing from then on. NULL: chosen by oneself.
    password_until: datetime | None = Field(sa_type=Moment)
    second_step: str  # the secret of its codes, sealed with a key that is no table's; "" none
    second_step_new: str  # the same while it is being set up
    second_step_used: int  # the last code's time step: none counts twice
    reads_reports: bool = False  # of talks: a right that no role brings along


class AccessTokenRow(Row, table=True):
    """What a program may read. Who reads this table cannot show the token. Never deleted."""

    __tablename__ = "access_tokens"

    id: int = Field(default=None, primary_key=True)  # given by the database
    name: str = Field(unique=True)
    token_hash: str = Field(unique=True, max_length=64)  # SHA-256
    scopes: str  # values of rules.scopes.Scope, with spaces between
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(sa_type=Moment)


class WebSessionRow(Row, table=True):
    """A browser that is signed in. Who reads this table cannot sign in with it."""

    __tablename__ = "web_sessions"

    token_hash: str = Field(primary_key=True, max_length=64)  # SHA-256 of the cookie's value
    account_id: int = Field(foreign_key="accounts.id", index=True)
    csrf: str
    device: str = Field(max_length=64)  # in words: "Firefox op Windows"
    created_at: datetime = Field(sa_type=Moment)
    last_seen_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)


class SignInAttemptRow(Row, table=True):
    """A try to sign in, so that guessing can be slowed down. Forgotten after a while."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: int = Field(default=None, primary_key=True)  # given by the database
    name: str  # as typed, in lower case; need not be an account's
    address: str
    at: datetime = Field(sa_type=Moment)
    succeeded: bool
