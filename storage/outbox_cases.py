"""The cases that may call for a mail, and what went out in them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_
from sqlmodel import Session, col, select

from rules.case_standing import FOLLOW_UP_DAYS
from rules.cases import Case, merged
from rules.deadlines import received_on
from rules.occasions import Occasion
from rules.proposals import Went, start_of
from storage.case_states import Due
from storage.cases import case_of, decisions_of_cases, mails_of_cases
from storage.decided import requests_of
from storage.links import Key
from storage.tables.cases import CaseRow
from storage.tables.outgoing import OutgoingRow
from storage.tables.states import CaseDayRow, CaseStateRow

REMEMBERED = timedelta(days=366)  # what lies longer back calls for no mail any more
BEFORE = timedelta(days=180)  # a day may call for a mail so long after it, by the settings
FOLLOW_UP = timedelta(days=FOLLOW_UP_DAYS)  # a promise is to be asked about from then on
AT_ONCE = 100  # municipalities whose cases are read at a time


def municipalities_that_may_call(
    session: Session, today: date, horizon: date, since: date
) -> list[str]:
    """The municipalities with a case that may call for a mail, sorted; wide rather than narrow.

    horizon: the last of the days to answer by that may be reminded of today; since: what lay there
    before that day calls for nothing.
    """
    long_ago = today - REMEMBERED
    first = max(since - BEFORE if since > long_ago else long_ago, long_ago)
    unanswered = and_(
        col(CaseStateRow.answered_at).is_(None),
        col(CaseStateRow.due).between(first, horizon),
        ~went(Occasion.OVERDUE_AGAIN, col(OutgoingRow.trigger) == cast(CaseStateRow.due, String)),
    )
    lacking = and_(
        col(CaseStateRow.missing) != "",
        col(CaseStateRow.last_received_at) >= start_of(max(since, long_ago)),
        ~went(
            Occasion.SUPPLEMENT,
            col(OutgoingRow.handed_over_at) > col(CaseStateRow.last_received_at),
        ),
    )
    asked = and_(col(CaseStateRow.supplement_due).is_not(None), ~col(CaseStateRow.is_confirmed))
    statement = (
        select(CaseStateRow.municipality)
        .where(col(CaseStateRow.joined_to).is_(None), or_(unanswered, lacking, asked))
        .distinct()
    )
    promised = municipalities_with_promises(session, first, today)
    return sorted({*session.exec(statement), *promised})


def went(occasion: Occasion, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a mail of an occasion went out in a case."""
    return exists().where(
        col(OutgoingRow.municipality) == CaseStateRow.municipality,
        col(OutgoingRow.reference) == CaseStateRow.reference,
        col(OutgoingRow.occasion) == occasion.value,
        col(OutgoingRow.handed_over_at).is_not(None),
        condition,
    )


def municipalities_with_promises(session: Session, first: date, today: date) -> set[str]:
    """The municipalities with a promised day that has passed and was not asked about."""
    days = (
        select(CaseStateRow.municipality, CaseStateRow.reference, col(CaseDayRow.day))
        .join(CaseDayRow, col(CaseDayRow.case_id) == col(CaseStateRow.case_id))
        .where(CaseDayRow.what == Due.PROMISE.value, col(CaseDayRow.day).between(first, today))
    )
    asked = set(
        session.exec(
            select(OutgoingRow.municipality, OutgoingRow.reference, OutgoingRow.trigger).where(
                OutgoingRow.occasion == Occasion.FOLLOW_UP.value,
                col(OutgoingRow.handed_over_at).is_not(None),
            )
        )
    )
    return {
        municipality
        for municipality, reference, day in session.exec(days)
        if (municipality, reference, (day - FOLLOW_UP).isoformat()) not in asked
    }


def cases_of_municipalities(
    session: Session, municipalities: Sequence[str], today: date
) -> Iterator[Case]:
    """All cases of these municipalities as they are known today, by municipality."""
    for at in range(0, len(municipalities), AT_ONCE):
        some = municipalities[at : at + AT_ONCE]
        where = [col(CaseRow.municipality).in_(some)]
        requests = {
            (each.municipality, each.reference): each for each in requests_of(session, some)
        }
        mails = mails_of_cases(session, where)
        decisions = decisions_of_cases(session, None, where)
        keys = sorted(requests.keys() | mails.keys())
        yield from merged(
            [case_of(key, requests.get(key), mails[key], decisions[key]) for key in keys], today
        )


def went_out(session: Session, municipalities: Collection[str]) -> dict[Key, tuple[Went, ...]]:
    """What was sent in the cases of some municipalities, in that order."""
    rows = session.exec(
        select(OutgoingRow)
        .where(
            col(OutgoingRow.municipality).in_(municipalities),
            col(OutgoingRow.handed_over_at).is_not(None),
        )
        .order_by(col(OutgoingRow.handed_over_at), col(OutgoingRow.id))
    )
    found: defaultdict[Key, list[Went]] = defaultdict(list)
    for row in rows:
        if row.handed_over_at is not None:
            went = Went(Occasion(row.occasion), row.trigger, received_on(row.handed_over_at))
            found[row.municipality, row.reference].append(went)
    return {key: tuple(some) for key, some in found.items()}
