"""The country at a glance: who meets its task, or whose answer came, as a scheme and a table."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import past_day
from review.export import Cell, FileForm, download, file_form
from review.known_then import NOTHING_KNOWN
from review.table import Page
from review.tile_map import Mark, ProvinceTiles, Told, mark_of, provinces_of
from review.visit import Visit
from rules.case_state import CaseState, Status
from rules.deadlines import last_moment
from rules.distribution import last_due_on
from rules.mergers import exists_on
from rules.roles import Role
from rules.signalling import Fulfilment
from storage.case_filter import CaseFilter
from storage.case_list import ListedCase, case_list
from storage.case_lookup import newest_cases
from storage.cases import states_on
from storage.database import snapshot
from storage.letters import letters_known
from storage.signalling import known_for_signals, signal_list

TASK, ANSWER = "taak", "antwoord"
SHOWN = ((TASK, "Wie de taak vervult"), (ANSWER, "Wie antwoordde op onze brief"))
MARKS = {
    TASK: tuple(mark_of(each) for each in Fulfilment),
    ANSWER: (
        *(
            mark_of(each)
            for each in (Status.COMPLETE, Status.INCOMPLETE, Status.AWAITING, Status.OVERDUE)
        ),
        mark_of(None),
    ),
}
NOT_KNOWN = mark_of(Fulfilment.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Country:
    """The provinces with their tiles on a day."""

    on: date
    shown: str  # TASK or ANSWER
    provinces: list[ProvinceTiles]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that a tile may have, in their order."""
        return MARKS[self.shown]

    def count(self, mark: Mark) -> int:
        """How many municipalities have a mark."""
        return sum(each.count(mark) for each in self.provinces)

    @property
    def is_nothing_known(self) -> bool:
        """Whether of no municipality anything is told."""
        return all(self.count(each) == 0 for each in self.marks if each != NOT_KNOWN)

    @property
    def total(self) -> int:
        """How many municipalities there are."""
        return sum(len(each.tiles) for each in self.provinces)


def show_country(visit: Visit) -> Response:
    """The scheme with its table, and every municipality by name."""
    country = country_of(visit)
    return visit.show(
        "country.html",
        country=country,
        choices=SHOWN,
        files=list(FileForm),
        names=dict(SHOWN),
        nothing_known=NOTHING_KNOWN,
    )


def send_country(visit: Visit) -> Response:
    """Every municipality with its mark, as a file."""
    form = file_form(visit)
    country = country_of(visit)
    rows = [
        [tile.municipality, province.name, tile.mark.text]
        for province in country.provinces
        for tile in province.tiles
    ]
    heads = ["Gemeente", "Provincie", dict(SHOWN)[country.shown]]
    return download(form, f"kaart-{country.shown}-{country.on.isoformat()}", heads, rows)


def send_provinces(visit: Visit) -> Response:
    """How many municipalities have each mark, by province, the whole country last."""
    form = file_form(visit)
    country = country_of(visit)
    rows: list[list[Cell]] = [
        [each.name, *(each.count(mark) for mark in country.marks), len(each.tiles)]
        for each in country.provinces
    ]
    rows.append(["Nederland", *(country.count(mark) for mark in country.marks), country.total])
    heads = ["Provincie", *(mark.text for mark in country.marks), "Samen"]
    name = f"kaart-{country.shown}-per-provincie-{country.on.isoformat()}"
    return download(form, name, heads, rows)


def country_of(visit: Visit) -> Country:
    """The country as the address asks for it; nonsense in it asks for nothing."""
    on = past_day(visit)
    shown = ANSWER if visit.query.get("toon") == ANSWER else TASK
    with snapshot(visit.site.engine) as session:
        known = known_for_signals(session, last_moment(on))
        cases = cases_to(visit, session, on)
        there = [each for each in known.provinces if exists_on(known.facts.validities, each, on)]
        told: dict[str, Told] = dict.fromkeys(there, Fulfilment.UNKNOWN)
        if shown == ANSWER:
            statuses = statuses_on(visit, session, cases, on)
            told = {each: statuses.get(each) for each in there}
        elif decision := last_due_on(known.facts.decisions, on):
            signals = signal_list(known, decision, on)
            told |= {each.signal.municipality: each.signal.fulfilment for each in signals}
    numbers = {name: each.number for name, each in cases.items()}
    return Country(on, shown, provinces_of(told, known.provinces, numbers))


def cases_to(visit: Visit, session: Session, on: date) -> dict[str, ListedCase]:
    """The case to go to for each municipality: on a past day that of the newest letter by then."""
    if on == visit.today:
        return newest_cases(session, on)
    letters = letters_known(session, last_moment(on))
    newest = {each.municipality: each.reference for each in letters}
    cases = case_list(session, CaseFilter(), visit.today, limit=None)
    return {
        each.municipality: each
        for each in cases
        if each.reference and newest.get(each.municipality) == each.reference
    }


def statuses_on(
    visit: Visit, session: Session, cases: dict[str, ListedCase], on: date
) -> dict[str, Status]:
    """How the newest case of each municipality stood; lists know how all stand today."""
    if on == visit.today:
        return {name: each.status for name, each in cases.items()}
    then = states_on(session, on, roll_over=visit.site.roll_over)
    return {each.municipality: each.status for each in sorted(then, key=letter_of)}


def letter_of(state: CaseState) -> tuple[date, str]:
    """The order of letters to a municipality."""
    return (state.deadline.start if state.deadline else date.min), state.reference or ""


PAGES = (
    Page("country", "GET", "/kaart", show_country, Role.READER, menu="Kaart"),
    Page("country.file", "GET", "/kaart/lijst.{vorm}", send_country, Role.READER, is_paced=True),
    Page(
        "country.provinces_file",
        "GET",
        "/kaart/provincies.{vorm}",
        send_provinces,
        Role.READER,
        is_paced=True,
    ),
)
