"""Periods of the calendar that a text names: a day, a week, a month, a season, a year."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from rules.period_context import Context, given, is_past
from rules.period_days import (
    of_dated,
    of_days,
    of_feast,
    of_iso,
    of_nth_day,
    of_numeric,
    of_slash,
    of_turn,
    of_year_day,
)
from rules.period_forms import ARE_DATED, PERIOD, YEARS_OF
from rules.period_months import (
    of_half_month,
    of_iso_month,
    of_month,
    of_nth_month,
    of_relative,
    of_some_months,
)
from rules.period_seasons import (
    of_builders,
    of_half,
    of_joined_year,
    of_quarter,
    of_quarters,
    of_season,
    of_winter,
    of_year_first,
)
from rules.period_weeks import of_iso_week, of_month_week, of_week, of_weeks
from rules.period_years import of_relative_year, of_school_year, of_this_year, of_year, of_years
from rules.spans import Expression, Span

BACK = 48  # characters before a period that are looked at


def periods(
    text: str, received_on: date, last_year: int, said: Span | None
) -> Iterator[Expression]:
    """Every period named, as a span, without what stands around it.

    last_year: the year named last before the text; said: the time named last, None without.
    """
    for match in PERIOD.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - BACK) : start], text[end:]
        has_been = is_past(before, after)
        context = Context(received_on, last_year, said, before, after, has_been)
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
        has_been = has_been or (span_is_past(span, received_on) and context.is_written)
        end = start + len(found)
        # All by place, which takes half as long.
        yield Expression(found, start, end, *span, False, has_been, is_dated)


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
