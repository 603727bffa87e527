"""Lists of tasks under a decision, and of tasks that municipalities exchanged, as read."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from intake.progress_cells import TOTAL, folded
from intake.registry_rows import LAST_DAY
from intake.row_values import (
    category_in,
    check_sum,
    choice_in,
    count_in,
    day_of_row,
    municipality_in,
    note_twice,
    text_in,
)
from intake.sheet_rows import Cells, Faults, Layout, rows_of_list
from rules.distribution import DistributionDecision, Exchange, Task
from rules.exchange_rings import in_rings
from rules.judgement import Category
from rules.owed import Distribution, owed_on
from rules.registry import Municipality
from rules.signalling import DUTCH


class TaskColumn(StrEnum):
    """The columns of a list of tasks, by the heading they are told with."""

    PROVINCE = "Provincie"
    MUNICIPALITY = "Gemeente"
    CATEGORY = "Categorie"
    TASK = "Taak"
    SORT = "Soort"  # legal where it is left out
    VALID_FROM = "Vanaf"  # from the decision on where it is left out
    NOTE = "Toelichting"  # not read


class ExchangeColumn(StrEnum):
    """The columns of a list of exchanges."""

    GIVER = "Van"
    TAKER = "Naar"
    CATEGORY = "Categorie"
    PLACES = "Plaatsen"
    AGREED_ON = "Datum"
    DOCUMENT = "Document"
    NOTE = "Toelichting"  # not read


NOTES = {"opmerking": "Toelichting", "opmerkingen": "Toelichting"}
TASK_LIST = Layout(
    tuple(TaskColumn),
    {"gemeentenaam": TaskColumn.MUNICIPALITY, "wettelijke taak": TaskColumn.TASK, **NOTES},
    frozenset({TaskColumn.PROVINCE, TaskColumn.SORT, TaskColumn.VALID_FROM, TaskColumn.NOTE}),
)
EXCHANGE_LIST = Layout(
    tuple(ExchangeColumn),
    {
        "van gemeente": ExchangeColumn.GIVER,
        "naar gemeente": ExchangeColumn.TAKER,
        "datum afspraak": ExchangeColumn.AGREED_ON,
        **NOTES,
    },
    frozenset({ExchangeColumn.NOTE}),
)
LEGAL, INDICATIVE = "legal", "indicative"
SORTS = {"wettelijk": LEGAL, "indicatief": INDICATIVE}


@dataclass(frozen=True, slots=True)
class Under:
    """What a list must agree with."""

    cycle: int
    decision: DistributionDecision | None  # None: it is not taken yet
    first: date  # the first day that may stand in the list
    today: date
    municipalities: Sequence[Municipality]
    facts: Distribution


@dataclass(slots=True)
class TaskFaults(Faults):
    """The tasks of a list and the faults, as they are found."""

    tasks: list[tuple[Category | None, int | None]] = field(default_factory=list)
    seen: dict[object, int] = field(default_factory=dict)
    total: int = 0  # the row of the first; 0 without


def read_tasks(path: Path, under: Under) -> tuple[Task, ...]:
    """The tasks of a list, in its order.

    Raises RegistryFileError with a line for each fault: one fault, and nothing is taken over.
    """
    found = TaskFaults()
    read = [read_task(*row, under, found) for row in rows_of_list(path, TASK_LIST, found)]
    found.refuse(path.name)
    return tuple(each for each in read if each is not None)


def read_task(number: int, cells: Cells, under: Under, found: TaskFaults) -> Task | None:
    """One row: a municipality's task, None for a total or after a fault."""
    if folded(cells.get(TaskColumn.MUNICIPALITY)) == TOTAL:
        check_total(number, cells, found)
        return None
    if found.total:
        found.fault(number, "", "stands below the total; put the total last")
    column = TaskColumn.MUNICIPALITY
    name = municipality_in(number, column, cells, under.municipalities, found)
    check_province(number, cells, name, under, found)
    category = category_in(number, TaskColumn.CATEGORY, cells, found)
    places = count_in(number, TaskColumn.TASK, cells, found)
    sort = sort_in(number, cells, under, found)
    valid_from = valid_from_in(number, cells, sort, under, found)
    found.tasks.append((category, places))
    if not (name and category and sort and valid_from) or places is None:
        return None
    task = Task(name, under.cycle, category, places, sort == INDICATIVE, valid_from)
    told = f"{name}, {DUTCH[category]}"
    note_twice(number, column, (replace(task, places=0),), told, found.seen, found)
    return task


def check_total(number: int, cells: Cells, found: TaskFaults) -> None:
    """Note a total that is not what the rows above it add up to."""
    found.total = found.total or number
    category = category_in(number, TaskColumn.CATEGORY, cells, found, is_needed=False)
    stated = count_in(number, TaskColumn.TASK, cells, found, most=None)
    if category and any(of_row is None for of_row, _ in found.tasks):
        return
    parts = [places for of_row, places in found.tasks if category in (None, of_row)]
    check_sum(number, TaskColumn.TASK, stated, parts, found)


def check_province(
    number: int, cells: Cells, name: str | None, under: Under, found: TaskFaults
) -> None:
    """Note a province in which the municipality does not lie; the column may be left out."""
    if TaskColumn.PROVINCE not in cells:
        return
    told = text_in(number, TaskColumn.PROVINCE, cells, found)
    province = next((each.province for each in under.municipalities if each.name == name), None)
    if told is not None and province is not None and folded(told) != folded(province):
        what = f"{name} lies in {province}, not in {told}; check both"
        found.fault(number, TaskColumn.PROVINCE, what)


def sort_in(number: int, cells: Cells, under: Under, found: TaskFaults) -> str | None:
    """Whether a task is legal or indicative; legal where the column or the cell is empty."""
    sort: str | None = LEGAL
    if cells.get(TaskColumn.SORT) is not None:
        sort = choice_in(number, TaskColumn.SORT, cells, SORTS, found)
    if sort == LEGAL and under.decision is None:
        what = f"is legal, but no decision {under.cycle} is entered; enter it, or write indicatief"
        found.fault(number, TaskColumn.SORT, what)
        return None
    return sort


def valid_from_in(
    number: int, cells: Cells, sort: str | None, under: Under, found: TaskFaults
) -> date | None:
    """The day from which a task holds; a legal one holds from the decision on by itself."""
    if sort == INDICATIVE and TaskColumn.VALID_FROM not in cells:
        found.fault(number, TaskColumn.VALID_FROM, "is missing; add it for an indicative task")
        return None
    is_needed = sort == INDICATIVE
    if cells.get(TaskColumn.VALID_FROM) is None and not is_needed:
        return date.min
    first = (
        under.first if sort == INDICATIVE or under.decision is None else under.decision.decided_on
    )
    return day_of_row(number, TaskColumn.VALID_FROM, cells, found, first=first, last=LAST_DAY)


def read_exchanges(path: Path, under: Under) -> tuple[Exchange, ...]:
    """The exchanges of a list, in its order. Raises RegistryFileError as `read_tasks` does."""
    found = Faults()
    seen: dict[object, int] = {}
    read = [
        (number, exchange)
        for number, cells in rows_of_list(path, EXCHANGE_LIST, found)
        if (exchange := read_exchange(number, cells, under, seen, found)) is not None
    ]
    if not found.faults:
        check_enough(read, under, found)
        check_rings(read, under, found)
    found.refuse(path.name)
    return tuple(each for _, each in read)


def read_exchange(
    number: int, cells: Cells, under: Under, seen: dict[object, int], found: Faults
) -> Exchange | None:
    """One row, None after a fault."""
    names = under.municipalities
    giver = municipality_in(number, ExchangeColumn.GIVER, cells, names, found)
    taker = municipality_in(number, ExchangeColumn.TAKER, cells, names, found)
    if giver is not None and giver == taker:
        found.fault(number, ExchangeColumn.TAKER, f"is {giver} itself; write the other one")
    category = category_in(number, ExchangeColumn.CATEGORY, cells, found)
    places = count_in(number, ExchangeColumn.PLACES, cells, found)
    column = ExchangeColumn.AGREED_ON
    first = under.decision.decided_on if under.decision else under.first
    agreed_on = day_of_row(number, column, cells, found, first=first, last=under.today)
    document = text_in(number, ExchangeColumn.DOCUMENT, cells, found)
    if not (giver and taker and category and agreed_on and document) or places is None:
        return None
    exchange = Exchange(under.cycle, giver, taker, category, agreed_on, places, document)
    key = (giver, taker, category, agreed_on)
    told = f"{giver} to {taker}, {DUTCH[category]}, of that day"
    note_twice(number, ExchangeColumn.GIVER, key, told, seen, found)
    return exchange


def check_enough(read: Sequence[tuple[int, Exchange]], under: Under, found: Faults) -> None:
    """Note exchanges of more places than the giver has, or of a task that is not known."""
    new = {key_of(each) for _, each in read}
    kept = [each for each in under.facts.exchanges if key_of(each) not in new]
    facts = replace(under.facts, exchanges=(*kept, *(each for _, each in read)))
    owed = {(t.municipality, t.cycle, t.category): t.places for t in owed_on(facts, under.today)}
    for number, each in read:
        places = owed.get((each.giver, each.cycle, each.category))
        if places is None:
            what = f"the task of {each.giver}, {DUTCH[each.category]} is not known; import it first"
            found.fault(number, ExchangeColumn.GIVER, what)
        elif places < 0:
            what = f"{each.giver} would owe {places} {DUTCH[each.category]}; check the number"
            found.fault(number, ExchangeColumn.PLACES, what)


def check_rings(read: Sequence[tuple[int, Exchange]], under: Under, found: Faults) -> None:
    """Note exchanges that come back on the same day, with those recorded before or in the list."""
    new = {key_of(each) for _, each in read}
    kept = [each for each in under.facts.exchanges if key_of(each) not in new]
    rings = set(in_rings([*kept, *(each for _, each in read)]))
    for number, each in read:
        if each in rings:
            what = (
                f"the places of {each.giver}, {DUTCH[each.category]}, come back to it on the same "
                "day: nothing is exchanged; check who gives to whom"
            )
            found.fault(number, ExchangeColumn.TAKER, what)


def key_of(exchange: Exchange) -> Exchange:
    """What tells an exchange from the others."""
    return replace(exchange, places=0, document="")
