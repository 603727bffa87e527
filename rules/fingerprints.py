"""Words known by hashes of short runs of them: they are recognised without being kept.

A run is four words; a text that was wrapped anew, scanned or slightly changed still shares most
of its runs.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

RUN = 4  # words; fewer and common phrases of anyone would match
HASH_BYTES = 6
WORD = re.compile(r"[^\W_]+")


def runs(text: str) -> list[str]:
    """The hash of each run of words in the text, in order; none where it is shorter than one."""
    words = words_of(text)
    return hashes(words, range(len(words) - RUN + 1))


def words_of(text: str) -> list[str]:
    """The words whose runs are hashed, in order."""
    return WORD.findall(text.lower())


def hashes(words: Sequence[str], starts: Iterable[int]) -> list[str]:
    """The hashes, in hexadecimal, of the runs that begin at these words, counted from 0."""
    return [hash_of(" ".join(words[at : at + RUN])) for at in starts]


def hash_of(run: str) -> str:
    """The hash, in hexadecimal, of words that are parted by spaces."""
    return blake2b(run.encode(), digest_size=HASH_BYTES).hexdigest()


def runs_of(texts: Iterable[str]) -> frozenset[str]:
    """The runs of several texts; none reaches from one into another."""
    return frozenset(run for text in texts for run in runs(text))
