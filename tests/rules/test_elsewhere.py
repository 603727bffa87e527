"""What another municipality suffers or has proves nothing about the one that writes."""

import pytest

from intake.registry import default_registry
from rules.elsewhere import NO_OTHERS, Others, others_in
from rules.mail import Layout
from rules.names import Names
from tests.rules.mails import sentence

NAMES = Names(default_registry().municipalities)
NOBODY = frozenset[int]()
IT = frozenset({0})


def others(text, own=("Castricum",), layout=Layout.PROSE):
    return others_in([sentence(text, layout=layout)], own, NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("In Heiloo bleek de grond vuil.", Others(IT, IT, IT), id="there"),
        pytest.param("De gemeente Wierden heeft 201 plaatsen.", Others(IT, IT, IT), id="they have"),
        pytest.param("In Heiloo en Castricum is de grond vuil.", NO_OTHERS, id="here too"),
        pytest.param("Met Heiloo hebben wij overleg.", Others(NOBODY, IT), id="with us"),
        pytest.param(
            "De bewoners zijn verhuisd naar opvang in Heiloo.",
            Others(NOBODY, IT, IT),
            id="at the end",
        ),
        pytest.param("De grond bleek verontreinigd.", NO_OTHERS, id="nobody is named"),
        pytest.param("In een buurgemeente is de grond vuil.", Others(IT, IT, IT), id="unnamed"),
        pytest.param("Onze buurgemeente heeft vuile grond.", Others(IT, IT, IT), id="theirs"),
        pytest.param("De gemeente hiernaast opent in mei.", Others(IT, IT, IT), id="next door"),
        pytest.param("Met onze buurgemeente kochten wij grond.", Others(NOBODY, IT), id="and we"),
        pytest.param("Onze gemeente heeft vuile grond.", NO_OTHERS, id="our own"),
    ],
)
def test_a_sentence_that_names_others_and_not_the_sender_may_be_about_them(text, expected):
    assert others(text) == expected


def test_whose_the_time_in_a_row_is_stands_in_another_cell():
    assert others("Heiloo\t40 plekken\tmei 2027", layout=Layout.ROW) == Others(about=IT)


def test_what_another_takes_over_is_the_senders_own():
    assert others("Overname door Heiloo: 40 plekken in mei 2027.") == Others(about=IT)


def test_where_the_sender_is_not_known_nobody_is_another():
    assert others("In Heiloo bleek de grond vuil.", own=()) == NO_OTHERS
