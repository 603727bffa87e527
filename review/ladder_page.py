"""The steps of a case on the ladder: its history, and where it stood on any past day."""

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from review.addresses import past_day
from review.case_opened import case_named, decisions_of, open_case
from review.case_page import promised_of
from review.case_told import Told, told_of
from review.next_step import reasons_shown
from review.table import Page
from review.visit import Visit
from rules.cases import FIRST_STEP, Case, begun_step
from rules.deadlines import end_of_day
from rules.decisions import Decided, OnCase
from rules.ladder import moves_of, moves_on, rung_on, taken_on
from rules.roles import Role
from storage.database import snapshot
from storage.distribution import distribution


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A step with its words."""

    decided: Decided[OnCase]
    told: Told
    taken_on: date
    stood: bool  # on the day asked for


def show_ladder(visit: Visit) -> Response:
    """Where the case stood on a day, what spoke for a next step then, and all its steps."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        if named.joined_to is not None:
            return visit.go(visit.site.table.path("case.steps", case=named.joined_to))
        opened = open_case(visit, session, named)
        on = past_day(visit)
        facts = distribution(session, min(visit.now, end_of_day(on)))
        promised = promised_of(session, opened.page, facts, on)
    decision = opened.distribution_decision
    reasons = reasons_shown(visit, opened.page.case, on, decision, facts, promised)
    decisions = decisions_of(opened.page)
    stood = {each.id for each in moves_on(decisions, on)}
    return visit.show(
        "case/steps.html",
        opened=opened,
        page=opened.page,
        names=opened.names,
        on_day=on,
        rung=rung_on(decisions, on, begun_on(opened.page.case, on)),
        reasons=reasons,
        moves=moves_told(decisions, stood, dict(opened.names)),
    )


def begun_on(case: Case, on: date) -> int:
    """The step of the case on a day on which nobody had taken one."""
    is_asked = case.request is not None and case.request.letter_date <= on
    return begun_step(case) if is_asked else FIRST_STEP


def moves_told(
    decisions: list[Decided[OnCase]], stood: set[int], names: dict[str, str]
) -> list[MoveShown]:
    """All steps with their words, undone ones too, the last first."""
    return [
        MoveShown(each, told_of(each.what, names), taken_on(each), each.id in stood)
        for each in reversed(moves_of(decisions))
    ]


PAGES = (Page("case.steps", "GET", "/zaken/{case}/ladder", show_ladder, Role.READER),)
