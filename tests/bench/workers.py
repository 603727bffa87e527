"""How much sooner a mailbox is taken in by two workers than by one, on PostgreSQL.

A server of its own, which does not wait for the disk. What is counted is the time from the moment
that a tenth of the mails is filed until all are, so that no start is in it. Four minutes.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count as numbers
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import ProgrammingError

from storage.ledger import State
from storage.tables.mails import MailRow
from tests.bench.intake import settings
from tests.bench.mailbox import mail
from tests.bench.maildirs import maildir, serving
from tests.bench.row import Row, run, told
from tests.postgres import OWNER, running

MAILS = 600
LOOK_SECONDS, LONGEST_SECONDS = 0.05, 600
places = numbers()


def rows(times: int) -> list[Row]:
    """The row of workers."""
    found: dict[int, list[float]] = {1: [], 2: []}
    with TemporaryDirectory(prefix="ibt-bench-") as name, running() as socket:
        server = serving(Path(name) / "server", maildir("mixed", MAILS, mail))
        try:
            for _ in range(times):
                for workers, rates in found.items():
                    rates.append(rate(Path(name), server.port, socket, workers))
                    told(f"{workers} workers: {rates[-1]:.1f} mails a second")
        finally:
            server.stop()
    one, two = (median(found[workers]) for workers in (1, 2))
    return [Row("mails a second, two workers", "one worker", two, one, "/s", 1.7, is_least=True)]


def rate(folder: Path, port: int, socket: Path, workers: int) -> float:
    """The mails that so many workers file in a second, in a database of their own."""
    name = f"bench_{next(places)}"
    place = folder / name
    place.mkdir()
    server = f"postgresql+psycopg://{OWNER}@/{{}}?host={socket}"
    admin = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    admin.dispose()
    config = settings(place, port, server.format(name))
    engine = create_engine(server.format(name))
    try:
        with working(config, place, workers):
            begun = when(partial(filed, engine), MAILS // 10)
            done = when(partial(filed, engine), MAILS)
    finally:
        engine.dispose()
    return (done[1] - begun[1]) / (done[0] - begun[0])


@contextmanager
def working(config: Path, place: Path, workers: int) -> Iterator[None]:
    """So many workers at work."""
    command = [sys.executable, "-m", "ibt_intake", "worker", "--config", str(config)]
    with (place / "log").open("wb") as log:
        started = [subprocess.Popen(command, stderr=log, cwd=place) for _ in range(workers)]
    try:
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(LONGEST_SECONDS)


def filed(engine) -> int:
    """How many mails are filed; none before there are tables."""
    try:
        with engine.connect() as connection:
            query = select(func.count()).select_from(MailRow)
            return connection.scalar(query.where(MailRow.state == State.FILED.value))
    except ProgrammingError:
        return 0


def when(look, least: int) -> tuple[float, int]:
    """The moment at which there are so many, and how many there were."""
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        if (found := look()) >= least:
            return time.monotonic(), found
        time.sleep(LOOK_SECONDS)
    raise RuntimeError(f"{least} mails were not filed in {LONGEST_SECONDS} seconds")


if __name__ == "__main__":
    sys.exit(run("workers", rows))
