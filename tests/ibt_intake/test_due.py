"""What workers are told to do, by what the tables say is undone."""

from datetime import UTC, datetime, timedelta

import pytest

from ibt_intake.jobs.due import Rhythm, timed
from ibt_intake.jobs.nudges import Nudge, Task

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RHYTHM = Rhythm(
    polls={"post": 5 * MINUTE},
    compare=timedelta(hours=24),
    send=MINUTE,
    deadlines=60 * MINUTE,
    fresh=timedelta(days=7),
)
DONE = dict.fromkeys(("compare:post", "fetch:post", "send", "deadlines"), NOON)


def due(beats, now=NOON):
    return [(each.task, each.about) for each in timed(beats, RHYTHM, now)]


def test_what_was_never_done_is_to_be_done():
    expected = [("compare", "post"), ("fetch", "post"), ("send", ""), ("deadlines", "")]
    assert due({}) == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(timedelta(seconds=59), [], id="nothing yet"),
        pytest.param(MINUTE, [("send", "")], id="sending"),
        pytest.param(5 * MINUTE, [("fetch", "post"), ("send", "")], id="fetching"),
    ],
)
def test_what_was_done_is_to_be_done_again_after_its_time(later, expected):
    assert due(DONE, NOON + later) == expected


def test_a_sign_of_life_from_the_future_puts_nothing_off():
    assert due(DONE | {"send": NOON + timedelta(days=1)}) == [("send", "")]


def test_fetching_from_a_mailbox_and_comparing_it_are_never_done_side_by_side():
    fetch, compare = Nudge(Task.FETCH, "post"), Nudge(Task.COMPARE, "post")
    assert fetch.lock == compare.lock != Nudge(Task.FETCH, "archief").lock
    assert fetch.key != compare.key


def test_a_look_locks_out_no_other():
    assert Nudge(Task.LOOK).lock is None
