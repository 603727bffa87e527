"""What each token of a text tells by itself; kept, as official prose repeats its words."""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rules.ids import Ids, hashed
from rules.kept import WORDS_KEPT, Known
from rules.meanings import Meanings
from rules.phrasebook import PHRASEBOOK
from rules.phrases_timeline import MONTHS

TOKEN = re.compile(r"[^\W_]+|[?:;%€]")
MONTH = re.compile(rf"\b(?:{MONTHS})\b")
YEAR = re.compile(r"\b20\d\d\b")
DIGITS = re.compile(r"\d+")
NEGATIONS = frozenset("niet geen nooit niets noch evenmin zonder".split())
START = 3  # tokens with which a text begins


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word, a number or a mark."""

    feature: int
    letters: bytes  # the numbers of its runs of letters; joined as such in a tenth of the time
    meanings: tuple[str, ...]
    negates: bool
    starts: tuple[tuple[int, ...], ...]  # features of a text of which it is the first, second, ..


class Tokens:
    """Tokens by what stands between white space."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._token = Known(self._token_of, most=WORDS_KEPT)
        self._of_piece = Known(self._tokens_of, most=WORDS_KEPT)

    def of(self, text: str) -> list[Token]:
        """The tokens of a text, in order."""
        return [token for piece in map(self._of_piece.__getitem__, text.split()) for token in piece]

    def _tokens_of(self, piece: str) -> tuple[Token, ...]:
        return tuple(map(self._token.__getitem__, TOKEN.findall(normal(piece))))

    def _token_of(self, token: str) -> Token:
        (families,) = PHRASEBOOK.of_words([token])
        return Token(
            feature=hashed(token),
            letters=letters(token).tobytes(),
            meanings=self._meanings.of(token),
            negates=token in NEGATIONS,
            starts=tuple((hashed(f"{at} {token}"), *map(hashed, families)) for at in range(START)),
        )


def normal(text: str) -> str:
    """The text in lower case, with months, years and numbers as one word each."""
    lowered = YEAR.sub("_jaar_", MONTH.sub("_maand_", text.lower()))
    return DIGITS.sub("0", lowered).replace("_", " ")


def letters(word: str) -> Ids:
    """Runs of three to five letters of a word, its edges marked."""
    edged = f"<{word}>"
    found = [edged[at : at + n] for n in (3, 4, 5) for at in range(len(edged) - n + 1)]
    return np.array([hashed(each) for each in found], dtype=np.uint32)


@lru_cache(maxsize=4)
def tokens_by(meanings: Meanings) -> Tokens:
    """Tokens with these meanings, kept for all who ask."""
    return Tokens(meanings)
