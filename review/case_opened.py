"""A case as somebody may see it: who may read what of it, and who may say whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from review.errors import NotFound
from review.visit import Visit
from rules.decisions import Decided, OnCase
from rules.roles import Role, may_act_as
from storage.accounts import Account, accounts
from storage.case_lookup import CaseNamed, case_numbered
from storage.case_page import CasePage, case_page

NUMBER_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as somebody may see it, with who else may have it."""

    page: CasePage
    named: CaseNamed
    accounts: tuple[Account, ...]
    with_talks: bool
    hides_talks: bool  # nobody has the case, and it holds reports that are not for who asks

    @property
    def names(self) -> Mapping[str, str]:
        """The names of officers, by account."""
        return {each.name: each.display_name for each in self.accounts}


def case_named(visit: Visit, session: Session) -> CaseNamed:
    """The case of the address."""
    number = visit.part("case")
    is_number = number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS
    named = case_numbered(session, int(number)) if is_number else None
    if named is None:
        raise NotFound
    return named


def open_case(visit: Visit, session: Session, named: CaseNamed) -> Opened:
    """A case with all that who asks may see of it."""
    with_talks = may_read_talks(visit.officer, named.officer)
    page = case_page(
        session, named.municipality, named.reference, visit.today, with_talks=with_talks
    )
    if page is None:
        raise NotFound
    may_take = not with_talks and visit.may("officer") and named.officer == ""
    hides_talks = may_take and page.has_talks
    return Opened(page, named, tuple(accounts(session)), with_talks, hides_talks)


def may_read_talks(account: Account, officer: str) -> bool:
    """Whether reports of talks are for this account: the coordinator's, and who has the case."""
    if may_act_as(account.role, Role.COORDINATOR):
        return True
    return may_act_as(account.role, Role.OFFICER) and account.name == officer


def may_assign(visit: Visit, opened: Opened) -> bool:
    """Whether who asks may say whose case it is.

    Who has a case may read its reports of talks, so no officer takes it for that by himself.
    """
    is_free = opened.page.state.officer in ("", visit.officer.name)
    return visit.may("coordinator") or (is_free and not opened.hides_talks)


def decisions_of(page: CasePage) -> list[Decided[OnCase]]:
    """The decisions on a case, and those on the notification that joined it, in order."""
    own = {each.id for each in page.decisions}
    carried = (each for each in page.case.decisions if each.id not in own)
    return sorted([*page.decisions, *carried], key=lambda each: (each.at, each.id))
