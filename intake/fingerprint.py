"""Recognising the ministry's words by hashes of runs of them, without holding its letters.

These are of letters from elsewhere; those of letters made here: intake/made_here.py.
`python -m intake.fingerprint FILE...` prints the hashes of further letters, and with `--words` in
front their words.
"""

import argparse
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from rules.fingerprints import RUN, hashes, runs, words_of

KNOWN_RUN = b"\1" * RUN  # a mark for each word, 1 where it stands in the letters


@lru_cache(maxsize=1)
def ministry_runs() -> frozenset[str]:
    """The runs of the ministry's letters."""
    return listed("ministry_runs.txt")


@lru_cache(maxsize=1)
def ministry_words() -> frozenset[str]:
    """The words of these letters: a run with any other word is not theirs, and needs no hash."""
    return listed("ministry_words.txt")


def listed(name: str) -> frozenset[str]:
    """The lines of a file of ours."""
    return frozenset((files("intake") / "data" / name).read_text(encoding="utf-8").split())


def ministry_share(text: str) -> float:
    """The part of a text's runs, 0 to 1, that stand in the ministry's letters too."""
    words, theirs = words_of(text), ministry_runs()
    found = sum(run in theirs for run in hashes(words, may_be_theirs(words)))
    return found / (len(words) - RUN + 1) if found else 0.0


def may_be_theirs(words: Sequence[str]) -> Iterator[int]:
    """Where runs begin of words of the letters alone: few, in what others write."""
    marks = bytes(map(ministry_words().__contains__, words))
    at = marks.find(KNOWN_RUN)
    while at >= 0:
        yield at
        at = marks.find(KNOWN_RUN, at + 1)


def main() -> None:
    """Print the hashes, or the words, of the texts in the files named, sorted, one a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", action="store_true", help="print words instead of hashes")
    parser.add_argument("file", nargs="+", type=Path, help="a letter as text, in UTF-8")
    asked = parser.parse_args()
    parts = words_of if asked.words else runs
    print(
        "\n".join(sorted({part for file in asked.file for part in parts(file.read_text("utf-8"))}))
    )


if __name__ == "__main__":
    main()
