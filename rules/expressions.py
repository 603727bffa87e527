"""Dutch expressions of time, resolved to spans of days.

The table of corpus/SCHEMA.md decides what each form means. A period (a day, a month, a season,
a year) is found first; what stands before it tells which part is meant and whether it is open
to one side; two periods may be the ends of a range.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter

from rules.durations import NAMES_UNIT, durations
from rules.endings import EndingIn
from rules.explained import explained
from rules.later import COUNTS_FROM, later, since_event
from rules.period_parts import is_for, with_parts
from rules.periods import periods
from rules.spans import Edge, Expression, Span
from rules.years import LIST_LINK, with_years

AT_EARLIEST = r"op\s+(?:zijn|z['’]n|het)\s+vroegst|ten\s+vroegste|vroegstens"
AT_LATEST = r"op\s+(?:zijn|z['’]n|het)\s+laatst|ten\s+laatste"
# What stands before a period and opens it, from the most to the least telling.
OPENS = (
    rf"(?P<not_before>\bniet\s+(?:eerder(?:\s+\w+)?\s+dan|voor|vóór)|\b(?:{AT_EARLIEST}))"
    rf"|(?P<by>\buiterlijk|\btot\s+en\s+met|\bt/m|\bniet\s+later\s+dan|\b(?:{AT_LATEST})|"
    r"(?<!niet )\b(?:vóór|voor)\s+of\s+op|\b(?:binnen|tussen)\s+nu\s+en)"
    r"|(?P<before>\bvóór|\bvoor(?:afgaand\s+aan)?|\beerder\s+dan|\bnog\s+voor)"
    r"|(?P<after>\bna(?:\s+afloop\s+van)?|\blater\s+dan)"
    r"|(?P<between>\btussen)"
)
LINK = r"\s*(?:(?:in|op|per|vanaf|aan|tegen|rond|de|het|loop|van|dag|maand|einde?)\s+){0,4}"
SET_IN = r"\b(?:in|op|per|vanaf|met\s+ingang\s+van|omstreeks|rond|gedurende|ergens\s+in)\s+"
THE, COURSE = r"(?:\b(?:de|het)\s+)?", r"\bloop\s+van\s+"
# 'in de loop van': it belongs to the period, and opens nothing.
SET = rf"(?:{SET_IN}{THE}(?:{COURSE})?{THE}|\b(?:de|het)\s+(?:{COURSE})?{THE}|{COURSE}{THE})"
LOOSE = EndingIn(rf"{SET}$")
BEFORE = EndingIn(rf"(?:{OPENS}){LINK}$|{SET}$")
BEHIND = re.compile(
    rf"\s*,?\s*\(?\s*(?:(?P<open>of\s+later|en\s+later|e\.v\.|en\s+verder|{AT_EARLIEST})|"
    rf"(?P<limit>of\s+eerder|{AT_LATEST}|uiterlijk(?=\s*(?:$|[.,;)|]))))",
    re.IGNORECASE,
)
ARTICLE = r"(?:(?:in|op|per|van|de|het|loop|maand|uiterlijk)\s+){0,3}"
FROM_THEN = re.compile(r"\s*(?:per|vanaf)\b", re.IGNORECASE)
RANGE_LINK = re.compile(
    rf"^\s*(?P<word>en/of|en|tot(?:\s+en\s+met)?|t/m|of|dan\s+wel|à|-|–|/)\s*{ARTICLE}$",
    re.IGNORECASE,
)
OPENS_RANGE = EndingIn(r"\b(?P<word>tussen|van(?:af)?)\s+(?:(?:in|op|de|het)\s+)?$")
NO_BLANK = re.compile(r"[^\S ]")  # white space of another kind
BACK = 48  # characters before a period that are looked at
MONTHS_OF = EndingIn(r"\bmaanden\s+$")
BY_START = attrgetter("start")
STAY_DAYS = 366  # from one day to another further off: how long places stay, not when they come


@lru_cache(maxsize=1_000)
def expressions_in(
    text: str, received_on: date, *, said_year: int | None = None, said: Span | None = None
) -> tuple[Expression, ...]:
    """The expressions of time in a sentence, in order; kept, as several rules ask for them.

    received_on: the day of receipt in the Netherlands, from which relative ones count;
    said_year: the year last named before this sentence, which 'dat jaar' means; said: the time
    last named before it, from which 'een jaar later' counts.
    """
    # One mark for another keeps offsets: a line break joins words, the edge of a cell parts them.
    flat = text if text.isprintable() else NO_BLANK.sub(" ", text.replace("\t", "|"))
    bases = list(periods(flat, received_on, said_year or received_on.year, said))
    lowered = flat.lower()
    tells_length = NAMES_UNIT.search(lowered) is not None
    counts_from = tells_length and COUNTS_FROM.search(lowered) is not None
    if not bases and not tells_length:
        return ()
    found = list(durations(flat, received_on)) if tells_length else []
    if found:
        taken = [(each.start, each.end) for each in found]
        bases = [each for each in bases if not overlaps(each, taken)]
    bases = with_parts(flat, bases)
    if len(bases) > 1:
        bases = in_ranges(flat, with_years(flat, explained(flat, bases)))
    for each in bases:
        found.append((counts_from and since_event(flat, each)) or opened(flat, each))
    if counts_from:
        found += later(flat, found, said)
    return tuple(sorted(found, key=BY_START) if len(found) > 1 else found)


def overlaps(each: Expression, taken: list[tuple[int, int]]) -> bool:
    return any(each.start < end and start < each.end for start, end in taken)


# ------------------------------------------------------------------ ranges


def in_ranges(text: str, bases: list[Expression]) -> list[Expression]:
    """'tussen maart en juni 2027' as one expression."""
    if len(bases) < 2:
        return bases
    found: list[Expression] = []
    for base in bases:
        if found and is_range(text, found[-1], base):
            first = found.pop()
            opening = OPENS_RANGE.search(text[: first.start])
            start = opening.start() if opening else first.start
            joined = base._replace(
                text=text[start : base.end], start=start, earliest=first.earliest
            )
            found.append(joined)
        else:
            found.append(base)
    return found


def is_range(text: str, first: Expression, second: Expression) -> bool:
    """Whether two periods are the ends of one range."""
    between = text[first.end : second.start]
    if MONTHS_OF.search(text[: first.start]) and follows(first, second):
        return LIST_LINK.match(between) is not None
    link = RANGE_LINK.match(between)
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


def follows(first: Expression, second: Expression) -> bool:
    """Whether the second begins where the first ends: 'de maanden juli, augustus en september'."""
    return second.earliest is not None and day_after(first) == second.earliest


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
    match = BEFORE.search(window)
    if match is None:
        return opened_behind(text, base)
    start = base.start - len(window) + match.start()
    if match["not_before"]:
        return base.stretched(text, start, base.earliest, None)
    if match["by"]:
        return base.stretched(text, start, None, base.latest)
    if match["after"]:
        return base.stretched(text, start, day_after(base), None)
    if match["before"] and is_before(window, match):
        before = day_before(base, window[match.end("before") :])
        return base.stretched(text, start, None, before)
    if match["between"] and " en " in base.text:
        return base.stretched(text, start, base.earliest, base.latest)
    if match.lastgroup is None:
        return opened_behind(text, base.stretched(text, start, base.earliest, base.latest))
    return opened_behind(text, loosely(text, base))


def loosely(text: str, base: Expression) -> Expression:
    """The expression with 'in de loop van' before it, and the like."""
    window = text[max(0, base.start - BACK) : base.start]
    loose = LOOSE.search(window)
    if loose is None:
        return base
    start = base.start - len(window) + loose.start()
    return base.stretched(text, start, base.earliest, base.latest)


def is_before(window: str, match: re.Match[str]) -> bool:
    """Whether 'voor' means before: not in 'gepland voor 2028' and 'klaar voor per 1 mei'."""
    if FROM_THEN.match(window[match.end("before") :]):
        return False
    return not is_for(window[: match.start()], match["before"])


def opened_behind(text: str, base: Expression) -> Expression:
    """'2028 of later', 'mei 2027 op zijn vroegst'."""
    match = BEHIND.match(text, base.end)
    if match is None:
        return base
    end = match.end()
    change = base._replace(text=text[base.start : end], end=end)
    return change._replace(latest=None) if match["open"] else change._replace(earliest=None)


def day_before(base: Expression, between: str) -> Edge:
    """The last day before a period; 'voor het einde van 2027' is its last day."""
    if re.search(r"\b(?:eind|jaarwisseling)", base.text + between, re.I) and base.latest:
        return base.latest
    return base.earliest - timedelta(days=1) if base.earliest else None


def day_after(base: Expression) -> Edge:
    """The first day after a period."""
    return base.latest + timedelta(days=1) if base.latest else None
