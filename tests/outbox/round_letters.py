"""Letters of a round, of each shape."""

from dataclasses import replace
from datetime import date

from outbox.round_letters import document_of, letter_templates, words_of_letter
from rules.calendar import HOLIDAYS
from rules.distribution import DECISIONS
from rules.rounds import RoundLetter, Terms, Variant

TERMS = Terms(date(2026, 4, 9), 21, DECISIONS[0], "ibtspreidingswet@minjenv.nl")
TWENTERAND = RoundLetter("Twenterand", "7468089", Variant.REQUEST, 142, 23, 5, 0, date(2025, 7, 1))
SHAPES = [
    TWENTERAND,
    replace(TWENTERAND, regular_realised=0),
    replace(TWENTERAND, counted_on=None),
    replace(TWENTERAND, variant=Variant.NOTICE, regular_realised=142, amv_realised=23),
    replace(TWENTERAND, variant=Variant.NOTICE, counted_on=None, municipality="'s-Hertogenbosch"),
]


def letter(which=TWENTERAND, terms=TERMS):
    """A letter as it is laid out."""
    words = words_of_letter(letter_templates(None), which, terms, terms.due(HOLIDAYS))
    return document_of(which, terms, words)
