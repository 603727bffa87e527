"""How many mails of the work list have each value of each filter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from rules.worklist import RANKS
from storage.mail_filter import MailFilter, conditions
from storage.mail_states import Facet
from storage.tables.states import MailFacetRow, MailStateRow

V = TypeVar("V", str, int)
REASONS = {rank: reason for reason, rank in RANKS.items()}


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many mails the list would hold with each other value of a filter, the others kept."""

    reasons: dict[str, int]
    kinds: dict[str, int]
    flags: dict[str, int]
    municipalities: dict[str, int]
    provinces: dict[str, int]
    references: dict[str, int]
    officers: dict[str, int]


def mail_counts(session: Session, which: MailFilter) -> MailCounts:
    """How many mails the list would hold with each value of each filter, the others kept.

    Three statements, and one more for each filter on a facet that is set.
    """
    asked = which.facets()
    found: dict[str, dict[str, int]] = {facet.value: {} for facet in Facet}
    free = [facet for facet in Facet if facet not in asked]
    count_facets(session, which, free, found)
    for facet in asked:
        count_facets(session, which.without(facet), [facet], found)
    return MailCounts(
        reasons={
            REASONS[rank].value: count
            for rank, count in count_column(
                session, replace(which, reason=None), MailStateRow.rank
            ).items()
        },
        officers=count_column(session, replace(which, officer=None), MailStateRow.officer),
        kinds=found[Facet.KIND],
        flags=found[Facet.FLAG],
        municipalities=found[Facet.MUNICIPALITY],
        provinces=found[Facet.PROVINCE],
        references=found[Facet.REFERENCE],
    )


def count_facets(
    session: Session,
    which: MailFilter,
    facets: Sequence[Facet],
    found: dict[str, dict[str, int]],
) -> None:
    """Count the values of some facets among the mails of a list."""
    if not facets:
        return
    statement = (
        select(col(MailFacetRow.facet), col(MailFacetRow.value), func.count())
        .where(
            col(MailFacetRow.disposition) == which.disposition.value,
            col(MailFacetRow.facet).in_([facet.value for facet in facets]),
        )
        .group_by(col(MailFacetRow.facet), col(MailFacetRow.value))
    )
    if which != MailFilter(disposition=which.disposition):
        ids = select(col(MailStateRow.id)).where(*conditions(session, which))
        statement = statement.where(col(MailFacetRow.mail_id).in_(ids))
    for facet, value, count in session.connection().execute(statement):
        found[facet][value] = count


def count_column(session: Session, which: MailFilter, column: V) -> dict[V, int]:
    """Count the values of a column among the mails of a list."""
    statement = (
        select(col(column), func.count()).where(*conditions(session, which)).group_by(col(column))
    )
    return {row[0]: row[1] for row in session.connection().execute(statement)}
