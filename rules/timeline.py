"""When places will be there: which expressions of time say so, and whether none can be given.

An expression may as well tell of a council meeting, a permit, the past, the end of a lease, or
a plan that was given up. Rules shut out what cannot be; among the rest a small trained model
weighs the words around the expression together with the sentence's own score.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from rules.expressions import expressions_in
from rules.judgement import Availability, Element, TimelineState
from rules.linear import LinearModel
from rules.mail import Layout, Owner
from rules.sentences import Sentence, flat, statement
from rules.spans import Expression
from rules.statements import Scores

AVAILABLE = 0.5  # chance from which an expression says when places are there
SURE_SENTENCE = 0.7  # of the sentence's own score: its expressions need less
LOWERED = 0.2
DOUBTED_SENTENCE = 0.04  # below it the sentence says nothing of the sort
ANSWERING = 0.1  # chance that a sentence withholds a time, where it was asked
ANSWERING_UNASKED = 0.2
CLAUSE_EDGE = re.compile(r"[;:()]|,\s|\s-\s|\s–\s|\|| en dan | maar | terwijl | waarna | zodat ")
NEAR = 6  # words on either side of an expression that are looked at

PLACES = re.compile(
    r"\b(?:\w*plek(?:ken)?|\w*plaats(?:en)?|bedden|\w*opvang\w*|\w*locaties?|units?|woon\w*|"
    r"bewoners?|asielzoekers|mensen|amv\w*|regulier\w*|schip|gebouw\w*|pand|hotel|paviljoen\w*)\b",
    re.IGNORECASE,
)
READY = re.compile(
    r"\b(?:gereed|klaar|beschikbaar\w*|in\s+gebruik|ingebruikn\w+|open(?:en|t|gaan|ing|gesteld|gaat)?|"
    r"oplever\w*|opgeleverd|bewoon\w*|betrekk\w*|betrokken|betrek|operationeel|gerealiseerd|"
    r"realis\w+|realiteit|voldo(?:en|et|aan)|terugkeer\w*|terug|hersteld|vrij|erin|er\s+zijn|"
    r"zijn\s+er|staa(?:t|n)|kom(?:t|en)|volg(?:t|en)|bied(?:t|en)|huisvest\w*|ontvangen|instromen|"
    r"compleet|afgerond|geplaatst|start(?:en|t)?|oplossing|lever(?:t|en))\b",
    re.IGNORECASE,
)
PROCEDURE = re.compile(
    r"\b(?:raad|raads\w+|gemeenteraad|college|b&w|besluit\w*|besluitvorming|vergunning\w*|"
    r"omgevings\w+|aanvra\w+|aanbeste\w+|procedure|zitting|uitspraak|gesprek\w*|overleg\w*|brief|"
    r"verzoek\w*|inspraak|participatie\w*|bijeenkomst\w*|avond\w*|onderzoek\w*|krediet\w*|motie|"
    r"ondertek\w+|overeenkomst\w*|verdeelbesluit|zienswijze\w*|ter\s+inzage|bezwaar\w*|beroep\w*|"
    r"rechtbank|regietafel|voorstel|agenda|vergader\w+|commissie|sloop|slopen|sanering|"
    r"heien|bouwrijp|ontwerp|schets\w*|kadernota|gunning|offerte\w*)\b",
    re.IGNORECASE,
)
LAPSED = re.compile(
    r"\b(?:in\s+plaats\s+van|oorspronkelijk\w*|aanvankelijk|eerder(?:e)?\s+(?:was|gingen|genoemd|"
    r"gemeld|gepland|voorzien)|destijds|was\s+(?:gepland|voorzien|beoogd)|zou(?:den)?|"
    r"niet\s+langer|niet\s+meer|gehaald\s+wordt\s+dat\s+niet|vervallen|vorige\s+planning|"
    r"gingen\s+(?:wij|we)|hadden)\b",
    re.IGNORECASE,
)
ENDING = re.compile(
    r"\b(?:tot(?!\s+en\s+met)|eindigt|loopt\s+(?:af|tot)|afloop\w*|verstrijkt|sluit|stopt|"
    r"opgezegd|beëindig\w*|vertrek\w*|verlaten|weg)\b",
    re.IGNORECASE,
)
SINCE = re.compile(r"\b(?:sinds|sedert|vanaf\s+begin\s+af|reeds|al\s+(?:in|sinds|vanaf))\b", re.I)
CONDITION = re.compile(
    r"\b((?:mits|als|indien|zodra|afhankelijk\s+van|onder\s+voorbehoud\s+van|na\s+(?:de\s+)?"
    r"(?:vergunning\w*|verlening\w*|gunning\w*|besluit\w*|instemming\w*|sloop|sanering))"
    r"\b[^,.;]{3,80})",
    re.IGNORECASE,
)
NEXT_CYCLE = re.compile(
    r"\b(?:indicatieve|nieuwe\s+verde\w+|tweede\s+cyclus|volgende\s+(?:cyclus|ronde|verde\w+)|"
    r"nieuwe\s+(?:cyclus|ronde|opgave))\b",
    re.IGNORECASE,
)
TIME_NOUN = (
    r"(?:termijn\w*|datum|data|tijdstip|jaartal|planning|tijdpad|tijdsindicatie|tijdspad|"
    r"tijdlijn|moment|indicatie|prognose|einddatum|opleverdatum|jaar|kwartaal|maand|tijdschema|"
    r"tijdsplanning|tijdsbestek|verwachting|wanneer|hoe\s+lang|hoe\s+snel|op\s+welke\s+termijn)"
)
NEGATIVE = (
    r"(?:geen|niet|nog\s+niet|onmogelijk|onzeker\w*|onbekend|onduidelijk|ongewis|zonder|noch)"
)
UNKNOWN = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
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
ASKED_TIME = re.compile(
    r"\b(?:termijn|wanneer|planning|tijd\w*|datum|vooruitblik|verwachting|perspectief|hoe\s+lang)\b",
    re.IGNORECASE,
)
# 'mocht ... dan zou ... kunnen': a possibility, no promise
WISHED = re.compile(
    r"\b(?:mocht(?:en)?|hop(?:en|elijk)|hoopt|wens(?:en)?)\b.{0,120}\b(?:zou(?:den)?|misschien|mogelijk|"
    r"wellicht)\b|\bzou(?:den)?\b.{0,60}\bmisschien\b",
    re.IGNORECASE | re.DOTALL,
)
ABOUT_PROCEDURE = re.compile(
    r"\b(?:zitting|uitspraak|raadsbehandeling|behandeling|rechtbank|hoorzitting|zittingsdatum|"
    r"gesprek|beroep|bezwaar)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the places will be there, as far as the mail says.

    entries: each expression with its sentence; margin: how far the best expression, or the
    best that was refused, lies from the border: near 0 is close to call.
    """

    state: TimelineState
    entries: tuple[Availability, ...]
    unknown: tuple[Sentence, ...]  # that say no time can be given
    margin: float


def timeline_of(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    others: Collection[int],
    received_on: date,
    model: LinearModel,
) -> Timeline:
    """The timeline of a mail.

    others: places of sentences about other municipalities; see `rules.elsewhere`.
    """
    entries: list[Availability] = []
    margin = -1.0
    for candidate in candidates(sentences, scores, others, received_on):
        chance = candidate.chance
        for each in candidate.expressions:
            score = model.chance(features(candidate, each, received_on))
            border = LOWERED if chance >= SURE_SENTENCE else AVAILABLE
            if chance < DOUBTED_SENTENCE:
                continue
            margin = max(margin, score - border)
            if score >= border:
                entries.append(availability(candidate.sentence, each))
    unknown = tuple(
        sentence
        for sentence, score in zip(sentences, scores, strict=True)
        if sentence.owner is Owner.SENDER and withholds(sentence, score, received_on)
    )
    if entries:
        return Timeline(TimelineState.STATED, distinct(entries), unknown, margin)
    state = TimelineState.UNKNOWN if unknown else TimelineState.ABSENT
    return Timeline(state, (), unknown, margin)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the sender with expressions that may tell when places are there."""

    sentence: Sentence
    chance: float  # that the sentence states a timeline
    is_about_others: bool  # other municipalities
    expressions: tuple[Expression, ...]


def candidates(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    others: Collection[int],
    received_on: date,
) -> Iterable[Candidate]:
    """The sender's sentences with the expressions in each that may tell of availability."""
    said_year = None
    for at, (sentence, score) in enumerate(zip(sentences, scores, strict=True)):
        if sentence.owner is not Owner.SENDER:
            continue
        found = expressions_in(sentence.text, received_on, said_year=said_year)
        years = [each.latest.year for each in found if each.latest]
        said_year = years[-1] if years else said_year
        if says_unknown(sentence.text) or WISHED.search(flat(sentence.text)):
            continue  # the dates in it are those that cannot be promised
        possible = [each for each in found if may_be_ahead(sentence, each, received_on)]
        if possible:
            chance = score.elements[Element.TIMELINE]
            yield Candidate(sentence, chance, at in others, tuple(possible))


def may_be_ahead(sentence: Sentence, each: Expression, received_on: date) -> bool:
    """Whether an expression can name a time at which places will be there at all."""
    if each.is_past or sentence.layout is Layout.HEADING:
        return False
    end = each.latest or each.earliest
    return end is not None and end >= received_on


def says_unknown(text: str) -> bool:
    """Whether a sentence says that no time can be given."""
    words = flat(text)
    if ABOUT_PROCEDURE.search(words) and not PLACES.search(words):
        return False
    return any(pattern.search(words) for pattern in UNKNOWN)


def withholds(sentence: Sentence, score: Scores, received_on: date) -> bool:
    """Whether a sentence says that no time can be given, by its words or by the model.

    Under a question about time less is needed, where the sentence names no time itself.
    """
    if says_unknown(sentence.text):
        return True
    if sentence.layout is Layout.HEADING:
        return False
    asked = ASKED_TIME.search(f"{sentence.heading} {sentence.question}") is not None
    if asked and not expressions_in(sentence.text, received_on):
        return score.no_time >= ANSWERING
    return score.no_time >= ANSWERING_UNASKED


def availability(sentence: Sentence, each: Expression) -> Availability:
    condition = CONDITION.search(flat(sentence.text))
    return Availability(
        flat(each.text),
        each.earliest,
        each.latest,
        statement(sentence),
        condition[1].strip() if condition else "",
    )


def distinct(entries: Sequence[Availability]) -> tuple[Availability, ...]:
    """The entries in order of text, each span of days once."""
    seen: dict[tuple[date | None, date | None], Availability] = {}
    for entry in entries:
        seen.setdefault((entry.earliest, entry.latest), entry)
    return tuple(seen.values())


# ------------------------------------------------------------------ what the model looks at


def features(candidate: Candidate, each: Expression, received_on: date) -> list[str]:
    """What speaks for or against an expression of a sentence, each as a word."""
    sentence = candidate.sentence
    text = sentence.text.replace("\t", " | ")
    shift = sentence.text[: each.start].count("\t") * 2
    start, end = each.start + shift, each.end + shift
    before, after = re.sub(r"\s", " ", text[:start]), re.sub(r"\s", " ", text[end:])
    clause = f"{CLAUSE_EDGE.split(before)[-1]} @ {CLAUSE_EDGE.split(after)[0]}"
    found = [f"clause {name}" for name in cues(clause)]
    found += [f"sentence {name}" for name in cues(flat(text))]
    found += [f"heading {name}" for name in cues(f"{sentence.heading} {sentence.question}")]
    found += [f"column {name}" for name in cues(column_of(sentence, each))]
    found += [f"word {word}" for word in words_of(clause)]
    found += [f"before {word}" for word in words_of(before)[-NEAR:]]
    found += [f"after {word}" for word in words_of(after)[:NEAR]]
    found += [f"last {' '.join(words_of(before)[-2:])}", f"next {' '.join(words_of(after)[:2])}"]
    found += [f"top {word}" for word in words_of(f"{sentence.heading} {sentence.question}")]
    found += [f"layout {sentence.layout}", f"duration {each.is_duration}"]
    found += [f"is past {is_over(each, received_on)}", f"open {each.earliest is None}"]
    found += [f"shape {shape(each)}", f"chance {bucket(candidate.chance)}"]
    found.append(f"others {candidate.is_about_others}")
    return found


def cues(text: str) -> list[str]:
    """The families of words that a text holds."""
    families = {
        "places": PLACES,
        "ready": READY,
        "procedure": PROCEDURE,
        "lapsed": LAPSED,
        "ending": ENDING,
        "since": SINCE,
        "cycle": NEXT_CYCLE,
    }
    held = [name for name, pattern in families.items() if pattern.search(text)]
    return [*held, *(f"{one}+{other}" for one in held for other in held if one < other)]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, figures as one word."""
    return ["#" if word[0].isdigit() else word for word in re.findall(r"\w+|[@|%?:]", text.lower())]


def column_of(sentence: Sentence, each: Expression) -> str:
    """The head of the table's column in which an expression stands, "" outside tables."""
    if sentence.layout is not Layout.ROW or not sentence.header_row:
        return ""
    place = sentence.text[: each.start].count("\t")
    heads = sentence.header_row.split("\t")
    return heads[place] if place < len(heads) else ""


def is_over(each: Expression, received_on: date) -> bool:
    return each.latest is not None and each.latest < received_on


def shape(each: Expression) -> str:
    """How precise an expression is."""
    if each.earliest is None or each.latest is None:
        return "open"
    days = (each.latest - each.earliest).days
    return "day" if days < 1 else "month" if days < 32 else "season" if days < 130 else "year"


def bucket(chance: float) -> str:
    """The sentence's own score as one of some steps on a logarithmic scale."""
    bounded = min(0.999, max(0.001, chance))
    return str(round(log(bounded / (1 - bounded)) * 1.2))
