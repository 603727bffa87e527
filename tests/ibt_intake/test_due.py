"""What workers are told to do, by what the tables say is undone."""

from datetime import UTC, datetime, timedelta

import pytest

from ibt_intake.jobs.due import Rhythm, timed
from ibt_intake.jobs.nudges import LOT, PILE, Nudge, Task, in_lots, keys_in

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


def mails(count, task=Task.READ, *, is_backfill=False):
    return [Nudge(task, f"{number:064}", is_backfill=is_backfill) for number in range(count)]


@pytest.mark.parametrize(
    "few",
    [
        pytest.param(mails(PILE), id="few mails"),
        pytest.param([*mails(PILE), *mails(PILE, is_backfill=True)], id="few of each sort"),
        pytest.param(mails(3 * PILE, Task.OCR), id="scans"),
        pytest.param([Nudge(Task.SEND), *mails(1), Nudge(Task.FETCH, "post")], id="all sorts"),
    ],
)
def test_what_is_no_pile_is_told_one_by_one(few):
    assert list(in_lots(few)) == few


def test_a_pile_of_mails_is_told_by_lots_in_its_order():
    pile = mails(PILE + 1, is_backfill=True)
    lots = list(in_lots([*mails(2), *pile]))
    assert lots[:2] == mails(2)
    assert [len(each.about.split()) for each in lots[2:]] == [LOT] * (PILE // LOT) + [1]
    assert " ".join(each.about for each in lots[2:]).split() == [each.about for each in pile]
    assert {each.priority for each in lots[2:]} == {pile[0].priority}


def test_a_lot_is_queued_under_all_its_mails():
    (lot, *_) = in_lots(mails(PILE + 1))
    assert list(keys_in(lot.key)) == [each.key for each in mails(LOT)]
    mailbox = Nudge(Task.FETCH, "post van de griffie")
    assert list(keys_in(mailbox.key)) == [mailbox.key]
