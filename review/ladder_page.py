"""The steps of a case on the ladder: its history, and where it stood on any past day."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import past_day
from review.case_opened import case_named, decisions_of, open_case
from review.case_told import Told, told_of
from review.export import FileForm
from review.next_step import ReasonShown, reasons_shown
from review.table import Page
from review.visit import Visit
from rules.case_standing import FIRST_STEP, begun_step
from rules.cases import merged
from rules.deadlines import last_moment
from rules.decisions import Decided, OnCase
from rules.distribution import decision_of
from rules.ladder import moves_of, moves_on, rung_on, taken_on
from rules.mergers import together_on
from rules.roles import Role
from storage.case_lookup import CaseNamed
from storage.cases import cases_as_of
from storage.cycles import case_cycle
from storage.database import snapshot
from storage.distribution import distribution
from storage.promises import promised_on


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A step with its words."""

    decided: Decided[OnCase]
    told: Told
    taken_on: date
    stood: bool  # on the day asked for


@dataclass(frozen=True, slots=True)
class Then:
    """A case as it was known at the end of a day, and what spoke for a next step."""

    begun: int  # its step before anybody took one
    reasons: list[ReasonShown]


def show_ladder(visit: Visit) -> Response:
    """Where the case stood on a day, what spoke for a next step then, and all its steps."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        if named.joined_to is not None:
            return visit.go(visit.site.table.path("case.steps", case=named.joined_to))
        opened = open_case(visit, session, named)
        on = past_day(visit)
        then = then_of(visit, session, named, on)
    decisions = decisions_of(opened.page)
    stood = {each.id for each in moves_on(decisions, on)}
    return visit.show(
        "case/steps.html",
        opened=opened,
        page=opened.page,
        names=opened.names,
        on_day=on,
        rung=rung_on(decisions, on, then.begun),
        reasons=then.reasons,
        moves=moves_told(decisions, stood, dict(opened.names)),
        files=list(FileForm),
    )


def then_of(visit: Visit, session: Session, named: CaseNamed, on: date) -> Then:
    """How the case was known at the end of a day; before its letter it was none."""
    until = last_moment(on)
    facts = distribution(session, until)
    names = together_on(facts.validities, named.municipality, on)
    cases = cases_as_of(session, until, municipalities=names)
    key = named.municipality, named.reference
    found = (each for each in merged(cases, on) if (each.municipality, each.reference) == key)
    case = next(found, None)
    if case is None:
        return Then(FIRST_STEP, [])
    cycle = case_cycle(session, case, facts.decisions, until).cycle
    decision = None if cycle is None else decision_of(facts.decisions, cycle)
    promised = promised_on(cases, facts, on, municipality=named.municipality)
    return Then(begun_step(case), reasons_shown(visit, case, on, decision, facts, promised))


def moves_told(
    decisions: list[Decided[OnCase]], stood: set[int], names: dict[str, str]
) -> list[MoveShown]:
    """All steps with their words, undone ones too, the last first."""
    return [
        MoveShown(each, told_of(each.what, names), taken_on(each), each.id in stood)
        for each in reversed(moves_of(decisions))
    ]


PAGES = (Page("case.steps", "GET", "/zaken/{case}/ladder", show_ladder, Role.READER),)
