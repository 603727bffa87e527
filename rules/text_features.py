"""What texts say, apart from where they stand: the features of their words and phrases."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rules.ids import OfTexts, hashed, numbers_of_texts, of_texts, pairs, runs
from rules.meanings import Meanings
from rules.phrasebook import PHRASEBOOK
from rules.tokens import START, tokens_by

NUMBER_BYTES = np.dtype(np.uint32).itemsize


@dataclass(frozen=True, slots=True)
class Words:
    """What some texts say."""

    tokens: OfTexts
    runs: OfTexts  # of one to three tokens
    letters: OfTexts
    families: OfTexts
    family_pairs: OfTexts
    meanings: OfTexts
    meaning_pairs: OfTexts
    start: OfTexts
    negated: NDArray[np.bool_]  # of each text


def words_of(texts: Sequence[str], meanings: Meanings) -> Words:
    """What these texts say, all told together."""
    of_text = list(map(tokens_by(meanings).of, texts))
    tokens = of_texts([[token.feature for token in found] for found in of_text])
    letters = [b"".join([token.letters for token in found]) for found in of_text]
    families = named([sorted(PHRASEBOOK.names_in(text)) for text in texts])
    meant = named([sorted(set().union(*[token.meanings for token in found])) for found in of_text])
    return Words(
        tokens=tokens,
        runs=runs(tokens),
        letters=OfTexts(
            np.frombuffer(b"".join(letters), dtype=np.uint32),
            numbers_of_texts(len(each) // NUMBER_BYTES for each in letters),
        ),
        families=families,
        family_pairs=pairs(families),
        meanings=meant,
        meaning_pairs=pairs(meant),
        start=of_texts(
            [
                [each for at, token in enumerate(found[:START]) for each in token.starts[at]]
                for found in of_text
            ]
        ),
        negated=np.array([any(token.negates for token in found) for found in of_text], dtype=bool),
    )


def named(names: Sequence[Sequence[str]]) -> OfTexts:
    """The features of which each text has these names."""
    return of_texts([list(map(of_name, each)) for each in names])


@lru_cache(maxsize=1_000)
def of_name(name: str) -> int:
    """The number of a family or a meaning, of which there are some hundreds."""
    return hashed(name)
