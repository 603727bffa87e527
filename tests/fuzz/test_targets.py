"""B20: what `make fuzz` runs holds for what it begins with."""

from itertools import islice

import pytest

from tests.fuzz.targets import ALL

EACH = 6  # of what a target begins with: all of it takes a minute


@pytest.mark.parametrize("target", ALL, ids=lambda each: each.name)
def test_b20_a_target_holds_for_what_it_begins_with(target):
    seeds = list(islice(target.seeds(), 0, None, EACH if target.name == "read" else 1))
    assert len(seeds) >= 5
    for seed in seeds:
        target.run(seed)


def test_b20_a_target_tells_where_something_does_not_hold(monkeypatch):
    headers = next(each for each in ALL if each.name == "headers")
    monkeypatch.setattr("tests.fuzz.targets.one_line", lambda text: "anders")
    with pytest.raises(AssertionError):
        headers.run(b"Onderwerp")
