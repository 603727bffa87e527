"""All measures one after the other, and one table of what they found: `make bench`.

`make bench BENCH="starting polling"` measures these two; `python -m tests.bench --table` measures
nothing and prints the table of what was measured last. Ends with 1 where a gate is missed.
"""

import argparse
import subprocess
import sys

from tests.bench.row import at_least_once, stored, table, told

MEASURES = {  # and how long each takes, with what it makes the first time
    "starting": "20 seconds",
    "polling": "5 minutes",
    "arrivals": "2 minutes",
    "commits": "1 minute",
    "keeping": "2 minutes",
    "dates": "1 minute",
    "workers": "6 minutes",
    "intake": "9 minutes",
    "peers": "6 minutes",
    "growth": "20 minutes",
}


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--times", type=at_least_once, default=5, help="runs in turns of each way")
    parser.add_argument("--table", action="store_true", help="print what was measured last")
    asked = parser.parse_args()
    names = asked.names or list(MEASURES)
    if unknown := set(names) - set(MEASURES):
        parser.error(f"no measure {min(unknown)}; there are {', '.join(MEASURES)}")
    failed = [] if asked.table else [name for name in names if not measured(name, asked.times)]
    rows = [row for name in names for row in stored(name) if name not in failed]
    print(table(rows))
    for name in failed:
        print(f"\n{name} was not measured; see the error above")
    return int(bool(failed) or not all(row.is_met for row in rows))


def measured(name: str, times: int) -> bool:
    """Measure one; whether that came to its end. A process of its own is not warm from others."""
    told(f"{name}: about {MEASURES[name]}")
    command = [sys.executable, "-m", f"tests.bench.{name}", "--times", str(times)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    return bool(done.stdout)  # where it failed, it printed no table


if __name__ == "__main__":
    sys.exit(main())
