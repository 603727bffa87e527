"""The features of a sentence are those that the models were trained on."""

from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.models import load_meanings
from rules.features import SIZE, WEIGHTS, features_of
from rules.mail import Layout, Owner
from rules.sentences import Sentence
from rules.text_features import words_of
from rules.tokens import START, Tokens, letters, normal

MEANINGS = load_meanings()
PLAIN = Sentence("", "body", 0, 0, Owner.SENDER, Layout.PROSE, "", "", 0, "")
MAIL = [
    replace(PLAIN, text="Stand van zaken op 1 mei 2026"),
    replace(PLAIN, text="Er zijn (nog) geen 12\nplekken_open in  januari.", heading="Hoe nu?"),
    replace(PLAIN, text="...", source="a.pdf"),
    replace(PLAIN, text="A\tB", source="a.pdf", layout=Layout.ROW, header_row="A B"),
]
BESIDE = ("de vergunning is geweigerd", "Geen 3 plekken!", "", "...", "a b", "mei 2026")


def test_features_stay_those_of_training():
    """Where this fails on purpose, all models are to be trained anew: make model."""
    told = sha256()
    for row in features_of(MAIL, MEANINGS):
        assert len(row.ids) == len(row.values)
        assert row.ids.max(initial=0) < SIZE
        told.update(row.ids.astype("<u4").tobytes() + np.round(row.values, 4).tobytes())
    assert told.hexdigest()[:16] == "3f3a56855bf09575"


def test_a_row_has_the_weight_of_its_blocks():
    (row,) = features_of([replace(PLAIN, text="1")], MEANINGS)
    # Words, letters, place and start, for nothing else is there.
    squares = sum(WEIGHTS[name] ** 2 for name in ("words", "letters", "place", "start"))
    assert np.sum(row.values**2) == pytest.approx(squares, rel=1e-5)


@given(st.lists(st.sampled_from(BESIDE), max_size=4))
def test_texts_together_say_what_each_says_alone(texts):
    together = words_of(texts, MEANINGS)
    for name in ("tokens", "runs", "letters", "families", "meanings", "meaning_pairs", "start"):
        found = getattr(together, name)
        for at, text in enumerate(texts):
            alone = getattr(words_of([text], MEANINGS), name)
            assert found.ids[found.at == at].tolist() == alone.ids.tolist()
    assert together.negated.tolist() == [text.startswith("Geen") for text in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Op 3 mei 2026", "op 0  maand   jaar "),
        ("Meinummer 12026", "meinummer 0"),
        ("per_maart", "per maart"),
    ],
)
def test_months_years_and_numbers_are_one_word_each(text, expected):
    assert normal(text) == expected


def test_a_token_is_told_by_its_letters_and_its_place():
    (token, mark) = Tokens(MEANINGS).of("Niet?")
    assert token.negates
    assert not mark.negates
    assert len(letters("ab")) == 3  # <ab, ab>, <ab>
    assert len({found[0] for found in token.starts}) == START
