"""The cases of a round of letters, with all that tells how they stood on any day."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from rules.cases import Case
from rules.deadlines import received_on
from storage.acknowledged import is_acknowledgement
from storage.cases import case_of, decisions_of_cases, mails_of_cases
from storage.decided import requests_of
from storage.links import Key
from storage.tables import CaseRow, OutgoingRow, RequestRow


def cases_of_round(session: Session, letter_date: date) -> list[Case]:
    """All cases of the municipalities that got a letter of that day, for `rules.round_days`.

    With their other letters, as a notification joins the last; and with what was undone since.
    Judgements, and what officers decided on mails, are today's.
    """
    wrote = select(RequestRow.municipality).where(RequestRow.letter_date == letter_date)
    names = set(session.exec(wrote))
    where = [col(CaseRow.municipality).in_(sorted(names))]
    mails = mails_of_cases(session, None, where)
    decisions = decisions_of_cases(session, None, where, with_undone=True)
    requests = {(each.municipality, each.reference): each for each in requests_of(session, names)}
    return [
        case_of(key, requests.get(key), mails[key], decisions[key])
        for key in sorted(requests.keys() | mails.keys())
    ]


def acknowledged_on(session: Session, letter_date: date) -> Mapping[Key, date]:
    """The day on which the first acknowledgement on a letter of that day went out, by case."""
    first = (
        select(OutgoingRow.municipality, OutgoingRow.reference, func.min(OutgoingRow.sent_at))
        .join(
            RequestRow,
            (col(RequestRow.municipality) == col(OutgoingRow.municipality))
            & (col(RequestRow.reference) == col(OutgoingRow.reference)),
        )
        .where(RequestRow.letter_date == letter_date, *is_acknowledgement())
        .group_by(col(OutgoingRow.municipality), col(OutgoingRow.reference))
    )
    return {
        (name, reference): received_on(at)
        for name, reference, at in session.exec(first)
        if at is not None
    }
