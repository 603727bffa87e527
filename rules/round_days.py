"""How the cases of a round stood on a day that is past, and day by day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rules.case_state import Status, case_states
from rules.cases import Case, CaseMail
from rules.deadlines import Extension, end_of_day, received_on
from rules.decisions import GrantExtension
from rules.registry import Request

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoundCase:
    """A case of a round at the end of a day: what does not change while nothing happens."""

    municipality: str
    reference: str
    status: Status
    answered_at: datetime | None
    late: bool | None  # None: no answer
    due: date


@dataclass(frozen=True, slots=True)
class Spell:
    """A mail of a case as it was judged, and the time in which it was known so."""

    mail: CaseMail
    since: datetime | None = None  # None: from its receipt on
    until: datetime | None = None  # from this moment on otherwise; None: it holds still


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """A case with all that tells how it was known at any moment."""

    case: Case  # its letter, and what was decided on it, undone since too; its mails apart
    spells: tuple[Spell, ...]  # in order of receipt of their mails
    letters: tuple[tuple[datetime, Request], ...] = ()  # its letter until each correction, in order


def round_on(
    cases: Sequence[CaseHistory],
    letter_date: date,
    day: date,
    holidays: Mapping[date, str],
    *,
    roll_over: bool = True,
) -> list[RoundCase]:
    """The cases of a round as they were known at the end of a day, by municipality and reference.

    cases: all those of its municipalities.
    """
    then = [standing_then(each, day) for each in cases]
    states = case_states(then, day, holidays, roll_over=roll_over)
    return [
        RoundCase(
            each.municipality,
            each.reference,
            each.status,
            each.answered_at,
            each.late,
            each.deadline.due,
        )
        for each in states
        if each.reference and each.deadline and each.deadline.start == letter_date
    ]


def standing_then(history: CaseHistory, day: date) -> Case:
    """A case as it was known at the end of a day."""
    case, until = history.case, end_of_day(day)
    decisions = tuple(
        each
        for each in case.decisions
        if each.at < until and (each.undone_at is None or each.undone_at >= until)
    )
    extensions = tuple(
        Extension(each.what.due, each.reason, each.officer, each.at)
        for each in decisions
        if isinstance(each.what, GrantExtension)
    )
    mails = tuple(
        each.mail
        for each in history.spells
        if (each.since is None or each.since < until)
        and (each.until is None or each.until >= until)
    )
    request = next((letter for at, letter in history.letters if at >= until), case.request)
    return replace(case, request=request, decisions=decisions, extensions=extensions, mails=mails)


def round_by_day(
    cases: Sequence[CaseHistory],
    letter_date: date,
    last: date,
    holidays: Mapping[date, str],
    *,
    roll_over: bool = True,
) -> dict[date, list[RoundCase]]:
    """The cases of a round at the end of each day, from its letters' date until the last.

    The same as `round_on` for each day; a municipality is worked out anew only where something
    came, was decided or passed.
    """
    days = [letter_date + at * DAY for at in range((last - letter_date).days + 1)]
    found: dict[date, list[RoundCase]] = {each: [] for each in days}
    for some in by_municipality(cases):
        changing = days_of_change(some)
        states: list[RoundCase] = []
        for day in days:
            if day == letter_date or day in changing or has_passed(states, day):
                states = round_on(some, letter_date, day, holidays, roll_over=roll_over)
            found[day] += states
    return found


def by_municipality(cases: Iterable[CaseHistory]) -> list[list[CaseHistory]]:
    """The cases of each municipality: a notification joins a letter of its own municipality."""
    found: defaultdict[str, list[CaseHistory]] = defaultdict(list)
    for each in cases:
        found[each.case.municipality].append(each)
    return [found[name] for name in sorted(found)]


def days_of_change(cases: Iterable[CaseHistory]) -> set[date]:
    """The days on which something came in, went out, was decided or corrected."""
    moments: set[datetime] = set()
    found: set[date] = set()
    for each in cases:
        moments |= {spell.mail.received_at for spell in each.spells}
        moments |= {at for spell in each.spells for at in (spell.since, spell.until) if at}
        moments |= {decided.at for decided in each.case.decisions}
        moments |= {decided.undone_at for decided in each.case.decisions if decided.undone_at}
        moments |= {at for at, _ in each.letters}
        letters = [each.case.request, *(letter for _, letter in each.letters)]
        found |= {letter.letter_date for letter in letters if letter}
    return found | {received_on(each) for each in moments}


def has_passed(states: Iterable[RoundCase], day: date) -> bool:
    """Whether the last day of a term was the day before."""
    return any(each.due + DAY == day for each in states)
