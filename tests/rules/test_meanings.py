"""What words mean, and what a sentence's features make of it."""

import pytest

from intake.models import load_meanings
from rules.meanings import Meanings

MEANINGS = Meanings({"BREAKS": ["ontploft", "brak"], "PARTS": ["brak"], "DEAL": ["contract"]})


@pytest.mark.parametrize(
    ("word", "classes"),
    [
        ("ontploft", ("BREAKS",)),
        ("brak", ("BREAKS", "PARTS")),
        ("huurcontract", ("DEAL",)),
        ("contracten", ()),
        ("onbekend", ()),
    ],
)
def test_a_word_has_the_classes_of_itself_or_of_its_head(word, classes):
    assert MEANINGS.of(word) == classes


def test_the_lexicon_that_ships_knows_words_that_no_training_mail_need_hold():
    shipped = load_meanings()
    assert shipped.of("gekapseisd") == shipped.of("omgewaaid") != ()
    assert "PERMIT" in shipped.of("kapvergunning")
