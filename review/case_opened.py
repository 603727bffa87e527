"""A case as somebody may see it: who may read what of it, and who may say whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from review.addresses import number_of
from review.dates import day
from review.errors import NotFound
from review.visit import Visit
from rules.cycles import CaseCycle
from rules.decisions import Decided, OnCase
from rules.distribution import DistributionDecision, decision_of
from rules.mergers import heir_on
from storage.accounts import Account, accounts
from storage.case_lookup import CaseNamed, case_numbered
from storage.case_page import CasePage, case_page
from storage.cycles import case_cycle
from storage.distribution import all_decisions
from storage.periods import all_validities


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as somebody may see it, with who else may have it."""

    page: CasePage
    named: CaseNamed
    accounts: tuple[Account, ...]
    decisions: tuple[DistributionDecision, ...]  # by cycle
    cycle: CaseCycle
    heir: str  # who has the case today: the municipality itself, or the one it went up in

    @property
    def distribution_decision(self) -> DistributionDecision | None:
        """The decision that the case is under, None where somebody has to choose."""
        cycle = self.cycle.cycle
        return None if cycle is None else decision_of(self.decisions, cycle)

    @property
    def running(self) -> list[tuple[str, str]]:
        """The decisions to choose from, as a form has them."""
        return [
            (str(each.cycle), f"{each.cycle}: {day(each.decided_on)}")
            for each in self.decisions
            if each.cycle in self.cycle.running
        ]

    @property
    def names(self) -> Mapping[str, str]:
        """The names of officers, by account."""
        return {each.name: each.display_name for each in self.accounts}


def case_named(visit: Visit, session: Session) -> CaseNamed:
    """The case of the address."""
    number = number_of(visit.part("case"))
    named = case_numbered(session, number) if number is not None else None
    if named is None:
        raise NotFound
    return named


def open_case(visit: Visit, session: Session, named: CaseNamed) -> Opened:
    """A case with all that who asks may see of it."""
    with_talks = visit.officer.reads_reports
    page = case_page(
        session, named.municipality, named.reference, visit.today, with_talks=with_talks
    )
    if page is None:
        raise NotFound
    decisions = all_decisions(session)
    cycle = case_cycle(session, page.case, decisions)
    known = tuple(accounts(session))
    heir = heir_on(all_validities(session), named.municipality, visit.today)
    return Opened(page, named, known, decisions, cycle, heir)


def may_assign(visit: Visit, opened: Opened) -> bool:
    """Whether who asks may say whose case it is."""
    is_free = opened.page.state.officer in ("", visit.officer.name)
    return visit.may("coordinator") or is_free


def decisions_of(page: CasePage) -> list[Decided[OnCase]]:
    """The decisions on a case, and those on the notification that joined it, in order."""
    own = {each.id for each in page.decisions}
    carried = (each for each in page.case.decisions if each.id not in own)
    return sorted([*page.decisions, *carried], key=lambda each: (each.at, each.id))
