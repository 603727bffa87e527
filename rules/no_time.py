"""Sentences that say that no time can be given."""

import re
from datetime import date
from functools import lru_cache

from rules.anchors import Anchored, AnyAnchored
from rules.expressions import expressions_in
from rules.mail import Layout
from rules.sentences import Sentence, flat
from rules.statements import Scores
from rules.time_cues import PLACES

ANSWERING = 0.1  # chance that a sentence withholds a time, where it was asked
ANSWERING_UNASKED = 0.2
TIME_NOUN = (
    r"(?:termijn\w*|datum|data|tijdstip|jaartal|planning|tijdpad|tijdsindicatie|tijdspad|"
    r"tijdlijn|moment|indicatie|prognose|einddatum|opleverdatum|jaar|kwartaal|maand|tijdschema|"
    r"tijdsplanning|tijdsbestek|verwachting|wanneer|hoe\s+lang|hoe\s+snel|op\s+welke\s+termijn)"
)
NEGATIVE = (
    r"(?:geen|niet|nog\s+niet|onmogelijk|onzeker\w*|onbekend|onduidelijk|ongewis|zonder|noch)"
)
UNKNOWN = tuple(
    Anchored(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        # 'kunnen wij nog geen termijn noemen', 'durven wij geen datum te geven'
        rf"\b(?:kunnen|kan|durven|durf|wagen|willen|wil|zullen|mogen|noemen|noem|geven|geef|hebben|"
        rf"heb|heeft|is|zijn|valt|laat|ontbreekt|bestaat|verbinden|plakken|hangen|doen|zien|spreken)\b"
        rf".{{0,70}}\b(?:geen|nog\s+geen)\b.{{0,45}}\b{TIME_NOUN}\b",
        rf"\b(?:geen|nog\s+geen)\s+(?:\w+\s+){{0,3}}{TIME_NOUN}\b.{{0,90}}\b(?:noemen|geven|genoemd|"
        r"gegeven|afgeven|afgegeven|toezeggen|bekend|beschikbaar|bieden|voorspellen|zeggen|verbinden|"
        r"plakken|hangen|te\s+geven|vast\s*(?:leggen|pinnen)|verstrekken|melden|aan)\b",
        # 'wanneer ... is niet te zeggen', 'op welke termijn ... is onzeker'
        rf"\b(?:wanneer|hoe\s*lang|op\s+welk(?:e)?\s+(?:termijn|moment|datum)|per\s+wanneer|binnen\s+welke|"
        rf"het\s+moment\s+waarop|of\s+en\s+wanneer|in\s+welk\s+jaar|hoe\s+snel)\b.{{0,140}}\b"
        rf"(?:{NEGATIVE}|afhankelijk|hangt|valt|weet|weten|durf|durven)\b",
        rf"\b(?:{NEGATIVE}|weten|weet|durven|durf)\b.{{0,60}}\b(?:te\s+)?(?:zeggen|voorspellen|zeggen|"
        r"aangeven|overzien|inschatten|noemen|weten|bepalen)\b.{0,25}\b(?:wanneer|op\s+welke\s+termijn|"
        r"hoe\s*lang|per\s+wanneer)\b",
        rf"\b(?:ieder|iedere|elk|elke|een)\s+{TIME_NOUN}\b.{{0,60}}\b(?:gok|slag\s+in\s+de\s+lucht|"
        r"speculat\w+|giswerk|voorbarig|prematuur|schijn\w*|onverantwoord|misleid\w*|wensdenken|"
        r"koffiedik|natte\s+vinger|te\s+vroeg)\b",
        rf"\b{TIME_NOUN}\b.{{0,80}}\b(?:onbekend|onzeker|ongewis|onduidelijk|niet\s+(?:bekend|te\s+geven|"
        r"te\s+noemen|te\s+zeggen|haalbaar\s+aan\s+te\s+geven|mogelijk|vast)|ontbreekt|ontbreken|"
        r"blijven\s+wij|moeten\s+wij\s+u\s+schuldig|schuldig\s+blijven|in\s+nevelen)\b",
        r"\b(?:blijven|moeten)\s+(?:wij|we)\b.{0,60}\b(?:schuldig)\b",
        r"\b(?:kunnen|durven|willen|kan|durf|wil)\b.{0,40}\bniet\b.{0,40}\b(?:vastleggen|vastpinnen|"
        r"vast\s+te\s+leggen|vooruitlopen)\b",
        r"\b(?:voorlopig|vooralsnog)\b.{0,60}\b(?:geen\s+(?:zicht|uitzicht|vooruitzicht|perspectief))\b",
        r"\bgeen\s+(?:zicht|uitzicht|vooruitzicht|perspectief)\b.{0,60}\b(?:op|wanneer|termijn)\b",
        r"\b(?:te\s+vroeg|voorbarig|prematuur)\b.{0,60}\b(?:termijn|datum|jaartal|wanneer|planning|"
        r"uitspraken|iets\s+te\s+zeggen|noemen)\b",
    )
)
ANY_UNKNOWN = AnyAnchored(UNKNOWN)
ASKED_TIME = Anchored(
    r"\b(?:termijn|wanneer|planning|tijd\w*|datum|vooruitblik|verwachting|perspectief|hoe\s+lang)\b",
    re.IGNORECASE,
)
ABOUT_PROCEDURE = Anchored(
    r"\b(?:zitting|uitspraak|raadsbehandeling|behandeling|rechtbank|hoorzitting|zittingsdatum|"
    r"gesprek|beroep|bezwaar)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_000)
def says_unknown(text: str) -> bool:
    """Whether a sentence says that no time can be given; kept, as several rules ask."""
    words = flat(text)
    if not ANY_UNKNOWN.is_in(words):
        return False
    return PLACES.search(words) is not None or not ABOUT_PROCEDURE.search(words)


def withholds(sentence: Sentence, score: Scores, received_on: date) -> bool:
    """Whether a sentence says that no time can be given, by its words or by the model.

    Under a question about time less is needed, where the sentence names no time itself.
    """
    if says_unknown(sentence.text):
        return True
    if sentence.layout is Layout.HEADING or score.no_time < ANSWERING:
        return False
    if score.no_time >= ANSWERING_UNASKED:
        return True
    is_asked = ASKED_TIME.search(f"{sentence.heading} {sentence.question}") is not None
    return is_asked and not expressions_in(sentence.text, received_on)
