"""A year that hangs on what is no date, and the more exact time that explains it.

'Met de tulpen van 2028, dus eind april': tulips have no date, but whoever names them tells at
once when that is. The time that explains takes the year, and the year alone says nothing more.
"""

import re
from datetime import timedelta

from rules.spans import Expression
from rules.years import in_year

BACK = 80  # characters before a year in which what it hangs on begins
NEAR = 3  # days that what explains a period may lie beside it
APART = 90  # characters from a year to what explains it, at most
# What a year belongs to without being when it happens: papers, money, tasks and councils.
NO_EVENT = (
    r"\w*(?:begroting|rekening|nota|plan|plannen|visie|akkoord|programma|agenda|besluit|besluiten|"
    r"wet|regeling|verordening|budget|krediet|opgave|taak|taken|taakstelling|cyclus|periode|tranche|"
    r"ronde|prognose|raming|brief|rapport|cijfers|verslag|monitor|norm|fonds|subsidie|uitkering|"
    r"circulaire|convenant|overeenkomst|contract|raad|college|document|stuk|bijlage|uitvraag|"
    r"verzoek|melding)"
)
# A part of the year, and words that are no noun.
NO_NOUN = (
    r"(?:jaar|jaren|kwartaal|helft|maand|maanden|week|weken|dag|dagen|loop|begin|midden|einde?|van"
    r"|in|op|voor|is|zijn|wordt|worden|en|of)"
)
NOUN = rf"(?!(?:{NO_EVENT}|{NO_NOUN})\b)[^\W\d][\w'’-]*"
# 'de tulpen van', 'het badseizoen', 'de kermis van': a noun with its article, right before a year.
HANGS = re.compile(
    rf"\b(?:de|het|'t|’t|een|ons|onze|hun|elke)\s+(?:{NOUN}\s+){{1,3}}"
    r"(?:(?:van|in)\s+)?$",
    re.IGNORECASE,
)
# 'voordat in 2028 de eerste aardappel de grond in gaat': a clause of time that holds the year.
CLAUSE = re.compile(
    r"\b(?:voordat|nadat|wanneer|zodra|als|totdat)\s[^.,;:()|]*?\bin\s+(?:het\s+jaar\s+)?$",
    re.IGNORECASE,
)
CLAUSE_WORD = re.compile(r"\b(?P<word>voordat|nadat|totdat)\s[^.,;:()|]*$", re.IGNORECASE)
IS_OF = r"(?:is|zijn|was|valt|vallen|begint|beginnen|eindigt|sluit|opent|start|loopt|duurt|houden)"
SETTING = r"(?:(?:op|in|per|rond|omstreeks|tegen|van|vanaf|ergens|de|het|maand|altijd|\w+dag)\s+)*"
# What stands between a year and the time that explains it: a mark, and words that equate the two.
EXPLAINS = re.compile(
    r"^(?P<rest>[^.,;:()|–]*)(?:,|\s\(|:|\s[-–])\s*(?P<equal>(?:dus|oftewel|ofwel|namelijk|te\s+weten|zeg|"
    r"zegge|d\.w\.z\.|dat\s+wil\s+zeggen|(?:dan\s+)?(?:bedoel\s+(?:ik|wij)|(?:ik|wij)\s+bedoel\w*)|"
    rf"(?:en\s+)?(?:dat|die|deze|wat)\s+(?:hier\s+)?{IS_OF}(?:\s+(?:dan|voor|bij|hier|ons|altijd|dit|"
    rf"keer|weer|vast))*|hier\s+is\s+dat|(?P<relative>die|dat|wat))[,\s]+)?{SETTING}$",
    re.IGNORECASE,
)
# 'die altijd op 1 juli begint': the verb stands behind the time.
VERB_BEHIND = re.compile(rf"\s+(?:\w+\s+)?{IS_OF}\b", re.IGNORECASE)
ANOTHER_CLAUSE = re.compile(r"\b(?:maar|terwijl|waarna|daarna|vervolgens|volgen|volgt)\b", re.I)


def explained(text: str, bases: list[Expression]) -> list[Expression]:
    """The periods of a sentence, each year that hangs on an event joined with what explains it."""
    if len(bases) < 2:
        return bases
    found: list[Expression] = []
    for base in bases:
        year = found[-1] if found else None
        if year is not None and explains(text, year, base):
            found[-1] = joined(text, year, base)
        else:
            found.append(base)
    return found


def explains(text: str, year: Expression, base: Expression) -> bool:
    """Whether a period stands there as the time of what the year before it hangs on."""
    link = text[year.end : base.start]
    if not year.has_year or year.is_past or len(link) > APART or is_year_long(base):
        return False
    match = EXPLAINS.match(link)
    if match is None or ANOTHER_CLAUSE.search(link):
        return False
    if not is_year_long(year):
        return match["equal"] is not None and is_near(in_year_of(year, base), year)
    if anchor(text, year) is None:
        return False
    if match["relative"] and not VERB_BEHIND.match(text[base.end :]):
        return False
    return not base.has_year or lies_in(base, year)


def is_year_long(each: Expression) -> bool:
    """Whether a period is one whole year or longer."""
    if each.earliest is None or each.latest is None:
        return False
    return (each.latest - each.earliest).days >= 364


def is_near(base: Expression, period: Expression) -> bool:
    """Whether a time is no longer than a period and lies in it, or next to it.

    'de bouwvak van 2027, ik bedoel vrijdag 16 juli'
    """
    if not (base.earliest and base.latest and period.earliest and period.latest):
        return False
    near = timedelta(days=NEAR)
    is_no_longer = base.latest - base.earliest <= period.latest - period.earliest
    return is_no_longer and period.earliest - near <= base.earliest <= period.latest + near


def in_year_of(period: Expression, base: Expression) -> Expression:
    """The time that explains a period, in the period's year where it names none."""
    if base.has_year or period.latest is None:
        return base
    return in_year(base, period.latest.year)


def lies_in(base: Expression, year: Expression) -> bool:
    """Whether a period that names its year lies in that one: 'zeg in april van dat jaar'."""
    return (
        base.latest is not None and year.latest is not None and base.latest.year == year.latest.year
    )


def anchor(text: str, year: Expression) -> re.Match[str] | None:
    """What the year hangs on: a noun of an event, or a clause of time that holds the year."""
    before = text[max(0, year.start - BACK) : year.start]
    noun, clause = HANGS.search(before), CLAUSE.search(before)
    return noun or clause


def joined(text: str, year: Expression, base: Expression) -> Expression:
    """The time that explains, in the year that it takes; open where a clause says so."""
    before = text[max(0, year.start - BACK) : year.start]
    match, clause = anchor(text, year), CLAUSE_WORD.search(before)
    moved = in_year_of(year, base)
    begins = clause or match if is_year_long(year) else None
    start = year.start - len(before) + begins.start() if begins else year.start
    whole = moved._replace(text=text[start : base.end], start=start)
    if clause is None or begins is None:
        return whole
    if clause["word"].lower() == "nadat":
        later = moved.latest and moved.latest + timedelta(days=1)
        return whole._replace(earliest=later, latest=None)
    earlier = moved.earliest and moved.earliest - timedelta(days=1)
    return whole._replace(earliest=None, latest=earlier)
