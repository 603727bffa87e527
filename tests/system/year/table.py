"""The table of the year: what is done on which day, and which mails go out.

`year.csv` has a line for each day of a scenario on which something happens or goes out:

scenario: what befalls a municipality in a round of letters; those of the second begin with
"second". on: the day. happens: what the municipality, its machines or an officer do, in words
that `deed` reads; empty where only time goes by. goes_out: the occasions of mails, joined by
" + ". unless: scenarios of the other round in which those do not go out. why: for who reads it.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

TABLE = Path(__file__).with_name("year.csv")
FIRST, LAST = date(2026, 4, 9), date(2027, 4, 8)
SECOND_ROUND = date(2026, 10, 1)
SECOND = "second"
# What an officer does begins with one of these.
OF_OFFICERS = frozenset(
    {"deals", "confirms", "not", "grants", "refuses", "holds", "writes", "moves"}
)


@dataclass(frozen=True)
class Deed:
    """What somebody does."""

    words: tuple[str, ...]
    at: time | None  # "at TIME"; None: at the usual hour
    day: date | None  # "by DATE" or "until DATE": what is promised, or granted
    is_left: bool  # "unread ...": officers do not deal with the mail that noon

    @property
    def is_of_officers(self):
        return self.words[0] in OF_OFFICERS


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    scenario: str
    on: date
    deed: Deed | None
    goes_out: tuple[str, ...]
    unless: tuple[str, ...]


def rows():
    """The lines of the table by scenario, in their order."""
    found = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            row = Row(
                line["scenario"],
                date.fromisoformat(line["on"]),
                deed(line["happens"]) if line["happens"] else None,
                parts(line["goes_out"]),
                parts(line["unless"]),
            )
            found[row.scenario].append(row)
    return dict(found)


def parts(cell):
    """The parts of a cell that " + " joins."""
    return tuple(filter(None, cell.split(" + ")))


def deed(text):
    """What is done, by the words of the table."""
    words = text.split()
    is_left = words[0] == "unread"
    at, day = taken(words, "at"), taken(words, "by", "until")
    return Deed(
        tuple(words[is_left:]),
        time.fromisoformat(at) if at else None,
        date.fromisoformat(day) if day else None,
        is_left,
    )


def taken(words, *names):
    """The word behind one of these names, both taken out; "" where there is none."""
    for name in names:
        if name in words:
            where = words.index(name)
            return words.pop(where) and words.pop(where)
    return ""
