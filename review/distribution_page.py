"""Distribution decisions, their tasks and what was exchanged of these: in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from review.addresses import decision_asked, past_day
from review.table import Page
from review.visit import Visit
from rules.deadlines import last_moment
from rules.distribution import DistributionDecision, Exchange, Task, last_due_on
from rules.judgement import Category
from rules.owed import Distribution, owed_on
from rules.roles import Role
from storage.database import snapshot
from storage.distribution import distribution
from storage.registry import provinces_by_name


@dataclass(frozen=True, slots=True)
class Owes:
    """What a municipality owes after exchanges and mergers; None: no task is known."""

    municipality: str
    province: str
    regular: int | None
    amv: int | None


def show_distribution(visit: Visit) -> Response:
    """The decisions taken by a day, and the tasks and exchanges of one of them."""
    on = past_day(visit)
    with snapshot(visit.site.engine) as session:
        facts = distribution(session, last_moment(on))
        provinces = provinces_by_name(session)
    taken = [each for each in facts.decisions if each.decided_on <= on]
    asked = decision_asked(visit, taken) or last_due_on(taken, on)
    tasks = [each for each in owed_on(facts, on) if asked and each.cycle == asked.cycle]
    return visit.show(
        "distribution.html",
        on=on,
        decisions=taken,
        asked=asked,
        owed=[
            Owes(name, provinces.get(name, ""), *by_category(tasks, name))
            for name in sorted({each.municipality for each in tasks})
        ],
        exchanges=exchanges_under(facts, asked, on),
    )


def by_category(tasks: Sequence[Task], municipality: str) -> tuple[int | None, int | None]:
    """The regular task of a municipality, and that for amv."""
    own = {each.category: each.places for each in tasks if each.municipality == municipality}
    return own.get(Category.REGULAR), own.get(Category.AMV)


def exchanges_under(
    facts: Distribution, asked: DistributionDecision | None, on: date
) -> list[Exchange]:
    """What was handed over under a decision by a day, the last agreed in front."""
    some = [
        each
        for each in facts.exchanges
        if asked and each.cycle == asked.cycle and each.agreed_on <= on and each.places
    ]
    some.sort(key=lambda each: (each.giver, each.taker, each.category))
    return sorted(some, key=lambda each: each.agreed_on, reverse=True)


PAGES = (Page("distribution", "GET", "/verdeelbesluiten", show_distribution, Role.READER),)
