"""What programs cost that are run in turns, each in processes of its own."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.row import told


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds of CPU and by the wall, and the largest process."""

    status: int
    wall: float
    cpu: float
    peak_mb: float  # of the largest process
    together_mb: float = (
        0.0  # the most that all processes held at once; pages they share count once
    )


def cost_of(command: Sequence[str], *, samples: bool = False) -> Cost:
    """What a program costs that is run apart. Raises RuntimeError where it fails.

    samples: look ten times a second at what its processes hold together.
    """
    counted = [sys.executable, "-m", "tests.bench.counted", *(["--samples"] if samples else [])]
    done = subprocess.run([*counted, *command], capture_output=True, text=True, check=True)
    cost = Cost(**json.loads(done.stdout.splitlines()[-1]))
    if cost.status:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr[-2000:]}")
    return cost


def in_turns(ways: Mapping[str, Callable[[], Cost]], times: int) -> dict[str, list[Cost]]:
    """What each way costs, one after the other, and back again the next time."""
    found: dict[str, list[Cost]] = {name: [] for name in ways}
    for turn in range(times):
        for name in list(ways) if turn % 2 == 0 else reversed(list(ways)):
            found[name].append(ways[name]())
            told(f"{name}: {found[name][-1]}")
    return found


def middle(costs: Sequence[Cost], what: str) -> float:
    """The median of one of the figures."""
    return median(getattr(each, what) for each in costs)
