"""How many cases a list would hold with another value of one of its filters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from rules.case_state import Status
from storage.case_filter import IS_LATE, CaseFilter, conditions, status_case
from storage.tables.states import CaseStateRow

ANY = object()  # a filter that is not set


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """By value of a filter: the length of the list with that value, its other filters kept."""

    letters: Mapping[date | None, int]  # None: notifications on their own
    provinces: Mapping[str, int]
    statuses: Mapping[Status, int]
    late: Mapping[bool, int]
    ladder: Mapping[int, int]
    officers: Mapping[str, int]  # "": nobody's


def case_counts(session: Session, which: CaseFilter, today: date) -> CaseCounts:
    """The counts beside the filters of a list. One statement."""
    is_alone = which.reference == ""
    rest = replace(
        which,
        reference=None if is_alone else which.reference,
        letter_date=None,
        province=None,
        status=None,
        is_late=None,
        ladder_step=None,
        officer=None,
    )
    # A statement of its own: a server does not see that two CASEs with bound days are one.
    cases = (
        select(
            col(CaseStateRow.letter_date),
            col(CaseStateRow.province),
            status_case(today).label("status"),
            func.coalesce(IS_LATE, False).label("late"),
            col(CaseStateRow.ladder_step),
            col(CaseStateRow.officer),
        )
        .where(*conditions(rest, today))
        .subquery()
    )
    counted = select(*cases.c, func.count()).group_by(*cases.c)
    rows = session.connection().execute(counted).all()
    letter = None if is_alone else ANY if which.letter_date is None else which.letter_date
    others = (which.province, which.status, which.is_late, which.ladder_step, which.officer)
    wanted = [letter, *(ANY if each is None else each for each in others)]
    letters, provinces, statuses, late, ladder, officers = (
        counts_of(rows, wanted, facet) for facet in range(len(wanted))
    )
    return CaseCounts(
        letters=letters,
        provinces=provinces,
        statuses={Status(value): count for value, count in statuses.items()},
        late={bool(value): count for value, count in late.items()},
        ladder=ladder,
        officers=officers,
    )


def counts_of(rows: Sequence[Any], wanted: Sequence[object], facet: int) -> Counter[Any]:
    """The counts of one filter's values, among the cases that the other filters leave."""
    found: Counter[Any] = Counter()
    for *values, count in rows:
        places = (place for place in range(len(wanted)) if place != facet)
        if all(wanted[place] is ANY or wanted[place] == values[place] for place in places):
            found[values[facet]] += count
    return found
