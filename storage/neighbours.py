"""Which mails stand before and after one in a list, so that officers go from one to the next."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.mail_filter import ORDERS, MailFilter, Sort, conditions
from storage.tables.states import MailStateRow

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The mails on either side of one in a list."""

    before: str | None
    after: str | None


def neighbours(
    session: Session,
    which: MailFilter,
    mail: str,
    *,
    sort: Sort = Sort.DUE,
    is_descending: bool = False,
) -> Neighbours:
    """The mails on either side of one, also where it has left the list. One statement."""
    columns: list[Any] = [*ORDERS[sort], col(MailStateRow.id)]
    this = aliased(MailStateRow)
    values = [
        select(getattr(this, each.key)).where(col(this.sha256) == mail).scalar_subquery()
        for each in columns
    ]
    # The list goes by number within what is equal, in either direction.
    falls = [*(is_descending for _ in ORDERS[sort]), False]
    meets = conditions(session, which)
    sides = [
        nearest(side, columns, values, [each != (side == BEFORE) for each in falls], meets)
        for side in (BEFORE, AFTER)
    ]
    rows = session.connection().execute(union_all(*sides))
    found = {row[0]: row[1] for row in rows}
    return Neighbours(found.get(BEFORE), found.get(AFTER))


def nearest(
    side: str, columns: list[Any], values: Any, falls: list[bool], meets: list[ColumnElement[bool]]
) -> Any:
    """The first mail that comes behind these values, in an order that falls where it is said."""
    behind: list[ColumnElement[bool]] = []
    for at, (column, value, falling) in enumerate(zip(columns, values, falls, strict=True)):
        same = [left == right for left, right in zip(columns[:at], values[:at], strict=True)]
        behind.append(and_(*same, column < value if falling else column > value))
    # Follows from the rest, and lets the database begin in the index where the mail stands.
    start = columns[0] <= values[0] if falls[0] else columns[0] >= values[0]
    order = [each.desc() if falling else each for each, falling in zip(columns, falls, strict=True)]
    first = (
        select(literal(side).label("side"), col(MailStateRow.sha256))
        .where(*meets, start, or_(*behind))
        .order_by(*order)
        .limit(1)
    )
    return select(first.subquery())
