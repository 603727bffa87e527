"""How soon the program answers: `ibt-intake --help` beside the bare import of a library.

Both pay for the start of Python itself. 20 seconds.
"""

import sys

from tests.bench.costs import cost_of, in_turns, middle
from tests.bench.row import Row, run

GATE = 0.5
RUNS = 4  # of each a turn: one takes a tenth of a second


def rows(times: int) -> list[Row]:
    """The start of the command."""
    asked = [sys.executable, "-m", "ibt_intake", "--help"]
    bare = [sys.executable, "-c", "import sqlmodel"]
    ways = {"help": lambda: cost_of(asked), "import": lambda: cost_of(bare)}
    found = in_turns(ways, times * RUNS)
    ours, floor = (1000 * middle(found[name], "cpu") for name in ways)
    wall = middle(found["help"], "wall") / middle(found["import"], "wall")
    return [
        Row(
            "CPU of `ibt-intake --help`",
            "bare `import sqlmodel`",
            ours,
            floor,
            "ms",
            GATE,
            note=f"by the wall {wall:.2f}x",
        )
    ]


if __name__ == "__main__":
    sys.exit(run("starting", rows))
