"""What it costs to take in a mixed mailbox: this program against the floor, in turns.

Both read the same mailbox from the same Dovecot, each run in processes of its own; see
`tests.bench.floor` for what the floor does and leaves out. CPU is that of the client, all its
processes together. The first mail costs the start of a program as well, so that is measured with a
mailbox of one mail and taken off. What the sentence classifier costs is measured by itself
(`tests.bench.stages`) and taken off for the second row. Ten minutes.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count as numbers
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from ibt_intake.dovecot import PASSWORD, USER
from tests.bench.costs import Cost, cost_of, in_turns, middle
from tests.bench.mailbox import mail
from tests.bench.maildirs import maildir, serving
from tests.bench.row import Row, run

MAILS = 2000
STAGED = 300  # mails of which the classifier is measured
GATE, GATE_WITHOUT = 3.0, 2.0  # times the floor, in CPU a mail
SPREAD = 1.15  # of the floor's slowest run to its fastest, above which a run tells little
CLASSIFIER = "judge: model of statements"
CONFIG = """
[mailbox]
kind = "imap"
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
password_file = "{password}"
[database]
url = "{database}"
"""


Way = Callable[[Path, int], Sequence[str]]  # its command, given an empty folder and a port
places = numbers()


@dataclass(frozen=True)
class Measure:
    """What a way to take in mail costs, a mail; without the start of the program."""

    cpu_ms: float  # median
    cpu_ms_least: float
    cpu_ms_most: float
    wall_ms: float
    start_cpu_s: float
    peak_mb: float

    @property
    def spread(self) -> float:
        """How many times the fastest run the slowest took."""
        return self.cpu_ms_most / self.cpu_ms_least


def rows(times: int) -> list[Row]:
    """The rows of taking in mail."""
    found = measured({"floor": floor, "ibt-intake": poll}, MAILS, times)
    least, ours = found["floor"], found["ibt-intake"]
    classifier = classifier_ms()
    note = f"start {ours.start_cpu_s:.1f} s, floor {least.start_cpu_s:.1f} s"
    if least.spread > SPREAD:
        note += f"; the floor spread by {least.spread:.2f}x: the machine was busy, measure again"
    measure = "CPU a mail, mailbox to committed judgement"
    without = f"{measure}, without the sentence classifier ({classifier:.2f} ms)"
    beside = ("floor", least.cpu_ms, "ms")
    return [
        Row(measure, beside[0], ours.cpu_ms, *beside[1:], GATE, note=note),
        Row(without, beside[0], ours.cpu_ms - classifier, *beside[1:], GATE_WITHOUT),
    ]


def measured(ways: Mapping[str, Way], mails: int, times: int) -> dict[str, Measure]:
    """What ways to take in the mixed mailbox cost, and each on one mail for its start."""
    costs: dict[int, dict[str, list[Cost]]] = {}
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        folder = Path(name)
        for count in (1, mails):
            server = serving(folder / f"server-{count}", maildir("mixed", count, mail))
            turns = {each: partial(once, way, folder, server.port) for each, way in ways.items()}
            try:
                costs[count] = in_turns(turns, times)
            finally:
                server.stop()
    return {each: measure(costs[mails][each], costs[1][each], mails) for each in ways}


def once(way: Way, folder: Path, port: int) -> Cost:
    """What it costs this time, in a folder of its own."""
    place = folder / f"place-{next(places)}"
    place.mkdir()
    return cost_of(way(place, port))


def measure(whole: Sequence[Cost], alone: Sequence[Cost], mails: int) -> Measure:
    """The costs of some runs, a mail."""
    start = middle(alone, "cpu")
    cpu = [1000 * (each.cpu - start) / (mails - 1) for each in whole]
    return Measure(
        cpu_ms=median(cpu),
        cpu_ms_least=min(cpu),
        cpu_ms_most=max(cpu),
        wall_ms=1000 * (middle(whole, "wall") - middle(alone, "wall")) / (mails - 1),
        start_cpu_s=start,
        peak_mb=max(each.peak_mb for each in whole),
    )


def floor(place: Path, port: int) -> Sequence[str]:
    """The command of the floor."""
    return [sys.executable, "-m", "tests.bench.floor", str(port), str(place / "floor.db")]


def poll(place: Path, port: int) -> Sequence[str]:
    """One pass of this program with the database in that folder."""
    config = settings(place, port)
    return [sys.executable, "-m", "ibt_intake", "poll", "--config", str(config)]


def settings(place: Path, port: int, database: str = "") -> Path:
    """The settings of an installation in that folder. database: its address, else SQLite there."""
    password, config = place / "password", place / "config.toml"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    url = database or f"sqlite:///{place / 'ibt.db'}"
    config.write_text(CONFIG.format(port=port, user=USER, password=password, database=url))
    return config


def classifier_ms() -> float:
    """The CPU of the sentence classifier, a mail."""
    command = [sys.executable, "-m", "tests.bench.stages", "--mails", str(STAGED), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)[CLASSIFIER])


if __name__ == "__main__":
    sys.exit(run("intake", rows))
