"""What is wrong with the program, told by what it left in the database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.health import (
    Backlog,
    Expiry,
    Grade,
    Matter,
    Queue,
    Trail,
    Vitals,
    Watched,
    findings,
    worst,
)

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WATCHED = Watched(silence=HOUR, looks_every=HOUR)
WELL = Vitals(
    beats=dict.fromkeys(("fetch", "deadlines", "send"), NOW),
    began_at=NOW,
    is_running=True,
    is_paused=False,
    queues=dict.fromkeys(Queue, Backlog()),
    mails={},
    outgoing={},
    trail=Trail(events=7, signed_at=NOW, is_signed=True),
    size=4096,
)


def beaten(**ago):
    """The vitals with steps that ended well so many minutes ago."""
    beats = {step: NOW - timedelta(minutes=minutes) for step, minutes in ago.items()}
    return replace(WELL, beats=WELL.beats | beats)


def queued(queue, minutes=0):
    """The vitals with one mail in a queue."""
    line = Backlog(1, NOW - timedelta(minutes=minutes))
    return replace(WELL, queues={**WELL.queues, queue: line})


def wrong(vitals, watched=WATCHED):
    """The matters that are not good."""
    found = findings(vitals, watched, NOW)
    return {each.matter: each.grade for each in found if each.grade is not Grade.GOOD}


def test_a_daemon_that_does_its_work_is_well():
    assert wrong(WELL) == {}


@pytest.mark.parametrize(
    ("vitals", "told"),
    [
        pytest.param(beaten(fetch=60), {}, id="fetched in time"),
        pytest.param(beaten(fetch=61), {Matter.FETCH: Grade.BAD}, id="no fetch"),
        pytest.param(beaten(send=61), {Matter.SEND: Grade.BAD}, id="no sending"),
        pytest.param(beaten(deadlines=120), {}, id="its next look is due"),
        pytest.param(beaten(deadlines=121), {Matter.DEADLINES: Grade.BAD}, id="no look at dates"),
        pytest.param(queued(Queue.TO_READ, 60), {}, id="mail to read"),
        pytest.param(queued(Queue.TO_READ, 61), {Matter.READ: Grade.LOOK}, id="reading is behind"),
        pytest.param(
            queued(Queue.TO_RECOGNISE, 61), {Matter.RECOGNISE: Grade.LOOK}, id="OCR is behind"
        ),
        pytest.param(queued(Queue.TO_RETRY), {}, id="tried again by itself"),
        pytest.param(queued(Queue.SET_ASIDE), {Matter.SET_ASIDE: Grade.LOOK}, id="set aside"),
        pytest.param(queued(Queue.WORK_LIST, 9999), {}, id="an officer's work is no fault"),
        pytest.param(queued(Queue.UNCERTAIN), {Matter.OUTGOING: Grade.LOOK}, id="in doubt"),
        pytest.param(queued(Queue.REFUSED), {Matter.OUTGOING: Grade.LOOK}, id="refused"),
        pytest.param(replace(WELL, is_paused=True), {Matter.PAUSE: Grade.LOOK}, id="paused"),
        pytest.param(replace(WELL, trail=None), {Matter.TRAIL: Grade.BAD}, id="no end of trail"),
        pytest.param(
            replace(WELL, trail=Trail(7, NOW, is_signed=False)),
            {Matter.TRAIL: Grade.BAD},
            id="unsigned",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_matter(vitals, told):
    assert wrong(vitals) == told


def test_before_the_first_pass_nothing_is_wrong():
    assert wrong(replace(WELL, beats={})) == {}
    assert wrong(replace(WELL, beats={}, began_at=None, is_running=False)) == {}


def test_without_a_daemon_only_fetching_is_asked_for():
    vitals = replace(beaten(fetch=5, send=999, deadlines=999), is_running=False)
    assert wrong(vitals) == {}


def test_steps_that_never_ended_well_are_told_once_the_daemon_began_long_ago():
    vitals = replace(WELL, beats={"fetch": NOW}, began_at=NOW - 3 * HOUR)
    assert wrong(vitals) == {Matter.DEADLINES: Grade.BAD, Matter.SEND: Grade.BAD}
    vitals = replace(WELL, beats={"deadlines": NOW, "send": NOW}, began_at=NOW - 3 * HOUR)
    assert wrong(vitals) == {Matter.FETCH: Grade.BAD}


@pytest.mark.parametrize(
    ("on", "grade"),
    [
        pytest.param(date(2026, 7, 16), Grade.GOOD, id="far"),
        pytest.param(date(2026, 7, 15), Grade.LOOK, id="near"),
        pytest.param(date(2026, 7, 1), Grade.LOOK, id="its last day"),
        pytest.param(date(2026, 6, 30), Grade.BAD, id="over"),
    ],
)
def test_what_expires_is_told_ahead(on, grade):
    watched = replace(WATCHED, expiries=(Expiry("mailbox.oauth", on, warn_days=14),))
    found = {each.matter: each.grade for each in findings(WELL, watched, NOW)}
    assert found[Matter.EXPIRY] is grade


def test_the_worst_grade_counts():
    assert worst(iter([Grade.LOOK, Grade.BAD, Grade.GOOD])) is Grade.BAD
    assert worst(iter([])) is Grade.GOOD
