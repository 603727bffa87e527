"""Recognising the ministry's words by hashes of runs of them, without holding its letters.

These are of letters from elsewhere; those of letters made here: intake/made_here.py.
`python -m intake.fingerprint FILE...` prints the hashes of further letters, and with `--words` in
front their words.
"""

import argparse
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from rules.fingerprints import RUN, hash_of, hashes, runs, words_of

# What is part of a word, in an encoding that holds each letter of Dutch; all else parts words.
LETTERS = bytes(each if chr(each).isalnum() else 32 for each in range(256))
KNOWN_RUN = b"\1" * RUN  # a mark for each word, 1 where it stands in the letters

Word = TypeVar("Word", str, bytes)


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
    found = sum(run in theirs for run in hashes(words, may_be_theirs(words, ministry_words())))
    return found / (len(words) - RUN + 1) if found else 0.0


def may_hold_theirs(text: str) -> bool:
    """Whether a text may hold a run of the letters: it does not where this is false.

    A word with a letter that the encoding lacks falls apart here; no word of theirs does.
    """
    words = text.lower().encode("latin-1", "replace").translate(LETTERS).split()
    found = (words[at : at + RUN] for at in may_be_theirs(words, encoded_words()))
    return any(hash_of(b" ".join(run).decode("latin-1")) in ministry_runs() for run in found)


@lru_cache(maxsize=1)
def encoded_words() -> frozenset[bytes]:
    """The words of the letters in that encoding."""
    return frozenset(each.encode("latin-1") for each in ministry_words())


def may_be_theirs(words: Sequence[Word], known: Collection[Word]) -> Iterator[int]:
    """Where runs begin of words of the letters (known) alone: few, in what others write."""
    marks = bytes(map(known.__contains__, words))
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
