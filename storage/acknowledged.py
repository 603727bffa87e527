"""Whether receipt of an answer was acknowledged: a mail of ours that said so went out."""

from sqlalchemy import ColumnElement, exists
from sqlmodel import col

from rules.occasions import Occasion
from storage.tables.outgoing import OutgoingRow
from storage.tables.states import CaseStateRow


def is_acknowledgement() -> list[ColumnElement[bool]]:
    """That a mail of ours is an acknowledgement that went out."""
    is_one = col(OutgoingRow.occasion) == Occasion.ACKNOWLEDGEMENT.value
    return [is_one, col(OutgoingRow.sent_at).is_not(None)]


def was_acknowledged() -> ColumnElement[bool]:
    """That receipt of an answer was acknowledged in the case of a row of lists."""
    return exists().where(
        col(OutgoingRow.municipality) == col(CaseStateRow.municipality),
        col(OutgoingRow.reference) == col(CaseStateRow.reference),
        *is_acknowledgement(),
    )
