"""Processes that are forked for tests have the environment of their own test."""

import os

from tests.system.forked import FORKED, forked

NAME = "IBT_TEST_FORKED"


def tell(told):
    told.put(os.environ.get(NAME))


def environment_of_one(**environment):
    told = FORKED.SimpleQueue()
    forked(tell, told, **environment).join()
    return told.get()


def test_nothing_stays_of_the_environment_of_what_was_forked_before(monkeypatch):
    monkeypatch.setenv(NAME, "first")
    assert environment_of_one() == "first"
    assert environment_of_one(**{NAME: "own"}) == "own"
    monkeypatch.delenv(NAME)
    assert environment_of_one() is None
