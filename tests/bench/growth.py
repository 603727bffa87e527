"""Whether a mail costs more, and the program holds more, the more there are of them.

Text mails in reply to 5,000 letters: 2,000 and 20,000 into a database without mails, and
2,000 into one that holds 100,000. The long run is done once, as it takes five minutes or more;
the others so many times, in turns. Fifteen minutes in all.
"""

import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.costs import Cost, cost_of, in_turns, middle
from tests.bench.installation import copy_database
from tests.bench.intake import poll
from tests.bench.letters import letter
from tests.bench.maildirs import maildir, serving
from tests.bench.row import Row, run, told

FEW, MANY = 2_000, 20_000
HELD = 100_000  # mails in the database beforehand
EMPTY = "an empty database"


def rows(times: int) -> list[Row]:
    """The rows of growth."""
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        folder = Path(name)
        one = taking_in(folder, 1, {"into none": 0, "into many": HELD}, times)
        few = taking_in(folder, FEW, {"into none": 0, "into many": HELD}, times)
        many = taking_in(folder, MANY, {"into none": 0}, 1)["into none"]
    start = {name: middle(costs, "cpu") for name, costs in one.items()}
    empty, full = (cpu_ms(few[name], start[name], FEW) for name in few)
    long = cpu_ms(many, start["into none"], MANY)
    at_few, at_many = middle(few["into none"], "together_mb"), middle(many, "together_mb")
    largest = middle(many, "peak_mb")
    return [
        Row("CPU a mail of 20,000 text mails", "of 2,000", long, empty, "ms", 1.1),
        Row("CPU a mail into a database of 100,000", EMPTY, full, empty, "ms", 1.3),
        Row("memory of all processes, 20,000 mails", "2,000", at_many, at_few, "MB", 1.15),
        Row(
            "memory of all processes, 20,000 mails",
            "",
            at_many,
            0,
            "MB",
            400,
            note=f"largest process {largest:.0f} MB",
        ),
    ]


def cpu_ms(costs: list[Cost], start: float, mails: int) -> float:
    """The CPU a mail, without the start."""
    return 1000 * (middle(costs, "cpu") - start) / (mails - 1)


def taking_in(folder: Path, mails: int, held: dict[str, int], times: int) -> dict[str, list[Cost]]:
    """What it costs to take in so many mails; held: by name, how many are in the database."""
    server = serving(folder / f"server-{mails}", maildir("letters", mails, letter))
    try:
        ways = {each: partial(once, server.port, held[each]) for each in held}
        told(f"{mails} mails")
        return in_turns(ways, times)
    finally:
        server.stop()


def once(port: int, held: int) -> Cost:
    """What it costs this time, with a database of its own."""
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        place = Path(name)
        copy_database(held, place / "ibt.db")
        return cost_of(poll(place, port), samples=True)


if __name__ == "__main__":
    sys.exit(run("growth", rows))
