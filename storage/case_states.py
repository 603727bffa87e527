"""The states of cases for lists: made again, in the same transaction, when a case changes.

Reading each case's mails for every list would take minutes with a hundred thousand mails.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, false, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from rules.calendar import HOLIDAYS
from rules.case_standing import Standing, standing_of
from rules.cases import CaseOf, ToldMail, merged
from rules.deadlines import end_of_day, received_on
from rules.registry import Request
from storage.bulk import answers
from storage.cases import case_of, decisions_numbered
from storage.decided import REQUEST, requests_of
from storage.links import NO_REFERENCE, Key, case_ids, case_numbers
from storage.lots import lots_of
from storage.settings import rolls_over
from storage.state_rows import drop_rows, put_states
from storage.tables.cases import CaseRow
from storage.tables.registry import MunicipalityRow, RequestRow
from storage.tables.states import CaseStateRow
from storage.told import told_in_cases

NO_LETTER = (date.min, "")  # before any
NONE: Mapping[Key, int] = {}
PROVINCES = select_columns(col(MunicipalityRow.name), col(MunicipalityRow.province)).where(
    col(MunicipalityRow.name).in_(bindparam("names", expanding=True))
)
OF_CASES = REQUEST.join(
    CaseRow,
    and_(
        col(CaseRow.municipality) == col(RequestRow.municipality),
        col(CaseRow.reference) == col(RequestRow.reference),
    ),
).where(col(CaseRow.id).in_(bindparam("cases", expanding=True)))
APART = aliased(CaseStateRow)
JOINED = (
    select_columns(col(CaseStateRow.municipality), col(CaseStateRow.reference))
    .join(APART, col(APART.joined_to) == col(CaseStateRow.case_id))
    .where(col(APART.municipality).in_(bindparam("names", expanding=True)))
)


class Due(StrEnum):
    """What a case asks for on a day."""

    REPLY = "reply"
    PROMISE = "promise"
    SUPPLEMENT = "supplement"


def refresh_cases(
    session: Session, keys: Iterable[Key], now: datetime, *, known: Mapping[Key, int] = NONE
) -> None:
    """Make the states of some cases anew, and of those that they are joined with.

    known: the numbers of some of them in the tables.
    """
    wanted = set(keys)
    if not wanted:
        return
    day = received_on(now)
    wanted |= set(joined(session, wanted, day))
    wanted |= joined_until_now(session, wanted)
    numbers = {**known, **case_numbers(session, wanted - known.keys())}
    requests = requests_of_cases(session, wanted, numbers)
    mails = told_in_cases(session, numbers.values())
    decisions = decisions_numbered(session, numbers.values())
    cases = [case_of(key, requests.get(key), mails[key], decisions[key]) for key in sorted(wanted)]
    # A case without request has no state once its last mail has left it.
    there = [each for each in cases if each.request or each.mails]
    numbers |= case_ids(session, {key_of_case(each) for each in there} - numbers.keys())
    drop_rows(session, numbers.values())
    put_cases(session, there, numbers, day)


def joined(session: Session, wanted: Collection[Key], day: date) -> Iterable[Key]:
    """A notification and the letter that it is part of: neither can be told without the other."""
    # Only where a municipality wrote without a letter is there anything to join.
    wrote = case_numbers(session, {(key[0], NO_REFERENCE) for key in wanted})
    last: dict[str, tuple[date, str]] = {}
    for each in requests_of(session, {key[0] for key in wrote}) if wrote else ():
        at = (each.letter_date, each.reference)
        if each.letter_date <= day and at > last.get(each.municipality, NO_LETTER):
            last[each.municipality] = at
    for municipality, (_, reference) in last.items():
        both = {(municipality, NO_REFERENCE), (municipality, reference)}
        if not both.isdisjoint(wanted):
            yield from both


def joined_until_now(session: Session, wanted: Collection[Key]) -> set[Key]:
    """The letters that notifications among these were part of: a later letter takes them over."""
    names = {key[0] for key in wanted if not key[1]}
    return set(answers(session, JOINED, names=list(names)).all()) if names else set()


def requests_of_cases(
    session: Session, keys: Collection[Key], numbers: Mapping[Key, int]
) -> dict[Key, Request]:
    """The letters that cases are about, by municipality and reference.

    numbers: of the cases in the tables; a letter that has just been imported has none yet.
    """
    found = [
        Request(*row)
        for some in lots_of(numbers.values())
        for row in answers(session, OF_CASES, cases=some)
    ]
    if fresh := {key[0] for key in keys if key not in numbers}:
        found += requests_of(session, fresh)
    letters = {(each.municipality, each.reference): each for each in found}
    return {key: letters[key] for key in keys if key in letters}


def key_is(keys: Collection[Key]) -> ColumnElement[bool]:
    """That a case is one of these."""
    by_municipality: defaultdict[str, list[str]] = defaultdict(list)
    for municipality, reference in sorted(keys):
        by_municipality[municipality].append(reference)
    return or_(
        false(),
        *(
            and_(col(CaseRow.municipality) == municipality, col(CaseRow.reference).in_(references))
            for municipality, references in by_municipality.items()
        ),
    )


def put_cases(
    session: Session, cases: Sequence[CaseOf[ToldMail]], numbers: Mapping[Key, int], day: date
) -> None:
    """Write the states of cases as they are on a day from which nothing is known to come.

    numbers: of these cases in the tables, which hold no state of any.
    """
    roll_over = rolls_over(session)
    provinces = provinces_of(session, {each.municipality for each in cases})
    whole = {key_of_case(each): each for each in merged(cases, day)}
    targets = {key[0]: key for key in whole if key[1]}
    for key in whole:  # the last letter: merged() joins a notification to that one
        target = targets.get(key[0])
        if target and key[1] and letter(whole[key]) > letter(whole[target]):
            targets[key[0]] = key
    states, days = [], []
    for case in cases:
        key = key_of_case(case)
        target = targets.get(case.municipality) if key not in whole and not case.request else None
        told = whole.get(key, case)
        standing = standing_of(told, HOLIDAYS, roll_over=roll_over)
        province = provinces.get(case.municipality, "")
        joined_to = numbers[target] if target else None
        states.append(state_row(numbers[key], told, standing, province, joined_to, day))
        days += day_rows(numbers[key], standing, is_listed=joined_to is None)
    put_states(session, states, days)


def key_of_case(case: CaseOf[ToldMail]) -> Key:
    """What tells a case from others in the tables."""
    return case.municipality, case.reference or NO_REFERENCE


def letter(case: CaseOf[ToldMail]) -> tuple[date, str]:
    """The order of letters to a municipality."""
    return (case.request.letter_date if case.request else date.min), case.reference or ""


def provinces_of(session: Session, municipalities: Collection[str]) -> dict[str, str]:
    """The province of each municipality."""
    return dict(answers(session, PROVINCES, names=list(municipalities)).all())


def state_row(
    number: int,
    case: CaseOf[ToldMail],
    standing: Standing,
    province: str,
    joined_to: int | None,
    day: date,
) -> dict[str, object]:
    """The state of one case as its row tells it."""
    due = standing.deadline.due if standing.deadline else None
    return {
        "case_id": number,
        "joined_to": joined_to,
        "merged_on": day,
        "municipality": case.municipality,
        "reference": case.reference or NO_REFERENCE,
        "province": province,
        "letter_date": case.request.letter_date if case.request else None,
        "due": due,
        "due_ends_at": end_of_day(due) if due else None,
        "answered_at": standing.answered_at,
        "missing": " ".join(sorted(standing.missing)),
        "flags": " ".join(sorted(standing.flags)),
        "is_confirmed": standing.is_confirmed,
        "ladder_step": standing.ladder_step,
        "officer": standing.officer,
        "undecided_extensions": standing.undecided_extensions,
        "promised": " ".join(each.isoformat() for each in standing.promised),
        "supplement_due": standing.supplement_due,
        "held": standing.held,
        "held_until": standing.held_until,
        "is_ladder_closed": standing.is_ladder_closed,
        "mails": len(case.mails),
        "last_received_at": case.mails[-1].received_at if case.mails else None,
    }


def day_rows(number: int, standing: Standing, *, is_listed: bool) -> list[dict[str, object]]:
    """On which days a case asks for something; none where another case asks for it."""
    days = [(Due.PROMISE, day) for day in standing.promised]
    if standing.deadline:
        days.append((Due.REPLY, standing.deadline.due))
    if standing.supplement_due:
        days.append((Due.SUPPLEMENT, standing.supplement_due))
    listed = days if is_listed else []
    return [{"case_id": number, "day": day, "what": what.value} for what, day in listed]


def refresh_joined(session: Session, now: datetime) -> int:
    """Join notifications to letters whose day has come since; how many letters have.

    The one thing about a case that a day changes by itself. For the daemon's regular look.
    """
    day = received_on(now)
    statement = select(CaseStateRow.municipality, CaseStateRow.reference).where(
        col(CaseStateRow.letter_date) <= day,
        col(CaseStateRow.letter_date) > col(CaseStateRow.merged_on),
    )
    keys = [(municipality, reference) for municipality, reference in session.exec(statement)]
    refresh_cases(session, keys, now)
    return len(keys)


def refresh_all_cases(session: Session, now: datetime) -> None:
    """Make the states of all cases anew."""
    requests = session.exec(select(RequestRow.municipality, RequestRow.reference)).all()
    known = session.exec(select(CaseRow.municipality, CaseRow.reference)).all()
    municipalities = sorted({key[0] for key in (*requests, *known)})
    by_municipality: defaultdict[str, list[Key]] = defaultdict(list)
    for municipality, reference in {*map(tuple, requests), *map(tuple, known)}:
        by_municipality[municipality].append((municipality, reference))
    for municipality in municipalities:
        refresh_cases(session, by_municipality[municipality], now)
