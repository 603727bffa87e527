"""Lists of letters that were sent from elsewhere, as read: municipality, reference and date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from intake.row_values import day_of_row, municipality_in, note_twice, text_in
from intake.sheet_rows import Cells, Faults, Layout, rows_of_list
from intake.task_lists import Under
from rules.registry import Request
from rules.rounds import can_have_letter, letter_for, request_at
from rules.signalling import Signal, signals_on


class LetterColumn(StrEnum):
    """The columns of a list of letters, by the heading they are told with."""

    MUNICIPALITY = "Gemeente"
    REFERENCE = "Kenmerk"
    LETTER_DATE = "Datum"
    NOTE = "Toelichting"  # not read


LETTER_LIST = Layout(
    tuple(LetterColumn),
    {
        "gemeentenaam": LetterColumn.MUNICIPALITY,
        "ons kenmerk": LetterColumn.REFERENCE,
        "dagtekening": LetterColumn.LETTER_DATE,
        "datum brief": LetterColumn.LETTER_DATE,
        "opmerking": LetterColumn.NOTE,
    },
    frozenset({LetterColumn.NOTE}),
)
Signals = Mapping[str, Signal]


@dataclass(slots=True)
class LetterFaults(Faults):
    """The faults of a list, and what must not stand in it twice."""

    seen: dict[object, int] = field(default_factory=dict)
    by_day: dict[date, Signals] = field(default_factory=dict)


def read_letters(
    path: Path, under: Under, term_days: int, known: Sequence[Request]
) -> tuple[Request, ...]:
    """The letters of a list as requests, with the figures of the day on which each was written.

    known: those that are there; one that the list tells of again keeps its figures. Raises
    RegistryFileError with a line for each fault: one fault, and nothing is taken over.
    """
    found = LetterFaults()
    by_key = {(each.municipality, each.reference): each for each in known}
    read = [
        read_letter(*row, under, term_days, by_key, found)
        for row in rows_of_list(path, LETTER_LIST, found)
    ]
    found.refuse(path.name)
    return tuple(each for each in read if each is not None)


def read_letter(
    number: int,
    cells: Cells,
    under: Under,
    term_days: int,
    known: Mapping[tuple[str, str], Request],
    found: LetterFaults,
) -> Request | None:
    """One row: a letter, None after a fault."""
    name = municipality_in(number, LetterColumn.MUNICIPALITY, cells, under.municipalities, found)
    reference = text_in(number, LetterColumn.REFERENCE, cells, found)
    column = LetterColumn.LETTER_DATE
    day = day_of_row(number, column, cells, found, first=under.first, last=under.today)
    if not (name and reference and day):
        return None
    key = (name, reference)
    note_twice(number, LetterColumn.REFERENCE, key, f"{name}, {reference}", found.seen, found)
    before = known.get(key)
    if before and (before.letter_date, before.term_days) == (day, term_days):
        return before
    signal = signals_of(under, day, found).get(name)
    if signal is None or not can_have_letter(signal):
        what = f"no task or no count of {name} is known on {day:%d-%m-%Y}; import these first"
        found.fault(number, LetterColumn.MUNICIPALITY, what)
        return None
    return request_at(letter_for(signal, reference), day, term_days)


def signals_of(under: Under, day: date, found: LetterFaults) -> Signals:
    """What the figures said on a day, by municipality; worked out once for each."""
    if day not in found.by_day:
        names = [each.name for each in under.municipalities]
        some = signals_on(names, under.decision, under.facts, on=day) if under.decision else []
        found.by_day[day] = {each.municipality: each for each in some}
    return found.by_day[day]
