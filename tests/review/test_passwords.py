"""Which passwords are taken: length, and nothing that is guessed first."""

import pytest

from review.passwords import MOST, objection


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "unbelievable",
        "charlie123456",
        "michael12345!",
        "Welkom01Welkom01",
        "wachtwoord1234",
        "jansen1234567",
        "aaaaaaaaaaaaaaaa",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password):
    assert "te makkelijk te raden" in objection(password, "jansen", "Piet Jansen")


@pytest.mark.parametrize(
    "password",
    ["paard batterij nietje correct", "zee kaas fiets molen", "x7#Qm!vLw92k", "ë" * 6 + "Zq8-Ty"],
)
def test_some_words_that_do_not_belong_together_will_do(password):
    assert objection(password, "jansen", "Piet Jansen") == ""


def test_a_long_password_is_looked_at_in_no_time_and_a_longer_one_refused():
    assert objection("paard batterij nietje " * 9, "jansen") == ""
    assert "ten hoogste" in objection("x" * (MOST + 1))
