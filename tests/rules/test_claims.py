"""Whether the whole task is met: what speaks for it in a mail's figures."""

from datetime import date

import pytest

from rules.claims import features
from rules.judgement import Category, Element, PlaceCount, PlaceRole, Statement, TimelineState
from rules.registry import Request
from rules.statements import Scores
from rules.timeline import Timeline

ASKED = Request("7479821", "Goes", date(2026, 4, 9), 21, 100, 36, 0, 0)
ABSENT = Timeline(TimelineState.ABSENT, (), (), -1.0)
SCORES = [Scores(dict.fromkeys(Element, 0.0), claim, 0.0) for claim in (0.1, 0.8)]


def there(category, *counts):
    at = Statement("x", "body", 0, 1)
    return [PlaceCount(category, PlaceRole.REALISED, count, at) for count in counts]


def found(places=(), requests=(ASKED,)):
    return features(SCORES, ABSENT, places, requests)


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (there(Category.REGULAR, 100), "regular reached"),
        (there(Category.REGULAR, 60, 40), "regular reached"),
        (there(Category.REGULAR, 99), "regular short"),
        (there(Category.AMV, 36), "amv reached"),
        ((), "amv not said"),
    ],
)
def test_places_that_are_there_are_held_against_the_task(places, told):
    assert told in found(places)


def test_no_places_need_be_told_where_none_are_asked():
    assert "amv nothing asked" in found(
        requests=[Request("1", "Goes", ASKED.letter_date, 21, 100, 0, 0, 0)]
    )


def test_one_category_that_falls_short_shows_whatever_the_other_does():
    assert "short of any True" in found([*there(Category.REGULAR, 100), *there(Category.AMV, 4)])
    assert "short of any False" in found(there(Category.REGULAR, 100))


def test_without_one_request_there_is_no_task_to_reach():
    assert "requests 2" in found(there(Category.REGULAR, 100), [ASKED, ASKED])


def test_the_surest_sentence_counts():
    assert "claim 4" in found()
