"""The cases of a round of letters, with all that tells how they stood on any day."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import exists, func, or_
from sqlmodel import Session, col, select

from rules.deadlines import last_moment, received_on
from rules.round_days import CaseHistory
from storage.acknowledged import is_acknowledgement
from storage.cases import case_of, decisions_of_cases
from storage.decided import requests_of
from storage.letters import letters_before
from storage.links import Key
from storage.mails_then import Where, spells_of_mails
from storage.remembered import remembered
from storage.tables.cases import CaseRow
from storage.tables.outgoing import OutgoingRow
from storage.tables.registry import RequestRow


@remembered(answers=2)
def cases_of_round(session: Session, letter_date: date) -> list[CaseHistory]:
    """All cases of the municipalities that got a letter of that day, as known at any time since.

    With their other letters, as a notification joins the last.
    """
    since = last_moment(letter_date)
    before = letters_before(session, since)
    wrote = select(RequestRow.municipality).where(RequestRow.letter_date == letter_date)
    names = set(session.exec(wrote)) | {
        key[0]
        for key, some in before.items()
        if any(each.letter_date == letter_date for _, each in some)
    }
    where = [col(CaseRow.municipality).in_(sorted(names))]
    spells = spells_of_mails(session, since, names, about_round(letter_date, before))
    decisions = decisions_of_cases(session, None, where, with_undone=True)
    requests = {(each.municipality, each.reference): each for each in requests_of(session, names)}
    return [
        CaseHistory(
            case_of(key, requests.get(key), (), decisions[key]),
            tuple(spells[key]),
            before.get(key, ()),
        )
        for key in sorted(requests.keys() | spells.keys())
    ]


def about_round(letter_date: date, corrected: Collection[Key]) -> Where:
    """That a case is of a letter of that day, or of none: mails on others tell nothing of these.

    corrected: the cases whose letters may have been of that day before.
    """
    of_another = exists().where(
        col(RequestRow.municipality) == col(CaseRow.municipality),
        col(RequestRow.reference) == col(CaseRow.reference),
        col(RequestRow.letter_date) != letter_date,
    )
    references = sorted({reference for _, reference in corrected})
    return [or_(~of_another, col(CaseRow.reference).in_(references))]


def acknowledged_on(session: Session, names: Collection[str]) -> Mapping[Key, date]:
    """The day on which the first acknowledgement to municipalities went out, by case."""
    first = (
        select(OutgoingRow.municipality, OutgoingRow.reference, func.min(OutgoingRow.sent_at))
        .where(*is_acknowledgement(), col(OutgoingRow.municipality).in_(sorted(names)))
        .group_by(col(OutgoingRow.municipality), col(OutgoingRow.reference))
    )
    return {
        (name, reference): received_on(at)
        for name, reference, at in session.exec(first)
        if at is not None
    }
