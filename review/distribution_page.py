"""Distribution decisions, their tasks and what was exchanged of these: in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from review.addresses import decision_asked, past_day
from review.export import FileForm, download, file_form
from review.table import Page
from review.visit import Visit
from review.words import word
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


@dataclass(frozen=True, slots=True)
class Looked:
    """The decisions taken by a day, and the tasks and exchanges of one of them."""

    on: date
    decisions: list[DistributionDecision]
    asked: DistributionDecision | None
    owed: list[Owes]
    exchanges: list[Exchange]


def looked_at(visit: Visit) -> Looked:
    """What the address asks for."""
    on = past_day(visit)
    with snapshot(visit.site.engine) as session:
        facts = distribution(session, last_moment(on))
        provinces = provinces_by_name(session)
    taken = [each for each in facts.decisions if each.decided_on <= on]
    asked = decision_asked(visit, taken) or last_due_on(taken, on)
    tasks = [each for each in owed_on(facts, on) if asked and each.cycle == asked.cycle]
    names = sorted({each.municipality for each in tasks})
    owed = [Owes(name, provinces.get(name, ""), *by_category(tasks, name)) for name in names]
    return Looked(on, taken, asked, owed, exchanges_under(facts, asked, on))


def show_distribution(visit: Visit) -> Response:
    """The decisions taken by a day, and the tasks and exchanges of one of them."""
    looked = looked_at(visit)
    return visit.show(
        "distribution.html",
        on=looked.on,
        decisions=looked.decisions,
        asked=looked.asked,
        owed=looked.owed,
        exchanges=looked.exchanges,
        files=list(FileForm),
    )


def send_decisions(visit: Visit) -> Response:
    """The decisions as a file."""
    form, looked = file_form(visit), looked_at(visit)
    rows = [(each.cycle, each.decided_on, each.due) for each in looked.decisions]
    heads = ("Besluit", "Genomen", "Plekken uiterlijk")
    return download(form, f"verdeelbesluiten-{looked.on.isoformat()}", heads, rows)


def send_exchanges(visit: Visit) -> Response:
    """The exchanges under a decision as a file."""
    form, looked = file_form(visit), looked_at(visit)
    rows = [
        (e.giver, e.taker, word(e.category).text, e.places, e.agreed_on, e.document)
        for e in looked.exchanges
    ]
    heads = ("Van", "Naar", "Soort", "Plekken", "Afgesproken", "Document")
    return download(form, f"uitruil-{looked.on.isoformat()}", heads, rows)


def send_tasks(visit: Visit) -> Response:
    """The tasks under a decision as a file."""
    form, looked = file_form(visit), looked_at(visit)
    rows = [(each.municipality, each.province, each.regular, each.amv) for each in looked.owed]
    heads = ("Gemeente", "Provincie", "Regulier", "Amv")
    return download(form, f"taken-{looked.on.isoformat()}", heads, rows)


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


FILES = (
    ("distribution.decisions_file", "besluiten", send_decisions),
    ("distribution.exchanges_file", "uitruil", send_exchanges),
    ("distribution.tasks_file", "taken", send_tasks),
)
PAGES = (
    Page("distribution", "GET", "/verdeelbesluiten", show_distribution, Role.READER),
    *(
        Page(name, "GET", f"/verdeelbesluiten/{what}.{{vorm}}", send, Role.READER, is_paced=True)
        for name, what, send in FILES
    ),
)
