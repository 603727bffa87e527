"""Rounds of letters: how far each has come, and when it was sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from rules.distribution import DistributionDecision
from rules.rounds import Terms
from storage.tables.rounds import RoundRow, RoundSendingRow


class RoundState(StrEnum):
    """How far a round made here has come."""

    DRAFT = "draft"
    DROPPED = "dropped"
    CONFIRMED = "confirmed"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Sending:
    """That a round was sent on a day, and who says so; a later one corrects it."""

    sent_on: date
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round of letters made here."""

    id: int
    terms: Terms
    made_by: str
    made_at: datetime
    dropped_at: datetime | None
    dropped_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    sendings: tuple[Sending, ...]  # in the order recorded

    @property
    def sent_on(self) -> date | None:
        """The day on which it was sent, as known now."""
        return self.sendings[-1].sent_on if self.sendings else None

    @property
    def state(self) -> RoundState:
        """How far it has come."""
        if self.dropped_at is not None:
            return RoundState.DROPPED
        if self.confirmed_at is None:
            return RoundState.DRAFT
        return RoundState.SENT if self.sendings else RoundState.CONFIRMED


def rounds(session: Session) -> list[Round]:
    """The rounds made here, those of the last letters in front."""
    rows = session.exec(
        select(RoundRow).order_by(col(RoundRow.letter_date).desc(), col(RoundRow.id).desc())
    ).all()
    return [round_of(row, sendings_of(session, row.id)) for row in rows]


def round_numbered(session: Session, number: int) -> Round | None:
    """The round with that number, None where there is none."""
    row = session.get(RoundRow, number)
    return round_of(row, sendings_of(session, number)) if row else None


def sendings_of(session: Session, number: int) -> tuple[Sending, ...]:
    """When a round was sent, in the order recorded."""
    rows = session.exec(
        select(RoundSendingRow)
        .where(RoundSendingRow.round_id == number)
        .order_by(col(RoundSendingRow.id))
    )
    return tuple(Sending(row.sent_on, row.recorded_at, row.recorded_by) for row in rows)


def round_of(row: RoundRow, sendings: tuple[Sending, ...]) -> Round:
    """The round that a row holds."""
    decision = DistributionDecision(row.cycle, row.decided_on, row.places_due)
    return Round(
        id=row.id,
        terms=Terms(row.letter_date, row.term_days, decision, row.mailbox),
        made_by=row.made_by,
        made_at=row.made_at,
        dropped_at=row.dropped_at,
        dropped_by=row.dropped_by,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
        sendings=sendings,
    )
