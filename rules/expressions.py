"""Dutch expressions of time, resolved to spans of days.

The table of corpus/SCHEMA.md decides what each form means. A period (a day, a month, a season,
a year) is found first; what stands before it tells which part is meant and whether it is open
to one side; two periods may be the ends of a range.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from rules.durations import durations
from rules.periods import periods
from rules.spans import Edge, Expression, Span, part_of

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
