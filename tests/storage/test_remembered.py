"""Answers that are kept until something happens."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from storage.database import migrate, open_database, snapshot, transaction
from storage.events import record_event
from storage.remembered import remembered
from tests.databases import database_at
from tests.servers import PATIENCE
from tests.storage.conftest import NOON

asked = []


@remembered(answers=2)
def answered(session, day, *, of="all"):
    """An answer that tells how often it was worked out."""
    asked.append((day, of))
    return len(asked), day, of


def ask(engine, day, **options):
    with snapshot(engine) as session:
        return answered(session, day, **options)


def happen(engine):
    with transaction(engine) as session:
        record_event(session, NOON, "noted", "case:1", actor="jansen")


def test_an_answer_is_worked_out_anew_only_after_something_happened(engine):
    happen(engine)
    first = ask(engine, 1)
    assert ask(engine, 1) is first
    assert ask(engine, 1, of="Ede") != first
    happen(engine)
    assert ask(engine, 1) != first


def test_what_was_asked_last_is_kept(engine):
    first, second = ask(engine, 1), ask(engine, 2)
    assert ask(engine, 1) is first
    ask(engine, 3)
    assert ask(engine, 1) is first
    assert ask(engine, 2) is not second


def test_each_database_has_answers_of_its_own(engine, tmp_path):
    other = open_database(database_at(tmp_path / "other"))
    migrate(other)
    first = ask(engine, 1)
    assert ask(other, 1) is not first
    assert ask(engine, 1) is first
    other.dispose()


def test_an_answer_that_is_there_waits_for_no_other(engine):
    begun, may_end = Event(), Event()

    @remembered(answers=2)
    def slow(session, day):
        if day == 2:
            begun.set()
            assert may_end.wait(PATIENCE)
        return [day]

    def ask_slow(day):
        with snapshot(engine) as session:
            return slow(session, day)

    happen(engine)
    first = ask_slow(1)
    with ThreadPoolExecutor(3) as threads:
        second = threads.submit(ask_slow, 2)
        assert begun.wait(PATIENCE)
        same = threads.submit(ask_slow, 2)
        try:
            assert threads.submit(ask_slow, 1).result(PATIENCE) is first
        finally:
            may_end.set()
        assert same.result(PATIENCE) is second.result(PATIENCE)


def test_what_fails_is_worked_out_when_it_is_asked_again(engine):
    faults = [ValueError("not yet")]

    @remembered(answers=2)
    def fails_once(session, day):
        if faults:
            raise faults.pop()
        return day

    happen(engine)
    with snapshot(engine) as session:
        with pytest.raises(ValueError, match="not yet"):
            fails_once(session, 1)
        assert fails_once(session, 1) == 1
