"""Periods of the calendar that a text names: a day, a week, a month, a season, a year."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from rules.endings import EndingIn
from rules.feasts import beside, day_of_week, feast_in, has_two_days
from rules.numerals import (
    JOIN,
    MONTH,
    MONTHS,
    ORDINALS,
    PLACES,
    number_of,
    ordinal,
)
from rules.period_context import Context, full_year, given, nearest, nearest_day, year_of
from rules.period_forms import ARE_DATED, PERIOD, THAT, YEARS_OF
from rules.spans import SEASONS, Expression, Span, day, iso_week, months

BACK = 48  # characters before a period that are looked at
# 'mei', 'maart' or 'jan' without a year is a month only where what stands around it says so.
MAY = EndingIn(
    r"\b(?:in|per|vanaf|begin|half|medio|eind|einde|uiterlijk|maand|komende|afgelopen|vorige|"
    r"sinds|sedert|rond|omstreeks|tegen|deze)\s+$"
)
MAY_LOWER = EndingIn(r"(?:\b(?:tot|en|met|of|tussen|van|na|voor|vóór|dan|door)\s+|[-–/]\s?)$")
MAY_AFTER = re.compile(
    rf"\s*(?:,\s*(?:aanstaande|a\.s\.)?|aanstaande\b|a\.s\.|jl\b|(?:{JOIN}|,\s*|\bdan\s+wel\s+|\ben/of\s+)+(?:{MONTH})\b)",
    re.IGNORECASE,
)
ALONE_BEFORE, ALONE_AFTER = re.compile(r"(?:^|[|:])\s*$"), re.compile(r"\s*(?:$|\|)")
WEEK_OF = EndingIn(r"\bweek\s+van\s+(?:\w+dag\s+)?$")  # 'de week van 18 mei'
IN_PARTS = EndingIn(
    r"(?:\beinde?|\baanvang|\bbegin|\bloop|\bmidden|\bhalverwege|\bmedio|\bhelft|\bkwartaal)\s+"
    r"(?:van\s+)?$"
)
AFTER_REST = EndingIn(r"\bna\s+(?:de\s+|het\s+)?$")
COUNTED = re.compile(
    r"\s*(?:reguliere?|amv|plek|plaats|bedden|woning|units?\b|mensen|personen|bewoners|asiel|"
    r"opvang|uur\b|uren\b)"
)
# 'Halverwege 2028 bewoners ontvangen': a year, whatever it stands before.
IN_YEAR = EndingIn(
    r"\b(?:in|vanaf|sinds|begin|aanvang|primo|medio|half|halverwege|midden|einde?|ultimo|"
    r"(?:loop|helft|kwartaal|zomer|najaar|voorjaar|winter|herfst|lente)\s+van)\s+$"
)
DAYS_OF = {"week": range(7, 8), "maand": range(28, 32), "kwartaal": range(90, 93)}
NUMBERED = re.compile(r"(?:\bstb\.?|\bstcrt\.?|\bnr\.?|nummer|kenmerk|€|eur|z)$")


def periods(
    text: str, received_on: date, last_year: int, said: Span | None
) -> Iterator[Expression]:
    """Every period named, as a span, without what stands around it.

    last_year: the year named last before the text; said: the time named last, None without.
    """
    for match in PERIOD.finditer(text):
        before = text[max(0, match.start() - BACK) : match.start()]
        context = Context(received_on, last_year, said, before, text[match.end() :])
        span = resolved(match, context)
        is_dated = has_year(match) or context.year_before is not None
        if span is None:
            # 'als de herfstvakantie van 2027 voorbij is, in november van dat jaar'
            is_season = match.lastgroup == "season"
            last_year = (is_season and given(match, context, "sy")) or last_year
            continue
        if span.latest is not None and is_dated:
            last_year = span.latest.year
        said = span
        found = match[0].rstrip(" ,-–/")
        yield Expression(
            found,
            match.start(),
            match.start() + len(found),
            span.earliest,
            span.latest,
            is_past=context.is_past or (span_is_past(span, received_on) and context.is_written),
            has_year=is_dated,
        )


def span_is_past(span: Span, received_on: date) -> bool:
    """Whether a period is over on the day of receipt."""
    return span.latest is not None and span.latest <= received_on


def has_year(match: re.Match[str]) -> bool:
    """Whether a period names its year itself, or is one."""
    kind = match.lastgroup or ""
    return kind in ARE_DATED or any(match[group] for group in YEARS_OF[kind])


def resolved(match: re.Match[str], context: Context) -> Span | None:
    """The days of a period; None where it is none after all."""
    # The group that ends last is the one around a whole kind, which has its name.
    return DAYS_OF_KIND[match.lastgroup or ""](match, context)


def of_iso(match: re.Match[str], context: Context) -> Span | None:
    """'2027-07-01'"""
    year, month, number = (int(each) for each in match["iso"].split("-"))
    return day(year, month, number)


def of_numeric(match: re.Match[str], context: Context) -> Span | None:
    """'1-7-2027'"""
    return day(full_year(match["ny"]), int(match["nm"]), int(match["nd"]))


def of_slash(match: re.Match[str], context: Context) -> Span | None:
    """'per 1/7'"""
    return nearest_day(int(match["sm"]), int(match["sd"]), None, context)


def of_days(match: re.Match[str], context: Context) -> Span | None:
    """'1 tot en met 15 maart'"""
    year_named = given(match, context, "dsy")
    month = month_number(match["dsm"])
    first = nearest_day(month, int(match["d1"]), year_named, context)
    last = nearest_day(month, int(match["d2"]), year_named, context)
    if first and last and first.earliest and last.latest and first.earliest <= last.latest:
        return Span(first.earliest, last.latest)
    return last


def of_year_day(match: re.Match[str], context: Context) -> Span | None:
    """'de laatste dag van 2027'"""
    whole = given(match, context, "ydy") or context.received_on.year
    return day(whole, 1, 1) if match["yd"].lower() == "eerste" else day(whole, 12, 31)


def of_turn(match: re.Match[str], context: Context) -> Span | None:
    """'de jaarwisseling', 'de jaarwisseling van 2027 op 2028'"""
    return nearest_day(12, 31, given(match, context, "ty"), context)


def of_dated(match: re.Match[str], context: Context) -> Span | None:
    """A day of a month, the year given or not."""
    month, year = month_number(match["dm"]), given(match, context, "dy")
    if (match["dw"] or "").lower() == "laatste":
        full = nearest(month, month, year, context)
        return Span(full.latest, full.latest)
    named = match["dn"] if (match["dn"] or "").isdigit() else match["dl"]
    number = (number_of(named) if named else None) or 1
    span = nearest_day(month, number, year, context)
    if span and span.earliest and WEEK_OF.search(context.before):
        monday = span.earliest - timedelta(days=span.earliest.weekday())
        return Span(monday, monday + timedelta(days=6))
    return span


def of_nth_day(match: re.Match[str], context: Context) -> Span | None:
    """'de eerste maandag van oktober 2027', 'het eerste weekend van juni'."""
    month = month_number(match["wdm"])
    full = nearest(month, month, given(match, context, "wdy"), context)
    if full.earliest is None:
        return None
    which = ordinal(match["wdn"], -1)
    is_weekend = match["wd"].lower() == "weekend"
    name = "zaterdag" if is_weekend else match["wd"]
    found = day_of_week(full.earliest.year, month, name, which)
    return Span(found, found + timedelta(days=1) if is_weekend else found)


def of_feast(match: re.Match[str], context: Context) -> Span | None:
    """'Bevrijdingsdag 2028', 'de dag na Pinksteren'; without a year the next."""
    year = given(match, context, "fey")
    found = feast_in(year or context.received_on.year, match["f"])
    if year is None and found and found < context.received_on and not context.is_past:
        found = feast_in(context.received_on.year + 1, match["f"])
    if year is None and found and found > context.received_on and context.is_past:
        found = feast_in(context.received_on.year - 1, match["f"])
    if found is None:
        return None
    last = found + timedelta(days=has_two_days(match["f"]))
    if not match["fd"]:
        return Span(found, last)
    is_before = match["fo"].lower() != "na"
    if match["fd"].lower() == "week":
        days = (-7, -1) if is_before else (1, 7)
        return Span(*((found if is_before else last) + timedelta(days=each) for each in days))
    day_beside = beside(found if is_before else last, match["fd"], is_before=is_before)
    return Span(day_beside, day_beside)


def of_iso_week(match: re.Match[str], context: Context) -> Span | None:
    """'2027-W35', 'W35 2027'"""
    return weeks_of(match["iw"] or match["ww"], None, match, context, "iwy", "wwy")


def of_week(match: re.Match[str], context: Context) -> Span | None:
    """'week 35 van 2027'"""
    return weeks_of(match["wn"], None, match, context, "wy")


def of_weeks(match: re.Match[str], context: Context) -> Span | None:
    """'week 35/36'"""
    return weeks_of(match["ws1"], match["ws2"], match, context, "wsy")


def weeks_of(
    first: str, last: str | None, match: re.Match[str], context: Context, *groups: str
) -> Span | None:
    """Weeks by their numbers; none where these count places: 'week 3 plekken'."""
    if COUNTED.match(context.after.lower()):
        return None
    return weeks(int(first), int(last or first), given(match, context, *groups), context)


def of_month_week(match: re.Match[str], context: Context) -> Span | None:
    """'eerste week van mei'"""
    month = month_number(match["mwm"])
    full = nearest(month, month, given(match, context, "mwy"), context)
    which = ordinal(match["mw"], 5)
    if full.earliest is None or full.latest is None:
        return None
    if which == 5:
        return Span(full.latest - timedelta(days=6), full.latest)
    first = full.earliest + timedelta(days=7 * (which - 1))
    return Span(first, first + timedelta(days=6))


def weeks(first: int, last: int, year: int | None, context: Context) -> Span | None:
    """Whole weeks of ISO 8601; without a year the next that have not passed."""
    start_year = year or context.received_on.year
    start = iso_week(start_year, first)
    end = iso_week(start_year + (last < first), last)
    if start is None or end is None:
        return None
    span = Span(start.earliest, end.latest)
    passed = span.latest is not None and span.latest < context.received_on
    if year is None and passed and not context.is_past:
        return weeks(first, last, start_year + 1, context)
    return span


def of_iso_month(match: re.Match[str], context: Context) -> Span | None:
    """'2027-07', '7/2027'"""
    number, whole = int(match["im"] or match["mm"]), int(match["imy"] or match["mmy"])
    is_number = NUMBERED.search(context.before.rstrip().lower())
    return None if is_number else months(whole, number, number)


def of_nth_month(match: re.Match[str], context: Context) -> Span | None:
    """'de derde maand van 2027'"""
    number = PLACES[match["nmw"].lower()]
    return months(given(match, context, "nmy") or context.received_on.year, number, number)


def of_half_month(match: re.Match[str], context: Context) -> Span | None:
    """'eerste helft van juli'"""
    month = month_number(match["mhm"])
    full = nearest(month, month, given(match, context, "mhy"), context)
    return half_of_month(full, ordinal(match["mh"], 2))


def of_some_months(match: re.Match[str], context: Context) -> Span | None:
    """'laatste twee maanden van 2027'"""
    usual = 3 if match["su"].lower() == "maanden" else 1  # 'de eerste maanden' is the begin
    count = (number_of(match["sn"]) or usual) if match["sn"] else usual
    whole = given(match, context, "smy") or context.received_on.year
    is_first = match["sw"].lower() == "eerste"
    return months(whole, 1, count) if is_first else months(whole, 13 - count, 12)


def of_month(match: re.Match[str], context: Context) -> Span | None:
    """'juli 2027', 'augustus'"""
    year, number = given(match, context, "my") or context.year_before, month_number(match["m"])
    if year is None and not is_month(match["m"], context):
        return None
    return nearest(number, number, year, context)


def half_of_month(full: Span, which: int) -> Span | None:
    """The first fifteen days of a month, or those after."""
    if full.earliest is None or full.latest is None:
        return None
    middle = full.earliest.replace(day=15)
    if which == 1:
        return Span(full.earliest, middle)
    return Span(middle + timedelta(days=1), full.latest)


def of_relative(match: re.Match[str], context: Context) -> Span | None:
    """'deze maand', 'volgend kwartaal'; 'dat kwartaal' is the one named before."""
    which, unit = match["rw"].lower(), match["ru"].lower()
    if which not in THAT.split("|"):
        return relative(which, unit, context.received_on)
    said = context.said
    if said is None or said.earliest is None or said.latest is None:
        return None
    days = (said.latest - said.earliest).days + 1
    return said if days in DAYS_OF[unit] else None


def relative(which: str, unit: str, received_on: date) -> Span:
    """'deze maand', 'volgende week'."""
    later = 0 if which in ("deze", "dit") else 1
    if unit == "maand":
        return months(received_on.year, received_on.month + later, received_on.month + later)
    if unit == "kwartaal":
        first = (received_on.month - 1) // 3 * 3 + 1 + 3 * later
        return months(received_on.year, first, first + 2)
    monday = received_on + timedelta(days=7 * later - received_on.weekday())
    return Span(monday, monday + timedelta(days=6))


def is_month(name: str, context: Context) -> bool:
    """Whether the name of a month without a year means the month, not a person or 'may'."""
    if len(name.rstrip(".")) >= 5 and not name[0].isupper():
        return True
    if MAY.search(context.before) or MAY_AFTER.match(context.after):
        return True
    is_alone = ALONE_BEFORE.search(context.before) and ALONE_AFTER.match(context.after)
    # A line that holds nothing but 'Jan' is signed by him.
    if is_alone and (name[0].islower() or context.before.strip() or context.after.strip()):
        return True
    return not name[0].isupper() and MAY_LOWER.search(context.before.lower()) is not None


def of_quarters(match: re.Match[str], context: Context) -> Span | None:
    """'Q1/Q2', 'tweede of derde kwartaal'"""
    year = given(match, context, "qsy")
    first, last = ordinal(match["q1"] or match["o1"]), ordinal(match["q2"] or match["o2"])
    if last >= first:
        return nearest(first * 3 - 2, last * 3, year, context)
    # 'Q4/Q1 2028' begins in the year before.
    return nearest(first * 3 - 2, 12 + last * 3, year and year - 1, context)


def of_quarter(match: re.Match[str], context: Context) -> Span | None:
    """'Q3 2027', 'derde kwartaal'"""
    return quarter(match["q"] or match["k"], given(match, context, "qy", "ky"), context)


def of_joined_year(match: re.Match[str], context: Context) -> Span | None:
    """'2027Q3'"""
    return quarter(match["jq"], given(match, context, "jy"), context)


def of_half(match: re.Match[str], context: Context) -> Span | None:
    """'tweede helft van 2027', 'H2 2027'"""
    return half(match["h"] or match["hn"], given(match, context, "hy", "hny"), context)


def of_year_first(match: re.Match[str], context: Context) -> Span | None:
    """'2027, derde kwartaal', '2027 week 35'"""
    year = given(match, context, "fy")
    if match["fw"]:
        return weeks_of(match["fw"], None, match, context, "fy")
    return quarter(match["fq"], year, context) if match["fq"] else half(match["fh"], year, context)


def quarter(words: str, year: int | None, context: Context) -> Span | None:
    """A quarter as it is named."""
    number = quarter_number(words)
    return nearest(number * 3 - 2, number * 3, year, context)


def half(words: str, year: int | None, context: Context) -> Span | None:
    """Half a year as it is named; there are two."""
    number = ordinal(words, 2)
    return nearest(number * 6 - 5, number * 6, year, context) if number <= 2 else None


def quarter_number(words: str) -> int:
    """Which quarter: 'Q3', 'kwartaal 3', '3e kwartaal', 'laatste kwartaal'."""
    figure = re.search(r"[1-4]", words)
    if figure:
        return int(figure[0])
    return ordinal(words.split()[0]) if words.split()[0].lower() in ORDINALS else 1


def of_winter(match: re.Match[str], context: Context) -> Span | None:
    """'winter 2027-2028'"""
    return months(2000 + int(match["w1"]), 12, 14)


def of_season(match: re.Match[str], context: Context) -> Span | None:
    """'zomer 2027', 'komend najaar'"""
    if match["sb"] and not AFTER_REST.search(context.before):
        return None  # a holiday is shorter than its season, but both end alike
    first, last = SEASONS[match["s"].lower()]
    year = given(match, context, "sy") or context.year_before
    which = (match["srel"] or "").lower()
    this_year = context.received_on.year
    if year is None and last > 12 and not which.startswith(("kom", "volg", "aan")):
        running = months(this_year - 1, first, last)
        if running.latest and running.latest >= context.received_on:
            return running
    if year is None and which in ("dit", "deze"):
        year = this_year
    if year is None and which in THAT.split("|"):
        year = context.last_year
    if year is None and which.startswith("volgend"):
        year = this_year + 1
    if year is None and "kom" in which and first <= context.received_on.month:
        year = this_year + 1  # it has begun, so the next is meant
    return nearest(first, last, year, context)


def of_builders(match: re.Match[str], context: Context) -> Span | None:
    """'de bouwvak van 2027'"""
    return builders(given(match, context, "by"), context)


def builders(year: int | None, context: Context) -> Span:
    """The holiday of builders, from the first region that leaves to the last that is back."""
    this_year = context.received_on.year
    span = Span(date(year or this_year, 7, 15), date(year or this_year, 8, 15))
    has_passed = span.latest is not None and span.latest < context.received_on
    return builders(this_year + 1, context) if year is None and has_passed else span


def of_school_year(match: re.Match[str], context: Context) -> Span | None:
    """'schooljaar 2027-2028'"""
    return months(int(match["sc1"]), 8, 19)


def of_years(match: re.Match[str], context: Context) -> Span | None:
    """'2027/2028'"""
    first, last = int(match["y1"]), 2000 + int((match["y2"] or match["y3"])[-2:])
    most = 2 if len(match["y2"] or match["y3"]) == 2 else 8  # 'brief 2026-31' is a number
    joined = months(first, 1, 12 * (last - first + 1)) if 0 < last - first <= most else None
    return joined if is_year(match, context) else None


def of_this_year(match: re.Match[str], context: Context) -> Span | None:
    """The year in 'eind van het jaar'."""
    return months(context.received_on.year, 1, 12) if IN_PARTS.search(context.before) else None


def of_relative_year(match: re.Match[str], context: Context) -> Span | None:
    """'volgend jaar', 'dat jaar'"""
    year = year_of(match[0], context.received_on, context.last_year)
    return None if year is None else months(year, 1, 12)


def of_year(match: re.Match[str], context: Context) -> Span | None:
    """'2027', 'het jaar 2027'"""
    return of_relative_year(match, context) if is_year(match, context) else None


def is_year(match: re.Match[str], context: Context) -> bool:
    """Whether four figures are a year: not a number of places or of a document."""
    if COUNTED.match(context.after[:24].lower()):
        return IN_YEAR.search(context.before) is not None
    return NUMBERED.search(context.before.rstrip().lower()) is None


def month_number(name: str) -> int:
    """The number of a month, 1 to 12."""
    return MONTHS[name.lower().rstrip(".")]


# By the name of each kind of period, what tells its days.
DAYS_OF_KIND: Mapping[str, Callable[[re.Match[str], Context], Span | None]] = {
    "iso": of_iso,
    "isoweek": of_iso_week,
    "isomonth": of_iso_month,
    "numeric": of_numeric,
    "slash": of_slash,
    "days": of_days,
    "nthday": of_nth_day,
    "feast": of_feast,
    "yearday": of_year_day,
    "nthmonth": of_nth_month,
    "schoolyear": of_school_year,
    "dated": of_dated,
    "yearfirst": of_year_first,
    "joinedyear": of_joined_year,
    "quarters": of_quarters,
    "quarter": of_quarter,
    "halfmonth": of_half_month,
    "half": of_half,
    "somemonths": of_some_months,
    "monthweek": of_month_week,
    "winter": of_winter,
    "builders": of_builders,
    "season": of_season,
    "weeks": of_weeks,
    "week": of_week,
    "turn": of_turn,
    "month": of_month,
    "relative": of_relative,
    "years": of_years,
    "relyear": of_relative_year,
    "year": of_year,
    "thisyear": of_this_year,
}
