"""The accounts, for administrators: who may sign in, and as what."""

from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import Field
from starlette.responses import Response

from review.confirming import confirmed, must_confirm
from review.errors import Conflict, NotFound
from review.export import FileForm
from review.forms import Filled, Form, read_form
from review.passwords import LEAST, hash_of, objection
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.accounts import (
    Account,
    account_named,
    accounts,
    add_account,
    change_account,
    name_of,
    set_password,
)
from storage.database import snapshot, transaction
from storage.report_rights import rights_given
from storage.second_steps import drop_second_step

F = TypeVar("F", bound=Form)
OWN_STEP = "Uw eigen tweede stap zet u uit onder ‘Mijn account’."
OWN = "U kunt uw eigen rol, recht en toegang niet wijzigen. Vraag een andere beheerder."


class AccountForm(Form):
    """A new local account."""

    naam: str = Field(min_length=2, max_length=64, pattern=r"^[\w.@-]+$")
    volledige_naam: str = Field(min_length=1, max_length=100)
    rol: Role
    wachtwoord: str
    uw_wachtwoord: str = ""


class ChangeForm(Form):
    """Another role, or access given or taken; what is not sent stays."""

    rol: Role | None = None
    toegang: bool | None = None
    verslagen: bool | None = None
    uw_wachtwoord: str = ""


class ResetForm(Form):
    """A password for somebody who forgot theirs."""

    wachtwoord: str
    uw_wachtwoord: str = ""


class DropForm(Form):
    """That somebody's second step goes: a telephone was lost."""

    uw_wachtwoord: str = ""


def show_accounts(visit: Visit) -> Response:
    """Every account, and the form for a new one."""
    return accounts_page(visit, Filled())


def accounts_page(visit: Visit, form: Filled[AccountForm], status: int = 200) -> Response:
    """The page of all accounts."""
    with snapshot(visit.site.engine) as session:
        found, rights = accounts(session), rights_given(session)
    return visit.show(
        "accounts.html",
        status,
        accounts=found,
        rights=rights,
        form=form,
        roles=list(Role),
        least=LEAST,
        confirms=must_confirm(visit),
        files=list(FileForm),
    )


def add(visit: Visit) -> Response:
    """One more account."""
    filled, form = read_form(visit.sent, AccountForm)
    password = visit.sent.get("wachtwoord")
    against = objection(password, visit.sent.get("naam"), visit.sent.get("volledige_naam"))
    if against:
        form = form.wrong("wachtwoord", against)
    if filled is not None and not form.faults:
        form = confirmed(visit, form)
    if filled is None or form.faults:
        return accounts_page(visit, form, 422)
    hashed = hash_of(password)
    with transaction(visit.site.engine) as session:
        is_taken = account_named(session, filled.naam) is not None
        if not is_taken:
            add_account(
                session,
                filled.naam,
                filled.volledige_naam,
                filled.rol,
                password_hash=hashed,
                password_until=first_password_until(visit),
                actor=visit.officer.name,
                now=visit.now,
            )
    if is_taken:
        return accounts_page(visit, form.wrong("naam", "Er is al een account met deze naam."), 422)
    return visit.go(visit.site.table.path("accounts"), "Het account is gemaakt.")


def show_one(visit: Visit) -> Response:
    """One account."""
    return one_page(visit, Filled())


def first_password_until(visit: Visit) -> datetime:
    """How long a password serves that an administrator chose: its owner changes it by then."""
    return visit.now + timedelta(hours=visit.site.config.first_password_hours)


def one_page(visit: Visit, form: Filled[F], status: int = 200) -> Response:
    """The page of one account."""
    account = account_of(visit)
    return visit.show(
        "account_of.html",
        status,
        account=account,
        form=form,
        roles=list(Role),
        least=LEAST,
        is_own=account.id == visit.officer.id,
        confirms=must_confirm(visit),
    )


def account_of(visit: Visit) -> Account:
    """The account that the address names."""
    with snapshot(visit.site.engine) as session:
        account = account_named(session, visit.part("name"))
    if account is None:
        raise NotFound
    return account


def change(visit: Visit) -> Response:
    """Another role or access; never one's own, lest nobody is left who may."""
    account = account_of(visit)
    if name_of(account.name) == visit.officer.name:
        raise Conflict(OWN)
    filled, form = read_form(visit.sent, ChangeForm)
    if filled is not None:
        form = confirmed(visit, form)
    if filled is None or form.faults:
        return one_page(visit, form, 422)
    with transaction(visit.site.engine) as session:
        change_account(
            session,
            account.name,
            role=filled.rol,
            is_active=filled.toegang,
            reads_reports=filled.verslagen,
            actor=visit.officer.name,
            now=visit.now,
        )
    return visit.go(visit.site.table.path("accounts"), "Het account is gewijzigd.")


def reset(visit: Visit) -> Response:
    """Another password for an account; its browsers are signed out."""
    account = account_of(visit)
    _, form = read_form(visit.sent, ResetForm)
    password = visit.sent.get("wachtwoord")
    if account.oidc_subject is not None:
        raise Conflict("Dit account meldt zich aan via de organisatie en heeft geen wachtwoord.")
    if against := objection(password, account.name, account.display_name):
        form = form.wrong("wachtwoord", against)
    if not form.faults:
        form = confirmed(visit, form)
    if form.faults:
        return one_page(visit, form, 422)
    hashed, until = hash_of(password), first_password_until(visit)
    with transaction(visit.site.engine) as session:
        actor = visit.officer.name
        set_password(session, account.name, hashed, until=until, actor=actor, now=visit.now)
    return visit.go(visit.site.table.path("accounts"), "Het wachtwoord is gewijzigd.")


def drop_step(visit: Visit) -> Response:
    """Without a second step, for somebody who lost the telephone; signed out everywhere."""
    account = account_of(visit)
    if name_of(account.name) == visit.officer.name:
        raise Conflict(OWN_STEP)
    _, form = read_form(visit.sent, DropForm)
    form = confirmed(visit, form)
    if form.faults:
        return one_page(visit, form, 422)
    with transaction(visit.site.engine) as session:
        drop_second_step(session, account.name, actor=visit.officer.name, now=visit.now)
    return visit.go(visit.site.table.path("accounts"), "De tweede stap is uitgezet.")


NEEDS = Role.ADMINISTRATOR
PAGES = (
    Page("accounts", "GET", "/accounts", show_accounts, NEEDS, menu="Accounts"),
    Page("accounts.add", "POST", "/accounts", add, NEEDS),
    Page("accounts.one", "GET", "/accounts/{name}", show_one, NEEDS),
    Page("accounts.change", "POST", "/accounts/{name}", change, NEEDS),
    Page("accounts.password", "POST", "/accounts/{name}/wachtwoord", reset, NEEDS),
    Page("accounts.step", "POST", "/accounts/{name}/tweede-stap", drop_step, NEEDS),
)
