"""Municipalities named in a text, under their official names or an alias."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.kept import WORDS_KEPT, Known
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
LISTED = re.compile(r"\s*(?:,|,?\s*\b(?:en|of|alsmede|alsook)\b|&|/)\s*(?:de\s+gemeente\s+)?")
PLURAL = re.compile(r"(?:gemeenten|colleges|namens)\b", re.IGNORECASE)
# A person who bears the name: 'mevrouw Van Ede', 'J. van Bergen', 'Jan van Putten'.
PERSON = re.compile(
    r"(?:\b(?:heer|mevrouw|mevr\.?|dhr\.?|mw\.?|ir\.|drs\.|mr\.)\s+|[A-Z]\.\s*)"
    r"(?:[A-Z]\.\s*)*(?:[Vv]an\s+(?:de[rn]?\s+)?)?$"
    r"|\b(?!(?i:gemeente|college|raad|gemeenteraad|wethouder|burgemeester|griffier|inwoners?|"
    r"secretaris|omgeving|regio|stad|dorp|kern|namens|bewoners?)\b)[A-Z][a-zà-ÿ]+\s+van\s+$"
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
    is_full: bool  # it is told from a namesake: "Bergen (NH)"


ARTICLES = "'’‘`´s"  # with which 's-Gravenhage may begin instead of with a capital
LAST_KEPT = 0x2500  # up to here: a hostile mail may hold every character that there is


class Folds(dict[int, str]):
    """For each character its small letter without accents; those of Dutch mails are kept."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        plain = unicodedata.normalize("NFD", char)[0].lower()
        plain = {"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "‑": "-"}.get(plain, plain)
        found = plain if len(plain) == 1 else char
        if point < LAST_KEPT:
            self[point] = found
        return found


FOLDS = Folds()


def folded(text: str) -> str:
    """The text in lower case without accents, each character in its own place."""
    return text.translate(FOLDS)


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
        self._namesakes = {
            owner: [each for each in owners if each != owner]
            for owners in self._owners.values()
            if len(owners) > 1
            for owner in owners
        }
        longest_first = sorted(self._owners, key=lambda name: (-len(name), name))
        pattern = choices(longest_first) or r"(?!)"  # of no municipality, nothing matches
        self._pattern = re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)")
        first = choices(sorted({name.split()[0] for name in self._owners})) or r"(?!)"
        self._first = re.compile(rf"(?<![\w'])(?:{first})(?!\w)")
        self._begins_in = Known(self._may_begin_in, most=WORDS_KEPT)
        # Who sent a mail and whom a sentence is about are two questions about one text.
        self._found = lru_cache(maxsize=1_000)(self._found_in)

    def namesakes(self, municipality: str) -> list[str]:
        """The other municipalities that share a name with this one."""
        return self._namesakes.get(municipality, [])

    def find(self, text: str) -> Sequence[Named]:
        """The municipalities named in a text, in order; of two with one name, each."""
        return self._found(text)

    def _found_in(self, text: str) -> Sequence[Named]:
        return (
            tuple(self._all_in(text)) if any(map(self._begins_in.__getitem__, text.split())) else ()
        )

    def _may_begin_in(self, word: str) -> bool:
        """Whether a name may begin in a run of characters without white space."""
        return any(
            word[match.start()].isupper() or word[match.start()] in ARTICLES
            for match in self._first.finditer(folded(word))
        )

    def _all_in(self, text: str) -> Iterator[Named]:
        """See `find`.

        'de colleges van Ede, Best en Goes': what leads the first of a list leads all.
        """
        plain = folded(text)
        last_end, last_led, is_plural = 0, False, False
        for match in self._pattern.finditer(plain):
            start, end = match.span()
            if not is_capital(text, start) or is_something_else(text, start, end):
                continue
            owners = self._owners.get(key_of(match[0]), [])
            doubtful = key_of(match[0]) in DOUBTFUL
            lead = LEAD.search(text[max(0, start - 50) : start])
            listed = last_led and LISTED.fullmatch(text[last_end:start]) is not None
            is_led = lead is not None or (listed and (is_plural or not doubtful))
            is_plural = PLURAL.match(lead[0]) is not None if lead else listed and is_plural
            last_end, last_led = end, is_led
            if doubtful and not is_led and PERSON.search(text[max(0, start - 30) : start]):
                continue
            for owner in owners:
                is_shared = len(owners) > 1
                is_full = not is_shared and bool(self.namesakes(owner))
                yield Named(owner, start, end, is_led, doubtful or is_shared, is_full)


def choices(names: Sequence[str], *, letters: int = 2) -> str:
    """A pattern of one of these, in this order, told apart by so many of their first letters."""
    if not letters:
        return "|".join(map(written, names))
    behind: dict[str, list[str]] = {}
    for name in names:
        behind.setdefault(name[:1], []).append(name[1:])
    return "|".join(
        f"{written(first)}(?:{choices(rest, letters=letters - 1)})"
        for first, rest in behind.items()
    )


def written(name: str) -> str:
    """A name as a pattern, in which a space may be a hyphen."""
    return re.escape(name).replace(r"\ ", r"[\s-]+")


def key_of(name: str) -> str:
    """The name as it is looked up: folded, with single spaces for spaces and hyphens."""
    return re.sub(r"[\s-]+", " ", folded(name)).strip()


def is_capital(text: str, start: int) -> bool:
    """Whether a name is written as one: with a capital, in 's-Gravenhage behind the article."""
    has_article = text[start] in "'’‘`´" or text[start : start + 2] in ("s-", "s ")
    return text[start].isupper() or (
        has_article and any(char.isupper() for char in text[start : start + 5])
    )


def is_something_else(text: str, start: int, end: int) -> bool:
    """Whether a name is part of another: a road, a region, a court, a person."""
    before, after = text[max(0, start - 30) : start], text[end : end + 12]
    return bool(NOT_AFTER.match(after) or NOT_BEFORE.search(before) or before.endswith("-"))
