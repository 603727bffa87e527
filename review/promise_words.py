"""Promises in Dutch: when, how many, and what came of them."""

from collections.abc import Callable

from review.dates import amount, day
from review.trail import span
from review.words import word
from rules.distribution import DistributionDecision
from rules.judgement import Category
from rules.outcomes import Course, Outcome
from rules.promise_curve import Curve
from rules.promised import Promise
from storage.promises import Promised


def courses_of(promised: Promised, decision: DistributionDecision | None) -> list[Course]:
    """The promises under a decision, of all where none is known, the first made first."""
    return [
        each
        for each in promised.courses
        if decision is None or each.promise.cycle == decision.cycle
    ]


def moment_of(promise: Promise) -> str:
    """When the places come: '1 juli 2027', 'uiterlijk ..', 'vanaf ..'."""
    return span(promise.earliest, promise.latest)


def places_of(promise: Promise) -> str:
    """How many places, of which category: '40 regulier', 'aantal niet genoemd'."""
    category = "" if promise.category is Category.TOTAL else f" {word(promise.category).text}"
    if promise.places is None:
        return f"aantal niet genoemd{category and ',' + category}"
    return f"{amount(promise.places)}{category}"


def told_of_sums(curve: Curve) -> str:
    """What the municipalities owe together and what is there, as far as it is known."""
    task = (
        "Hun taak is hier niet bekend."
        if curve.task is None
        else f"De gemeenten hebben samen een taak van {amount(curve.task)} plekken."
    )
    there = (
        "Hoeveel plekken er zijn, is niet bekend."
        if curve.realised is None
        else f"Er zijn er {amount(curve.realised)}, volgens de laatste opgave van de provincie "
        "of onze brief."
    )
    return f"{task} {there}"


def told_by_report(course: Course) -> str:
    """What a report shows of a promise."""
    if course.report is None or course.needed is None:
        return ""
    counted = f"Op {day(course.report.counted_on)} waren er {amount(course.report.places)} plekken"
    return f"{counted}; het moesten er {amount(course.needed)} zijn."


def told_unknown(course: Course) -> str:
    """Why it cannot be told whether a promise was kept."""
    if course.promise.places is None:
        return "De dag is voorbij. De gemeente noemde geen aantal om aan te toetsen."
    return "De dag is voorbij. Er is geen opgave van de provincie van daarna."


def told_moved(course: Course) -> str:
    """To when a promise was moved, and when that was told."""
    if course.followed_by is None or course.followed_on is None:
        return ""
    later = course.followed_by
    changed = "" if later.places == course.promise.places else f", {places_of(later)}"
    return f"Nu {moment_of(later)}{changed}, volgens de mail van {day(course.followed_on)}."


def told_again(course: Course) -> str:
    """When a promise was said again."""
    return f"Opnieuw genoemd in de mail van {day(course.followed_on)}."


def told_withdrawn(course: Course) -> str:
    """When the municipality took a promise back."""
    return f"In de mail van {day(course.followed_on)} staat dat er geen moment te geven is."


TOLD: dict[Outcome, Callable[[Course], str]] = {
    Outcome.OPEN: lambda _: "",
    Outcome.KEPT: told_by_report,
    Outcome.BROKEN: told_by_report,
    Outcome.UNKNOWN: told_unknown,
    Outcome.MOVED: told_moved,
    Outcome.WITHDRAWN: told_withdrawn,
    Outcome.REPEATED: told_again,
}


def told_of_course(course: Course) -> str:
    """What came of a promise, in a sentence; "" where there is nothing to tell."""
    return TOLD[course.outcome](course)
