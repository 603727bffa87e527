"""Families of words around a time: what they say of the places, the plan and who acts."""

import re

from rules.anchors import Anchored, AnchoredMany

PLACES = Anchored(
    r"\b(?:\w*plek(?:ken)?|\w*plaats(?:en)?|bedden|\w*opvang\w*|\w*locaties?|units?|woon\w*|"
    r"bewoners?|asielzoekers|mensen|amv\w*|regulier\w*|schip|gebouw\w*|pand|hotel|paviljoen\w*)\b",
    re.IGNORECASE,
)
READY = Anchored(
    r"\b(?:gereed|klaar|beschikbaar\w*|in\s+gebruik|ingebruikn\w+|open(?:en|t|gaan|ing|gesteld|gaat)?|"
    r"oplever\w*|opgeleverd|bewoon\w*|betrekk\w*|betrokken|betrek|operationeel|gerealiseerd|"
    r"realis\w+|realiteit|voldo(?:en|et|aan)|terugkeer\w*|terug|hersteld|vrij|erin|er\s+zijn|"
    r"zijn\s+er|staa(?:t|n)|kom(?:t|en)|volg(?:t|en)|bied(?:t|en)|huisvest\w*|ontvangen|instromen|"
    r"compleet|afgerond|geplaatst|start(?:en|t)?|oplossing|lever(?:t|en))\b",
    re.IGNORECASE,
)
PROCEDURE = Anchored(
    r"\b(?:raad|raads\w+|gemeenteraad|college|b&w|besluit\w*|besluitvorming|vergunning\w*|"
    r"omgevings\w+|aanvra\w+|aanbeste\w+|procedure|zitting|uitspraak|gesprek\w*|overleg\w*|brief|"
    r"verzoek\w*|inspraak|participatie\w*|bijeenkomst\w*|avond\w*|onderzoek\w*|krediet\w*|motie|"
    r"ondertek\w+|overeenkomst\w*|verdeelbesluit|zienswijze\w*|ter\s+inzage|bezwaar\w*|beroep\w*|"
    r"rechtbank|regietafel|voorstel|agenda|vergader\w+|commissie|sloop|slopen|sanering|"
    r"heien|bouwrijp|ontwerp|schets\w*|kadernota|gunning|offerte\w*)\b",
    re.IGNORECASE,
)
LAPSED = Anchored(
    r"\b(?:in\s+plaats\s+van|oorspronkelijk\w*|aanvankelijk|eerder(?:e)?\s+(?:was|gingen|genoemd|"
    r"gemeld|gepland|voorzien)|destijds|was\s+(?:gepland|voorzien|beoogd)|zou(?:den)?|"
    r"niet\s+langer|niet\s+meer|gehaald\s+wordt\s+dat\s+niet|vervallen|vorige\s+planning|"
    r"gingen\s+(?:wij|we)|hadden)\b",
    re.IGNORECASE,
)
ENDING = Anchored(
    r"\b(?:tot(?!\s+en\s+met)|eindigt|loopt\s+(?:af|tot)|afloop\w*|verstrijkt|sluit|stopt|"
    r"opgezegd|beëindig\w*|vertrek\w*|verlaten|weg)\b",
    re.IGNORECASE,
)
SINCE = Anchored(r"\b(?:sinds|sedert|vanaf\s+begin\s+af|reeds|al\s+(?:in|sinds|vanaf))\b", re.I)
NEXT_CYCLE = Anchored(
    r"\b(?:indicatieve|nieuwe\s+verde\w+|tweede\s+cyclus|volgende\s+(?:cyclus|ronde|verde\w+)|"
    r"nieuwe\s+(?:cyclus|ronde|opgave))\b",
    re.IGNORECASE,
)
AUXILIARY = re.compile(r"\b(?:is|zijn|heeft|hebben|werd|werden|was|waren)\b", re.IGNORECASE)
YET_TO_BE = re.compile(r"\b(?:worden|zullen|zal)\b", re.IGNORECASE)
# Of a word the first 'ge' is tried alone: a later one leaves less behind it.
PARTICIPLE = re.compile(
    r"\b(?:(?>\w*?ge)\w{2,}(?:d|t|en)|(?:ver|be)\w{2,}[dt]|inmiddels)\b", re.IGNORECASE
)
TENSES = {
    "future": Anchored(
        r"\b(?:zal|zullen|wordt|worden|verwacht\w*|rekenen|gaat|gaan|kan|kunnen|voorzien|gepland)\b",
        re.IGNORECASE,
    ),
    "past": Anchored(
        r"\b(?:werd|werden|was|waren|had|hadden|kwam|kwamen|ging|gingen|stond|stonden|bleek|kreeg|"
        r"kregen|nam|namen|liep|liepen)\b",
        re.IGNORECASE,
    ),
}
ACTORS = {
    "we": Anchored(r"\b(?:wij|we|ons|onze|ik|de\s+gemeente)\b", re.IGNORECASE),
    "another": Anchored(
        r"\b(?:COA|provincie|gedeputeerde|rijk|ministerie|Rijkswaterstaat|corporatie|statushouders|"
        r"Oekra\w+|spoedzoekers|starters|student\w*|zwembad|school\w*)\b",
        re.IGNORECASE,
    ),
}
FAMILIES = {
    "places": PLACES,
    "ready": READY,
    "procedure": PROCEDURE,
    "lapsed": LAPSED,
    "ending": ENDING,
    "since": SINCE,
    "cycle": NEXT_CYCLE,
}
ALL_FAMILIES, ALL_TENSES, ALL_ACTORS = (AnchoredMany(each) for each in (FAMILIES, TENSES, ACTORS))


def cues(text: str) -> list[str]:
    """The families of words that a text holds, and each two of them that go together."""
    held = ALL_FAMILIES.names_in(text)
    return [*held, *(f"{one}+{other}" for one in held for other in held if one < other)]


def tenses(text: str) -> list[str]:
    """The tenses that a text without line breaks holds."""
    return [*(["perfect"] if is_perfect(text) else []), *ALL_TENSES.names_in(text)]


def is_perfect(text: str) -> bool:
    """Whether a text says that something has been: 'in mei zijn kamers opgeleverd'.

    A participle stands behind an auxiliary, and behind that nothing says that it is yet to be.
    Sought in steps: one pattern for all of it takes the cube of the length.
    """
    last = 0
    for found in YET_TO_BE.finditer(text):
        last = found.end()
    auxiliary = AUXILIARY.search(text, last)
    return auxiliary is not None and PARTICIPLE.search(text, auxiliary.end()) is not None


def actors(text: str) -> list[str]:
    """Who acts in a text."""
    return ALL_ACTORS.names_in(text)
