"""What it costs to take in a mixed mailbox: this program against the floor, in turns.

Run it with `make bench`. Both read the same mailbox from the same Dovecot, each run in processes
of its own; see `tests.bench.floor` for what the floor does and leaves out. CPU is that of the
client, all its processes together. The first mail costs the start of a program as well, so that
is measured with a mailbox of one mail and taken off.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from ibt_intake.dovecot import PASSWORD, USER, Dovecot
from tests.bench.mailbox import write_maildir

GATE = 3.0  # times the floor, in CPU a mail
SPREAD = 1.15  # of the floor's slowest run to its fastest, above which a run tells little
CONFIG = """
[mailbox]
kind = "imap"
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
password_file = "{password}"
[database]
url = "sqlite:///{database}"
"""


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds of CPU and by the wall, and the largest process."""

    status: int
    wall: float
    cpu: float
    peak_mb: float


@dataclass(frozen=True)
class Measure:
    """What a way to take in mail costs, a mail; without the start of the program."""

    name: str
    cpu_ms: float  # median
    cpu_ms_least: float
    cpu_ms_most: float
    wall_ms: float
    start_cpu_s: float
    peak_mb: float


def main() -> int:
    """Print the table and write the figures; 1 where the gate is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--json", type=Path, default=Path(".cache/bench/intake.json"))
    asked = parser.parse_args()
    floor, program = measured(asked.mails, asked.times)
    ratio = program.cpu_ms / floor.cpu_ms
    tell((floor, program), ratio, asked.mails, asked.times)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    figures = {"mails": asked.mails, "times": asked.times, "ratio": ratio}
    asked.json.write_text(
        json.dumps(figures | {each.name: asdict(each) for each in (floor, program)}, indent=2)
    )
    return int(ratio > GATE)


def measured(mails: int, times: int) -> tuple[Measure, Measure]:
    """The floor and this program, in turns on one mailbox, and each on one mail for its start."""
    ways: dict[str, Callable[[Path, int], Sequence[str]]] = {"floor": floor, "ibt-intake": program}
    whole: dict[str, list[Cost]] = {name: [] for name in ways}
    alone: dict[str, list[Cost]] = {name: [] for name in ways}
    with TemporaryDirectory() as folder:
        for count, costs in ((1, alone), (mails, whole)):
            server = serving(Path(folder) / f"server-{count}", count)
            try:
                for turn in range(times):
                    for name, command in ways.items():
                        place = Path(folder) / f"{name}-{count}-{turn}"
                        place.mkdir()
                        costs[name].append(cost_of(command(place, server.port)))
                        print(f"{name}, {count} mails: {costs[name][-1]}", file=sys.stderr)
            finally:
                server.stop()
    first, second = (measure(name, whole[name], alone[name], mails) for name in ways)
    return first, second


def serving(folder: Path, count: int) -> Dovecot:
    """A server with so many mails in its inbox."""
    folder.mkdir()
    server = Dovecot(folder)
    server.set_up()
    write_maildir(server.maildir, count)
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", "mail", str(server.maildir.parent)], check=True)
    server.start()
    return server


def floor(place: Path, port: int) -> Sequence[str]:
    """The command of the floor."""
    return ["-m", "tests.bench.floor", str(port), str(place / "floor.db")]


def program(place: Path, port: int) -> Sequence[str]:
    """One pass of this program with a database of its own."""
    password = place / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    config = place / "config.toml"
    settings = CONFIG.format(port=port, user=USER, password=password, database=place / "ibt.db")
    config.write_text(settings)
    return ["-m", "ibt_intake", "poll", "--config", str(config)]


def cost_of(arguments: Sequence[str]) -> Cost:
    """What a Python program costs that is run apart. Raises RuntimeError where it fails."""
    command = [sys.executable, "-m", "tests.bench.counted", sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    cost = Cost(**json.loads(done.stdout))
    if cost.status:
        raise RuntimeError(f"{' '.join(arguments)} failed: {done.stderr[-2000:]}")
    return cost


def measure(name: str, whole: Sequence[Cost], alone: Sequence[Cost], mails: int) -> Measure:
    """The costs of some runs, a mail."""
    start_cpu, start_wall = (
        median(each.cpu for each in alone),
        median(each.wall for each in alone),
    )
    cpu = [1000 * (each.cpu - start_cpu) / (mails - 1) for each in whole]
    wall = [1000 * (each.wall - start_wall) / (mails - 1) for each in whole]
    return Measure(
        name,
        cpu_ms=median(cpu),
        cpu_ms_least=min(cpu),
        cpu_ms_most=max(cpu),
        wall_ms=median(wall),
        start_cpu_s=start_cpu,
        peak_mb=max(each.peak_mb for each in whole),
    )


def tell(measures: Sequence[Measure], ratio: float, mails: int, times: int) -> None:
    """The table as Markdown, with what is amiss."""
    print(f"{mails} mixed mails, median of {times} runs in turns\n")
    print("| | CPU ms a mail | least..most | wall ms | start, CPU s | largest process, MB |")
    print("| --- | --: | --: | --: | --: | --: |")
    for each in measures:
        spread = f"{each.cpu_ms_least:.2f}..{each.cpu_ms_most:.2f}"
        print(
            f"| {each.name} | {each.cpu_ms:.2f} | {spread} | {each.wall_ms:.1f} "
            f"| {each.start_cpu_s:.2f} | {each.peak_mb:.0f} |"
        )
    print(f"\n{ratio:.2f} times the floor; at most {GATE} is asked")
    if measures[0].cpu_ms_most > SPREAD * measures[0].cpu_ms_least:
        print("the floor itself spreads by more than 15 %: the machine was busy, measure again")


if __name__ == "__main__":
    sys.exit(main())
