"""Dutch expressions of time, resolved to spans of days.

The table of corpus/SCHEMA.md decides what each form means. A period (a day, a month, a season,
a year) is found first; what stands before it tells which part is meant and whether it is open
to one side; two periods may be the ends of a range.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.spans import SEASONS, Edge, Span, day, iso_week, months, months_later, part_of

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "maart mrt",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "augustus aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4}
NUMBERS = {
    name: number
    for number, names in enumerate(
        "nul;een één 1;twee;drie;vier;vijf;zes;zeven;acht;negen;tien;elf;twaalf;dertien;veertien;"
        "vijftien;zestien;zeventien;achttien;negentien;twintig;eenentwintig;tweeëntwintig;"
        "drieëntwintig;vierentwintig;vijfentwintig;zesentwintig;zevenentwintig;achtentwintig;"
        "negenentwintig;dertig".split(";")
    )
    for name in names.split()
} | {"vijfendertig": 35, "zesendertig": 36, "veertig": 40, "achtenveertig": 48, "zestig": 60}

MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
YEAR = r"(?:(?:20[2-4]\d)\b(?![.,]\d|\s*(?:(?-i:[A-Z]{2})\b|m2|m²|euro|uur))|['’](?:2|3)\d\b)"
RELATIVE_YEAR = (
    r"(?:dit|volgend|komend|het\s+komende|aankomend|vorig|afgelopen|dat|datzelfde|hetzelfde)\s+"
    r"(?:kalender)?jaar\b"
)
ANY_YEAR = rf"(?:\s*,?\s*(?:(?:van|in)\s+)?(?:het\s+jaar\s+)?(?:{YEAR}|{RELATIVE_YEAR}))"
ORDINAL = r"(?:eerste|tweede|derde|vierde|laatste|[1-4]\s?(?:e|ste|de)\b)"
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
UNIT = r"(?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|kwarta(?:al|len)|jaar|jaren)\b"
ABOUT = (
    r"(?:(?:ongeveer|circa|ca\.?|zo['’]?n|nog|naar\s+schatting|naar\s+verwachting|pakweg|"
    r"krap|ruim|een\s+kleine|minimaal|maximaal|hooguit|ten\s+minste|minstens)\s+)*"
)
LENGTH = (
    rf"(?:anderhalf\s+jaar\b|(?:een\s+)?(?:half\s*jaar\b|kwartaal\b)|driekwart\s+jaar\b|"
    rf"{NUMBER}(?:\s*(?:à|a|tot|of|-|–)\s*(?P<upto>{NUMBER}))?\s+(?P<unit>{UNIT}))"
)

# Each alternative is one kind of period; the longest stand first.
PERIOD = re.compile(
    rf"""
    (?P<iso>\b20[2-4]\d-\d{{2}}-\d{{2}}\b)
  | (?P<numeric>\b(?P<nd>\d{{1,2}})[-/.](?P<nm>\d{{1,2}})[-/.](?P<ny>20[2-4]\d|\d{{2}})\b(?!\.\d))
  | (?P<slash>(?<=\bper\ )(?P<sd>\d{{1,2}})/(?P<sm>\d{{1,2}})\b)
  | (?P<dated>\b(?:(?P<dn>\d{{1,2}}|[lI])(?:\s?(?:e|ste|de))?|(?P<dw>eerste|laatste))
        [ ]+(?:dag\s+van\s+)?(?P<dm>{MONTH})
        (?P<dy>{ANY_YEAR}|\s+\d{{2}}\b(?!\s*[a-z:.]))?(?P<past>\s+jl\b|\s+jongstleden)?)
  | (?P<quarters>\bQ\s?(?P<q1>[1-4])\s?(?:[/&-]|en|of|tot)\s?Q?(?P<q2>[1-4])\b
        [\s-]?(?P<qsy>{ANY_YEAR})?)
  | (?P<quarter>\bQ\s?(?P<q>[1-4])\b(?P<qy>[\s-]?(?:{ANY_YEAR}))?|\bK(?P<k>[1-4])\s(?P<ky>{YEAR}))
  | (?P<ordquarters>\b(?P<o1>{ORDINAL})\s+(?:en|of)\s+(?:het\s+)?(?P<o2>{ORDINAL})\s+kwartaal\b
        (?P<osy>{ANY_YEAR})?)
  | (?P<ordquarter>\b(?P<o>{ORDINAL})\s+kwartaal\b(?P<oy>{ANY_YEAR})?)
  | (?P<half>\b(?P<h>{ORDINAL})\s+(?:helft|half\s?jaar|jaarhelft)\b(?P<hy>{ANY_YEAR})?)
  | (?P<lasthalf>\b(?P<lhy>{YEAR})\s*,?\s*(?:in\s+)?(?:de\s+)?(?P<lh>{ORDINAL})\s+helft\b)
  | (?P<somemonths>\b(?P<sw>eerste|laatste)\s+(?P<sn>{NUMBER})\s+maanden(?P<smy>{ANY_YEAR}))
  | (?P<winter>\bwinter\s+(?:van\s+)?(?P<w1>20[2-4]\d)\s?(?:[-–/]|op|naar)\s?(?:20)?(?P<w2>\d\d)\b)
  | (?P<season>\b(?P<srel>dit|komende?|aankomende?|aanstaande?|volgende?|volgend|dit\s+komende)?
        \s?\b(?P<s>voorjaar|lente|zomer|najaar|herfst|winter)\b(?P<sy>{ANY_YEAR}|\s+20[2-4]\d)?)
  | (?P<week>\bweek\s+(?P<wn>\d{{1,2}})\b(?P<wy>{ANY_YEAR})?)
  | (?P<christmas>\bkerst(?:mis)?\b(?P<cy>{ANY_YEAR})?)
  | (?P<month>\b(?P<m>{MONTH})(?P<my>{ANY_YEAR}|\s+\d{{2}}\b(?!\s*(?:[a-z:.%]|\d)))?)
  | (?P<years>\b(?P<y1>20[2-4]\d)\s?(?:/|-|–|of|en)\s?(?P<y2>20[2-4]\d|\d\d(?!\d))\b)
  | (?P<relyear>\b{RELATIVE_YEAR})
  | (?P<year>(?<![\d.,/-])(?<!\bStb\.\s)(?:het\s+jaar\s+)?(?P<y>{YEAR})(?![/-]?\d))
    """,
    re.VERBOSE | re.IGNORECASE,
)
BARE_LENGTH = LENGTH.replace("?P<upto>", "").replace("?P<unit>", "")
DURATION = re.compile(
    rf"\b(?P<how>binnen|over|uiterlijk\s+over|na|voor|duurt(?:\s+het)?|wanneer:|termijn:)\s+"
    rf"{ABOUT}(?:nu\s+en\s+)?(?:de\s+)?(?P<length>{LENGTH})"
    rf"|\bbinnen\s+nu\s+en\s+{ABOUT}(?P<within>{BARE_LENGTH})"
    rf"|\b(?P<later>{BARE_LENGTH})\s+(?:vanaf\s+nu|na\s+heden|na\s+vandaag)",
    re.IGNORECASE,
)
PART = re.compile(
    r"(?:\b(?P<begin>begin|aanvang|start\s+van|vroeg\s+in)|\b(?P<half>medio|half|halverwege|midden|"
    r"rond\s+het\s+midden)|\b(?P<eind>eind(?:e)?|ultimo|laat\s+in))\s+"
    r"(?:(?:van|in)\s+)?(?:het\s+|de\s+)?(?:maand\s+)?$",
    re.IGNORECASE,
)
# What stands before a period, from the most to the least telling.
BEFORE = re.compile(
    r"(?P<not_before>\bniet\s+(?:eerder(?:\s+\w+)?\s+dan|voor|vóór)|\bop\s+(?:zijn|z['’]n)\s+"
    r"vroegst|\bop\s+het\s+vroegst|\bten\s+vroegste|\bvroegstens|\bniet\s+eerder\s+dan)"
    r"|(?P<by>\buiterlijk|\btot\s+en\s+met|\bt/m|\bniet\s+later\s+dan|\bop\s+zijn\s+laatst|"
    r"\bten\s+laatste|\bvóór\s+of\s+op|\bvoor\s+of\s+op)"
    r"|(?P<before>\bvóór|\bvoor(?:afgaand\s+aan)?|\beerder\s+dan|\bnog\s+voor)"
    r"|(?P<after>\bna(?:\s+afloop\s+van)?)"
    r"|(?P<between>\btussen)"
    r"|(?P<from>\bvan(?:af)?)",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"(?:gepland|voorzien|ingepland|geprogrammeerd|beoogd|begroot|geagendeerd|gereserveerd|planning|"
    r"sta(?:at|an)|verwacht|mikken|in\s+beeld|aangekondigd|opgenomen)\s*(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
LINK = re.compile(r"^\s*(?:(?:in|op|per|de|het|loop|van|dag|maand|einde?)\s+){0,4}$", re.IGNORECASE)
RANGE_LINK = re.compile(r"^\s*(?:en|tot(?:\s+en\s+met)?|t/m|of|à|-|–|/)\s*(?:in\s+)?$", re.I)
LOOSE = re.compile(
    r"(?:\b(?:in|op|per|vanaf|met\s+ingang\s+van|omstreeks|rond|gedurende|ergens\s+in)\s+)?"
    r"(?:(?:de|het)\s+)?(?:loop\s+van\s+)?(?:(?:de|het)\s+)?$",
    re.IGNORECASE,
)
BACK = 48  # characters before a period that are looked at
MAY = re.compile(
    r"(?:\b(?:in|per|vanaf|begin|half|medio|eind|tot|en|of|tussen|na|voor|vóór|sinds|uiterlijk|"
    r"maand|komende|dan)\s+)$|[-–/]\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time and the days it spans."""

    text: str  # as it stands, white space included
    start: int  # in characters of the sentence
    end: int
    earliest: Edge
    latest: Edge
    is_duration: bool = False  # counts from receipt: "over zes maanden"
    is_past: bool = False  # says itself that it has been: "9 april jl."


def expressions_in(
    text: str, received_on: date, *, said_year: int | None = None
) -> list[Expression]:
    """The expressions of time in a sentence, in order.

    received_on: the day of receipt in the Netherlands, from which relative ones count;
    said_year: the year last named before this sentence, which 'dat jaar' means.
    """
    # One mark for another keeps offsets: a line break joins words, the edge of a cell parts them.
    flat = re.sub(r"\s", " ", text.replace("\t", "|"))
    found = list(durations(flat, received_on))
    taken = [(each.start, each.end) for each in found]
    bases = [
        each
        for each in periods(flat, received_on, said_year or received_on.year)
        if not overlaps(each, taken)
    ]
    found += [opened(flat, each) for each in in_ranges(flat, with_parts(flat, bases))]
    return sorted(found, key=lambda each: each.start)


def overlaps(each: Expression, taken: list[tuple[int, int]]) -> bool:
    return any(each.start < end and start < each.end for start, end in taken)


# ------------------------------------------------------------------ lengths of time from receipt


def durations(text: str, received_on: date) -> Iterator[Expression]:
    """'binnen zes maanden', 'over anderhalf jaar'."""
    for match in DURATION.finditer(text):
        how = (match["how"] or "").lower()
        if how in ("na", "voor"):
            continue  # 'na zes weken' counts from something else
        if match["within"]:
            length, how = match["within"], "binnen"
        else:
            length = match["length"] or match["later"]
        ends = length_ends(length, received_on)
        if ends is None or is_other_length(text, match):
            continue
        first, last = ends
        is_limit = how != "over" and not match["later"]
        yield Expression(
            text[match.start() : match.end()],
            match.start(),
            match.end(),
            None if is_limit else first,
            last,
            is_duration=True,
        )


def is_other_length(text: str, match: re.Match[str]) -> bool:
    """Whether the length is counted from something else than receipt, or is no term at all."""
    after = text[match.end() : match.end() + 30].lower()
    return bool(
        re.match(
            r"\s*(?:na\b(?!\s*(?:heden|nu|vandaag|ontvangst|dagtekening))|geleden|eerder)", after
        )
    )


def length_ends(length: str, start: date) -> tuple[date, date] | None:
    """Where a length of time ends, at the shortest and at the longest."""
    words = length.lower()
    if "anderhalf" in words:
        end = months_later(start, 18)
        return end, end
    if "driekwart" in words:
        end = months_later(start, 9)
        return end, end
    if re.search(r"half\s*jaar", words):
        end = months_later(start, 6)
        return end, end
    counts = [number_of(each) for each in re.findall(NUMBER, words)]
    known = [each for each in counts if each is not None]
    unit = re.search(UNIT, words)
    if unit is None:
        return None
    known = known or [1]
    low, high = moved(start, known[0], unit[0]), moved(start, known[-1], unit[0])
    return (low, high) if low and high else None


def number_of(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower())


def moved(start: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months, quarters or years later; None past the calendar's end."""
    if count > 600:
        return None
    if unit.startswith("dag"):
        return start + timedelta(days=count)
    if unit.startswith("we"):
        return start + timedelta(weeks=count)
    return months_later(start, count * {"m": 1, "k": 3, "j": 12}[unit[0]])


# ------------------------------------------------------------------ periods of the calendar


def periods(text: str, received_on: date, last_year: int) -> Iterator[Expression]:
    """Every period named, as a span, without what stands around it."""
    for match in PERIOD.finditer(text):
        kind = kind_of(match)
        span = resolved(kind, match, text, received_on, last_year)
        if span is None:
            continue
        if span.latest is not None:
            last_year = span.latest.year
        is_past = bool(match["past"]) or is_behind(text, match.end())
        yield Expression(
            match[0].strip(" ,"),
            match.start() + len(match[0]) - len(match[0].lstrip(" ")),
            match.start() + len(match[0].rstrip(" ,")),
            span.earliest,
            span.latest,
            is_past=is_past,
        )


def is_behind(text: str, end: int) -> bool:
    """Whether 'jl.' stands behind a period."""
    return re.match(r",?\s*(?:jl\b|jongstleden)", text[end:], re.IGNORECASE) is not None


KINDS = (
    "iso numeric slash dated quarters quarter ordquarters ordquarter half lasthalf somemonths "
    "winter season week christmas month years relyear year".split()
)


def kind_of(match: re.Match[str]) -> str:
    """Which alternative matched."""
    return next(kind for kind in KINDS if match[kind] is not None)


def resolved(
    kind: str, match: re.Match[str], text: str, received_on: date, last_year: int
) -> Span | None:
    """The days of a period; None where it is none after all."""

    def year(group: str) -> int | None:
        return year_of(match[group], received_on, last_year)

    if kind == "iso":
        numbers = [int(each) for each in match["iso"].split("-")]
        return day(numbers[0], numbers[1], numbers[2])
    if kind == "numeric":
        full = int(match["ny"]) if len(match["ny"]) == 4 else 2000 + int(match["ny"])
        return day(full, int(match["nm"]), int(match["nd"]))
    if kind == "slash":
        return next_day(int(match["sm"]), int(match["sd"]), received_on)
    if kind == "dated":
        return resolved_day(match, received_on, last_year)
    if kind in ("quarters", "ordquarters"):
        first, last, given = (
            (match["q1"], match["q2"], year("qsy"))
            if kind == "quarters"
            else (match["o1"], match["o2"], year("osy"))
        )
        return months(given or received_on.year, ordinal(first) * 3 - 2, ordinal(last) * 3)
    if kind in ("quarter", "ordquarter"):
        number = ordinal(match["q"] or match["k"] or match["o"])
        given = year("qy") or year("ky") or year("oy")
        return upcoming(number * 3 - 2, number * 3, given, received_on)
    if kind in ("half", "lasthalf"):
        number = min(2, ordinal(match["h"] or match["lh"]))
        given = year("hy") or year("lhy")
        return upcoming(number * 6 - 5, number * 6, given, received_on)
    if kind == "somemonths":
        count, given = number_of(match["sn"]) or 1, year("smy") or received_on.year
        return months(given, 1, count) if match["sw"] == "eerste" else months(given, 13 - count, 12)
    if kind == "winter":
        return months(int(match["w1"]), 12, 14)
    if kind == "season":
        return resolved_season(match, received_on, year("sy"))
    if kind == "week":
        given = year("wy")
        week = iso_week(given or received_on.year, int(match["wn"]))
        if week and not given and week.latest and week.latest < received_on:
            week = iso_week(received_on.year + 1, int(match["wn"]))
        return week
    if kind == "christmas":
        return day(year("cy") or received_on.year, 12, 25)
    if kind == "month":
        return resolved_month(match, text, received_on, last_year)
    if kind == "years":
        second = int(match["y2"]) if len(match["y2"]) == 4 else 2000 + int(match["y2"])
        first_year = int(match["y1"])
        return (
            months(first_year, 1, 12 * (second - first_year + 1))
            if 0 < second - first_year < 9
            else None
        )
    given = year_of(match[0], received_on, last_year)
    return months(given, 1, 12) if given and is_year(kind, match, text) else None


def is_year(kind: str, match: re.Match[str], text: str) -> bool:
    """Whether four figures are a year: not a number of places or of a document."""
    after = text[match.end() : match.end() + 24].lower()
    if re.match(
        r"\s*(?:reguliere?|amv|plek|plaats|bedden|woning|mensen|personen|asiel|opvang)", after
    ):
        return False
    before = text[: match.start()].rstrip().lower()
    return kind == "relyear" or not re.search(
        r"(?:\bstb\.?|\bnr\.?|nummer|kenmerk|€|eur|z)$", before
    )


def year_of(text: str | None, received_on: date, last_year: int) -> int | None:
    """The year a phrase names, or None."""
    if not text:
        return None
    words = text.lower()
    figures = re.search(r"20[2-4]\d", words) or re.search(r"['’ ](\d\d)\b", words)
    if figures:
        return int(figures[0][-2:]) + 2000
    if "dit jaar" in words:
        return received_on.year
    if re.search(r"volgend|komend", words):
        return received_on.year + 1
    if re.search(r"vorig|afgelopen", words):
        return received_on.year - 1
    if re.search(r"\bdat|hetzelfde|datzelfde", words):
        return last_year
    return None


def ordinal(word: str) -> int:
    """Which of four: 'derde', '3e', '3'."""
    word = word.lower()
    return int(word[0]) if word[0].isdigit() else ORDINALS[word]


def upcoming(first: int, last: int, year: int | None, received_on: date) -> Span:
    """Months of the year given, else of this year or, where those have passed, the next."""
    span = months(year or received_on.year, first, last)
    if year is None and span.latest is not None and span.latest < received_on:
        return months(received_on.year + 1, first, last)
    return span


def next_day(month: int, number: int, received_on: date) -> Span | None:
    """That day of this year, or of the next where it has passed."""
    span = day(received_on.year, month, number)
    if span and span.latest and span.latest < received_on:
        return day(received_on.year + 1, month, number)
    return span


def resolved_day(match: re.Match[str], received_on: date, last_year: int) -> Span | None:
    month = MONTHS[match["dm"].lower().rstrip(".")]
    year = year_of(match["dy"], received_on, last_year)
    if match["dw"] == "laatste":
        full = months(year or received_on.year, month, month)
        return Span(full.latest, full.latest)
    number = int(match["dn"]) if match["dn"] and match["dn"].isdigit() else 1
    if year is not None:
        return day(year, month, number)
    if match["past"]:
        span = day(received_on.year, month, number)
        if span and span.earliest and span.earliest > received_on:
            return day(received_on.year - 1, month, number)
        return span
    return next_day(month, number, received_on)


def resolved_month(
    match: re.Match[str], text: str, received_on: date, last_year: int
) -> Span | None:
    word = match["m"].lower().rstrip(".")
    year = year_of(match["my"], received_on, last_year)
    before = text[max(0, match.start() - BACK) : match.start()]
    # 'mei', 'maart' or 'jan' without a year is a month only where a preposition says so.
    if year is None and (len(word) < 5 or match["m"][0].isupper()) and not MAY.search(before):
        return None
    return upcoming(MONTHS[word], MONTHS[word], year, received_on)


def resolved_season(match: re.Match[str], received_on: date, year: int | None) -> Span:
    first, last = SEASONS[match["s"].lower()]
    if match["srel"] and match["srel"].lower().startswith("volgend") and year is None:
        return months(received_on.year + 1, first, last)
    return upcoming(first, last, year, received_on)


# ------------------------------------------------------------------ parts, ranges, open ends


def with_parts(text: str, bases: list[Expression]) -> list[Expression]:
    """'begin', 'medio' and 'eind' taken with the period behind them."""
    found = []
    for base in bases:
        before = text[max(0, base.start - BACK) : base.start]
        match = PART.search(before)
        if match:
            part = next(name for name in ("begin", "half", "eind") if match[name])
            span = part_of(Span(base.earliest, base.latest), part)
            if match[part].lower() in ("einde", "eind") and is_until(before[: match.start()]):
                span = Span(base.earliest, base.latest)
            start = base.start - (len(before) - match.start())
            base = replace(
                base,
                text=text[start : base.end],
                start=start,
                earliest=span.earliest,
                latest=span.latest,
            )
        found.append(base)
    return found


def is_until(before: str) -> bool:
    """'voor het einde van dit jaar' ends with the year, not three months earlier."""
    return re.search(r"\b(?:voor|vóór|uiterlijk|tot)\s+(?:het\s+)?$", before, re.I) is not None


def in_ranges(text: str, bases: list[Expression]) -> list[Expression]:
    """'tussen maart en juni 2027' as one expression; a month borrows the year of its range."""
    found: list[Expression] = []
    for base in bases:
        if found and is_range(text, found[-1], base):
            first = found.pop()
            borrowed = borrowed_year(first, base)
            found.append(
                replace(
                    first,
                    text=text[first.start : base.end],
                    end=base.end,
                    earliest=borrowed,
                    latest=base.latest,
                )
            )
        else:
            found.append(base)
    return found


def is_range(text: str, first: Expression, second: Expression) -> bool:
    """Whether two periods are the ends of one range."""
    if not RANGE_LINK.match(text[first.end : second.start]):
        return False
    link = text[first.end : second.start].strip().lower()
    before = text[max(0, first.start - 12) : first.start].lower()
    if link.startswith("en"):
        return re.search(r"\btussen\s+(?:de\s+|het\s+)?$", before) is not None
    if link.startswith("tot") or link == "t/m":
        return re.search(r"\bvan(?:af)?\s+$", before) is not None or not first.text[-1].isdigit()
    if link.startswith("of"):
        return re.fullmatch(r"20\d\d", first.text) is not None
    return True


def borrowed_year(first: Expression, second: Expression) -> Edge:
    """The start of a range: of a month without a year, the one before its end."""
    start, end = first.earliest, second.latest
    if start is None or end is None or re.search(r"\d{2}$|jaar$", first.text):
        return start
    start = start.replace(year=end.year)
    return start if start <= end else start.replace(year=end.year - 1)


def opened(text: str, base: Expression) -> Expression:
    """The expression with what stands before it: open to one side where that says so."""
    window = text[max(0, base.start - BACK) : base.start]
    offset = base.start - len(window)
    for match in reversed(list(BEFORE.finditer(window))):
        if not LINK.match(window[match.end() :]):
            continue
        start = offset + match.start()
        change = replace(base, text=text[start : base.end], start=start)
        if match["not_before"]:
            return replace(change, latest=None)
        if match["by"]:
            return replace(change, earliest=None)
        if match["before"] and not is_for(window[: match.start()], match["before"]):
            return replace(change, earliest=None, latest=day_before(base, window[match.end() :]))
        if match["after"]:
            return replace(change, earliest=day_after(base), latest=None)
        break
    if window.rstrip().lower().endswith("niet voor") or base.earliest is None:
        return replace(base, latest=None)
    loose = LOOSE.search(window)
    start = offset + loose.start() if loose else base.start
    return replace(base, text=text[start : base.end].lstrip(), start=start)


def is_for(before: str, word: str) -> bool:
    """Whether 'voor' means for, not before: 'gepland voor 2028'."""
    return word.lower() == "voor" and PLANNED.search(before) is not None


def day_before(base: Expression, between: str) -> Edge:
    """The last day before a period; 'voor het einde van 2027' is its last day."""
    if re.search(r"\beind", base.text + between, re.I) and base.latest:
        return base.latest
    return base.earliest - timedelta(days=1) if base.earliest else None


def day_after(base: Expression) -> Edge:
    """The first day after a period."""
    return base.latest + timedelta(days=1) if base.latest else None
