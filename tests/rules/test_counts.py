from time import process_time

import pytest

from rules.counts import counts_in
from rules.no_counts import NO_COUNT, masked

SOON = 3.0  # seconds; in proportion to the square it takes six times as long


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("Er zijn 40 plekken.", [40], id="digits"),
        pytest.param("Er zijn 1.150 plekken.", [1150], id="a full stop parts thousands"),
        pytest.param("Er komen vijfentwintig plekken.", [25], id="one word"),
        pytest.param("Er komen tweeëntwintig plekken.", [22], id="trema"),
        pytest.param("Er komen ruim honderd plekken.", [100], id="hundred by itself"),
        pytest.param("Er komen honderdtwintig plekken.", [120], id="hundred and more"),
        pytest.param("Er komen tweehonderd en tien plekken.", [210], id="in several words"),
        pytest.param("Er komt een twintigtal plekken.", [20], id="a score of"),
        pytest.param("Er komen nul en nul plekken.", [0, 0], id="nought twice"),
        pytest.param("Van de 71 zijn er 0/48 klaar.", [71], id="a fraction is no count"),
        pytest.param("Er komt een plek.", [], id="the article is no number"),
        pytest.param("De tiende plek is er.", [], id="nor is an ordinal"),
        pytest.param("Kenmerk 7462284, 9.000 euro.", [], id="nor a reference or an amount"),
        pytest.param("7" * 5000 + " en 12 plekken.", [12], id="nor are figures without end"),
        pytest.param("1" + ".000" * 2000 + " en 12 plekken.", [12], id="nor thousands of them"),
        pytest.param("1e fase\t14\tmei 2027\t1.950", [14, 1950], id="a day stands in one cell"),
        pytest.param("Op 14 mei 2027 zijn het er 12.", [12], id="a date is no number"),
        pytest.param("Middendreef\t90 reguliere plekken", [90], id="cells do not run on"),
    ],
)
def test_whole_numbers_are_read_from_digits_and_words(text, values):
    assert [each.value for each in counts_in(text)] == values


@pytest.mark.parametrize("family", NO_COUNT, ids=lambda family: family.name)
def test_figures_of_other_things_are_masked_and_those_of_places_are_not(family):
    assert family.phrase_pattern.search(family.catches.lower())
    assert not family.phrase_pattern.search(family.leaves.lower())
    assert list(masked(family.catches))


@pytest.mark.parametrize(
    "text",
    [
        "Dat kost € 12.",
        "Dat kost vier ton.",
        "Dat is 12,5 % meer.",
        "Dat is zes procent meer.",
        "Het perceel is 40 m² groot.",
        "Wij overleggen 2 x per week.",
        "Op schaal 1 : 20.",
        "Zie artikel 8 en bijlage 2.",
        "Wij zitten in 1234 AB Asten.",
        "Schrijf naar postbus 12.",
        "Het adres is Kanaalkade 12.",
        "Het ligt aan de n35.",
        "Bel 06 - 12 34 56 78.",
        "Bel +31 20 1234567.",
        "Het zaaknummer is 00012.",
        "De zaak heet z.twee/7.b.",
        "Zie www.asten.nl/twee.",
        "Met 13 tegen 10 stemmen.",
        "Dit is het 2 de plan.",
        "3) Stand van zaken",
        "Stand\t3) Zaken\t€ 12",
    ],
)
def test_a_figure_of_something_else_is_no_count(text):
    assert counts_in(text) == ()


def test_a_row_of_any_number_of_counts_is_read_in_step_with_its_length():
    begin = process_time()
    assert len(counts_in("\t".join(["12 plekken"] * 10_000))) == 10_000
    assert process_time() - begin < SOON


def test_a_count_knows_where_it_stands():
    text = "Er zijn vijftig plekken."
    (count,) = counts_in(text)
    assert text[count.start : count.end] == "vijftig"
    assert count.in_words
