from datetime import date

import pytest

from intake.models import load_place_models, load_statement_model
from rules.differences import differences
from rules.judgement import Category, PlaceCount, PlaceRole, Statement
from rules.mail import Layout, Owner
from rules.phrases_places import FAMILIES, PLACE_WORDS, categories_in
from rules.place_candidates import candidates
from rules.places import places_of
from rules.registry import Request
from rules.statements import NOTHING
from tests.rules.mails import mail_of, sentences, text_of

DAY = date(2026, 4, 20)
REQUEST = Request("7462284", "Houten", date(2026, 4, 9), 21, 118, 28, 40, 0)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_catches_its_example_and_leaves_the_other(family):
    assert family.name in PLACE_WORDS.names_in(family.catches)
    assert family.name not in PLACE_WORDS.names_in(family.leaves)


def found(body, *, layout=Layout.PROSE, owner=Owner.SENDER, requests=()):
    """What is found in a text, as written in the tests' tables."""
    mail = mail_of("", texts=(text_of(body, source="brief.pdf", layout=layout, owner=owner),))
    own = sentences(mail)
    scores = load_statement_model().score(own)
    places = places_of(own, scores, DAY, requests, load_place_models())
    return {f"{each.category} {each.role} {each.count}" for each in places}


@pytest.mark.parametrize(
    ("body", "places"),
    [
        pytest.param(
            "Van de 118 reguliere plekken uit het verdeelbesluit zijn er 40 gerealiseerd.",
            {"regular task 118", "regular realised 40"},
            id="so many of so many",
        ),
        pytest.param(
            "Op dit moment zijn 0 van de 118 reguliere en 0 van de 28 amv-plekken gerealiseerd.",
            {"regular task 118", "amv task 28", "regular realised 0", "amv realised 0"},
            id="a written nought, each of its category",
        ),
        pytest.param(
            "In het derde kwartaal van 2027 komen 60 reguliere plekken beschikbaar.",
            {"regular planned 60"},
            id="planned",
        ),
        pytest.param(
            "Door de brand zijn 85 reguliere plekken verloren gegaan.",
            {"regular lost 85"},
            id="lost",
        ),
        pytest.param(
            "In mei 2027 zijn er vijfentwintig amv-plekken gereed.",
            {"amv planned 25"},
            id="in words",
        ),
        pytest.param(
            "De raad heeft op 30 juni met 13 tegen 10 stemmen 4 ton uitgetrokken.",
            set(),
            id="dates, votes and money",
        ),
        pytest.param(
            "Daarnaast vangen wij 110 Oekraïense ontheemden op.", set(), id="another group"
        ),
    ],
)
def test_counts_of_places_have_a_category_and_a_role(body, places):
    assert found(body) == places


def test_a_table_gives_the_role_by_column_and_the_category_by_row():
    rows = "Soort\tVerdeelbesluit\tIn gebruik\nRegulier\t118\t40\nAMV\t28\t12"
    assert found(rows, layout=Layout.ROW, requests=[REQUEST]) == {
        "regular task 118",
        "regular realised 40",
        "amv task 28",
        "amv realised 12",
    }


def test_the_ministrys_own_figures_do_not_count():
    body = "Van de 118 reguliere plekken zijn er 40 gerealiseerd."
    assert found(body, owner=Owner.MINISTRY) == set()


def test_a_number_is_kept_with_the_head_of_its_column_and_the_rest_of_its_row():
    rows = "Nr\tLocatie\tPlekken\n1\tKanaalweg\t60 regulier"
    mail = mail_of("", texts=(text_of(rows, source="plan.xlsx", layout=Layout.ROW),))
    own = sentences(mail)
    (each,) = candidates(own, [NOTHING] * len(own), DAY)
    assert (each.number.value, each.column, each.row) == (60, "Plekken", "1 Kanaalweg |")


def test_categories_are_named_in_order():
    text = "Eerst de AMV-plekken, dan de reguliere en de jongeren zonder ouders."
    assert categories_in(text)[:3] == ("amv", "regular", "amv")


def stated(category, role, *counts):
    statement = Statement("", "body", 0, 0)
    return [PlaceCount(Category(category), PlaceRole(role), each, statement) for each in counts]


@pytest.mark.parametrize(
    ("places", "pairs"),
    [
        pytest.param(stated("regular", "task", 118), [], id="the same task"),
        pytest.param(stated("regular", "task", 150), [(150, 118)], id="another task"),
        pytest.param(stated("amv", "realised", 28), [(28, 0)], id="more realised"),
        pytest.param(stated("regular", "realised", 25, 15), [], id="parts make the whole"),
        pytest.param(stated("regular", "realised", 60, 15), [(60, 40)], id="the largest is meant"),
        pytest.param(stated("total", "task", 146), [], id="both categories together"),
        pytest.param(stated("total", "task", 118), [], id="a category left unsaid"),
        pytest.param(stated("total", "task", 99), [(99, 146)], id="another total"),
        pytest.param(
            stated("total", "task", 99) + stated("amv", "task", 28), [], id="a part of a total"
        ),
        pytest.param(stated("regular", "planned", 99), [], id="plans are not in the letter"),
    ],
)
def test_figures_that_are_not_the_letters_differ(places, pairs):
    told = [(each.stated.count, each.registered) for each in differences(REQUEST, places)]
    assert told == pairs
