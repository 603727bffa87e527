"""The days of a period that is a week, or some weeks."""

import re
from datetime import timedelta

from rules.numerals import ordinal
from rules.period_context import COUNTED, Context, given, month_number, nearest
from rules.spans import Span, iso_week


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
