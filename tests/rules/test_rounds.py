"""Rounds of letters: references, figures and what a letter asks for."""

from datetime import date

import pytest

from rules.calendar import HOLIDAYS
from rules.distribution import DECISIONS
from rules.judgement import Category
from rules.registry import Request
from rules.rounds import (
    TERM_DAYS,
    Terms,
    Variant,
    can_have_letter,
    letters_for,
    references_from,
    request_of,
)
from rules.signalling import Figures, Fulfilment, Signal, falls_short, fulfilment_of

TERMS = Terms(date(2026, 4, 9), TERM_DAYS, DECISIONS[0], "ibtspreidingswet@minjenv.nl")


def signal(name, regular, amv):
    """What the figures say; each is task and realised."""
    figures = {Category.REGULAR: Figures(*regular), Category.AMV: Figures(*amv)}
    found = fulfilment_of(figures)
    return Signal(name, 1, figures, found, (), 2 if falls_short(found) else 1, date(2025, 7, 1))


TWENTERAND = signal("Twenterand", (142, 5), (23, 0))


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ("7468089", ["7468089", "7468090", "7468091"]),
        ("0098", ["0098", "0099", "0100"]),
        ("2026-IBT-9/a", ["2026-IBT-9/a", "2026-IBT-10/a", "2026-IBT-11/a"]),
    ],
)
def test_references_count_up_from_the_last_number_of_the_first(first, found):
    assert references_from(first, 3) == found


def test_a_reference_without_a_number_is_refused():
    with pytest.raises(ValueError, match="number"):
        references_from("IBT", 2)


def test_twenterand_is_asked_partly_until_30_april():
    (letter,) = letters_for([TWENTERAND], "7468089")
    assert letter.fulfilment is Fulfilment.PARTLY
    assert letter.counted_on == date(2025, 7, 1)
    assert TERMS.due(HOLIDAYS) == date(2026, 4, 30)
    assert request_of(letter, TERMS) == Request(
        "7468089", "Twenterand", date(2026, 4, 9), 21, 142, 23, 5, 0
    )


def test_letters_go_by_name_and_ask_only_who_falls_short():
    some = [signal("Urk", (10, 12), (2, 2)), TWENTERAND]
    letters = letters_for(some, "1")
    assert [(each.municipality, each.reference) for each in letters] == [
        ("Twenterand", "1"),
        ("Urk", "2"),
    ]
    assert [each.variant for each in letters] == [Variant.REQUEST, Variant.NOTICE]
    assert request_of(letters[1], TERMS) is None


def test_a_municipality_of_which_a_figure_is_missing_gets_no_letter():
    unknown = signal("Ede", (142, None), (23, 0))
    assert not can_have_letter(unknown)
    with pytest.raises(ValueError, match="Ede"):
        letters_for([unknown], "1")
