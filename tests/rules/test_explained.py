"""Years that hang on an event without a date, and what tells when that is."""

from datetime import date

import pytest

from rules.expressions import expressions_in

RECEIVED = date(2026, 4, 20)  # a Monday


def spans_in(text):
    """First and last day of each expression, as text; "-" where it is open."""
    return [
        (str(each.earliest or "-"), str(each.latest or "-"))
        for each in expressions_in(text, RECEIVED)
    ]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Zij komen met de krokussen van 2028, dus begin maart.", ("2028-03-01", "2028-03-10")),
        (
            "Zij komen met de Bloesemtocht van 2028, dat is bij ons 22 april.",
            ("2028-04-22", "2028-04-22"),
        ),
        (
            "Het is klaar met het veulenfeest van 2027, op 9 oktober.",
            ("2027-10-09", "2027-10-09"),
        ),
        (
            "Als het schaatspubliek van 2028 weer thuis is komen zij, maart zeg maar.",
            ("2028-03-01", "2028-03-31"),
        ),
        (
            "Aan het eind van het vaarseizoen 2027, dat sluit hier op 15 oktober, is het klaar.",
            ("2027-10-15", "2027-10-15"),
        ),
        (
            "Als de zwaluwen van 2028 er zijn, zeg in april van dat jaar.",
            ("2028-04-01", "2028-04-30"),
        ),
        (
            "Het is klaar na de jaarmarkt van 2028, die altijd op de eerste zondag van juni valt.",
            ("2028-06-05", "-"),
        ),
        (
            "Kort voor het Bloemencorso van 2027 (dat is van 3 tot en met 5 september).",
            ("-", "2027-09-02"),
        ),
        ("Zij slapen er voordat in 2028 de asperges boven komen, eind april.", ("-", "2028-04-20")),
        (
            "Zij slapen er nadat in 2028 de bieten gerooid zijn, dus in november.",
            ("2028-12-01", "-"),
        ),
    ],
)
def test_a_year_that_hangs_on_an_event_is_that_of_the_time_behind_it(text, span):
    assert spans_in(text) == [span]


@pytest.mark.parametrize(
    "text",
    [
        "In 2027 besluit de raad; eind april is er een brief.",
        "In 2027 besluit de raad, eind april begint de bouw.",
        "De begroting van 2027 is besproken, op 11 november, en dat is het.",
        "Als de kadernota 2027 is vastgesteld, eind november, weten wij meer.",
        "De instroom van 2027, die eind april bekend wordt, is groot.",
        "De wet van 2027, die op 1 juli ingaat, verandert dat.",
        "Wij bouwen het hotel in 2027, maar eind april volgt een brief.",
        "De tulpen van 2028 zijn mooi. Eind april komt de raad.",
    ],
)
def test_other_years_keep_to_themselves(text):
    years = {latest[:4] for _, latest in spans_in(text)}
    assert years & {"2027", "2028"}
    assert "2026" in years


def test_that_year_is_the_one_named_not_the_one_that_a_bare_month_is_taken_for():
    text = "In 2028 komen er 40, in oktober of later, en met oudejaarsdag van dat jaar de rest."
    assert spans_in(text)[-1] == ("2028-12-31", "2028-12-31")


def test_a_holiday_names_the_year_that_is_meant_behind_it():
    text = "Als de herfstvakantie van 2027 voorbij is, dus in november van dat jaar."
    assert spans_in(text) == [("2027-11-01", "2027-11-30")]
