"""Accounts: who may sign in, and as what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from rules.roles import Role
from storage.columns import storable
from storage.errors import Refusal, Refused
from storage.events import PROGRAM, record_event
from storage.tables.accounts import AccountRow, WebSessionRow

SUBJECT = "account:"  # before a name, in the audit trail


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in."""

    id: int
    name: str  # in lower case; the audit trail names it
    display_name: str
    role: Role
    is_active: bool
    oidc_subject: str | None  # of the ministry's own sign-in; None: a local account
    password_until: datetime | None = None  # another set it: to be changed before then
    has_second_step: bool = False
    reads_reports: bool = False  # of talks: a right of its own, which no role brings along

    @property
    def is_local(self) -> bool:
        """Whether it signs in here, with a password of ours."""
        return self.oidc_subject is None


def add_account(
    session: Session,
    name: str,
    display_name: str,
    role: Role,
    *,
    password_hash: str = "",
    password_until: datetime | None = None,
    oidc_subject: str | None = None,
    actor: str = PROGRAM,
    now: datetime,
) -> Account:
    """A new account; refused where another has the name or the subject.

    password_hash: argon2's, made by the caller; "" for an account that signs in elsewhere.
    password_until: how long a password serves that somebody else chose.
    """
    name = name_of(name)
    if not name:
        raise Refused("an account needs a name; give one")
    if account_named(session, name) is not None:
        raise Refused(
            f"there is an account {name} already; choose another name", Refusal.ACCOUNT_TAKEN
        )
    if oidc_subject is not None and account_of_subject(session, oidc_subject) is not None:
        raise Refused(f"another account signs in as {oidc_subject} already; change that one")
    row = AccountRow(
        name=name,
        display_name=storable(display_name),
        password_hash=password_hash,
        role=role.value,
        is_active=True,
        oidc_subject=oidc_subject,
        made_at=now,
        password_until=password_until,
        second_step="",
        second_step_new="",
        second_step_used=0,
        reads_reports=False,
    )
    session.add(row)
    session.flush()
    after = {"role": role.value, "display_name": row.display_name}
    record_event(session, now, "account_added", subject_of(name), actor=actor, after=after)
    return account_of(row)


def name_of(typed: str) -> str:
    """The name of an account as kept: without space around it, in lower case."""
    return storable(typed).strip().lower()


def account_of(row: AccountRow) -> Account:
    """The account that a row holds."""
    return Account(
        row.id,
        row.name,
        row.display_name,
        Role(row.role),
        row.is_active,
        row.oidc_subject,
        row.password_until,
        has_second_step=bool(row.second_step),
        reads_reports=row.reads_reports,
    )


def accounts(session: Session) -> list[Account]:
    """Every account, inactive ones too, by name."""
    return [account_of(row) for row in session.exec(select(AccountRow).order_by(AccountRow.name))]


def display_names(session: Session) -> dict[str, str]:
    """The names of officers as people read them, by account, in that order; inactive ones too."""
    names = select(AccountRow.name, AccountRow.display_name).order_by(AccountRow.name)
    return dict(session.exec(names).all())


def are_there_accounts(session: Session) -> bool:
    """Whether anybody can sign in at all."""
    return bool(session.exec(select(func.count()).select_from(AccountRow)).one())


def account_named(session: Session, name: str) -> Account | None:
    """The account of that name, None where there is none."""
    row = session.exec(select(AccountRow).where(AccountRow.name == name_of(name))).first()
    return account_of(row) if row else None


def account_of_subject(session: Session, oidc_subject: str) -> Account | None:
    """The account that the ministry's sign-in knows by that subject, None without one."""
    found = select(AccountRow).where(AccountRow.oidc_subject == oidc_subject)
    row = session.exec(found).first()
    return account_of(row) if row else None


def password_hash_of(session: Session, name: str) -> str:
    """The hash to check a password against, "" where that account can have none."""
    wanted = (col(AccountRow.name) == name_of(name), col(AccountRow.is_active))
    return session.exec(select(AccountRow.password_hash).where(*wanted)).first() or ""


def change_account(
    session: Session,
    name: str,
    *,
    display_name: str | None = None,
    role: Role | None = None,
    is_active: bool | None = None,
    oidc_subject: str | None = None,
    reads_reports: bool | None = None,
    actor: str = PROGRAM,
    now: datetime,
) -> Account:
    """The account with what is given in place of what was; None leaves as it is.

    Refused where nobody would be left to manage the accounts.
    Another role, right or none at all ends its sessions: rights are those of signing in anew.
    """
    row = row_named(session, name)
    wanted = {
        "display_name": None if display_name is None else storable(display_name),
        "role": None if role is None else role.value,
        "is_active": is_active,
        "oidc_subject": oidc_subject,
        "reads_reports": reads_reports,
    }
    new = {key: v for key, v in wanted.items() if v is not None and v != getattr(row, key)}
    if not new:
        return account_of(row)
    if new.get("is_active") is False or "role" in new:
        refuse_without_administrator(session, row)
    before = {key: getattr(row, key) for key in new}
    row.sqlmodel_update(new)
    session.flush()
    if new.keys() & {"role", "is_active", "reads_reports"}:
        close_sessions(session, row.id)
    subject = subject_of(row.name)
    record_event(session, now, "account_changed", subject, actor=actor, before=before, after=new)
    return account_of(row)


def refuse_without_administrator(session: Session, leaving: AccountRow) -> None:
    """Refuse to take the rights of the only administrator who may sign in."""
    may = (col(AccountRow.is_active), col(AccountRow.role) == Role.ADMINISTRATOR.value)
    # Held: of two who lower each other at one moment, the second sees what the first did.
    rows = session.exec(select(AccountRow).where(*may).with_for_update()).all()
    if [row.id for row in rows] == [leaving.id]:
        raise Refused(
            f"{leaving.name} is the last administrator who may sign in; "
            "make somebody else administrator first",
            Refusal.LAST_ADMINISTRATOR,
        )


def set_password(
    session: Session,
    name: str,
    password_hash: str,
    *,
    until: datetime | None = None,
    actor: str = PROGRAM,
    now: datetime,
) -> None:
    """Give an account another password; its sessions end.

    until: how long it serves where somebody else chose it; None: it is one's own.
    """
    row = row_named(session, name)
    row.password_hash = password_hash
    row.password_until = until
    session.flush()
    close_sessions(session, row.id)
    record_event(session, now, "password_set", subject_of(row.name), actor=actor)


def rehash_password(session: Session, name: str, password_hash: str) -> None:
    """Keep the same password under a newer hash: nothing that anyone decided."""
    which = update(AccountRow).where(col(AccountRow.name) == name_of(name))
    session.exec(which.values(password_hash=password_hash))


def row_named(session: Session, name: str) -> AccountRow:
    """The row of an account that must be there."""
    row = session.exec(select(AccountRow).where(AccountRow.name == name_of(name))).first()
    if row is None:
        raise Refused(
            f"there is no account {name_of(name)}; list the accounts anew", Refusal.NO_SUCH_ACCOUNT
        )
    return row


def close_sessions(session: Session, account_id: int) -> None:
    """Sign an account out everywhere."""
    session.exec(delete(WebSessionRow).where(col(WebSessionRow.account_id) == account_id))


def subject_of(name: str) -> str:
    """An account as the audit trail names it."""
    return f"{SUBJECT}{name}"
