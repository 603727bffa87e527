"""Mails that a server had, or may have had: what caps count."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables.outgoing import OutgoingRow


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A mail that a server had, or may have had."""

    id: int
    at: datetime
    addresses: tuple[str, ...]  # that it went to


def handed_over_since(session: Session, since: datetime) -> list[HandedOver]:
    """The mails that a server had, or may have had, from a moment on."""
    statement = (
        select(
            OutgoingRow.id,
            OutgoingRow.handed_over_at,
            OutgoingRow.to_addresses,
            OutgoingRow.cc_addresses,
        )
        .where(col(OutgoingRow.handed_over_at) >= since)
        .order_by(col(OutgoingRow.handed_over_at), col(OutgoingRow.id))
    )
    return [
        HandedOver(entry, at, (*to, *cc))
        for entry, at, to, cc in session.exec(statement)
        if at is not None
    ]
