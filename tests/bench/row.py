"""A measure beside what it is held against, and the table that these make."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FIGURES = Path(".cache/bench")
HEAD = "| measure | against | measured | of that | ratio | asked | |"
RULE = "| --- | --- | --: | --: | --: | --: | --- |"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: `value` beside `floor`, or by itself where there is no such thing."""

    measure: str
    against: str  # "" where the figure stands by itself
    value: float
    floor: float
    unit: str
    gate: float  # of the ratio; of the value where it stands by itself
    is_least: bool = False  # the gate is the least that is asked, not the most
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times what it is held against."""
        return self.value / self.floor

    @property
    def is_met(self) -> bool:
        """Whether it is as asked."""
        found = self.ratio if self.against else self.value
        return found >= self.gate if self.is_least else found <= self.gate

    @property
    def line(self) -> str:
        """Its line of the table."""
        word = "at least" if self.is_least else "at most"
        asked = f"{word} {self.gate:g}" + ("x" if self.against else f" {self.unit}")
        floor = f"{self.floor:.3g} {self.unit}" if self.against else ""
        ratio = f"{self.ratio:.2f}x" if self.against else ""
        met = ("met" if self.is_met else "**missed**") + (f"; {self.note}" if self.note else "")
        value = f"{self.value:.3g} {self.unit}"
        return (
            f"| {self.measure} | {self.against} | {value} | {floor} | {ratio} | {asked} | {met} |"
        )


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    return "\n".join((HEAD, RULE, *(each.line for each in rows)))


def stored(name: str) -> list[Row]:
    """The rows of a measure as they were written down last; none where it never was."""
    file = FIGURES / f"{name}.json"
    if not file.exists():
        return []
    return [Row(**each) for each in json.loads(file.read_text())["rows"]]


def at_least_once(text: str) -> int:
    """How many times, of what was typed; of none nothing can be told."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no number of times; measure once at least")
    return int(text)


def run(name: str, rows: Callable[[int], Sequence[Row]], *, times: int = 5) -> int:
    """Measure so many times, print the table and write it down; 1 where a gate is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--times", type=at_least_once, default=times, help="runs in turns of each way"
    )
    asked = parser.parse_args()
    found = rows(asked.times)
    FIGURES.mkdir(parents=True, exist_ok=True)
    figures = {
        "times": asked.times,
        "scheduler": os.sched_getscheduler(0),  # 0: shares the machine; 1, 2: goes before all else
        "cores": len(os.sched_getaffinity(0)),
        "rows": [asdict(each) for each in found],
    }
    (FIGURES / f"{name}.json").write_text(json.dumps(figures, indent=2))
    print(table(found))
    return int(not all(each.is_met for each in found))


def told(line: str) -> None:
    """Show how far a measure is."""
    print(line, file=sys.stderr, flush=True)
