"""Facts with the moment at which they were recorded: nothing is overwritten, the last one holds.

So what was known at any moment can be told again, and a correction hides nothing.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlmodel import Session, col, select

from storage.entries import Imported
from storage.events import CHANGED, PROGRAM, Fact, Happening, record_events
from storage.tables.row import FactRow


class Dataclass(Protocol):
    """What facts are: values without behaviour."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


Thing = TypeVar("Thing", bound=Dataclass)
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Kept(Generic[Thing]):
    """How facts of a kind are kept: their table, and what tells one from the others."""

    row: type[FactRow]
    thing: type[Thing]
    keys: tuple[str, ...]
    words: tuple[tuple[str, type[Enum]], ...] = ()  # the columns that hold words of an enum

    def key_of(self, thing: Thing) -> Key:
        """What tells a fact from the others."""
        return tuple(getattr(thing, name) for name in self.keys)

    def subject_of(self, thing: Thing) -> str:
        """The fact as the audit trail names it."""
        return f"{self.row.__tablename__}:{'/'.join(str(plain(k)) for k in self.key_of(thing))}"


@dataclass(frozen=True, slots=True)
class Change(Generic[Thing]):
    """A fact that is new, or says otherwise than the one that holds; None: none does."""

    fact: Thing
    before: Thing | None


def known(session: Session, kept: Kept[Thing], known_at: datetime | None = None) -> list[Thing]:
    """The facts as they were known at a moment, that included; None: as they are known now.

    In the order of their keys.
    """
    found = last_of_each(session, kept, known_at)
    return [found[key] for key in sorted(found, key=lambda key: [str(each) for each in key])]


def last_of_each(
    session: Session, kept: Kept[Thing], known_at: datetime | None = None
) -> dict[Key, Thing]:
    """The fact that was recorded last, by key."""
    statement: Any = select(kept.row)
    if known_at is not None:
        statement = statement.where(col(kept.row.recorded_at) <= known_at)
    table: Any = kept.row
    found = {}
    for row in session.exec(statement.order_by(col(table.recorded_at), col(table.id))):
        fact = fact_of(row, kept)
        found[kept.key_of(fact)] = fact
    return found


def fact_of(row: FactRow, kept: Kept[Thing]) -> Thing:
    """The fact that a row holds."""
    names = [each.name for each in fields(kept.thing)]
    values = {name: getattr(row, name) for name in names}
    return kept.thing(**values | {name: enum(values[name]) for name, enum in kept.words})


def changes(session: Session, kept: Kept[Thing], facts: Sequence[Thing]) -> list[Change[Thing]]:
    """The facts that are new, or other than those that hold, in the order given."""
    holds = last_of_each(session, kept)
    found = []
    for fact in facts:
        before = holds.get(kept.key_of(fact))
        if before != fact:
            found.append(Change(fact, before))
    return found


def record(
    session: Session,
    kept: Kept[Thing],
    facts: Sequence[Thing],
    *,
    now: datetime,
    actor: str = PROGRAM,
) -> Imported:
    """Add what is new or other; each correction is an event, and so is the whole."""
    found = changes(session, kept, facts)
    told = []
    for each in found:
        values = {name: plain(v) for name, v in asdict_of(each.fact).items()}
        session.add(kept.row(**asdict_of(each.fact), recorded_at=now, recorded_by=actor))
        if each.before is not None:
            before = {name: plain(v) for name, v in asdict_of(each.before).items()}
            other = [name for name in values if values[name] != before[name]]
            told.append(
                Happening(
                    CHANGED,
                    kept.subject_of(each.fact),
                    {name: before[name] for name in other},
                    {name: values[name] for name in other},
                )
            )
    session.flush()
    added = sum(each.before is None for each in found)
    result = Imported(added, len(found) - added, len(facts) - len(found))
    if found:
        table = str(kept.row.__tablename__)
        told.append(Happening("registry_imported", table, {}, asdict(result)))
        record_events(session, now, told, actor=actor)
    return result


def asdict_of(fact: Dataclass) -> dict[str, Any]:
    """The columns of a fact; words of enums as they are stored."""
    return {
        name: value.value if isinstance(value, Enum) else value
        for name, value in asdict(fact).items()
    }


def plain(value: object) -> Fact:
    """A value as an event tells it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) or value is None else str(value)
