"""The days of a period that is a day, or some days of a month."""

import re
from datetime import timedelta

from rules.endings import EndingIn
from rules.feasts import beside, day_of_week, feast_in, has_two_days
from rules.numerals import number_of, ordinal
from rules.period_context import Context, full_year, given, month_number, nearest, nearest_day
from rules.spans import Span, day

WEEK_OF = EndingIn(r"\bweek\s+van\s+(?:\w+dag\s+)?$")  # 'de week van 18 mei'


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
