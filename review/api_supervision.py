"""Signals and promises in the API: whether tasks are met, and what municipalities said."""

from datetime import date

from pydantic import BaseModel, Field

from review.api import Call, Fault, Resource
from review.api_cases import OfDay
from rules.deadlines import last_moment
from rules.distribution import COUNTED, decision_of, last_due_on
from rules.judgement import Category
from rules.outcomes import Course, Outcome
from rules.scopes import Scope
from rules.signalling import Fulfilment, Signal, signals_on
from storage.distribution import distribution
from storage.promises import promises_on
from storage.registry import provinces_by_name


class SignalsAsked(OfDay):
    """Under which decision."""

    cycle: int | None = Field(
        None, ge=1, description="Of the distribution decision; else the last whose places were due."
    )


class Figures(BaseModel):
    """Places of a category; null where no figure is known."""

    task: int | None
    realised: int | None


class SignalAnswer(BaseModel):
    """What the figures say of a municipality; a person decides."""

    municipality: str
    province: str
    fulfilment: Fulfilment
    regular: Figures
    amv: Figures
    counted_on: date | None = Field(description="The earliest day among the counts.")
    doubts: list[str] = Field(description="In Dutch: why a person must look first.")
    proposed_step: int


class SignalsAnswer(BaseModel):
    """Every municipality that exists on the day."""

    as_of: date
    cycle: int
    municipalities: list[SignalAnswer]


class PromiseAnswer(BaseModel):
    """A time, with or without a number of places, that a municipality gave."""

    municipality: str
    cycle: int | None = Field(
        description="null: two ran when it was made, and no officer has chosen; it counts in none."
    )
    stated_on: date
    earliest: date | None
    latest: date | None = Field(description="null: no end was told.")
    category: Category
    places: int | None
    is_conditional: bool
    outcome: Outcome


class PromisesAnswer(BaseModel):
    """Every promise in mails received by the end of the day."""

    as_of: date
    promises: list[PromiseAnswer]


def read_signals(call: Call, asked: SignalsAsked) -> SignalsAnswer:
    """Step 1 of the ladder, by the figures known for a day."""
    day = asked.day(call)
    facts = distribution(call.session, last_moment(day))
    if asked.cycle is None:
        decision = last_due_on(facts.decisions, day)
    else:
        decision = decision_of(facts.decisions, asked.cycle)
    if decision is None:
        raise Fault(404, "No such decision", "no distribution decision of that cycle or day")
    provinces = provinces_by_name(call.session)
    found = signals_on(provinces, decision, facts, on=day)
    told = [signal_answer(each, provinces.get(each.municipality, "")) for each in found]
    return SignalsAnswer(as_of=day, cycle=decision.cycle, municipalities=told)


def signal_answer(signal: Signal, province: str) -> SignalAnswer:
    """A signal as other programs read it."""
    regular, amv = (signal.figures[each] for each in COUNTED)
    return SignalAnswer(
        municipality=signal.municipality,
        province=province,
        fulfilment=signal.fulfilment,
        regular=Figures(task=regular.task, realised=regular.realised),
        amv=Figures(task=amv.task, realised=amv.realised),
        counted_on=signal.counted_on,
        doubts=list(signal.doubts),
        proposed_step=signal.proposed_step,
    )


def read_promises(call: Call, asked: OfDay) -> PromisesAnswer:
    """What municipalities said, and what came of it by a day."""
    day = asked.day(call)
    courses = promises_on(call.session, day).courses
    return PromisesAnswer(as_of=day, promises=[promise_answer(each) for each in courses])


def promise_answer(course: Course) -> PromiseAnswer:
    """A promise as other programs read it; the sentence of the mail is not for them."""
    promise = course.promise
    return PromiseAnswer(
        municipality=promise.municipality,
        cycle=promise.cycle,
        stated_on=promise.stated_on,
        earliest=promise.earliest,
        latest=promise.latest,
        category=promise.category,
        places=promise.places,
        is_conditional=bool(promise.condition),
        outcome=course.outcome,
    )


SIGNALS = Resource(
    "signals",
    "/signals",
    Scope.SIGNALS,
    "Whether municipalities meet their task, by the figures",
    SignalsAsked,
    SignalsAnswer,
    read_signals,
)
PROMISES = Resource(
    "promises",
    "/promises",
    Scope.PROMISES,
    "What municipalities promised, and what came of it",
    OfDay,
    PromisesAnswer,
    read_promises,
)
