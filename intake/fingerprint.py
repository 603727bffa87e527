"""Recognising the ministry's words by hashes of short runs of them, without holding its letter.

A run is four words; a letter that was wrapped anew, scanned or slightly changed still shares
most of its runs. `python -m intake.fingerprint FILE...` prints the hashes of further letters.
"""

import re
import sys
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

RUN = 4  # words; fewer and common phrases of anyone would match
HASH_BYTES = 6
WORD = re.compile(r"[^\W_]+")


def runs(text: str) -> list[str]:
    """The hash of each run of words in the text, in order; none where it is shorter than one."""
    words = WORD.findall(text.lower())
    return [digest(" ".join(words[at : at + RUN])) for at in range(len(words) - RUN + 1)]


def digest(run: str) -> str:
    """The hash of one run, in hexadecimal."""
    return blake2b(run.encode(), digest_size=HASH_BYTES).hexdigest()


@lru_cache(maxsize=1)
def ministry_runs() -> frozenset[str]:
    """The runs of the ministry's letters."""
    data = files("intake") / "data" / "ministry_runs.txt"
    return frozenset(data.read_text(encoding="ascii").split())


def ministry_share(text: str) -> float:
    """The part of a text's runs, 0 to 1, that stand in the ministry's letters too."""
    own = runs(text)
    return sum(run in ministry_runs() for run in own) / len(own) if own else 0.0


def main() -> None:
    """Print the hashes of the texts in the files named, sorted, one a line."""
    found = {run for name in sys.argv[1:] for run in runs(Path(name).read_text(encoding="utf-8"))}
    print("\n".join(sorted(found)))


if __name__ == "__main__":
    main()
