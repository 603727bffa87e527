"""Pages of a list and its order."""

import pytest
from starlette.datastructures import QueryParams

from review.listing import Paging, page_number, sorting


@pytest.mark.parametrize(
    ("number", "total", "links"),
    [
        (1, 0, [1]),
        (1, 30, [1, 2]),
        (1, 250, [1, 2, None, 10]),
        (5, 250, [1, None, 4, 5, 6, None, 10]),
        (10, 250, [1, None, 9, 10]),
    ],
)
def test_the_pages_near_by_and_at_the_ends_are_linked(number, total, links):
    assert Paging(number, 25, total).numbers() == links


def test_the_rows_shown_are_counted_from_one():
    paging = Paging(2, 25, 30)
    assert (paging.first_row, paging.last_row, paging.last) == (26, 30, 2)
    assert Paging(1, 25, 0).first_row == 0


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "9" * 30])
def test_a_page_number_that_makes_no_sense_is_the_first(asked):
    assert page_number(QueryParams({"pagina": asked})) == 1


def test_a_column_is_turned_round_by_asking_for_it_again():
    keys = ("due", "name")
    by_due = sorting(QueryParams(), keys, "due")
    assert (by_due.next_of("due"), by_due.next_of("name")) == ("-due", "name")
    turned = sorting(QueryParams({"volgorde": "-due"}), keys, "due")
    assert (turned.aria("due"), turned.aria("name")) == ("descending", "none")
    assert turned.next_of("due") == "due"
    assert sorting(QueryParams({"volgorde": "x; DROP"}), keys, "due") == by_due
