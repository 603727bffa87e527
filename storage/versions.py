"""Versions: nobody decides on what somebody else has changed in the meantime.

The version of a mail or a case is the number of the last event about it, so that what changed
since, by whom and when, is what the audit trail says.
"""

from collections.abc import Sequence

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.errors import Change, Stale
from storage.event_heads import head_row
from storage.links import MAIL, NO_REFERENCE, Key, case_subject
from storage.tables.cases import CaseMailRow, CaseRow
from storage.tables.events import EventRow
from storage.tables.states import CaseStateRow

# What is noted without changing anything that an officer looks at.
HARMLESS = ("overdue", "archived")


def version_of_mail(session: Session, mail: str) -> int:
    """What a decision on a mail must quote; 0 before anything happened to it."""
    return version_of(session, [mail_subject(mail)])


def version_of_case(session: Session, municipality: str, reference: str | None) -> int:
    """What a decision on a case must quote: the last event about it or one of its mails."""
    return version_of(session, subjects_of_case(session, municipality, reference))


def version_of(session: Session, subjects: Sequence[str]) -> int:
    """The number of the last event about any of these."""
    last = select(func.max(EventRow.seq)).where(
        col(EventRow.object).in_(subjects), col(EventRow.action).not_in(HARMLESS)
    )
    return session.exec(last).one() or 0


def check_mail(session: Session, mail: str, version: int) -> None:
    """Raise `Stale` where a mail has changed since that version."""
    hold_head(session)
    check(session, [mail_subject(mail)], version)


def check_case(session: Session, municipality: str, reference: str | None, version: int) -> None:
    """Raise `Stale` where a case or one of its mails has changed since that version."""
    hold_head(session)
    check(session, subjects_of_case(session, municipality, reference), version)


def check(session: Session, subjects: Sequence[str], version: int) -> None:
    """Raise `Stale` where anything happened to these since that version."""
    statement = (
        select(EventRow)
        .where(
            col(EventRow.object).in_(subjects),
            col(EventRow.action).not_in(HARMLESS),
            col(EventRow.seq) > version,
        )
        .order_by(col(EventRow.seq))
    )
    changes = [Change(row.actor, row.action, row.at, row.object) for row in session.exec(statement)]
    if changes:
        raise Stale(changes)


def hold_head(session: Session) -> None:
    """Let nobody else decide until this transaction ends.

    SQLite's writers queue already; on a server two could both pass the check and then write.
    """
    head_row(session, is_locked=True)


def subjects_of_case(session: Session, municipality: str, reference: str | None) -> list[str]:
    """A case and its mails, as the audit trail names them; so too the notification in it."""
    key: Key = (municipality, reference or NO_REFERENCE)
    joined = aliased(CaseStateRow)
    statement = (
        select(CaseRow.reference, CaseMailRow.sha256)
        .join(CaseMailRow, col(CaseMailRow.case_id) == col(CaseRow.id), isouter=True)
        .join(joined, col(joined.case_id) == col(CaseRow.id), isouter=True)
        .join(CaseStateRow, col(CaseStateRow.case_id) == col(joined.joined_to), isouter=True)
        .where(
            CaseRow.municipality == municipality,
            or_(
                col(CaseRow.reference) == key[1],
                col(CaseStateRow.reference) == key[1],
            ),
        )
    )
    found = {case_subject(*key): None}
    for other, mail in session.exec(statement):
        found[case_subject(municipality, other)] = None
        if mail is not None:
            found[mail_subject(mail)] = None
    return list(found)


def mail_subject(mail: str) -> str:
    """A mail as the audit trail names it."""
    return f"{MAIL}{mail}"
