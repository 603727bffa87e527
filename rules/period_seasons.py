"""The days of a period that is a quarter, a half or a season of a year."""

import re
from datetime import date

from rules.endings import EndingIn
from rules.numerals import ORDINALS, ordinal
from rules.period_context import Context, given, nearest
from rules.period_forms import THAT
from rules.period_weeks import weeks_of
from rules.spans import SEASONS, Span, months

AFTER_REST = EndingIn(r"\bna\s+(?:de\s+|het\s+)?$")


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
