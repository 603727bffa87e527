"""Dutch expressions of time, resolved to spans of days.

The table of corpus/SCHEMA.md decides what each form means. A period (a day, a month, a season,
a year) is found first; what stands before it tells which part is meant and whether it is open
to one side; two periods may be the ends of a range.
"""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from rules.durations import durations
from rules.periods import periods
from rules.spans import Edge, Expression, Span, part_of

PART_WORD = r"(?:begin|aanvang|primo|medio|half|halverwege|midden|einde?|ultimo)"
PART = re.compile(
    rf"(?:\b(?P<first>{PART_WORD})\s*(?:[-–/]|of|tot(?:\s+en\s+met)?|t/m|à)\s*)?"
    r"(?:\b(?P<begin>begin|aanvang|primo|start\s+van|vroeg\s+in)|\b(?P<half>medio|half|halverwege|"
    r"midden|rond\s+het\s+midden)|\b(?P<eind>einde?|ultimo|laat\s+in))\s+"
    r"(?:(?:van|in)\s+)?(?:het\s+|de\s+)?(?:maand\s+)?$",
    re.IGNORECASE,
)
AT_EARLIEST = r"op\s+(?:zijn|z['’]n|het)\s+vroegst|ten\s+vroegste|vroegstens"
AT_LATEST = r"op\s+(?:zijn|z['’]n|het)\s+laatst|ten\s+laatste"
# What stands before a period, from the most to the least telling.
BEFORE = re.compile(
    rf"(?P<not_before>\bniet\s+(?:eerder(?:\s+\w+)?\s+dan|voor|vóór)|\b(?:{AT_EARLIEST}))"
    rf"|(?P<by>\buiterlijk|\btot\s+en\s+met|\bt/m|\bniet\s+later\s+dan|\b(?:{AT_LATEST})|"
    r"\bvóór\s+of\s+op|\bvoor\s+of\s+op|\b(?:binnen|tussen)\s+nu\s+en)"
    r"|(?P<before>\bvóór|\bvoor(?:afgaand\s+aan)?|\beerder\s+dan|\bnog\s+voor)"
    r"|(?P<after>\bna(?:\s+afloop\s+van)?|\blater\s+dan)"
    r"|(?P<between>\btussen)"
    r"|(?P<from>\bvan(?:af)?)",
    re.IGNORECASE,
)
BEHIND = re.compile(
    rf"\s*,?\s*\(?\s*(?:(?P<open>of\s+later|en\s+later|e\.v\.|en\s+verder|{AT_EARLIEST})|"
    rf"(?P<limit>of\s+eerder|{AT_LATEST}|uiterlijk(?=\s*(?:$|[.,;)|]))))",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"(?:gepland|voorzien|ingepland|geprogrammeerd|beoogd|begroot|geagendeerd|gereserveerd|planning|"
    r"sta(?:at|an)|verwacht|mikken|in\s+beeld|aangekondigd|opgenomen)\s*(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
LINK = re.compile(
    r"^\s*(?:(?:in|op|per|aan|tegen|rond|de|het|loop|van|dag|maand|einde?)\s+){0,4}$", re.IGNORECASE
)
ARTICLE = r"(?:(?:in|op|per|van|de|het|loop|maand|uiterlijk)\s+){0,3}"
RANGE_LINK = re.compile(
    rf"^\s*(?P<word>en/of|en|tot(?:\s+en\s+met)?|t/m|of|dan\s+wel|à|-|–|/)\s*{ARTICLE}$",
    re.IGNORECASE,
)
LIST_LINK = re.compile(
    rf"^\s*(?:,|,?\s*\b(?:en/of|en|of|dan\s+wel|resp\.|respectievelijk)|tot(?:\s+en\s+met)?|t/m|à|-|–|/)\s*{ARTICLE}$",
    re.IGNORECASE,
)
OPENS_RANGE = re.compile(
    r"\b(?P<word>tussen|van(?:af)?)\s+(?:(?:in|op|de|het)\s+)?$", re.IGNORECASE
)
LOOSE = re.compile(
    r"(?:\b(?:in|op|per|vanaf|met\s+ingang\s+van|omstreeks|rond|gedurende|ergens\s+in)\s+)?"
    r"(?:\b(?:de|het)\s+)?(?:\bloop\s+van\s+)?(?:\b(?:de|het)\s+)?$",
    re.IGNORECASE,
)
BACK = 48  # characters before a period that are looked at
STAY_DAYS = 366  # from one day to another further off: how long places stay, not when they come


@lru_cache(maxsize=1_000)
def expressions_in(
    text: str, received_on: date, *, said_year: int | None = None
) -> tuple[Expression, ...]:
    """The expressions of time in a sentence, in order; kept, as several rules ask for them.

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
    bases = with_years(flat, with_parts(flat, bases))
    found += [opened(flat, each) for each in in_ranges(flat, bases)]
    return tuple(sorted(found, key=lambda each: each.start))


def overlaps(each: Expression, taken: list[tuple[int, int]]) -> bool:
    return any(each.start < end and start < each.end for start, end in taken)


# ------------------------------------------------------------------ parts of a period


def with_parts(text: str, bases: list[Expression]) -> list[Expression]:
    """'begin', 'medio' and 'eind' taken with the period behind them."""
    return [with_part(text, each) for each in bases]


def with_part(text: str, base: Expression) -> Expression:
    """The part of a period that the word before it means; 'medio/eind' is from one to the other."""
    before = text[max(0, base.start - BACK) : base.start]
    match = PART.search(before)
    if match is None:
        return base
    whole = Span(base.earliest, base.latest)
    part = next(name for name in ("begin", "half", "eind") if match[name])
    span = part_of(whole, part)
    if match[part].lower() in ("einde", "eind") and is_until(before[: match.start()]):
        span = whole
    if match["first"]:
        span = Span(part_of(whole, part_named(match["first"])).earliest, span.latest)
    start = base.start - (len(before) - match.start())
    return replace(
        base,
        text=text[start : base.end],
        start=start,
        earliest=span.earliest,
        latest=span.latest,
    )


def part_named(word: str) -> str:
    """Which part a word means."""
    if word.lower() in ("begin", "aanvang", "primo"):
        return "begin"
    return "eind" if word.lower() in ("eind", "einde", "ultimo") else "half"


def is_until(before: str) -> bool:
    """'voor het einde van dit jaar' ends with the year, not three months earlier."""
    return (
        re.search(
            r"(?<!\bniet )\b(?:voor|vóór|uiterlijk|tot)\s+(?:aan\s+)?(?:het\s+)?$", before, re.I
        )
        is not None
    )


# ------------------------------------------------------------------ years and ranges


def with_years(text: str, bases: list[Expression]) -> list[Expression]:
    """A period without a year takes it from the one that it is listed with.

    'maart of april 2027': what stands first comes first, as late as it can; 'juli 2027 en
    september': what follows comes after, as early as it can.
    """
    found = list(bases)
    for at in range(len(found) - 2, -1, -1):
        if lends_year(text, found[at + 1], found[at]) and found[at].end <= found[at + 1].start:
            found[at] = moved_before(found[at], found[at + 1])
    for at, (one, other) in enumerate(pairwise(bases)):
        if lends_year(text, one, other):
            found[at + 1] = moved_after(found[at + 1], found[at])
    return found


def lends_year(text: str, lender: Expression, borrower: Expression) -> bool:
    """Whether two neighbours are listed together and one of them alone names a year."""
    if borrower.has_year or not lender.has_year or lender.is_past:
        return False
    first, second = sorted((lender, borrower), key=lambda each: each.start)
    return LIST_LINK.match(text[first.end : second.start]) is not None


def moved_before(first: Expression, second: Expression) -> Expression:
    """The first of two, in the year of the second, or the one before where it must be."""
    if first.earliest is None or second.earliest is None:
        return first
    moved = in_year(first, second.earliest.year)
    if moved.earliest is not None and moved.earliest > second.earliest:
        return in_year(first, second.earliest.year - 1)
    return moved


def moved_after(second: Expression, first: Expression) -> Expression:
    """The second of two, in the year of the first, or the next where it must be."""
    if first.earliest is None or second.earliest is None:
        return second
    moved = in_year(second, first.earliest.year)
    if moved.earliest is not None and moved.earliest < first.earliest:
        return in_year(second, first.earliest.year + 1)
    return moved


def in_year(each: Expression, year: int) -> Expression:
    """The same days of another year."""
    if each.earliest is None or each.latest is None:
        return each
    years = year - each.earliest.year
    return replace(
        each,
        earliest=years_later(each.earliest, years),
        latest=years_later(each.latest, years),
        has_year=True,
    )


def years_later(day: date, years: int) -> date:
    """The same day of another year; the last of February stays the last."""
    year = day.year + years
    last = monthrange(year, day.month)[1]
    is_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if is_end else min(day.day, last))


def in_ranges(text: str, bases: list[Expression]) -> list[Expression]:
    """'tussen maart en juni 2027' as one expression."""
    found: list[Expression] = []
    for base in bases:
        if found and is_range(text, found[-1], base):
            first = found.pop()
            opening = OPENS_RANGE.search(text[: first.start])
            start = opening.start() if opening else first.start
            joined = replace(
                base, text=text[start : base.end], start=start, earliest=first.earliest
            )
            found.append(joined)
        else:
            found.append(base)
    return found


def is_range(text: str, first: Expression, second: Expression) -> bool:
    """Whether two periods are the ends of one range."""
    link = RANGE_LINK.match(text[first.end : second.start])
    if link is None or not runs_forward(first, second):
        return False
    word = re.sub(r"\s+", " ", link["word"].lower())
    opening = OPENS_RANGE.search(text[: first.start])
    if word == "en":
        return opening is not None and opening["word"].lower() == "tussen"
    if word == "tot":
        return (opening is not None or not first.text[-1].isdigit()) and not is_stay(first, second)
    if word in ("tot en met", "t/m"):
        return not is_stay(first, second)
    return True


def runs_forward(first: Expression, second: Expression) -> bool:
    """Whether the first begins and ends no later than the second."""
    if None in (first.earliest, first.latest, second.earliest, second.latest):
        return False
    one, other = (first.earliest, first.latest), (second.earliest, second.latest)
    return all(a is not None and b is not None and a <= b for a, b in zip(one, other, strict=True))


def is_stay(first: Expression, second: Expression) -> bool:
    """Whether a range tells how long places stay: 'van 1 juli 2027 tot 1 juli 2032'."""
    if first.earliest is None or second.latest is None or first.earliest != first.latest:
        return False
    return (second.latest - first.earliest).days > STAY_DAYS


# ------------------------------------------------------------------ open ends


def opened(text: str, base: Expression) -> Expression:
    """The expression with what stands around it: open to one side where that says so."""
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
        if match["between"] and " en " in base.text:
            return change
    loose = LOOSE.search(window)
    start = offset + loose.start() if loose else base.start
    start += len(text[start : base.end]) - len(text[start : base.end].lstrip())
    return opened_behind(text, replace(base, text=text[start : base.end], start=start))


def opened_behind(text: str, base: Expression) -> Expression:
    """'2028 of later', 'mei 2027 op zijn vroegst'."""
    match = BEHIND.match(text[base.end :])
    if match is None:
        return base
    end = base.end + match.end()
    change = replace(base, text=text[base.start : end], end=end)
    return replace(change, latest=None) if match["open"] else replace(change, earliest=None)


def is_for(before: str, word: str) -> bool:
    """Whether 'voor' means for, not before: 'gepland voor 2028'."""
    return word.lower() == "voor" and PLANNED.search(before) is not None


def day_before(base: Expression, between: str) -> Edge:
    """The last day before a period; 'voor het einde van 2027' is its last day."""
    if re.search(r"\b(?:eind|jaarwisseling)", base.text + between, re.I) and base.latest:
        return base.latest
    return base.earliest - timedelta(days=1) if base.earliest else None


def day_after(base: Expression) -> Edge:
    """The first day after a period."""
    return base.latest + timedelta(days=1) if base.latest else None
