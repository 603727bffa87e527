"""How soon a mail that arrives stands on the work list: the daemon waits by IDLE.

A daemon is at work on an empty mailbox; mails are delivered over IMAP one by one, and the
work list is asked for each until it is there. Half a minute a turn of ten mails.
"""

import imaplib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, func, select

from ibt_intake.dovecot import PASSWORD, USER
from storage.config import DatabaseConfig
from storage.database import open_database
from storage.tables.states import MailStateRow
from tests.bench.installation import copy_database
from tests.bench.intake import settings
from tests.bench.letters import letter
from tests.bench.maildirs import maildir, serving
from tests.bench.row import Row, run, told

EACH, FIRST = 10, 3  # mails a turn, and those before it that load what the first loads
APART = (0.5, 2.0)  # seconds between two
LONGEST_SECONDS = 60
LOOK_SECONDS = 0.01


def rows(times: int) -> list[Row]:
    """The rows of arrival."""
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        found = delays(Path(name), FIRST + EACH * times)[FIRST:]
    slow = quantiles(found, n=20)[-1]
    what = "arrival (IDLE) to flagged on the work list"
    return [
        Row(f"{what}, median", "", median(found), 0, "s", 1.0),
        Row(f"{what}, 95th of 100", "", slow, 0, "s", 2.0, note=f"of {len(found)} mails"),
    ]


def delays(place: Path, mails: int) -> list[float]:
    """The seconds that each mail took."""
    copy_database(0, place / "ibt.db")
    server = serving(place / "server", maildir("letters", 0, letter))
    engine = open_database(DatabaseConfig(url=f"sqlite:///{place / 'ibt.db'}"))
    chance = random.Random(1)
    found: list[float] = []
    try:
        with daemon(settings(place, server.port), place / "log"):
            for number in range(mails):
                time.sleep(chance.uniform(*APART))
                found.append(delay(engine, server.port, number))
                told(f"mail {number + 1}: {found[-1]:.2f} s")
    finally:
        engine.dispose()
        server.stop()
    return found


@contextmanager
def daemon(config: Path, log: Path) -> Iterator[None]:
    """A daemon that has gone over the mailbox once."""
    command = [sys.executable, "-m", "ibt_intake", "run", "--config", str(config)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stderr=file)
    try:
        until = time.monotonic() + LONGEST_SECONDS
        while b"started" not in log.read_bytes():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the daemon does not start: {log.read_text()[-2000:]}")
            time.sleep(LOOK_SECONDS)
        yield
    finally:
        process.terminate()
        process.wait(LONGEST_SECONDS)


def delay(engine: Engine, port: int, number: int) -> float:
    """The seconds from the end of the delivery until the mail stands on the work list."""
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(USER, PASSWORD)
        client.append("INBOX", "", None, letter(number))
        start = time.monotonic()
    while time.monotonic() < start + LONGEST_SECONDS:
        with engine.connect() as connection:
            if connection.scalar(select(func.count()).select_from(MailStateRow)) > number:
                return time.monotonic() - start
        time.sleep(LOOK_SECONDS)
    raise RuntimeError(f"mail {number + 1} did not reach the work list")


if __name__ == "__main__":
    sys.exit(run("arrivals", rows))
