"""What a poll costs that finds nothing, and one that finds one mail: in 2,000 mails and 100,000.

Each time a fresh process signs in, compares mailbox and database, and goes on over the connection
that it holds. The database holds as many mails as the mailbox. Two minutes, and two to three more
the first time, which makes mailbox and database.
"""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.bench.installation import installation
from tests.bench.polled import FIRST, NEW
from tests.bench.row import Row, run, told

SMALL, LARGE = 2_000, 100_000
Figures = dict[str, float]


def rows(times: int) -> list[Row]:
    """The rows of polling."""
    found = measured(times)
    small, large = (
        {name: median(each[name] for each in some) for name in some[0]} for some in found
    )
    grown = "the same in 2,000"
    return [
        Row(
            "client CPU of a poll in 100,000 mails, nothing new",
            grown,
            large["poll_ms"],
            small["poll_ms"],
            "ms",
            1.2,
        ),
        Row(
            "bytes of a poll in 100,000 mails, nothing new",
            "",
            large["poll_bytes"] / 1000,
            0,
            "kB",
            0.5,
            note=f"{small['poll_bytes'] / 1000:.3f} kB in 2,000",
        ),
        Row(
            "CPU of a whole pass in 100,000 mails, nothing new",
            grown,
            large["pass_ms"],
            small["pass_ms"],
            "ms",
            1.2,
        ),
        Row(
            "CPU of one new mail in 100,000",
            grown,
            large["new_ms"],
            small["new_ms"],
            "ms",
            1.3,
            note=f"by the wall {large['new_wall_ms']:.0f} ms and {small['new_wall_ms']:.0f} ms",
        ),
    ]


def measured(times: int) -> tuple[list[Figures], list[Figures]]:
    """The figures of each turn, in the small mailbox and in the large one."""
    found: dict[int, list[Figures]] = {SMALL: [], LARGE: []}
    with ExitStack() as stack:
        configs = {count: stack.enter_context(installation(count))[1] for count in found}
        for turn in range(times):
            for count, config in configs.items():
                found[count].append(asked(config, turn * (NEW + FIRST)))
                told(f"{count} mails: {found[count][-1]}")
    return found[SMALL], found[LARGE]


def asked(config: Path, number: int) -> Figures:
    """What a daemon of these settings spends."""
    command = [sys.executable, "-m", "tests.bench.polled", str(config), str(number)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"polling failed: {done.stderr[-2000:]}")
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(run("polling", rows))
