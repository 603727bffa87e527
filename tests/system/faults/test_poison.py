"""R21: mails that break readers, between good ones."""

from datetime import timedelta

from storage.database import snapshot, transaction
from storage.failures import failures, try_again
from storage.ledger import State, raw_of
from tests.system.faults.letters import letters
from tests.system.faults.poisons import POISONS, poison

TRIES = 3
GOOD = 40


def test_r21_of_poison_between_good_mails_each_has_a_row_and_the_good_are_on_time(house):
    house.installation.settings["reading"] = {"mail_seconds": 20}
    house.renew()
    good, bad = letters(GOOD), [poison(name) for name in POISONS]
    every = len(good) // len(bad)
    for number, raw in enumerate(bad):
        house.deliver([raw, *good[number * every : (number + 1) * every]])
    house.deliver(good[len(bad) * every :])
    assert house.takes_in().faults == []
    house.sends()
    for _ in range(TRIES):  # what was set aside is tried again, and then waits for a person
        house.now += timedelta(hours=2)
        house.takes_in()
    with snapshot(house.engine) as session:
        waiting = failures(session)
        for failure in waiting:
            assert failure.tries <= TRIES
            assert failure.next_try_at is None
            assert failure.reason
            assert raw_of(session, failure.mail) not in good
    assert house.installation.counts()[State.KEPT] == 0
    house.sends()
    house.check(set_aside=len(waiting))
    assert len(house.sink.accepted) == GOOD, "each good one has its receipt, and no other"
    for failure in waiting:  # the button
        with transaction(house.engine) as session:
            try_again(session, failure.mail, "jansen", house.now)
    house.takes_in()
    house.check(set_aside=len(waiting))
