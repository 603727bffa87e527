"""Figures that count no places: of a date, an amount, an address, a law or a measure.

The patterns that tell so stand in `NO_COUNT`, each with what it must catch and must leave.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.anchors import Anchored
from rules.needed_words import NEEDED_WORDS
from rules.phrases import Family
from rules.phrases_timeline import MONTHS

MEASURES = (
    r"%|‰|m2|m²|m3|kva|mva|kw|mw|kwh|ke\b|db|km|meter|centimeter|cm|mm|m1|mg|mol|hectare|ha|gb|mb|"
    r"bar|volt|ampère|graden"
)

NO_COUNT = (
    Family(
        "date",
        phrases=(
            rf"\b\d{{1,2}}(?:\s*(?:,|en|of|tot|t/m)\s*\d{{1,2}})?\s+(?:{MONTHS})\b(?:\s+\d{{4}})?",
            r"\b(?:jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\.?\s+20\d\d\b",
            r"\b\d{1,2}\s+(?:jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?(?:\s+\d{4})?",
            r"\b(?:1[5-9]\d\d|20\d\d)\b|['’]\d\d\b",
            r"\b(?:week|wk|weken|kwartaal|q)\s*[-.]?\s*\d{1,2}\b",
            r"\b(?:q[1-4]|[1-4]e\s+kwartaal)\b",
            r"\b\d{1,2}(?:[.:]\d\d)?\s*uur\b",
            r"\b\d{1,2}\s*(?:/|-)\s*\d{1,2}(?:\s*(?:/|-)\s*\d{2,4})?\b(?=.{0,3}$|[,;.)\s])(?<=\d)(?<!\d\d\d)",
        ),
        catches="De raad beslist op 30 juni 2026 om 19.30 uur.",
        leaves="De raad beslist over 30 plekken.",
    ),
    Family(
        "span",
        phrases=(
            r"(?:\d++|\b[a-zéë]++)\s++(?:tot\s+\w+\s+)?(?:volle\s+|lange\s+)?"
            r"(?:jaar|jaren|maand(?:en)?|weken|week|dagen|dag|uur|uren|minuten|nachten)\b",
        ),
        catches="De huur loopt vijftien jaar.",
        leaves="De huur geldt voor vijftien plekken.",
    ),
    Family(
        "money",
        phrases=(
            r"(?:€|\beur\b)\s*\d[\d.,]*",
            r"\b[\w.,]+\s*(?:euro|eur|ton|miljoen|mln|miljard|cent)\b",
        ),
        catches="De raad trok € 410.000 uit, ruim 4 ton.",
        leaves="De raad trok geld uit voor 410 plekken.",
    ),
    Family(
        "measure",
        phrases=(
            rf"\b\d[\d.,]*\s*(?:{MEASURES})(?!\w)",
            r"\b[\w]+\s+(?:procent|hectare|meter|kilometer|centimeter|vierkante|strekkende|kubieke|"
            r"graden|bouwlagen|verdiepingen|etages)\b",
            r"\b\d+\s*x\b(?=\s*(?:per|zo))",
            r"\b1\s*:\s*\d+",
        ),
        catches="Het perceel meet 18.500 m² en is voor 60 procent verhard.",
        leaves="Het perceel biedt 185 plaatsen.",
    ),
    Family(
        "law",
        phrases=(
            r"\b(?:art(?:ikel(?:en)?|\.)?|lid|leden|paragraaf|par\.|§|hoofdstuk|onderdeel|bijlagen?|"
            r"figuur|tabel|pagina|blz\.?|bladzijde|punt|vraag|vragen|deel|trede|fase|stap|nr\.?|"
            r"nummer|no\.|kenmerk|zaak|dossier|versie|referentie|ref\.?|stb\.?|stcrt\.?|cyclus|kamer"
            r"|scenario|variant|gebouw|blok|unit|agendapunt|zone|categorie|trein|lijn)"
            r"\s*:?\s*\d[\d./-]*\b",
            r"\bstb\.\s*\d{4}\s*,\s*\d+",
        ),
        catches="Artikel 8, lid 1, en bijlage 2 noemen dit.",
        leaves="Het blok telt 12 kamers.",
    ),
    Family(
        "address",
        phrases=(
            r"\b\d{4}\s?(?-i:[a-z]{2})\b(?=\s+\w|$)",
            r"\bpostbus\s+\d+",
            # Of a word without a figure behind it the end is not sought.
            r"\b(?=[\w'’-]++\s+\d)[\w'’-]*(?:straat|weg|laan|plein|kade|dijk|singel|gracht|steeg|dreef|hof|markt|park|"
            r"plantsoen|pad|ring|wal|baan|dam|horst)\s+\d{1,3}(?:\s?[a-z])?\b(?!\s+(?:[a-z]+\s+)?(?:pl[ae]|"
            r"bed|opvang|regulier|amv|jong|mens|bewon|asiel|kamer|person|minderj|volwass|allee))",
            r"\b(?:n|a|e)\d{1,3}\b",
        ),
        catches="Het adres is Dorpsstraat 12, 1234 AB Asten.",
        leaves="In de Dorpsstraat komen 12 plekken.",
    ),
    Family(
        "number_of_phone_or_file",
        phrases=(
            r"\+?\b0?\d{2,3}\s*-\s*\d[\d\s]{5,}\d\b",
            r"(?:\+31|\b0\d{1,3})[\s-]+\d[\d\s-]{5,}\d",
            r"\b[\w.]*[a-z][\w]*[./-]\d[\w./-]*",
            r"\b\d+[./-][a-z][\w./-]*",
            r"\b\d{5,}\b",
            r"https?://\S+|\bwww\.\S+|\S+@\S+",
        ),
        catches="Bel 050 - 502 72 22 over zaak Z.26-009112.",
        leaves="Er zijn 50 plekken, 22 daarvan zijn bezet.",
    ),
    Family(
        "vote_or_ordinal",
        phrases=(
            r"\b\w+\s+(?:tegen\s+\w+\s+)?stemmen\b",
            r"\b\d+\s*(?:e|de|ste)\b",
            r"^\s*\(?\d{1,2}(?:\.\d{1,2})*[.)]\s",
        ),
        catches="Met 13 tegen 10 stemmen verwierp de raad het 2e plan.",
        leaves="Wij bieden 13 plekken tegen een taak van 10.",
    ),
)


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands in each text in which a family is found, told sooner than the family itself."""

    words: tuple[str, ...] = ()  # one of these, verbatim in lower case
    figures: re.Pattern[str] | None = None  # or this


# Of families that few numbers belong to, and that take long to be found nowhere.
SIGNS = {
    "money": Sign(("€", "eur", "ton", "miljoen", "mln", "miljard", "cent")),
    "measure": Sign(
        tuple(
            "procent hectare meter vierkante strekkende kubieke graden bouwlagen verdiepingen "
            "etages".split()
        ),
        re.compile(rf"\d[.,]*\s*(?=[%‰mkdchgbvax:])(?:(?:{MEASURES})(?!\w)|[x:])"),
    ),
    "address": Sign(
        tuple(
            "postbus straat weg laan plein kade dijk singel gracht steeg dreef hof markt park "
            "plantsoen pad ring wal baan dam horst".split()
        ),
        re.compile(r"\d(?:\d{3}\s?[a-z]|(?<=[nae]\d))"),
    ),
    "number_of_phone_or_file": Sign(
        ("@", "http", "www."),
        re.compile(r"\d(?:[\s-]+\d|[./-][a-z]|\d{4}|(?<=[./-]\d))"),
    ),
    "vote_or_ordinal": Sign(("stemmen",), re.compile(r"\d(?:\s*(?:de|e|ste)\b|[.)]\s)")),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """A family, and what tells where it is worth to look for it."""

    pattern: Anchored
    signs: int  # the bits of the words of its sign, of which NEEDED_WORDS tells; 0 without a sign
    figures: re.Pattern[str] | None

    def may_be_in(self, text: str, held: int) -> bool:
        """Whether a text in lower case may hold the family; held: what NEEDED_WORDS told."""
        if not self.pattern.may_be_in(text, held):
            return False
        if not self.signs or self.signs & held:
            return True
        return self.figures is not None and self.figures.search(text) is not None


def sought(family: Family, pattern: Anchored) -> Sought:
    """The family as it is sought."""
    sign = SIGNS.get(family.name, NO_SIGN)
    signs = NEEDED_WORDS.bits_of([frozenset(sign.words)] if sign.words else [])
    return Sought(pattern, signs, sign.figures)


NO_SIGN = Sign()
# Those that most numbers belong to come first: what is no count by one is not held against others.
SOUGHT = tuple(
    sought(family, family.phrase_pattern)
    for family in NO_COUNT
    if family.phrase_pattern is not None
)


def masked(text: str, held: int | None = None) -> Iterator[tuple[int, int]]:
    """Where figures stand that count nothing of ours, told family by family.

    held: what NEEDED_WORDS told of the text, or of one that it is part of.
    """
    lowered = text.lower() if len(text.lower()) == len(text) else text
    held = NEEDED_WORDS.held_in(text) if held is None else held
    for each in SOUGHT:
        if each.may_be_in(lowered, held):
            for match in each.pattern.pattern.finditer(lowered):
                yield match.span()
