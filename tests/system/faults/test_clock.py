"""R19, R20 and R25: clocks that jump, a program that was away, a case that is decided meanwhile."""

import os
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.decisions import GrantExtension, Hold
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from storage.case_decisions import decide_case
from storage.database import transaction
from storage.versions import version_of_case
from tests.system.faults.house import opened_house
from tests.system.faults.letters import NAMES, letters, reference_of

DAY = timedelta(days=1)


def at(year, month, day, hour, minute=0):
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def got(house):
    """How many mails each municipality had, by occasion."""
    return Counter(
        (each.outgoing.municipality, each.outgoing.occasion)
        for each in house.entries(OutgoingState.SENT)
    )


def each_one(occasion):
    """One mail of that occasion to each."""
    return Counter({(name, occasion): 1 for name in NAMES})


def days(house, count, *, hour=8):
    """Turns at that hour of so many days that follow."""
    for _ in range(count):
        house.now = (house.now + DAY).replace(hour=hour, minute=0)
        house.sends()


def decide(session, name, what, now):
    """An officer decides about a municipality's case."""
    key = (name, reference_of(name))
    version = version_of_case(session, *key)
    decide_case(session, *key, what, reason="overleg", officer="jansen", version=version, now=now)


@pytest.mark.parametrize("jump", [DAY, -DAY, timedelta(days=3), -timedelta(days=3)])
def test_r19_a_clock_that_jumps_and_comes_back_sends_nothing_twice(house, jump):
    house.now = at(2026, 4, 20, 8)
    house.sends()
    house.now += jump
    house.sends()
    house.takes_in()
    house.now -= jump
    for _ in range(3):
        house.sends()
    days(house, 6)
    assert got(house)["Ede", Occasion.REMINDER] == 1
    assert set(got(house).values()) == {1}
    house.check()


@pytest.fixture
def old_house(installation, dovecot, smtp_peer):
    """A house whose outbox was switched on in February."""
    with opened_house(installation, dovecot, smtp_peer(), at(2026, 2, 3, 9)) as made:
        yield made


@pytest.mark.parametrize(
    ("sunday", "opens"),
    [
        pytest.param(at(2026, 3, 29, 0), at(2026, 3, 30, 6, 30), id="to summer time"),
        pytest.param(at(2026, 10, 25, 0), at(2026, 10, 26, 7, 30), id="to winter time"),
    ],
)
def test_r19_in_the_night_that_the_clock_is_moved_nothing_goes_out_and_then_all_once(
    old_house, sunday, opens
):
    house = old_house
    house.asks(sunday - timedelta(days=14))  # the reminder is due on the Monday
    for minutes in range(0, 6 * 60, 30):  # the hour that there is not, or that there is twice
        house.now = sunday + timedelta(minutes=minutes)
        house.sends()
    house.now = opens - timedelta(minutes=1)
    house.sends()
    assert not house.sink.accepted
    house.now = opens
    house.sends()
    assert got(house) == each_one(Occasion.REMINDER)
    days(house, 1)
    assert got(house) == each_one(Occasion.REMINDER)
    house.check()


def test_r19_a_leap_day_is_a_last_day_like_others(house):
    house.asks(at(2028, 2, 8, 9))
    house.now = at(2028, 2, 21, 9)
    house.sends()
    assert not got(house)
    house.now = at(2028, 2, 22, 9)
    house.sends()
    assert got(house) == each_one(Occasion.REMINDER)
    house.now = at(2028, 2, 29, 9)
    house.sends()
    assert got(house) == each_one(Occasion.REMINDER)
    house.now = at(2028, 3, 1, 9)
    house.sends()
    assert got(house) == each_one(Occasion.REMINDER) + each_one(Occasion.OVERDUE)
    house.check()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_r19_the_zone_of_the_machine_changes_no_day(house, zone, monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        house.now = at(2026, 4, 20, 6, 29)
        house.sends()
        assert not got(house)
        house.now = at(2026, 4, 20, 6, 30)
        house.sends()
        assert got(house) == each_one(Occasion.REMINDER)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_r20_after_three_days_away_each_is_reminded_once_and_not_all_at_once(house):
    house.now = at(2026, 4, 17, 8)
    house.sends()
    house.installation.settings["outbox"]["hour_cap"] = 4
    house.now = at(2026, 4, 23, 8)
    house.renew()
    for hour in range(3):
        house.sends()
        house.sends()
        assert len(house.sink.accepted) == min(4 * (hour + 1), len(NAMES))
        house.now += timedelta(hours=1)
    assert got(house) == each_one(Occasion.REMINDER)
    days(house, 2)
    assert got(house) == each_one(Occasion.REMINDER)
    house.check()


def test_r20_what_is_late_by_then_is_not_reminded_of_first(house):
    house.now = at(2026, 4, 17, 8)
    house.sends()
    house.now = at(2026, 4, 30, 8)  # two days after the last day
    house.renew()
    house.sends()
    house.sends()
    assert got(house) == each_one(Occasion.OVERDUE)
    house.check()


def test_r25_what_is_decided_while_a_reminder_is_in_the_queue_keeps_it_here(house):
    house.now = at(2026, 4, 20, 18)  # the office is closed
    house.sends()
    assert len(house.entries(OutgoingState.QUEUED)) == len(NAMES)
    house.deliver(letters(1))  # Ede answers
    house.takes_in()
    with transaction(house.engine) as session:
        decide(session, "Oss", Hold(None), house.now)
        decide(session, "Tiel", GrantExtension(date(2026, 5, 29)), house.now)
    days(house, 1)
    reminded = {name for name, occasion in got(house) if occasion is Occasion.REMINDER}
    assert reminded == set(NAMES) - {"Ede", "Oss", "Tiel"}
    house.check()
