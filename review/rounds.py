"""The rounds of letters in figures: lines of a table, each figure with the way to its list."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Protocol

from review.addresses import NONE, YES
from review.charts import Chart, Series
from review.dates import day
from rules.case_state import Status
from storage.overview import RoundCount

Query = tuple[tuple[str, str], ...]  # what the list of cases is asked for


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases of a group stand where; the names are those of RoundCount."""

    sent: int = 0
    received: int = 0
    complete: int = 0
    incomplete: int = 0
    late: int = 0
    awaiting: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of a tally: its head, and what the list behind it is asked for."""

    head: str
    name: str
    query: Query = ()


@dataclass(frozen=True, slots=True)
class TallyLine:
    """A row of a table of figures."""

    name: str
    tally: Tally
    query: Query

    def count(self, name: str) -> int:
        """One of its figures."""
        return int(getattr(self.tally, name))

    def asks(self, column: Column) -> dict[str, str]:
        """What the list behind a figure is asked for."""
        return dict(self.query + column.query)


COLUMNS = (
    Column("Zaken", "sent"),
    Column("Beantwoord", "received", (("beantwoord", YES),)),
    Column("Volledig", "complete", (("stand", Status.COMPLETE.value),)),
    Column("Onvolledig", "incomplete", (("stand", Status.INCOMPLETE.value),)),
    Column("Te laat", "late", (("laat", YES),)),
    Column("Wacht op antwoord", "awaiting", (("stand", Status.AWAITING.value),)),
    Column("Termijn voorbij", "overdue", (("stand", Status.OVERDUE.value),)),
)
HEADS = {each.name: each.head for each in COLUMNS}
# Each case is in one of these, so that a bar is as long as there are cases.
STANDS = ("complete", "incomplete", "awaiting", "overdue")


def total(counts: Sequence[RoundCount]) -> Tally:
    """Counts added up."""
    names = [each.name for each in fields(Tally)]
    return Tally(**{name: sum(getattr(each, name) for each in counts) for name in names})


def of_round(counts: Sequence[RoundCount], letter_date: date | None) -> list[RoundCount]:
    """The counts of one round."""
    return [each for each in counts if each.letter_date == letter_date]


def letter_days(counts: Sequence[RoundCount]) -> list[date | None]:
    """The rounds, the last in front; None, at the end: what came without a letter."""
    days = {each.letter_date for each in counts}
    ordered = sorted((each for each in days if each), reverse=True)
    return [*ordered, None] if None in days else [*ordered]


def round_line(counts: Sequence[RoundCount], letter_date: date | None) -> TallyLine:
    """A round as a whole."""
    counted = total(of_round(counts, letter_date))
    return TallyLine(round_name(letter_date), counted, round_query(letter_date))


def province_lines(counts: Sequence[RoundCount], letter_date: date | None) -> list[TallyLine]:
    """A round by province."""
    query = round_query(letter_date)
    return [
        TallyLine(
            each.province or "Onbekend",
            total([each]),
            (*query, ("provincie", each.province or NONE)),
        )
        for each in of_round(counts, letter_date)
    ]


def round_name(letter_date: date | None) -> str:
    """What a round is called."""
    return day(letter_date) if letter_date else "Zonder brief"


def round_query(letter_date: date | None) -> Query:
    """What holds a round."""
    return (("brief", round_key(letter_date)),)


def round_key(letter_date: date | None) -> str:
    """A round as addresses write it."""
    return letter_date.isoformat() if letter_date else NONE


class Counted(Protocol):
    """A row of a table of figures, of whatever it is made."""

    @property
    def name(self) -> str:
        """What the row is of."""

    def count(self, name: str) -> int:
        """One of its figures."""


def chart_of(title: str, lines: Sequence[Counted]) -> Chart:
    """Where the cases of some lines stand."""
    series = [Series(HEADS[name], tuple(line.count(name) for line in lines)) for name in STANDS]
    return Chart(title, tuple(line.name for line in lines), tuple(series))
