"""What is due: the days on which cases ask for something, as a list and as a file."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import day_of, one_of
from review.export import Cell, FileForm, download, file_form
from review.listing import one_page
from review.table import Page
from review.visit import Visit
from review.words import word
from rules.roles import Role
from storage.accounts import display_names
from storage.case_states import Due
from storage.database import snapshot
from storage.overview import DueCase, due_between

DAYS_AHEAD = 6  # with today, a week
HEADS = ("Datum", "Wat", "Gemeente", "Provincie", "Kenmerk", "Stand", "Trede", "Behandelaar")


def show_due(visit: Visit) -> Response:
    """A page of the list, with its filters."""
    first, last = days_of(visit)
    with snapshot(visit.site.engine) as session:
        due = due_of(session, visit)
        names = display_names(session)
    shown, paging = one_page(visit.query, due, visit.site.config.page_rows)
    return visit.show(
        "due_list.html",
        due=shown,
        paging=paging,
        first=first,
        last=last,
        what=what_of(visit),
        whats=list(Due),
        names=names,
        files=list(FileForm),
    )


def send_due(visit: Visit) -> Response:
    """The whole list as a file."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        due = due_of(session, visit)
        names = display_names(session)
    rows = [cells(each, names.get(each.case.officer, each.case.officer)) for each in due]
    return download(form, f"termijnen-{visit.today.isoformat()}", HEADS, rows)


def due_of(session: Session, visit: Visit) -> list[DueCase]:
    """What is due in the days that the address asks for, of the kind that it asks for."""
    found, what = due_between(session, *days_of(visit), visit.today), what_of(visit)
    return [each for each in found if what in (None, each.what)]


def days_of(visit: Visit) -> tuple[date, date]:
    """The days asked for, both included; without any, this week."""
    first = day_of(visit.query.get("vanaf", "")) or visit.today
    last = day_of(visit.query.get("tot", "")) or visit.today + timedelta(days=DAYS_AHEAD)
    return first, last


def what_of(visit: Visit) -> Due | None:
    """The one thing asked for, None: whatever it is."""
    return one_of(Due, visit.query.get("wat"))


def cells(each: DueCase, officer: str) -> Sequence[Cell]:
    """A row of the file."""
    case = each.case
    told = word(each.what).text, case.municipality, case.province, case.reference
    return [each.day, *told, word(case.status).text, case.ladder_step, officer]


PAGES = (
    Page("overview.due", "GET", "/overzicht/termijnen", show_due, Role.READER),
    Page(
        "overview.due_file",
        "GET",
        "/overzicht/termijnen.{vorm}",
        send_due,
        Role.READER,
        is_paced=True,
    ),
)
