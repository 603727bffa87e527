"""Places that go round and come back on one day are no exchange."""

from datetime import date

import pytest

from rules.distribution import Exchange
from rules.exchange_rings import in_rings
from rules.judgement import Category

DAY, LATER = date(2026, 6, 1), date(2026, 9, 1)


def given(way, places=10, category=Category.REGULAR, day=DAY):
    return Exchange(1, way[0], way[1], category, day, places, "brief")


RING = [given("AB"), given("BC"), given("CA")]


@pytest.mark.parametrize(
    ("exchanges", "expected"),
    [
        pytest.param([given("AB"), given("BA")], ["AB", "BA"], id="there and back"),
        pytest.param(RING, ["AB", "BC", "CA"], id="round three"),
        pytest.param([*RING, given("CD", 4)], ["AB", "BC", "CA"], id="with one beside it"),
        pytest.param([*RING[:2], given("CA", 4)], [], id="a rest is left"),
        pytest.param([given("AB"), given("BA", day=LATER)], [], id="given back on another day"),
        pytest.param([given("AB"), given("BA", category=Category.AMV)], [], id="for amv"),
        pytest.param([given("AB"), given("BA", 0)], [], id="taken back"),
        pytest.param([given("AB"), given("BC")], [], id="passed on"),
        pytest.param([*RING, given("XY"), given("YX", 3)], ["AB", "BC", "CA"], id="two rings"),
    ],
)
def test_a_ring_that_nets_to_nothing_is_found(exchanges, expected):
    assert [each.giver + each.taker for each in in_rings(exchanges)] == expected
