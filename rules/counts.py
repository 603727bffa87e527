"""Whole numbers in a sentence, in digits and in Dutch words, that may count places.

Figures that belong to a date, an amount, an address, a law or a measure are no counts; the
patterns that tell so stand in `NO_COUNT`, each with what it must catch and must leave.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rules.phrases import Family
from rules.phrases_timeline import MONTHS

MOST = 4_000  # no municipality has more places; what is larger counts something else

UNITS = {
    "nul": 0,
    "één": 1,
    "eén": 1,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
    "tien": 10,
    "elf": 11,
    "twaalf": 12,
    "dertien": 13,
    "veertien": 14,
    "vijftien": 15,
    "zestien": 16,
    "zeventien": 17,
    "achttien": 18,
    "negentien": 19,
}
TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}
BELOW_TEN = {word: number for word, number in UNITS.items() if number < 10} | {"een": 1}


def below_hundred() -> dict[str, int]:
    """Every word for a number from 0 to 99; 'vijfentwintig' and 'tweeëntwintig' alike."""
    found = UNITS | TENS
    for unit, low in BELOW_TEN.items():
        if not low:
            continue
        for ten, high in TENS.items():
            for joint in ("en", "ën"):
                found[unit + joint + ten] = high + low
    return found


SMALL = below_hundred()
BEFORE_HUNDRED = {word: number for word, number in SMALL.items() if 1 < number < 40} | {"": 1}
NUMERAL = re.compile(
    r"(?:(?P<hundreds>[a-zéë]*?)\s?honderd(?:\s?en\s)?)?\s?(?P<rest>[a-zéë]*?)(?:tal)?"
)
# Longer runs of figures count nothing, and `int` refuses those of thousands.
DIGITS = re.compile(
    r"(?<![\w.,/:])(?<!\w-)(?:\d{1,3}(?:\.\d{3}){1,2}|\d{1,9})(?![\w]|[.,:/]\d|-\d)"
)
WORD = re.compile(r"[^\W\d_]+")

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
            r"(?:\d+|\b[a-zéë]+)\s+(?:tot\s+\w+\s+)?(?:volle\s+|lange\s+)?"
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
            r"\b\d[\d.,]*\s*(?:%|‰|m2|m²|m3|kva|mva|kw|mw|kwh|ke\b|db|km|meter|centimeter|cm|mm|"
            r"m1|mg|mol|hectare|ha|gb|mb|bar|volt|ampère|graden)(?!\w)",
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
            r"\b[\w'’-]*(?:straat|weg|laan|plein|kade|dijk|singel|gracht|steeg|dreef|hof|markt|park|"
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
class Count:
    """A whole number as written in a text."""

    value: int
    start: int  # in characters of the text, from 0
    end: int  # just past the last character
    in_words: bool


@lru_cache(maxsize=1_000)
def counts_in(text: str) -> tuple[Count, ...]:
    """The numbers of a text that may count places, in order; none above `MOST`.

    Kept, as the head of a table is asked about with each of its rows.
    """
    found = sorted((*digits_in(text), *words_in(text)), key=lambda each: each.start)
    if not found:
        return ()
    shut = [
        (match.start() + start, match.start() + end)
        for match in re.finditer(r"[^\t|]+", text)  # a table's cells are read one by one
        for start, end in masked(match[0])
    ]
    return tuple(
        each
        for each in found
        if each.value <= MOST
        and not any(start < each.end and each.start < end for start, end in shut)
    )


def masked(text: str) -> Iterator[tuple[int, int]]:
    """Where figures stand that count nothing of ours."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    for family in NO_COUNT:
        if family.phrase_pattern is not None:
            for match in family.phrase_pattern.finditer(lowered):
                yield match.span()


def digits_in(text: str) -> Iterator[Count]:
    """Numbers in digits; a full stop parts thousands, as in '1.150'."""
    for match in DIGITS.finditer(text):
        yield Count(int(match[0].replace(".", "")), match.start(), match.end(), False)


def words_in(text: str) -> Iterator[Count]:
    """Numbers in words: 'honderdtwintig', 'ruim honderd', 'tweehonderd en tien'."""
    lowered = text.lower()
    has_hundreds = "honderd" in lowered
    if not has_hundreds and not any(map(may_count, WORD.findall(lowered))):
        return
    words = list(WORD.finditer(text))
    lengths = (4, 3, 2, 1) if has_hundreds else (1,)
    at = 0
    while at < len(words):
        found = None
        for length in lengths:
            run = words[at : at + length]
            if len(run) < length or run[-1].end() - run[0].start() > 45:
                continue
            value = value_of(text[run[0].start() : run[-1].end()].lower())
            if value is not None:
                found = Count(value, run[0].start(), run[-1].end(), True)
                at += length
                break
        if found is not None:
            yield found
        else:
            at += 1


def may_count(word: str) -> bool:
    """Whether a word in lower case, in which no hundred is named, may stand for a number."""
    return word in SMALL or word.endswith("tal")


def value_of(words: str) -> int | None:
    """The number that Dutch words stand for, None where they stand for none."""
    if words in SMALL:
        return SMALL[words]
    if "honderd" not in words and not words.endswith("tal"):
        return None
    match = NUMERAL.fullmatch(words)
    if match is None:
        return None
    hundreds, rest = match["hundreds"], match["rest"].strip()
    if hundreds is None:
        return SMALL.get(rest) if words.endswith("tal") and rest else None
    first = BEFORE_HUNDRED.get(hundreds.strip())
    if first is None or (rest and rest not in SMALL):
        return None
    return 100 * first + (SMALL[rest] if rest else 0)
