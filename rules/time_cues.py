"""Families of words around a time: what they say of the places, the plan and who acts."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rules.anchors import Anchored
from rules.endings import small
from rules.kept import WORDS_KEPT
from rules.phrases import Family, Phrasebook


def whole(words: str) -> tuple[str, ...]:
    """Words and phrases, parted by white space, as patterns of what stands between the edges."""
    return tuple(rf"\b(?:{each})\b" for each in words.split())


OF_PLACES = r"""
    \w*plek(?:ken)? \w*plaats(?:en)? bedden \w*opvang\w* \w*locaties? units? woon\w* bewoners?
    asielzoekers mensen amv\w* regulier\w* schip gebouw\w* pand hotel paviljoen\w*
"""
PLACES = Anchored(rf"\b(?:{'|'.join(OF_PLACES.split())})\b", re.IGNORECASE)
FAMILIES = (
    Family(
        "places",
        phrases=whole(OF_PLACES),
        catches="Er komen 40 opvangplekken.",
        leaves="Er komt een brug.",
    ),
    Family(
        "ready",
        phrases=whole(
            r"""
            gereed klaar beschikbaar\w* in\s+gebruik ingebruikn\w+
            open(?:en|t|gaan|ing|gesteld|gaat)? oplever\w* opgeleverd bewoon\w* betrekk\w*
            betrokken betrek operationeel gerealiseerd realis\w+ realiteit voldo(?:en|et|aan)
            terugkeer\w* terug hersteld vrij erin er\s+zijn zijn\s+er staa(?:t|n) kom(?:t|en)
            volg(?:t|en) bied(?:t|en) huisvest\w* ontvangen instromen compleet afgerond geplaatst
            start(?:en|t)? oplossing lever(?:t|en)
            """
        ),
        catches="Het pand is dan klaar.",
        leaves="Het pand is nog leeg.",
    ),
    Family(
        "procedure",
        phrases=whole(
            r"""
            raad raads\w+ gemeenteraad college b&w besluit\w* besluitvorming vergunning\w*
            omgevings\w+ aanvra\w+ aanbeste\w+ procedure zitting uitspraak gesprek\w* overleg\w*
            brief verzoek\w* inspraak participatie\w* bijeenkomst\w* avond\w* onderzoek\w*
            krediet\w* motie ondertek\w+ overeenkomst\w* verdeelbesluit zienswijze\w* ter\s+inzage
            bezwaar\w* beroep\w* rechtbank regietafel voorstel agenda vergader\w+ commissie sloop
            slopen sanering heien bouwrijp ontwerp schets\w* kadernota gunning offerte\w*
            """
        ),
        catches="De raad beslist in juni.",
        leaves="De bewoners komen in juni.",
    ),
    Family(
        "lapsed",
        phrases=whole(
            r"""
            in\s+plaats\s+van oorspronkelijk\w* aanvankelijk
            eerder(?:e)?\s+(?:was|gingen|genoemd|gemeld|gepland|voorzien) destijds
            was\s+(?:gepland|voorzien|beoogd) zou(?:den)? niet\s+langer niet\s+meer
            gehaald\s+wordt\s+dat\s+niet vervallen vorige\s+planning gingen\s+(?:wij|we) hadden
            """
        ),
        catches="De bouw was gepland in mei.",
        leaves="De bouw begint in mei.",
    ),
    Family(
        "ending",
        phrases=whole(
            r"""
            tot(?!\s+en\s+met) eindigt loopt\s+(?:af|tot) afloop\w* verstrijkt sluit stopt
            opgezegd beëindig\w* vertrek\w* verlaten weg
            """
        ),
        catches="Dat duurt tot mei.",
        leaves="Dat duurt tot en met mei.",
    ),
    Family(
        "since",
        phrases=whole(r"sinds sedert vanaf\s+begin\s+af reeds al\s+(?:in|sinds|vanaf)"),
        catches="De opvang is al sinds mei vol.",
        leaves="De opvang is in mei vol.",
    ),
    Family(
        "cycle",
        phrases=whole(
            r"""
            indicatieve nieuwe\s+verde\w+ tweede\s+cyclus volgende\s+(?:cyclus|ronde|verde\w+)
            nieuwe\s+(?:cyclus|ronde|opgave)
            """
        ),
        catches="De indicatieve opgave is 258.",
        leaves="De opgave is 258.",
    ),
)
# In small letters; a pattern that begins with a set of letters is sought fast.
AUXILIARY = re.compile(
    r"[izhw](?<=\b[izhw])"
    r"(?:(?<=i)s|(?<=z)ijn|(?<=h)(?:eeft|ebben)|(?<=w)(?:erd|erden|as|aren))\b"
)
YET_TO_BE = re.compile(r"[wz](?<=\b[wz])(?:(?<=w)orden|(?<=z)(?:ullen|al))\b")
# Of a word the first 'ge' is tried alone: a later one leaves less behind it.
PARTICIPLE = re.compile(r"\b(?:(?>\w*?ge)\w{2,}(?:d|t|en)|(?:ver|be)\w{2,}[dt]|inmiddels)\b")
TENSES = (
    Family(
        "future",
        phrases=whole(
            r"""
            zal zullen wordt worden verwacht\w* rekenen gaat gaan kan kunnen voorzien gepland
            """
        ),
        catches="De kamers worden in mei gemeubileerd.",
        leaves="De kamers waren in mei gemeubileerd.",
    ),
    Family(
        "past",
        phrases=whole(
            r"""
            werd werden was waren had hadden kwam kwamen ging gingen stond stonden bleek kreeg
            kregen nam namen liep liepen
            """
        ),
        catches="De kamers waren in mei gemeubileerd.",
        leaves="De kamers worden in mei gemeubileerd.",
    ),
)
ACTORS = (
    Family(
        "we",
        phrases=whole(r"wij we ons onze ik de\s+gemeente"),
        catches="Wij huren het schip.",
        leaves="Het schip is gehuurd.",
    ),
    Family(
        "another",
        phrases=whole(
            r"""
            coa provincie gedeputeerde rijk ministerie rijkswaterstaat corporatie statushouders
            oekra\w+ spoedzoekers starters student\w* zwembad school\w*
            """
        ),
        catches="Het COA huurt het schip.",
        leaves="De gemeente huurt het schip.",
    ),
)
BOOK = Phrasebook((*FAMILIES, *TENSES, *ACTORS))


def cues(text: str) -> list[str]:
    """The families of words that a text holds, and each two of them that go together."""
    held = held_in(text, FAMILIES)
    return [*held, *(f"{one}+{other}" for one in held for other in held if one < other)]


def tenses(text: str) -> list[str]:
    """The tenses that a text without line breaks holds."""
    return [*(["perfect"] if is_perfect(text) else []), *held_in(text, TENSES)]


def actors(text: str) -> list[str]:
    """Who acts in a text."""
    return held_in(text, ACTORS)


def held_in(text: str, families: Iterable[Family]) -> list[str]:
    """The names of those of the families that a text holds, whatever its case."""
    names = names_in(text)
    return [each.name for each in families if each.name in names]


@lru_cache(maxsize=1_000)
def names_in(text: str) -> frozenset[str]:
    """The names of all families that a text holds; kept, as each kind of family is asked for."""
    return BOOK.names_in(small(text))


def is_perfect(text: str) -> bool:
    """Whether a text says that something has been: 'in mei zijn kamers opgeleverd'.

    A participle stands behind an auxiliary, and behind that nothing says that it is yet to be.
    Sought in steps: one pattern for all of it takes the cube of the length.
    """
    lowered, last = small(text), 0
    for found in YET_TO_BE.finditer(lowered):
        last = found.end()
    auxiliary = AUXILIARY.search(lowered, last)
    return auxiliary is not None and any(map(is_participle, lowered[auxiliary.end() :].split()))


@lru_cache(maxsize=WORDS_KEPT)
def is_participle(piece: str) -> bool:
    """Whether what stands between white space holds a participle: 'opgeleverd'."""
    return PARTICIPLE.search(piece) is not None
