"""What speaks for a next step of the ladder: reasons for a person, who weighs all and decides.

No reason here takes a step, and no lack of reasons forbids one: all facts and circumstances of a
municipality count, also those that no figure tells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.case_standing import Standing, begun_step, standing_of, supplement_due
from rules.cases import Case, known_on
from rules.distribution import COUNTED
from rules.ladder import LAST_STEP, rung
from rules.outcomes import Course, Outcome
from rules.signalling import Figures, Fulfilment, Signal, falls_short

NEXT_DAY = timedelta(days=1)


class Ground(StrEnum):
    """What a next step may rest on."""

    NO_REPLY = "no_reply"  # after the last day of the letter's term
    NO_SUPPLEMENT = "no_supplement"  # after the last day for what an answer lacked
    TOO_LITTLE_PROGRESS = "too_little_progress"  # fewer places than the task, by the last figures
    PROMISE_BROKEN = "promise_broken"  # a report of after the promised day counts fewer places
    PROMISE_PAST = "promise_past"  # the promised day has passed, and no report tells of the places


PAST = {Outcome.BROKEN: Ground.PROMISE_BROKEN, Outcome.UNKNOWN: Ground.PROMISE_PAST}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a next step, with its source."""

    ground: Ground
    since: date  # the first day on which it holds
    is_new: bool  # whether it holds since the step on which the case stands, or from before
    source: str  # a reference, or the mail's name in storage; "" for figures
    quote: str = ""  # of that mail
    course: Course | None = None  # of a promise: what came of it
    counted_on: date | None = None  # of figures: their peildatum
    figures: tuple[tuple[str, int, int], ...] = ()  # category, task, realised


def reasons_for_next_step(
    case: Case,
    progress: Signal | None,
    courses: Iterable[Course],
    *,
    on: date,
    holidays: Mapping[date, str],
    roll_over: bool = True,
) -> list[Reason]:
    """What speaks for a next step at the end of a day, in order of `Ground`.

    case: a notification joined to it, as `rules.cases.merged` yields it; progress: what the
    figures known for that day say, None without any; courses: what came by that day of what was
    promised.
    """
    known = known_on(case, on)
    standing = standing_of(known, holidays, roll_over=roll_over)
    if standing.is_ladder_closed or standing.ladder_step >= LAST_STEP:
        return []
    since = rung(known.decisions, begun_step(known)).since
    start = since or (known.request.letter_date if known.request else date.min)
    return [
        *no_reply(known, standing, on, start),
        *no_supplement(known, on, start),
        *too_little_progress(progress, start),
        *([] if is_met(progress) else promises_past(courses, on, start)),
    ]


def no_reply(case: Case, standing: Standing, on: date, start: date) -> list[Reason]:
    """That nothing substantive came in the term; nothing while more time was asked for."""
    term = standing.deadline
    if term is None or standing.answered_at is not None or standing.is_confirmed or on <= term.due:
        return []
    if standing.undecided_extensions:
        return []
    first = term.due + NEXT_DAY
    return [Reason(Ground.NO_REPLY, first, first >= start, case.reference or "")]


def no_supplement(case: Case, on: date, start: date) -> list[Reason]:
    """That what an answer lacked did not come in time."""
    due = supplement_due(case)
    if due is None or on <= due:
        return []
    return [Reason(Ground.NO_SUPPLEMENT, due + NEXT_DAY, due >= start, case.reference or "")]


def too_little_progress(progress: Signal | None, start: date) -> list[Reason]:
    """That there were fewer places than the task asks for at the last count."""
    if progress is None or progress.counted_on is None:
        return []
    if not falls_short(progress.fulfilment):
        return []
    figures = progress.figures
    told = tuple(
        (each.value, of.task, of.realised)
        for each in COUNTED
        if (of := figures.get(each, Figures(None, None))).task is not None
        and of.realised is not None
    )
    counted_on = progress.counted_on
    return [
        Reason(
            Ground.TOO_LITTLE_PROGRESS,
            counted_on,
            counted_on > start,
            "",
            counted_on=counted_on,
            figures=told,
        )
    ]


def is_met(progress: Signal | None) -> bool:
    """Whether all places are there by the last figures: then no promise is broken."""
    return progress is not None and progress.fulfilment is Fulfilment.MEETS


def promises_past(courses: Iterable[Course], on: date, start: date) -> list[Reason]:
    """The promises that a report shows to be broken, and those whose day passed without one."""
    return [
        Reason(
            PAST[each.outcome],
            promise.latest + NEXT_DAY,
            promise.latest >= start,
            promise.mail,
            promise.statement.text,
            course=each,
        )
        for each in courses
        if (promise := each.promise).latest is not None
        and promise.latest < on
        and each.outcome in PAST
    ]
