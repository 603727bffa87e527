"""Legal holds: cases of which nothing is destroyed, whatever the terms, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.columns import storable
from storage.errors import Refused
from storage.events import record_event
from storage.links import case_subject
from storage.tables.cases import CaseRow
from storage.tables.retention import LegalHoldRow


@dataclass(frozen=True, slots=True)
class LegalHold:
    """That nothing of a case is destroyed."""

    reason: str
    officer: str
    at: datetime


def legal_hold_of(session: Session, case: int) -> LegalHold | None:
    """The hold on a case; None: its terms run."""
    row = standing_row(session, case)
    return LegalHold(row.reason, row.officer, row.at) if row else None


def held_cases(session: Session) -> frozenset[int]:
    """The cases that are held."""
    held = select(LegalHoldRow.case_id).where(col(LegalHoldRow.lifted_at).is_(None))
    return frozenset(session.exec(held))


def hold_case(session: Session, case: int, reason: str, now: datetime, *, officer: str) -> None:
    """Have nothing of a case destroyed. Raises Refused where it is held already."""
    if standing_row(session, case) is not None:
        raise Refused("this case is held already; look at it anew")
    session.add(
        LegalHoldRow(
            case_id=case,
            reason=storable(reason),
            officer=officer,
            at=now,
            lifted_at=None,
            lifted_by="",
        )
    )
    session.flush()
    told = {"why": reason}
    record_event(session, now, "legal_hold", subject(session, case), actor=officer, after=told)


def lift_hold(session: Session, case: int, reason: str, now: datetime, *, officer: str) -> None:
    """Let the terms of a case run again. Raises Refused where it is not held."""
    row = standing_row(session, case)
    if row is None:
        raise Refused("this case is not held; look at it anew")
    row.lifted_at, row.lifted_by = now, officer
    session.flush()
    told = {"why": reason}
    action = "legal_hold_lifted"
    record_event(session, now, action, subject(session, case), actor=officer, after=told)


def standing_row(session: Session, case: int) -> LegalHoldRow | None:
    """The row of the hold that stands."""
    return session.exec(
        select(LegalHoldRow).where(
            LegalHoldRow.case_id == case, col(LegalHoldRow.lifted_at).is_(None)
        )
    ).first()


def subject(session: Session, case: int) -> str:
    """What the audit trail calls a case."""
    row = session.exec(select(CaseRow).where(CaseRow.id == case)).one()
    return case_subject(row.municipality, row.reference)
