"""What speaks for a next step of the ladder, as officers read it. The program takes no step."""

from dataclasses import dataclass
from datetime import date

from review.dates import day
from review.promise_words import courses_of, told_of_course
from review.visit import Visit
from review.words import word
from rules.calendar import HOLIDAYS
from rules.cases import Case
from rules.distribution import DistributionDecision
from rules.judgement import Category
from rules.next_step import Ground, Reason, reasons_for_next_step
from rules.owed import Distribution
from rules.signalling import signals_on
from storage.promises import Promised

TITLES = {
    Ground.NO_REPLY: "Geen reactie na de uiterste datum",
    Ground.NO_SUPPLEMENT: "Geen aanvulling na de uiterste datum",
    Ground.TOO_LITTLE_PROGRESS: "Minder plekken dan de taak",
    Ground.PROMISE_BROKEN: "Toezegging niet nagekomen",
    Ground.PROMISE_PAST: "Toegezegd moment voorbij",
}


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """One thing that speaks for a next step."""

    title: str
    source: str  # where it follows from, in a sentence
    mail: str  # that it is read in; "": none
    quote: str  # of that mail
    since: date
    is_new: bool  # since the step of now


def reasons_shown(
    visit: Visit,
    case: Case,
    on: date,
    decision: DistributionDecision | None,
    facts: Distribution,
    promised: Promised,
) -> list[ReasonShown]:
    """What spoke for a next step at the end of a day.

    case: with undone decisions left out, and its notification joined; decision: under which it
    is, None where nobody can tell: then no figures speak; facts, promised: of the municipality,
    as recorded by that moment.
    """
    signals = signals_on([case.municipality], decision, facts, on=on) if decision else []
    found = reasons_for_next_step(
        case,
        next(iter(signals), None),
        courses_of(promised, decision),
        on=on,
        holidays=HOLIDAYS,
        roll_over=visit.site.roll_over,
    )
    return [shown(each) for each in found]


def shown(reason: Reason) -> ReasonShown:
    """A reason in Dutch."""
    return ReasonShown(
        title=TITLES[reason.ground],
        source=source_of(reason),
        mail=reason.source if reason.course else "",
        quote=reason.quote,
        since=reason.since,
        is_new=reason.is_new,
    )


def source_of(reason: Reason) -> str:
    """Where a reason follows from."""
    if reason.figures and reason.counted_on:
        counts = "; ".join(
            f"{word(Category(category)).text} {there} van {task}"
            for category, task, there in reason.figures
        )
        return f"Opgave van de provincie per {day(reason.counted_on)}: {counts}."
    if reason.ground is Ground.NO_SUPPLEMENT:
        return "Verzoek om aanvulling, zie ‘Besluiten en notities’."
    if reason.course:
        return told_of_course(reason.course)
    return f"Brief {reason.source}."
