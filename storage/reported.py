"""All that a report of a day tells: cases, signals and promises, read in one state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from rules.case_state import CaseState
from rules.deadlines import last_moment
from rules.distribution import DistributionDecision, last_due_on
from rules.outcomes import Course
from rules.promise_curve import Curve, curve_of
from rules.signalling import Signal, signals_on
from storage.cases import states_on
from storage.distribution import distribution
from storage.promises import cases_to, promised_on
from storage.registry import provinces_by_name
from storage.remembered import remembered


@dataclass(frozen=True, slots=True)
class Reported:
    """How supervision stood at the end of a day."""

    on: date
    provinces: Mapping[str, str]  # by municipality
    decision: DistributionDecision | None  # whose places were due last; None before the first
    signals: tuple[Signal, ...]  # by municipality; none before the first decision
    cases: tuple[CaseState, ...]  # by municipality and reference
    courses: tuple[Course, ...]  # of the decision's cycle, in order of receipt
    curve: Curve
    unchosen: int  # promises of which nobody can tell the cycle: they count nowhere


@remembered(answers=4)
def reported_on(session: Session, on: date, *, roll_over: bool) -> Reported:
    """How all stood at the end of a day, as it was known then: the same day gives the same."""
    facts = distribution(session, last_moment(on))
    provinces = provinces_by_name(session)
    decision = last_due_on(facts.decisions, on)
    signals = signals_on(provinces, decision, facts, on=on) if decision else []
    cases = states_on(session, on, roll_over=roll_over)
    promised = promised_on(cases_to(session, on, None), facts, on)
    cycle = decision.cycle if decision else 0
    courses = [each for each in promised.courses if each.promise.cycle == cycle]
    curve = curve_of(
        courses,
        [each for each in promised.tasks if each.cycle == cycle],
        [each for each in promised.realised if each.cycle == cycle],
        on=on,
    )
    return Reported(
        on,
        provinces,
        decision,
        tuple(signals),
        tuple(cases),
        tuple(courses),
        curve,
        sum(each.promise.cycle is None for each in promised.courses),
    )
