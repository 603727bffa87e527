"""The list of talks: the planned ones first, as it was known at the end of a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from starlette.responses import Response

from review.addresses import past_day
from review.dates import local
from review.export import Cell, FileForm, download, file_form
from review.listing import one_page
from review.table import Page
from review.visit import Visit
from review.words import word
from rules.deadlines import end_of_day
from rules.roles import Role
from rules.talks import Talk, as_of, in_order
from storage.database import snapshot
from storage.talks import CaseOfTalk, all_talks, cases_of_talks

HEADS = ("Gepland op", "Tijd", "Minuten", "Gehouden op", "Soort", "Stand", "Gemeente", "Plaats")


def show_talks(visit: Visit) -> Response:
    """A page of the list."""
    on = past_day(visit)
    known, cases = talks_on(visit, on)
    shown, paging = one_page(visit.query, known, visit.site.config.page_rows)
    return visit.show(
        "talks.html",
        talks=shown,
        cases=cases,
        paging=paging,
        on_day=on,
        is_past=on < visit.today,
        files=list(FileForm),
    )


def send_talks(visit: Visit) -> Response:
    """The whole list as a file, without who takes part."""
    form, on = file_form(visit), past_day(visit)
    known, cases = talks_on(visit, on)
    rows = [cells(each, cases.get(each.id, ())) for each in known]
    return download(form, f"gesprekken-{on.isoformat()}", HEADS, rows)


def talks_on(visit: Visit, on: date) -> tuple[list[Talk], Mapping[int, tuple[CaseOfTalk, ...]]]:
    """The talks as they were known at the end of a day, and the cases of each."""
    with snapshot(visit.site.engine) as session:
        talks, cases = all_talks(session), cases_of_talks(session)
    end = end_of_day(on)
    return in_order([each for talk in talks if (each := as_of(talk, end)) is not None]), cases


def cells(talk: Talk, cases: Sequence[CaseOfTalk]) -> Sequence[Cell]:
    """A row of the file."""
    facts, begins = talk.facts, local(talk.facts.planned_for)
    return [
        begins.date(),
        f"{begins:%H.%M}",
        facts.minutes,
        facts.held_on,
        word(facts.kind).text,
        word(talk.state).text,
        ", ".join(each.municipality for each in cases),
        facts.place,
    ]


PAGES = (
    Page("talks", "GET", "/gesprekken", show_talks, Role.READER, menu="Gesprekken"),
    Page("talks.list", "GET", "/gesprekken.{vorm}", send_talks, Role.READER, is_paced=True),
)
