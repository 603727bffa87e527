"""Features of texts as numbers, and arithmetic on those of many texts at once.

Each feature is a number hashed from its name, so that no list of words travels with a model.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint32]
Ints = NDArray[np.intp]
UNSALTED = 0
RUN = 3  # tokens, of which one after another make features


@dataclass(frozen=True, slots=True)
class OfTexts:
    """Features of texts."""

    ids: Ids
    at: Ints  # beside each feature the text that has it, from 0, in order

    def where(self, kept: NDArray[np.bool_]) -> "OfTexts":
        """Those at which `kept` holds."""
        return OfTexts(self.ids[kept], self.at[kept])


def hashed(name: str) -> int:
    """The number of a name, the same on every machine."""
    return crc32(name.encode())


def of_texts(found: Sequence[Sequence[int]]) -> OfTexts:
    """The features of each text, given one after another."""
    ids = np.fromiter(chain.from_iterable(found), dtype=np.uint32)
    return OfTexts(ids, numbers_of_texts(map(len, found)))


def numbers_of_texts(counts: Iterable[int]) -> Ints:
    """The number of each text, from 0, as many times as it has features."""
    times = np.fromiter(counts, dtype=np.intp)
    return np.repeat(np.arange(len(times)), times)


def mixed(ids: Ids) -> Ids:
    """Numbers spread over all bits (the finisher of MurmurHash3, in the public domain)."""
    ids = ids ^ (ids >> np.uint32(16))
    ids *= np.uint32(0x85EBCA6B)
    ids ^= ids >> np.uint32(13)
    ids *= np.uint32(0xC2B2AE35)
    ids ^= ids >> np.uint32(16)
    return ids


def salted(ids: Ids, salts: Sequence[int], sizes: Sequence[int]) -> Ids:
    """The same features under other names: those of a neighbour, of a heading.

    sizes: how many of them, one after another, have each of the salts.
    """
    return mixed(ids ^ np.repeat(np.array(salts, dtype=np.uint32) * np.uint32(0x9E3779B1), sizes))


def runs(tokens: OfTexts) -> OfTexts:
    """Each run of one to three tokens of a text as one feature, not in order of texts."""
    ids, found = tokens.ids, [tokens]
    for more in range(1, RUN):
        ids = mixed(ids[:-1] * np.uint32(31) + tokens.ids[more:])
        first, last = tokens.at[: len(ids)], tokens.at[more:]
        found.append(OfTexts(ids, first).where(first == last))
    return OfTexts(
        np.concatenate([each.ids for each in found]), np.concatenate([each.at for each in found])
    )


def pairs(found: OfTexts) -> OfTexts:
    """Each two features of a text, those before first, as one feature."""
    count = len(found.ids)
    behind = np.searchsorted(found.at, found.at, side="right") - np.arange(count) - 1
    first = np.repeat(np.arange(count), behind)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(behind) - behind, behind)
    ids = mixed(found.ids[first] * np.uint32(31) + found.ids[second])
    return OfTexts(ids, found.at[first])


def distinct(found: Sequence[tuple[Ints, Ids, int, int]]) -> tuple[Ints, Ids]:
    """Each feature once in the group that it is given for: groups, in order, and features.

    found: the group of each of some features, these, the number of their block, and their salt.
    """
    found = sorted(found, key=lambda each: each[-1] != UNSALTED)
    sizes = [len(ids) for _, ids, *_ in found]
    salts = [salt for *_, salt in found]
    plain = salts.count(UNSALTED)
    group = np.concatenate([group for group, *_ in found]).astype(np.uint64)
    ids = np.concatenate([ids for _, ids, *_ in found])
    start = sum(sizes[:plain])
    ids[start:] = salted(ids[start:], salts[plain:], sizes[plain:])
    # Salts of pieces are below 16, those of blocks from there on.
    ids = salted(ids, [16 + block for *_, block, _ in found], sizes)
    # Group and number as one, in order.
    keys = np.sort(group << np.uint64(32) | ids)
    if len(keys):
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return (keys >> np.uint64(32)).astype(np.intp), keys.astype(np.uint32)
