"""Entries of the registry as their rows hold them."""

from dataclasses import dataclass, fields
from typing import Any, TypeVar

from rules.registry import Municipality, Organisation, Request
from storage.tables import Row

Entry = TypeVar("Entry", Municipality, Organisation, Request)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to a table. Entries that it does not name stay as they were."""

    added: int
    changed: int
    unchanged: int


def entry_of(row: Row, kind: type[Entry]) -> Entry:
    """The entry that a row holds."""
    values: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(kind)}
    tuples = {name: tuple(v) for name, v in values.items() if isinstance(v, list)}
    return kind(**values | tuples)
