"""Recognising the ministry's words by hashes of runs of them, without holding its letters.

These are of letters from elsewhere; those of letters made here: intake/made_here.py.
`python -m intake.fingerprint FILE...` prints the hashes of further letters.
"""

import sys
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from rules.fingerprints import runs


@lru_cache(maxsize=1)
def ministry_runs() -> frozenset[str]:
    """The runs of the ministry's letters."""
    data = files("intake") / "data" / "ministry_runs.txt"
    return frozenset(data.read_text(encoding="ascii").split())


def ministry_share(text: str) -> float:
    """The part of a text's runs, 0 to 1, that stand in the ministry's letters too."""
    own, theirs = runs(text), ministry_runs()
    return sum(run in theirs for run in own) / len(own) if own else 0.0


def main() -> None:
    """Print the hashes of the texts in the files named, sorted, one a line."""
    found = {run for name in sys.argv[1:] for run in runs(Path(name).read_text(encoding="utf-8"))}
    print("\n".join(sorted(found)))


if __name__ == "__main__":
    main()
