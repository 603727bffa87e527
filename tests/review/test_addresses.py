"""What addresses ask for, nonsense included."""

from datetime import date

import pytest

from review.addresses import day_of, number_of
from rules.roles import Role

LONG = "9" * 5000


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("0", 0), ("", None), ("-1", None), ("1.5", None), ("²", None), (LONG, None)],
)
def test_a_number_is_read_where_it_is_one(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize("path", ["/rondes/nieuw", "/signalering", "/toezeggingen"])
@pytest.mark.parametrize("cycle", ["x", "-1", LONG])
def test_a_cycle_that_is_no_number_breaks_no_page(as_role, path, cycle):
    assert as_role(Role.OFFICER).get(path, params={"cyclus": cycle}).status_code == 200


@pytest.mark.parametrize("path", ["/zaken", "/gesprekken", "/rondes/brieven"])
@pytest.mark.parametrize("number", ["0", "999999999", "9999999999", LONG])
def test_a_number_that_none_has_is_no_page(as_role, path, number):
    assert as_role(Role.OFFICER).get(f"{path}/{number}").status_code == 404


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-30", date(2026, 4, 30)),
        ("2000-01-01", date(2000, 1, 1)),
        ("", None),
        ("30-04-2026", None),
        ("1999-12-31", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
    ],
)
def test_a_day_is_read_where_it_is_one(text, day):
    assert day_of(text) == day
