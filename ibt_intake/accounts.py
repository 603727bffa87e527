"""Accounts, managed from the command line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import Engine

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from review.errors import WeakPassword
from review.passwords import LEAST, hash_of, objection
from rules.roles import Role
from storage.accounts import account_named, accounts, add_account, change_account, set_password
from storage.database import snapshot, transaction
from storage.errors import Refused
from storage.events import PROGRAM
from storage.second_steps import drop_second_step


def opened(config_file: Path | None) -> Engine:
    """The database of the settings."""
    return open_storage(load_config(config_file))


def serves_until(config_file: Path | None, now: datetime) -> datetime:
    """How long a password serves that is set here: its owner chooses another at signing in."""
    return now + timedelta(hours=load_config(config_file).review.first_password_hours)


def add_local_account(
    config_file: Path | None, name: str, display_name: str, role: str, password_file: Path | None
) -> None:
    """Make an account that signs in with a password."""
    engine = opened(config_file)
    with snapshot(engine) as session:
        if account_named(session, name) is not None:
            raise Refused(f"there is an account {name} already; choose another name")
    hashed = hash_of(asked_password(password_file, name, display_name))
    now = datetime.now(UTC)
    with transaction(engine) as session:
        add_account(
            session,
            name,
            display_name,
            Role(role),
            password_hash=hashed,
            password_until=serves_until(config_file, now),
            now=now,
        )


def rows_of_accounts(engine: Engine) -> list[list[str]]:
    """Every account as a row of a table."""
    with snapshot(engine) as session:
        found = accounts(session)
    return [
        [
            each.name,
            each.display_name,
            each.role.value,
            "identity provider" if each.oidc_subject else "password",
            "yes" if each.reads_reports else "no",
            "yes" if each.is_active else "no",
        ]
        for each in found
    ]


def set_access(engine: Engine, name: str, *, is_active: bool) -> None:
    """Take an account's access, or give it back."""
    with transaction(engine) as session:
        change_account(session, name, is_active=is_active, now=datetime.now(UTC))


def set_reports_right(engine: Engine, name: str, *, is_given: bool) -> None:
    """Give an account the right to reports of talks, or take it."""
    with transaction(engine) as session:
        change_account(session, name, reads_reports=is_given, now=datetime.now(UTC))


def change_password(config_file: Path | None, name: str, password_file: Path | None) -> None:
    """Give an account another password."""
    engine, now = opened(config_file), datetime.now(UTC)
    with snapshot(engine) as session:
        account = account_named(session, name)
    if account is None:
        raise Refused(f"there is no account {name}; see `ibt-intake account list`")
    hashed = hash_of(asked_password(password_file, name, account.display_name))
    with transaction(engine) as session:
        set_password(session, name, hashed, until=serves_until(config_file, now), now=now)


def drop_step(engine: Engine, name: str) -> None:
    """Have an account sign in without a second step."""
    with transaction(engine) as session:
        drop_second_step(session, name, actor=PROGRAM, now=datetime.now(UTC))


def asked_password(file: Path | None, *names: str) -> str:
    """A password that will do, from its file or asked twice on the terminal."""
    if file is not None:
        password = file.read_text(encoding="utf-8").rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if objection(password, *names):
        raise WeakPassword(
            f"this password is too short or too easy to guess; take {LEAST} characters or more, "
            "such as a few words that do not belong together"
        )
    return password
