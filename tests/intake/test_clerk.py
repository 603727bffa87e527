"""A process does what it is asked in order, and what ends it costs nothing else."""

import os
import signal
import threading
import time
from contextlib import closing

import pytest

from intake import clerk as clerks
from intake.clerk import Clerk, Ended

PATIENCE = 30.0


def nothing():
    """As the first thing of a process."""


def square(number):
    return number * number


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def fail():
    raise ValueError("no")


class Odd(Exception):
    """One that cannot be unpacked, as some of libraries."""

    def __init__(self, one, other):
        super().__init__(one)


def fail_oddly():
    raise Odd("one", "other")


def large(size):
    return bytes(size)


@pytest.fixture
def clerk():
    with closing(Clerk([], nothing)) as clerk:
        yield clerk


def test_answers_are_had_in_any_order(clerk):
    asked = [clerk.ask(square, number) for number in range(9)]
    for number in (8, 0, 3):
        assert clerk.answer(asked[number], PATIENCE) == number * number


def test_one_that_ends_the_process_is_told_and_the_others_are_asked_of_the_next(clerk):
    asked = [clerk.ask(square, 2), clerk.ask(die), clerk.ask(square, 3), clerk.ask(die)]
    found = [clerk.answer(each, PATIENCE) for each in asked]
    assert found == [4, Ended(-signal.SIGKILL), 9, Ended(-signal.SIGKILL)]


def test_what_goes_wrong_is_raised(clerk):
    with pytest.raises(ValueError, match="no"):
        clerk.answer(clerk.ask(fail), PATIENCE)


def test_what_cannot_be_told_is_an_error_of_its_own(clerk):
    with pytest.raises(RuntimeError, match="cannot be told"):
        clerk.answer(clerk.ask(threading.Lock), PATIENCE)
    assert clerk.answer(clerk.ask(square, 2), PATIENCE) == 4


def test_a_thing_that_cannot_be_told_is_an_error_of_its_own_at_once(clerk):
    asked = [clerk.ask(square, threading.Lock()), clerk.ask(square, 2)]
    with pytest.raises(RuntimeError, match=r"asked cannot be told: .*lock"):
        clerk.answer(asked[0], PATIENCE)
    assert clerk.answer(asked[1], PATIENCE) == 4


def test_no_answer_is_taken_for_that_of_another_thing(clerk):
    asked = [clerk.ask(square, 2), clerk.ask(fail_oddly)]
    asked += [clerk.ask(square, number) for number in (3, 4)]
    found = [clerk.answer(each, PATIENCE) for each in asked]
    assert found == [4, Ended(-signal.SIGKILL), 9, 16]


def test_a_thing_that_is_lost_on_its_way_is_not_answered_by_the_next(clerk, monkeypatch):
    def lossy(pipe, asked, before=clerks.tell):
        if asked.number != 2:
            before(pipe, asked)

    monkeypatch.setattr(clerks, "tell", lossy)
    asked = [clerk.ask(square, number) for number in range(4)]
    found = [clerk.answer(each, PATIENCE) for each in asked]
    assert found == [0, Ended(-signal.SIGKILL, is_begun=False), 4, 9]


def test_a_process_that_comes_not_to_begin_is_not_waited_for_as_a_long_thing_is(monkeypatch):
    monkeypatch.setattr(clerks, "BEGIN_SECONDS", 1.0)
    with closing(Clerk([], time.sleep, 10 * PATIENCE)) as clerk:
        began = time.monotonic()
        assert clerk.answer(clerk.ask(square, 2), 10 * PATIENCE) == Ended(None, is_begun=False)
    assert time.monotonic() - began < PATIENCE


def test_much_is_told_while_much_is_answered(clerk):
    asked = [clerk.ask(large, 1 << 20) for _ in range(4)]
    asked += [clerk.ask(len, bytes(1 << 20)) for _ in range(4)]
    assert [len(clerk.answer(each, PATIENCE)) for each in asked[:4]] == [1 << 20] * 4
    assert [clerk.answer(each, PATIENCE) for each in asked[4:]] == [1 << 20] * 4


def test_one_that_takes_too_long_by_the_wall_is_ended(clerk):
    clerk.answer(clerk.ask(square, 2), PATIENCE)
    asked = clerk.ask(time.sleep, PATIENCE), clerk.ask(square, 3)
    assert clerk.answer(asked[0], 1.0) == Ended(None)
    assert clerk.answer(asked[1], PATIENCE) == 9


def test_where_no_process_lives_long_enough_to_begin_that_is_told():
    with closing(Clerk([], die)) as clerk:
        asked = clerk.ask(square, 2), clerk.ask(square, 3)
        found = [clerk.answer(each, PATIENCE) for each in asked]
    assert [each.is_begun for each in found] == [False, False]


def test_one_that_waits_hears_that_another_thread_closed_it(clerk):
    clerk.answer(clerk.ask(square, 2), PATIENCE)
    asked = clerk.ask(time.sleep, PATIENCE)
    closing_later = threading.Timer(0.2, clerk.close)
    closing_later.start()
    assert clerk.answer(asked, PATIENCE).is_closed
    closing_later.join()
    assert clerk.answer(clerk.ask(square, 3), PATIENCE) == 9
