"""Feasts by name, held against an independent library."""

import holidays
import pytest

from rules.feasts import EASTER, feast_in

LIBRARY = holidays.country_holidays(
    "NL", years=sorted(EASTER), categories=("public", "optional"), language="nl"
)
NAMES = [
    "Nieuwjaarsdag",
    "Goede vrijdag",
    "Eerste paasdag",
    "Tweede paasdag",
    "Koningsdag",
    "Hemelvaartsdag",
    "Eerste pinksterdag",
    "Tweede pinksterdag",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_feast_falls_on_the_day_that_the_library_knows(name):
    known = {day for day, names in LIBRARY.items() if name in names.split("; ")}
    assert known == {feast_in(year, name) for year in EASTER}


def test_a_feast_after_easter_is_unknown_beyond_the_table():
    assert feast_in(max(EASTER) + 1, "Pinksteren") is None
