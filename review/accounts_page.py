"""The accounts, for administrators: who may sign in, and as what."""

from pydantic import Field
from starlette.responses import Response

from review.errors import Conflict, NotFound
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

OWN = "U kunt uw eigen rol en toegang niet wijzigen. Vraag een andere beheerder."


class AccountForm(Form):
    """A new local account."""

    naam: str = Field(min_length=2, max_length=64, pattern=r"^[\w.@-]+$")
    volledige_naam: str = Field(min_length=1, max_length=100)
    rol: Role
    wachtwoord: str


class ChangeForm(Form):
    """Another role, or access given or taken; what is not sent stays."""

    rol: Role | None = None
    toegang: bool | None = None


class ResetForm(Form):
    """A password for somebody who forgot theirs."""

    wachtwoord: str


def show_accounts(visit: Visit) -> Response:
    """Every account, and the form for a new one."""
    return accounts_page(visit, Filled())


def accounts_page(visit: Visit, form: Filled[AccountForm], status: int = 200) -> Response:
    """The page of all accounts."""
    with snapshot(visit.site.engine) as session:
        found = accounts(session)
    return visit.show(
        "accounts.html", status, accounts=found, form=form, roles=list(Role), least=LEAST
    )


def add(visit: Visit) -> Response:
    """One more account."""
    filled, form = read_form(visit.sent, AccountForm)
    password = visit.sent.get("wachtwoord")
    against = objection(password, visit.sent.get("naam"), visit.sent.get("volledige_naam"))
    if against:
        form = form.wrong("wachtwoord", against)
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
                actor=visit.officer.name,
                now=visit.now,
            )
    if is_taken:
        return accounts_page(visit, form.wrong("naam", "Er is al een account met deze naam."), 422)
    return visit.go(visit.site.table.path("accounts"), "Het account is gemaakt.")


def show_one(visit: Visit) -> Response:
    """One account."""
    return one_page(visit, Filled())


def one_page(visit: Visit, form: Filled[ResetForm], status: int = 200) -> Response:
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
    if filled is None:
        return one_page(visit, Filled(form.sent, form.faults), 422)
    with transaction(visit.site.engine) as session:
        change_account(
            session,
            account.name,
            role=filled.rol,
            is_active=filled.toegang,
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
        return one_page(visit, form.wrong("wachtwoord", against), 422)
    hashed = hash_of(password)
    with transaction(visit.site.engine) as session:
        set_password(session, account.name, hashed, actor=visit.officer.name, now=visit.now)
    return visit.go(visit.site.table.path("accounts"), "Het wachtwoord is gewijzigd.")


NEEDS = Role.ADMINISTRATOR
PAGES = (
    Page("accounts", "GET", "/accounts", show_accounts, NEEDS, menu="Accounts"),
    Page("accounts.add", "POST", "/accounts", add, NEEDS),
    Page("accounts.one", "GET", "/accounts/{name}", show_one, NEEDS),
    Page("accounts.change", "POST", "/accounts/{name}", change, NEEDS),
    Page("accounts.password", "POST", "/accounts/{name}/wachtwoord", reset, NEEDS),
)
