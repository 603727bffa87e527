"""Runs that take minutes or hours: whole in `make soak`, shortened and told so in `make test`."""

import os
from dataclasses import dataclass

import pytest

VARIABLE = "IBT_SOAK"  # "whole", or the share of it, as 0.1


@dataclass
class Length:
    """How much of a long run there is to be."""

    share: float | None  # None: what each test has for `make test`
    told: list[tuple[str, object]]

    def of(self, what: str, *, whole: int, short: int) -> int:
        """The length of this run; where it is not the whole, the end of the tests tells so."""
        length = short if self.share is None else max(1, round(whole * self.share))
        if length < whole:
            self.told.append(("shortened", f"{what}: {length} of {whole}"))
        return length


@pytest.fixture
def length(request):
    """The length of this test."""
    told = os.environ.get(VARIABLE, "")
    share = {"": None, "whole": 1.0}.get(told)
    return Length(float(told) if told and share is None else share, request.node.user_properties)


def pytest_configure(config):
    """Tests that ask for a length can be picked out."""
    config.addinivalue_line("markers", "soak: takes minutes or hours when it is not shortened")


def pytest_collection_modifyitems(items):
    """What asks for a length is such a test."""
    for item in items:
        if "length" in item.fixturenames:
            item.add_marker(pytest.mark.soak)


def pytest_terminal_summary(terminalreporter):
    """Tell what was shortened."""
    reports = [each for key in ("passed", "failed") for each in terminalreporter.stats.get(key, ())]
    found = [
        f"{each.nodeid.rpartition('::')[2]}: {value}"
        for each in reports
        for name, value in each.user_properties
        if name == "shortened" and each.when == "call"
    ]
    if found:
        terminalreporter.section("shortened: `make soak` runs them whole")
        for line in sorted(found):
            terminalreporter.write_line(line)
