"""The country as a scheme of tiles: one a municipality, grouped by province.

A tile tells by its letter, its edge and its colour, so that none of them is needed alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review.words import word
from rules.case_state import Status
from rules.signalling import Fulfilment

COLUMNS = 8  # tiles beside each other in a province
STEP = 32  # from one tile to the next; the template draws 28 of it, WCAG 2.2 wants 24
# Roughly as they lie, three beside each other from north to south: a scheme, no map.
PROVINCES = (
    ("Noord-Holland", "Fryslân", "Groningen"),
    ("Zuid-Holland", "Flevoland", "Drenthe"),
    ("Utrecht", "Gelderland", "Overijssel"),
    ("Zeeland", "Noord-Brabant", "Limburg"),
)
ORDER = {name: place for place, name in enumerate(sum(PROVINCES, ()))}
Told = Fulfilment | Status | None  # None: there is no case
NO_CASE = "Geen zaak"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a tile tells: its letter, its words, and the name of its looks."""

    letter: str
    text: str
    looks: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A municipality in the scheme."""

    municipality: str
    mark: Mark
    case: int | None  # its number; None: there is none to go to
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class ProvinceTiles:
    """A province with the tiles of its municipalities, by name."""

    name: str
    tiles: tuple[Tile, ...]

    @property
    def width(self) -> int:
        """How wide its drawing is."""
        return COLUMNS * STEP

    @property
    def height(self) -> int:
        """How high its drawing is."""
        return -(-len(self.tiles) // COLUMNS) * STEP

    def count(self, mark: Mark) -> int:
        """How many municipalities have a mark."""
        return sum(each.mark == mark for each in self.tiles)


LETTERS: dict[tuple[type, str], tuple[str, str]] = {
    (Fulfilment, Fulfilment.MEETS.value): ("V", "good"),
    (Fulfilment, Fulfilment.PARTLY.value): ("G", "warn"),
    (Fulfilment, Fulfilment.NOT.value): ("N", "bad"),
    (Fulfilment, Fulfilment.UNKNOWN.value): ("?", "calm"),
    (Status, Status.COMPLETE.value): ("V", "good"),
    (Status, Status.INCOMPLETE.value): ("O", "warn"),
    (Status, Status.OVERDUE.value): ("T", "bad"),
    (Status, Status.AWAITING.value): ("W", "calm"),
}


def mark_of(told: Told) -> Mark:
    """The mark of a value."""
    if told is None:
        return Mark("-", NO_CASE, "none")
    letter, looks = LETTERS[type(told), told.value]
    return Mark(letter, word(told).text, looks)


def provinces_of(
    told: Mapping[str, Told], provinces: Mapping[str, str], cases: Mapping[str, int]
) -> list[ProvinceTiles]:
    """The provinces in the order of the scheme, one that it does not know at the end.

    told: what each municipality's tile tells, by name.
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(told):
        names[provinces.get(name) or "Onbekend"].append(name)
    ordered = sorted(names, key=lambda each: (ORDER.get(each, len(ORDER)), each))
    return [ProvinceTiles(each, tiles_of(names[each], told, cases)) for each in ordered]


def tiles_of(
    names: Sequence[str], told: Mapping[str, Told], cases: Mapping[str, int]
) -> tuple[Tile, ...]:
    """The tiles of a province, row by row."""
    return tuple(
        Tile(name, mark_of(told[name]), cases.get(name), at % COLUMNS * STEP, at // COLUMNS * STEP)
        for at, name in enumerate(names)
    )
