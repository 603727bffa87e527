"""The days of a period that is a month, some months, or a part of one."""

import re
from datetime import date, timedelta

from rules.endings import EndingIn
from rules.numerals import JOIN, MONTH, PLACES, number_of, ordinal
from rules.period_context import NUMBERED, Context, given, month_number, nearest
from rules.period_forms import THAT
from rules.spans import Span, months

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
DAYS_OF = {"week": range(7, 8), "maand": range(28, 32), "kwartaal": range(90, 93)}


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
