"""What storage spends on a mail, beside the same rows written by sqlite3 alone.

Mails are judged first, which is not counted. This program then keeps, takes in hand and files them
by lots of fifty; all that is new in its database after that is what sqlite3 writes to a copy of the
database as it was: WAL, FULL, fifty mails a commit. A minute.
"""

import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from intake.config import ReadingConfig
from intake.desk import Desk
from intake.judging import load_judge
from intake.mailbox.protocol import arrival_of
from rules.case_keys import links_to_cases
from storage.config import DatabaseConfig
from storage.database import open_database, snapshot, transaction
from storage.failures import take_lot_in_hand
from storage.filing import Filing, file_lot
from storage.ledger import Arrival, keep_all
from storage.registry import registry
from tests.bench.installation import copy_database
from tests.bench.letters import letter
from tests.bench.row import Row, run, told

LOTS, LOT = 9, 50
FIRST = 1  # lots that load what the first loads; not counted, neither here nor there
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TABLES = (
    "raw_mails mails arrivals readings judgements judgement_kinds judgement_flags cases case_mails "
    "case_states case_days mail_states mail_facets mail_texts events event_head"
).split()


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail that is to be kept and filed."""

    arrival: Arrival
    filing: Filing


def rows(times: int) -> list[Row]:
    """The row of storage."""
    ours, floor = [], []
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        lots = judged(Path(name))
        for turn in range(times):
            place = Path(name) / str(turn)
            place.mkdir()
            ours.append(filed(place, lots))
            floor.append(written(place))
            told(f"turn {turn + 1}: {ours[-1]:.3f} ms a mail, sqlite3 {floor[-1]:.3f} ms")
    beside = "sqlite3 WAL FULL by fifty, same rows"
    return [Row("CPU of storage a mail", beside, median(ours), median(floor), "ms", 2.5)]


def judged(place: Path) -> list[list[Judged]]:
    """Lots of mails, read and judged."""
    copy_database(0, place / "base.db")
    engine = open_database(DatabaseConfig(url=f"sqlite:///{place / 'base.db'}"))
    with snapshot(engine) as session:
        desk = Desk(load_judge(registry(session)), ReadingConfig())
    engine.dispose()
    numbers = range(LOTS * LOT)
    found = [one_judged(desk, number) for number in numbers]
    return [found[at : at + LOT] for at in range(0, len(found), LOT)]


def one_judged(desk: Desk, number: int) -> Judged:
    """One mail, read and judged."""
    arrival = arrival_of(letter(number), "imap:bench", "INBOX", 1, number + 1, NOW)
    taken = desk.take(arrival.raw, NOW)
    links = links_to_cases(taken.judgement, desk.requests)
    return Judged(arrival, Filing("", taken.mail, taken.judgement, taken.version, links))


def filed(place: Path, lots: Sequence[Sequence[Judged]]) -> float:
    """The milliseconds of CPU a mail of keeping and filing them in a database of its own."""
    copy_database(0, place / "ours.db")
    engine = open_database(DatabaseConfig(url=f"sqlite:///{place / 'ours.db'}"))
    spent = 0.0
    for number, lot in enumerate(lots):
        begin = time.process_time()
        with transaction(engine) as session:
            kept = keep_all(session, [each.arrival for each in lot], NOW)
        names = [each.mail for each in kept]
        with transaction(engine) as session:
            take_lot_in_hand(session, names, "read", NOW)
        with transaction(engine) as session:
            file_lot(session, named(lot, names), NOW)
        spent += time.process_time() - begin if number >= FIRST else 0.0
    engine.dispose()
    return 1000 * spent / (LOT * (len(lots) - FIRST))


def named(lot: Sequence[Judged], names: Sequence[str]) -> list[Filing]:
    """What is filed of each, under the name that it was kept by."""
    return [
        Filing(
            name, each.filing.reading, each.filing.judgement, each.filing.version, each.filing.links
        )
        for name, each in zip(names, lot, strict=True)
    ]


def written(place: Path) -> float:
    """The milliseconds of CPU a mail of writing what is new by sqlite3 alone."""
    copy_database(0, place / "floor.db")
    with closing(sqlite3.connect(place / "floor.db", isolation_level=None)) as database:
        database.execute("attach ? as ours", (str(place / "ours.db"),))
        new = {
            table: database.execute(
                f"select * from ours.{table} except select * from main.{table}"
            ).fetchall()
            for table in TABLES
        }
        database.execute("detach ours")
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = full")
        spent = 0.0
        for number in range(LOTS):
            begin = time.process_time()
            write(database, new, number)
            spent += time.process_time() - begin if number >= FIRST else 0.0
    return 1000 * spent / (LOT * (LOTS - FIRST))


def write(database: sqlite3.Connection, new: dict[str, list[tuple[object, ...]]], lot: int) -> None:
    """One lot's share of the rows of each table, in one commit."""
    database.execute("begin immediate")
    for table, rows in new.items():
        share = rows[len(rows) * lot // LOTS : len(rows) * (lot + 1) // LOTS]
        if share:
            marks = ", ".join("?" * len(share[0]))
            database.executemany(f"insert or replace into {table} values ({marks})", share)
    database.execute("commit")


if __name__ == "__main__":
    sys.exit(run("commits", rows))
