"""Mails that are nearly the same: learning from one would make the measure on the other a lie."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from intake.fingerprint import ministry_runs
from rules.fingerprints import runs

NEAR = 0.4  # of the runs of words that either mail holds, that both do
FEW = 20  # runs: shorter mails are alike by their phrases of courtesy


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mails that are nearly the same."""

    one: str
    other: str
    likeness: float  # Jaccard index of their runs of words, 0 to 1


def near_duplicates(some: Mapping[str, str], others: Mapping[str, str]) -> list[Pair]:
    """The pairs of a mail of one part and a mail of the other that are nearly the same.

    some, others: the sender's own words by id. What the ministry wrote, quoted in both, does
    not make them alike.
    """
    ours, theirs = runs_of(some), runs_of(others)
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, found in theirs.items():
        for run in found:
            holders[run].append(name)
    pairs = []
    for name, found in ours.items():
        shared = Counter(chain.from_iterable(holders[run] for run in found if run in holders))
        for other, both in shared.items():
            likeness = both / (len(found) + len(theirs[other]) - both)
            if likeness >= NEAR:
                pairs.append(Pair(name, other, round(likeness, 2)))
    return sorted(pairs, key=lambda each: (-each.likeness, each.one, each.other))


def runs_of(texts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The runs of words of each text that is long enough to tell."""
    found = {name: frozenset(runs(text)) - ministry_runs() for name, text in texts.items()}
    return {name: each for name, each in found.items() if len(each) >= FEW}
