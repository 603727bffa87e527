"""Periods of the calendar that a text names: a day, a week, a month, a season, a year."""

import re
from collections.abc import Iterator
from datetime import date

from rules.durations import number_of
from rules.numerals import MONTH, MONTHS, NUMBER, ORDINAL, ORDINALS
from rules.spans import SEASONS, Expression, Span, day, iso_week, months

YEAR = r"(?:(?:20[2-4]\d)\b(?![.,]\d|\s*(?:(?-i:[A-Z]{2})\b|m2|m²|euro|uur))|['’](?:2|3)\d\b)"
RELATIVE_YEAR = (
    r"(?:dit|volgend|komend|het\s+komende|aankomend|vorig|afgelopen|dat|datzelfde|hetzelfde)\s+"
    r"(?:kalender)?jaar\b"
)
ANY_YEAR = rf"(?:\s*,?\s*(?:(?:van|in)\s+)?(?:het\s+jaar\s+)?(?:{YEAR}|{RELATIVE_YEAR}))"

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
BACK = 48  # characters before a period that are looked at
MAY = re.compile(
    r"(?:\b(?:in|per|vanaf|begin|half|medio|eind|tot|en|of|tussen|na|voor|vóór|sinds|uiterlijk|"
    r"maand|komende|dan)\s+)$|[-–/]\s*$",
    re.IGNORECASE,
)


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
