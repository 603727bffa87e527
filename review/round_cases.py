"""The cases of a round as they stood on a day: those behind a figure, or all."""

from datetime import date

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import NONE
from review.export import Cell, FileForm, download, file_form
from review.round_cockpit import (
    ROUND,
    ROUND_COLUMNS,
    Known,
    Standing,
    day_asked,
    known_of,
    standings_on,
)
from review.table import Page
from review.visit import Visit
from review.words import word
from rules.deadlines import received_on
from rules.roles import Role
from storage.case_filter import CaseFilter
from storage.case_list import case_list
from storage.database import snapshot


def show_cases(visit: Visit) -> Response:
    """The cases of a figure on a day that is past."""
    with snapshot(visit.site.engine) as session:
        known = known_of(visit, session)
        numbers = numbers_of(session, known, visit.today)
    day = day_asked(visit, known)
    found = standings_on(visit, known, day)
    return visit.show(
        "round/cases.html",
        letter_date=known.letter_date,
        day=day,
        standings=[each for each in found if is_asked(visit, each)],
        numbers=numbers,
        received_on=received_on,
        files=list(FileForm),
    )


def numbers_of(session: Session, known: Known, today: date) -> dict[tuple[str, str | None], int]:
    """The number of each case of the round, for its address."""
    names = tuple(sorted({each.case.municipality for each in known.cases}))
    listed = case_list(session, CaseFilter(municipalities=names), today, limit=None)
    return {(each.municipality, each.reference): each.number for each in listed}


def is_asked(visit: Visit, standing: Standing) -> bool:
    """Whether the address asks for a case, in the words of the list of cases."""
    asked = dict(visit.query)
    province = asked.get("provincie")
    if province is not None and province != (standing.province or NONE):
        return False
    named = [
        each for each in ROUND_COLUMNS if each.query and dict(each.query).items() <= asked.items()
    ]
    return all(standing.counts_as(each.name) for each in named)


def send_round(visit: Visit) -> Response:
    """The cases of the round as they stood on a day, those of a figure or all, as a file."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        known = known_of(visit, session)
    day = day_asked(visit, known)
    standings = standings_on(visit, known, day)
    rows = [row_of(each) for each in standings if is_asked(visit, each)]
    heads = ["Gemeente", "Provincie", "Kenmerk", "Stand", "Antwoord ontvangen", "Te laat"]
    name = f"ronde-{known.letter_date.isoformat()}-op-{day.isoformat()}"
    return download(form, name, [*heads, "Ontvangst bevestigd", "Uiterste datum"], rows)


def row_of(standing: Standing) -> list[Cell]:
    """A case as a line of the file."""
    state = standing.state
    return [
        state.municipality,
        standing.province,
        state.reference,
        word(state.status).text,
        received_on(state.answered_at) if state.answered_at else None,
        "" if state.late is None else "ja" if state.late else "nee",
        "ja" if standing.is_acknowledged else "nee",
        state.due,
    ]


PAGES = (
    Page("rounds.cases", "GET", f"{ROUND}/zaken", show_cases, Role.READER),
    Page("rounds.file", "GET", f"{ROUND}/zaken.{{vorm}}", send_round, Role.READER, is_paced=True),
)
