"""The list of cases: how each stands, with filters, and as a file."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session
from starlette.responses import Response

from review.dates import day
from review.export import Cell, FileForm, download, file_form
from review.ladder import STEPS, step
from review.listing import Paging, page_number, sorting
from review.table import Page
from review.visit import Visit
from review.words import word
from rules.case_state import Status
from rules.deadlines import received_on
from rules.judgement import Element
from rules.mergers import joined_on
from rules.roles import Role
from storage.accounts import display_names
from storage.case_counts import CaseCounts, case_counts
from storage.case_filter import CaseFilter, CaseSort
from storage.case_list import ListedCase, case_list, count_cases, municipalities_like
from storage.cycles import cycles_of_cases
from storage.database import snapshot
from storage.distribution import all_decisions
from storage.periods import all_validities

KEYS = tuple(each.value for each in CaseSort)
NONE = "-"  # in an address: an empty value there says nothing
YES, NO = "ja", "nee"
WORDS_CHARS = 100


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter: as in the address, as read, and how many cases it leaves."""

    value: str
    text: str
    count: int


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
        filters=filters_of(visit, counts, cycles, names),
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


# ------------------------------------------------------------------ filters


def filter_of(visit: Visit, session: Session) -> CaseFilter:
    """The cases that the address asks for; a value that is none of ours asks for nothing."""
    query = visit.query
    letter, officer = query.get("brief", ""), query.get("van")
    words = words_of(visit)
    is_reference = any(each.isdecimal() for each in words)
    ladder = query.get("trede", "")
    own = with_joined(visit, session, query.get("gemeente", ""))
    searched = municipalities_like(session, words) if words and not is_reference else None
    return CaseFilter(
        reference="" if letter == NONE else words if is_reference else query.get("kenmerk") or None,
        letter_date=day_of(letter),
        province="" if query.get("provincie") == NONE else query.get("provincie") or None,
        municipality=own[0] if len(own) == 1 else None,
        municipalities=both_of(own if len(own) > 1 else None, searched),
        numbers=of_cycle(session, query.get("cyclus", "")),
        status=next((each for each in Status if each.value == query.get("stand")), None),
        is_answered=yes_or_no(query.get("beantwoord")),
        is_late=yes_or_no(query.get("laat")),
        is_acknowledged=yes_or_no(query.get("bevestigd")),
        ladder_step=int(ladder) if ladder in map(str, STEPS) else None,
        officer="" if officer == NONE else officer or None,
        due_from=day_of(query.get("vanaf", "")),
        due_until=day_of(query.get("tot", "")),
    )


def of_cycle(session: Session, asked: str) -> frozenset[int] | None:
    """The cases of a cycle, or of none for '-'; None where no cycle is asked for."""
    if not asked:
        return None
    decisions = all_decisions(session)
    known = {str(each.cycle): each.cycle for each in decisions}
    if asked != NONE and asked not in known:
        return None
    wanted = known.get(asked)
    cycles = cycles_of_cases(session, decisions)
    return frozenset(number for number, cycle in cycles.items() if cycle == wanted)


def cycle_counts(session: Session, visit: Visit, which: CaseFilter) -> dict[int | None, int]:
    """How many cases the list would hold with each cycle; nothing where there is but one."""
    decisions = all_decisions(session)
    if len(decisions) == 1:
        return {}
    cycles = cycles_of_cases(session, decisions)
    others = case_list(session, replace(which, numbers=None), visit.today, limit=None)
    return dict(Counter(cycles.get(each.number) for each in others))


def with_joined(visit: Visit, session: Session, municipality: str) -> tuple[str, ...]:
    """A municipality with those that went up in it: their cases are its own. Empty for ""."""
    if not municipality:
        return ()
    joined = joined_on(all_validities(session), visit.today).get(municipality, [])
    return (municipality, *(each.municipality for each in joined))


def both_of(some: tuple[str, ...] | None, others: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The names that are in both; None leaves all in."""
    if some is None or others is None:
        return others if some is None else some
    return tuple(each for each in some if each in others)


def words_of(visit: Visit) -> str:
    """What the officer searches for: a municipality or a reference."""
    return visit.query.get("woorden", "").strip()[:WORDS_CHARS]


def day_of(value: str) -> date | None:
    """A day as addresses write it, None where it is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def yes_or_no(value: str | None) -> bool | None:
    """What 'ja' and 'nee' mean, None for anything else."""
    return {YES: True, NO: False}.get(value or "")


def filters_of(
    visit: Visit, counts: CaseCounts, cycles: Mapping[int | None, int], names: Mapping[str, str]
) -> list[tuple[str, str, str, list[Option]]]:
    """The filters: name in the address, label, value chosen, and the values to choose from."""
    letters = sorted(counts.letters.items(), key=lambda each: each[0] or date.max)
    told = {True: (YES, "ja"), False: (NO, "nee")}
    found = [
        (
            "brief",
            "Brief van",
            [
                Option(each.isoformat(), day(each), count)
                if each
                else Option(NONE, "zonder brief", count)
                for each, count in letters
            ],
        ),
        (
            "provincie",
            "Provincie",
            [
                Option(each or NONE, each or "onbekend", count)
                for each, count in sorted(counts.provinces.items())
            ],
        ),
        (
            "stand",
            "Stand",
            [
                Option(each.value, word(each).text, counts.statuses[each])
                for each in Status
                if each in counts.statuses
            ],
        ),
        (
            "laat",
            "Te laat ontvangen",
            [Option(*told[each], count) for each, count in sorted(counts.late.items())],
        ),
        (
            "trede",
            "Trede van de ladder",
            [Option(str(each), step(each), count) for each, count in sorted(counts.ladder.items())],
        ),
        (
            "van",
            "Behandelaar",
            [
                Option(each or NONE, names.get(each, each) or "niemand", count)
                for each, count in sorted(counts.officers.items())
            ],
        ),
    ]
    if cycles:
        ordered = sorted(cycles.items(), key=lambda each: each[0] or 0)
        options = [
            Option(str(each or NONE), str(each) if each else "nog te kiezen", count)
            for each, count in ordered
        ]
        found.append(("cyclus", "Verdeelbesluit", options))
    return [(name, label, visit.query.get(name, ""), options) for name, label, options in found]


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
