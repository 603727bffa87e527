"""The list of cases: how each stands, with filters, and as a file."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from review.addresses import NO, YES
from review.case_filters import cycle_counts, filter_of, filters_of, words_of
from review.export import Cell, FileForm, download, file_form
from review.listing import Paging, page_number, sorting
from review.table import Page
from review.visit import Visit
from review.words import word
from rules.deadlines import received_on
from rules.judgement import Element
from rules.roles import Role
from storage.accounts import display_names
from storage.case_counts import case_counts
from storage.case_filter import CaseFilter, CaseSort
from storage.case_list import ListedCase, case_list, count_cases
from storage.cycles import cycles_of_cases
from storage.database import snapshot
from storage.distribution import all_decisions

KEYS = tuple(each.value for each in CaseSort)


def show_cases(visit: Visit) -> Response:
    """A page of the list, with its filters."""
    order = sorting(visit.query, KEYS, CaseSort.DUE.value)
    rows = visit.site.config.page_rows
    with snapshot(visit.site.engine) as session:
        which = filter_of(visit, session)
        total = count_cases(session, which, visit.today)
        number = min(page_number(visit.query), max(1, -(-total // rows)))
        cases = case_list(
            session,
            which,
            visit.today,
            sort=CaseSort(order.key),
            is_descending=order.is_descending,
            limit=rows,
            offset=(number - 1) * rows,
        )
        counts = case_counts(session, which, visit.today)
        cycles = cycle_counts(session, visit, which)
        names = display_names(session)
    return visit.show(
        "case_list.html",
        cases=cases,
        paging=Paging(number, rows, total),
        order=order,
        which=which,
        filters=filters_of(counts, cycles, names),
        names=names,
        words=words_of(visit),
        is_filtered=which != CaseFilter(),
        files=list(FileForm),
    )


def send_cases(visit: Visit) -> Response:
    """The whole list as it is filtered and sorted, as a file."""
    form = file_form(visit)
    order = sorting(visit.query, KEYS, CaseSort.DUE.value)
    with snapshot(visit.site.engine) as session:
        cases = case_list(
            session,
            filter_of(visit, session),
            visit.today,
            sort=CaseSort(order.key),
            is_descending=order.is_descending,
            limit=None,
        )
        names = display_names(session)
        cycles = cycles_of_cases(session, all_decisions(session))
    rows = (
        [*(column(case, names) for column in COLUMNS.values()), cycles.get(case.number)]
        for case in cases
    )
    return download(form, f"zaken-{visit.today.isoformat()}", [*COLUMNS, CYCLE], rows)


# ------------------------------------------------------------------ columns of the file


def received(case: ListedCase, names: Mapping[str, str]) -> Cell:
    """The day on which the answer came."""
    return received_on(case.answered_at) if case.answered_at else None


def lateness(case: ListedCase, names: Mapping[str, str]) -> Cell:
    """Whether the answer came late."""
    return "" if case.late is None else YES if case.late else NO


def lacking(case: ListedCase, names: Mapping[str, str]) -> Cell:
    """What the answer lacks, once there is one."""
    if case.answered_at is None:
        return ""
    return ", ".join(word(each).text for each in Element if each in case.missing)


CYCLE = "Verdeelbesluit"
COLUMNS: dict[str, Callable[[ListedCase, Mapping[str, str]], Cell]] = {
    "Gemeente": lambda case, _: case.municipality,
    "Provincie": lambda case, _: case.province,
    "Kenmerk": lambda case, _: case.reference or "",
    "Datum brief": lambda case, _: case.letter_date,
    "Uiterste datum": lambda case, _: case.due,
    "Stand": lambda case, _: word(case.status).text,
    "Antwoord ontvangen": received,
    "Te laat": lateness,
    "Ontbreekt": lacking,
    "Trede": lambda case, _: case.ladder_step,
    "Behandelaar": lambda case, names: names.get(case.officer, case.officer),
    "Mails": lambda case, _: case.mails,
    "Laatste mail": lambda case, _: (
        received_on(case.last_received_at) if case.last_received_at else None
    ),
    "Te doen": lambda case, _: word(case.next_action.kind).text,
    "Te doen op": lambda case, _: case.next_action.due,
}

PAGES = (
    Page("cases", "GET", "/zaken", show_cases, Role.READER, menu="Zaken"),
    Page("cases.file", "GET", "/zaken/lijst.{vorm}", send_cases, Role.READER, is_paced=True),
)
