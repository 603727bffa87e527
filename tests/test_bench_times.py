"""How many times the benchmarks measure: a number that anything can be told of."""

import argparse

import pytest

from tests.bench.row import at_least_once


def test_once_is_enough():
    assert at_least_once("1") == 1


@pytest.mark.parametrize("text", ["0", "-3", "x", "1.5", ""])
def test_what_tells_nothing_is_refused_with_what_to_do(text):
    with pytest.raises(argparse.ArgumentTypeError, match="measure once at least"):
        at_least_once(text)
