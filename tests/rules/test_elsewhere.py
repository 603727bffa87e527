"""What another municipality suffers or has proves nothing about the one that writes."""

import pytest

from intake.registry import default_registry
from rules.elsewhere import is_about_others
from rules.names import Names

NAMES = Names(default_registry().municipalities)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("In Heiloo bleek de grond verontreinigd.", True, id="there"),
        pytest.param("De gemeente Wierden heeft 201 plaatsen in bedrijf.", True, id="they have"),
        pytest.param("In Heiloo en Castricum is de grond vuil.", False, id="here too"),
        pytest.param("Met Heiloo hebben wij een overeenkomst.", False, id="with us"),
        pytest.param("De bewoners zijn verhuisd naar opvang in Heiloo.", False, id="at the end"),
        pytest.param("De grond bleek verontreinigd.", False, id="nobody is named"),
    ],
)
def test_a_sentence_that_begins_with_another_municipality_is_about_it(text, expected):
    assert is_about_others(text, {"Castricum"}, NAMES) is expected
