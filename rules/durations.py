"""Lengths of time counted from receipt: 'binnen zes maanden', 'over anderhalf jaar'."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from rules.endings import EndingIn
from rules.numerals import NUMBER_WORD, number_of
from rules.spans import Edge, Expression, months_later
from rules.word_starts import AtStarts

LONGEST = 600  # of any unit; what is longer is no term

UNIT = r"(?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|mnd|kwarta(?:al|len)|jaar|jaren|jr)\b"
COUNT = (
    rf"(?:\d{{1,3}}(?:[.,]\d+|\s?½)?|½|anderhal(?:f|ve)|driekwart|"
    rf"{NUMBER_WORD}(?:\s+en\s+een\s+half|(?:ën|en)(?:een)?half)?)"
)
ONE = rf"(?:(?:een\s+)?half\s*jaar\b|kwartaal\b|{COUNT}\s*{UNIT})"
LENGTH = (
    rf"(?:een\s+(?:jaar|maand|week)\s+of\s+{NUMBER_WORD}\b(?!\s*{UNIT})|"
    rf"{ONE}\s*(?:à|tot|of|-|–)\s*{ONE}|(?:{COUNT}\s*(?:à|\ba\b|tot|of|-|–)\s*)?{ONE})"
)
PIECE = re.compile(
    rf"(?P<half>(?:een\s+)?half\s*jaar)|(?P<count>{COUNT})(?:\s*(?P<unit>{UNIT}))?|kwartaal",
    re.IGNORECASE,
)
ABOUT = (
    r"(?:(?:ongeveer|circa|ca\.?|zo['’]?n|nog|naar\s+schatting|naar\s+verwachting|pakweg|krap|ruim|"
    r"een\s+kleine|(?P<least>minimaal|ten\s+minste|tenminste|minstens|zeker|op\s+zijn\s+minst)|"
    r"(?P<most>maximaal|hooguit|hoogstens|uiterlijk|ten\s+hoogste))\s+)*"
)
# In small letters, and without what may stand behind: sought in a fifth of the time.
NAMES_UNIT = re.compile(r"dag|we(?:ek|ken)|maand|mnd|kwarta|ja(?:ar|ren)|jr")
DURATIONS = (
    rf"\b(?P<how>binnen\s+nu\s+en|tussen\s+nu\s+en|binnen|over|na|voor|duurt(?:\s+het)?|wanneer:|"
    rf"termijn:|op\s+een\s+termijn\s+van|(?:doorloop|bouw|lever)tijd\s+(?:is|van|bedraagt))\s+"
    rf"{ABOUT}(?:de\s+|een\s+(?:termijn|periode|tijdsbestek)\s+van\s+)?(?P<length>{LENGTH})",
    rf"\b(?P<coming>(?:in|binnen)\s+de\s+(?:eerst)?komende\s+{LENGTH})",
    rf"\b(?P<later>{LENGTH})\s+(?:vanaf\s+nu|na\s+(?:heden|vandaag|nu))\b",
    r"(?P<bare>\b(?:anderhalf|1[.,]5|1\s?½)\s+jaar\b)",
    # A cell of a table, or what stands behind a colon, that holds nothing but a length.
    rf"(?:^|(?<=[|:]))\s*(?!kwartaal)(?P<cell>{LENGTH})(?=\s*(?:$|\|))",
)
DURATION = AtStarts(DURATIONS, re.IGNORECASE)
FROM_NOW = re.compile(r"nu|heden|vandaag")  # in small letters; without, none of `later`
NOT_FROM_NOW = AtStarts((each for each in DURATIONS if "(?P<later>" not in each), re.IGNORECASE)
OF_SOMETHING_ELSE = re.compile(
    r"\s*(?:na\b(?!\s*(?:heden|nu|vandaag|ontvangst|dagtekening))|nadat|geleden|eerder|later|"
    r"daarna|volgend\s+op|(?:te\s+rekenen\s+)?vanaf\b(?!\s+(?:nu|heden|vandaag)))\b",
    re.IGNORECASE,
)
NO_TERM_BEFORE = EndingIn(
    r"\b(?:al|reeds|sinds|afgelopen|voorbije|vorige|laatste|eerste|gedurende|met|elke?|iedere?|"
    r"per|om\s+de|meer\s+dan|langer\s+dan)\s+$"
)
NO_TERM_AFTER = re.compile(
    r"\s*(?:vertraging|uitstel|lang\b|langer|oud\b|aan\b|te\s+laat|verder|terug|nodig\s+gehad|"
    r"voorbereiding|overleg|onderhandel|bezig|gewacht|gezocht|gesproken|geduurd|verloren)",
    re.IGNORECASE,
)
SPREAD = EndingIn(r"\b(?:verdeeld|gespreid|verspreid|uitgesmeerd)\s+$")
AT_EARLIEST = EndingIn(
    r"\b(?:niet\s+eerder\s+dan|op\s+(?:zijn|z['’]n|het)\s+vroegst|ten\s+vroegste|vroegstens)\s+$"
)
AT_LATEST = EndingIn(r"\b(?:uiterlijk|niet\s+later\s+dan)\s+$")
LENGTHS = ("length", "coming", "later", "bare", "cell")  # the groups that hold one
BACK = 40  # characters before a length that are looked at


def durations(text: str, received_on: date) -> Iterator[Expression]:
    """The lengths that count from receipt; 'binnen' is open towards the past."""
    for match in lengths_in(text):
        said = match.groupdict()
        how = re.sub(r"\s+", " ", (said.get("how") or "").lower())
        before = text[max(0, match.start() - BACK) : match.start()]
        if how in ("na", "voor") or is_no_term(match, how, before, text[match.end() :]):
            continue
        length = said[next(each for each in LENGTHS if said.get(each))]
        ends = length_ends(length, received_on)
        if ends is None:
            continue
        earliest, latest = opened(said, how, before, *ends)
        start = match.start("cell") if "cell" in said else match.start()
        start -= len(found[0]) if (found := sided(before)) else 0
        yield Expression(
            text[start : match.end()], start, match.end(), earliest, latest, is_duration=True
        )


def lengths_in(text: str) -> Iterator[re.Match[str]]:
    """What DURATIONS find in a text, in order."""
    sought = DURATION if FROM_NOW.search(text.lower()) else NOT_FROM_NOW
    return sought.finditer(text)


def is_no_term(match: re.Match[str], how: str, before: str, after: str) -> bool:
    """Whether a length counts from something else than receipt, or is how long a thing takes."""
    if OF_SOMETHING_ELSE.match(after[:40]):
        return True
    if how == "over" and SPREAD.search(before):
        return True
    if match.lastgroup in ("bare", "cell"):
        return bool(NO_TERM_BEFORE.search(before) or NO_TERM_AFTER.match(after[:30]))
    return False


def opened(
    said: Mapping[str, str | None], how: str, before: str, first: date, last: date
) -> tuple[Edge, Edge]:
    """Both ends, None where open: 'over' and 'vanaf nu' name a moment, all else a limit."""
    is_moment = how == "over" or "later" in said
    if not is_moment or said.get("most") or AT_LATEST.search(before):
        return None, last
    if said.get("least") or AT_EARLIEST.search(before):
        return first, None
    return first, last


def sided(before: str) -> re.Match[str] | None:
    """What stands before a length and opens it to one side."""
    return AT_EARLIEST.search(before) or AT_LATEST.search(before)


def length_ends(length: str, start: date) -> tuple[date, date] | None:
    """Where a length of time ends, at the shortest and at the longest; None past all terms."""
    pieces = [parts(match) for match in PIECE.finditer(length)]
    units = [unit for _, unit in pieces if unit]
    if not units:
        return None
    ends: list[date] = []
    for at, (count, unit) in enumerate(pieces):
        # 'twee tot drie jaar': the unit stands behind the last; 'een jaar of twee': the first.
        own = unit or next((each for _, each in pieces[at:] if each), units[0])
        end = moved(start, count, own)
        if end is None:
            return None
        ends.append(end)
    if re.match(r"een\s+\w+\s+of\s+\w+$", length, re.IGNORECASE):
        ends = ends[-1:]
    return min(ends), max(ends)


def parts(match: re.Match[str]) -> tuple[float, str]:
    """How many of which unit; "" where the unit stands elsewhere."""
    if match["half"]:
        return 6, "maanden"
    if not match["count"]:
        return 1, "kwartaal"
    return counted(match["count"].lower()), (match["unit"] or "").lower()


def counted(words: str) -> float:
    """'anderhalf', 'tweeënhalf', '2,5', '18' as a number."""
    if words.startswith("anderhal"):
        return 1.5
    if words == "driekwart":
        return 0.75
    if words[0].isdigit() or words == "½":
        figures = words.replace(",", ".").replace(" ", "")
        return float(figures.rstrip("½") or 0) + (0.5 if figures.endswith("½") else 0)
    whole = re.match(NUMBER_WORD, words)
    number = number_of(whole[0]) if whole else None
    return (number or 0) + (0.5 if words.endswith("half") else 0)


def moved(start: date, count: float, unit: str) -> date | None:
    """So many days, weeks, months, quarters or years later; None where that is no term."""
    if count > LONGEST:
        return None
    if unit.startswith("dag"):
        return days_later(start, count)
    if unit.startswith("we"):
        return days_later(start, count * 7)
    in_months = count * {"m": 1, "k": 3, "j": 12}[unit[0]]
    whole = int(in_months)
    month = months_later(start, whole)
    return days_later(month, (in_months - whole) * 30) if month else None


def days_later(start: date, count: float) -> date | None:
    """So many days later; None past the last year that a date can have."""
    try:
        return start + timedelta(days=round(count))
    except OverflowError:
        return None
