"""Entries of the registry as their rows hold them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from rules.registry import Municipality, Organisation, Request
from storage.tables.registry import MunicipalityRow, OrganisationRow, RequestRow
from storage.tables.row import Row

Entry = TypeVar("Entry", Municipality, Organisation, Request)
ROWS: dict[type[Any], type[Row]] = {
    Municipality: MunicipalityRow,
    Organisation: OrganisationRow,
    Request: RequestRow,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to a table. Entries that it does not name stay as they were."""

    added: int
    changed: int
    unchanged: int


def entries(
    session: Session, kind: type[Entry], *where: ColumnElement[bool], order: Sequence[str]
) -> list[Entry]:
    """Entries of one kind, in the order of some of their fields.

    Read as columns: an object for each of five thousand rows takes five times as long, and the
    daemon reads them whenever something has happened.
    """
    columns = [getattr(ROWS[kind], field.name) for field in fields(kind)]
    by = [getattr(ROWS[kind], name) for name in order]
    rows = session.execute(select(*columns).where(*where).order_by(*by))
    return [entry_with(kind, row) for row in rows]


def entry_of(row: Row, kind: type[Entry]) -> Entry:
    """The entry that a row holds."""
    return entry_with(kind, [getattr(row, field.name) for field in fields(kind)])


def entry_with(kind: type[Entry], values: Iterable[Any]) -> Entry:
    """An entry with the values of its fields, in their order: JSON knows lists, not tuples."""
    told: list[Any] = [tuple(each) if isinstance(each, list) else each for each in values]
    return kind(*told)
