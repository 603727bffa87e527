"""All rows of one database put into another and compared there, in the caller's transactions."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, delete, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from storage.errors import DatabaseUnusable
from storage.faults import place_of
from storage.tables.events import EventHeadRow, EventRow
from storage.tables.row import Row
from storage.tables.running import LeaseRow

MADE_BY_MIGRATIONS = str(EventHeadRow.__tablename__)  # its one row is there in an empty database
STAYS = str(LeaseRow.__tablename__)  # who holds something in one database holds nothing in another
TRAIL = (MADE_BY_MIGRATIONS, str(EventRow.__tablename__))
ROWS, BYTES = 1000, 8 << 20  # written at a time, whichever comes first
READ, READ_RAW = 500, 1  # rows fetched at a time; one where a row may be a mail of many megabytes
CAN_BE = 1 << 256  # sums of digests

Advance = Callable[[], None]
Values = dict[str, Any]  # of a row as the driver gives it, by column


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds, in whatever order it gives its rows."""

    rows: int
    digest: int  # the sum of the digests of all rows


def tables() -> list[Table]:
    """The tables that move, each after those that it refers to."""
    return [each for each in Row.metadata.sorted_tables if each.name != STAYS]


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has that moves."""
    counts = {}
    for each in tables():
        found = connection.execute(select(func.count()).select_from(each))
        counts[each.name] = int(found.scalar_one())
    return counts


def refuse_unless_empty(connection: Connection) -> None:
    """Raise DatabaseUnusable where tables that are up to date hold more than they began with."""
    counts = row_counts(connection)
    began = connection.execute(text("SELECT count FROM event_head")).scalars().all() == [0]
    del counts[MADE_BY_MIGRATIONS]
    full = [name for name, count in counts.items() if count]
    if full or not began:
        raise DatabaseUnusable(
            f"the database {place_of(connection.engine.url)} holds rows already "
            f"({', '.join(full[:3]) or 'an audit trail'}); make an empty one with createdb, and "
            "name that"
        )


def copy_rows(source: Connection, target: Connection, advance: Advance) -> dict[str, Sum]:
    """What each table held that was put into the target; ids given from now on come after."""
    target.execute(delete(EventHeadRow))
    found = {}
    for each in tables():
        found[each.name] = copy_table(source, target, each, advance)
        go_on_numbering(target, each)
    return found


def copy_table(source: Connection, target: Connection, table: Table, advance: Advance) -> Sum:
    """What a table held, as it was read. Raises DatabaseUnusable where a row does not fit."""
    rows, digest = 0, 0
    try:
        for lot in lots(values_in(source, table)):
            target.execute(insert(table), lot)
            for values in lot:
                digest = (digest + digest_of(values)) % CAN_BE
                advance()
            rows += len(lot)
    except (DataError, IntegrityError) as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise DatabaseUnusable(
            f"a row of {table.name} does not fit into {place_of(target.engine.url)}: {reason}; "
            "nothing was moved; report it"
        ) from error
    return Sum(rows, digest)


def compare_rows(target: Connection, expected: Mapping[str, Sum], advance: Advance) -> None:
    """Read what was put there, and raise DatabaseUnusable where it is not what was read.

    expected: by table; those that it lacks are not looked at.
    """
    for each in (table for table in tables() if table.name in expected):
        found = sum_of(target, each, advance)
        if found != expected[each.name]:
            raise DatabaseUnusable(
                f"{each.name} in {place_of(target.engine.url)} holds {found.rows} rows that are "
                f"not the {expected[each.name].rows} that were copied; nothing was moved; see what "
                "changes them there, as a trigger"
            )


def sums_beside_trail(connection: Connection, advance: Advance) -> dict[str, Sum]:
    """What each table holds, but for those of the audit trail, which goes on."""
    return {
        each.name: sum_of(connection, each, advance) for each in tables() if each.name not in TRAIL
    }


def sum_of(connection: Connection, table: Table, advance: Advance) -> Sum:
    """What a table holds."""
    rows, digest = 0, 0
    for values in values_in(connection, table):
        digest = (digest + digest_of(values)) % CAN_BE
        rows += 1
        advance()
    return Sum(rows, digest)


def values_in(connection: Connection, table: Table) -> Iterator[Values]:
    """The rows of a table, a few at a time."""
    is_raw = any(isinstance(each.type, LargeBinary) for each in table.columns)
    statement = select(table).execution_options(yield_per=READ_RAW if is_raw else READ)
    for row in connection.execute(statement):
        yield row._asdict()


def lots(rows: Iterable[Values]) -> Iterator[list[Values]]:
    """Rows in lots that fit into memory."""
    lot: list[Values] = []
    size = 0
    for values in rows:
        lot.append(values)
        size += sum(len(each) for each in values.values() if isinstance(each, str | bytes))
        if len(lot) >= ROWS or size >= BYTES:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def digest_of(values: Values) -> int:
    """SHA-256 of a row, as a number: by the values of Python, which are those of any database."""
    digest = hashlib.sha256()
    for name in sorted(values):
        value = values[name]
        told = value if isinstance(value, bytes) else repr(value).encode()
        digest.update(f"{name} {len(told)} ".encode())
        digest.update(told)
    return int.from_bytes(digest.digest())


def go_on_numbering(target: Connection, table: Table) -> None:
    """Have a server give ids after those that came from elsewhere; SQLite does by itself."""
    column = table.autoincrement_column
    if column is None or target.dialect.name != "postgresql":
        return
    asked = {"table": table.name, "column": column.name}
    sequence = target.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), asked)
    name = sequence.scalar()
    last = target.execute(select(func.max(column))).scalar()
    if name and last:
        target.execute(
            text("SELECT setval(CAST(:name AS regclass), :last)"), {"name": name, "last": last}
        )
