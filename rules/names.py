"""Municipalities named in a text, under their official names or an alias."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.registry import Municipality

# Names that are ordinary words, surnames, provinces or villages elsewhere too. They count only
# where something beside them says that a municipality is meant.
DOUBTFUL = frozenset(
    """
    altena beek bergen best borne bladel buren bunnik dalfsen ede eersel elburg epe ermelo geldrop
    goes gooi grave groningen heerde helmond heusden hoorn houten huizen hulst katwijk laren leek
    limburg losser meppel middelburg midden oss oosterhout putten rhenen rijswijk rucphen schagen
    sluis soest stein tiel urk utrecht valkenburg veere venlo voorst vught weert wierden woerden
    zeeland zeist zundert zuidplas hengelo drimmelen dongen duiven doesburg boekel baarn asten
    """.split()
)
# 'de gemeente X', 'B&W van X', 'raad van X', and in a letterhead 'Gemeente X'.
LEAD = re.compile(
    r"(?:\bgemeenten?|\bcolleges?\s+van|\bb\s?&\s?w\s+van|\bburgemeester\s+en\s+wethouders\s+van|"
    r"\bb\.?\s?en\s?w\.?\s+van|\b(?:gemeente)?raad\s+van|\bgemeentebestuur\s+van|\bstad|"
    r"\bburgemeester\s+van|\bgriffie\s+van|\bnamens)\s+(?:de\s+gemeenten?\s+)?$",
    re.IGNORECASE,
)
BEFORE_PERSON = re.compile(r"\b(?:van|van der|van den|de|ter|ten|[A-Z]\.)\s+$")
PERSON = re.compile(
    r"(?:\b(?:heer|mevrouw|mevr\.?|dhr\.?|mw\.?|ir\.|drs\.|mr\.)\s+|[A-Z]\.\s+)\S*\s*$"
)
# What is not the municipality: its station, its road, a region, a province, a court.
NOT_AFTER = re.compile(
    r"^(?:se\b|-?(?:noord|zuid|oost|west)\b|seweg|straat|weg|laan)", re.IGNORECASE
)
NOT_BEFORE = re.compile(
    r"\b(?:provincie|rechtbank|veiligheidsregio|regio|ggd|omgevingsdienst|waterschap|station|"
    r"universiteit|wijk|kamp|azc)\s+(?:\w+[- ])?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A municipality named at a place in a text."""

    municipality: str  # official name; of two with one name, the name of each comes apart
    start: int
    end: int
    is_led: bool  # "de gemeente X", "college van X"
    is_doubtful: bool  # the name is an ordinary word too


def folded(text: str) -> str:
    """The text in lower case without accents, each character in its own place."""
    found = []
    for char in text:
        plain = unicodedata.normalize("NFD", char)[0].lower()
        plain = {"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "‑": "-"}.get(plain, plain)
        found.append(plain if len(plain) == 1 else char)
    return "".join(found)


class Names:
    """All names of municipalities, ready to be found."""

    def __init__(self, municipalities: Sequence[Municipality]) -> None:
        self._owners: dict[str, list[str]] = {}
        for municipality in municipalities:
            bare = re.sub(r"\s*\([^)]*\)", "", municipality.name)
            for name in {municipality.name, bare, *municipality.aliases}:
                owners = self._owners.setdefault(key_of(name), [])
                if municipality.name not in owners:
                    owners.append(municipality.name)
        longest_first = sorted(self._owners, key=lambda name: (-len(name), name))
        pattern = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in longest_first)
        self._pattern = re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)")

    def find(self, text: str) -> Iterator[Named]:
        """The municipalities named in a text, in order; of two with one name, each."""
        plain = folded(text)
        for match in self._pattern.finditer(plain):
            start, end = match.span()
            if not is_capital(text, start) or is_something_else(text, start, end):
                continue
            owners = self._owners.get(key_of(match[0]), [])
            is_led = LEAD.search(text[max(0, start - 50) : start]) is not None
            doubtful = key_of(match[0]) in DOUBTFUL
            if doubtful and not is_led and PERSON.search(text[max(0, start - 30) : start]):
                continue
            for owner in owners:
                yield Named(owner, start, end, is_led, doubtful or len(owners) > 1)


def key_of(name: str) -> str:
    """The name as it is looked up: folded, with single spaces for spaces and hyphens."""
    return re.sub(r"[\s-]+", " ", folded(name)).strip()


def is_capital(text: str, start: int) -> bool:
    """Whether a name is written as one: with a capital, after an apostrophe too."""
    return text[start].isupper() or (
        text[start] in "'’‘" and any(char.isupper() for char in text[start : start + 5])
    )


def is_something_else(text: str, start: int, end: int) -> bool:
    """Whether a name is part of another: a road, a region, a court, a person."""
    before, after = text[max(0, start - 30) : start], text[end : end + 12]
    return bool(NOT_AFTER.match(after) or NOT_BEFORE.search(before) or before.endswith("-"))
