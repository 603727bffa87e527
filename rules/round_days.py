"""How the cases of a round stood on a day that is past, and day by day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rules.cases import Case, Status, case_states
from rules.deadlines import Extension, end_of_day, received_on
from rules.decisions import GrantExtension

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


def round_on(
    cases: Sequence[Case],
    letter_date: date,
    day: date,
    holidays: Mapping[date, str],
    *,
    roll_over: bool = True,
) -> list[RoundCase]:
    """The cases of a round as they stood at the end of a day, by municipality and reference.

    cases: all those of its municipalities, with the decisions that were undone since: these
    counted until then.
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


def standing_then(case: Case, day: date) -> Case:
    """A case with the decisions that stood at the end of a day."""
    until = end_of_day(day)
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
    return replace(case, decisions=decisions, extensions=extensions)


def round_by_day(
    cases: Sequence[Case],
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


def by_municipality(cases: Iterable[Case]) -> list[list[Case]]:
    """The cases of each municipality: a notification joins a letter of its own municipality."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for each in cases:
        found[each.municipality].append(each)
    return [found[name] for name in sorted(found)]


def days_of_change(cases: Iterable[Case]) -> set[date]:
    """The days on which something came in, went out or was decided."""
    found: set[date] = set()
    for case in cases:
        found |= {received_on(each.received_at) for each in case.mails}
        found |= {received_on(each.at) for each in case.decisions}
        found |= {received_on(each.undone_at) for each in case.decisions if each.undone_at}
        found |= {case.request.letter_date} if case.request else set()
    return found


def has_passed(states: Iterable[RoundCase], day: date) -> bool:
    """Whether the last day of a term was the day before."""
    return any(each.due + DAY == day for each in states)
