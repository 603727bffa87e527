"""R2: `kill -9` at random moments while mails come in and go out."""

import random
import time
from datetime import UTC, datetime, timedelta

from rules.outgoing import OutgoingState
from storage.database import snapshot, transaction
from storage.failures import IN_HAND, failures, try_again
from tests.servers import PATIENCE
from tests.system.faults.letters import letters
from tests.system.faults.living import Living

SEED = 20260409
FEWEST = 10  # kills, however slow the machine
BETWEEN_SECONDS = (0.2, 2.0)


def test_r02_random_kills_while_mails_come_in_and_go_out_lose_and_double_nothing(house, length):
    seconds = length.of("seconds of random kills", whole=600, short=30)
    chance = random.Random(SEED)
    ahead = house.now - datetime.now(UTC)
    config = house.installation.config
    kills = mails = 0
    first = Living(config, ahead)  # what is forked later has all in memory
    assert first.begun.wait(PATIENCE)
    first.kill()
    end = time.monotonic() + seconds
    while time.monotonic() < end or kills < FEWEST:
        house.now = datetime.now(UTC) + ahead
        fresh = chance.randint(0, 3)
        house.deliver(letters(fresh, first=mails))
        mails += fresh
        daemon = Living(config, ahead)
        if kills % 5:  # else it may be killed while it opens the database
            assert daemon.begun.wait(PATIENCE)
        time.sleep(chance.uniform(*BETWEEN_SECONDS))  # the moment is the test
        daemon.kill()
        kills += 1
    house.now = max(house.now, datetime.now(UTC) + ahead)
    house.comes_to_rest()
    assert an_officer_sees_to_what_was_in_hand(house) <= mails // 10
    house.comes_to_rest()
    house.check_at_rest()
    print(f"{kills} kills, {mails} mails")


def an_officer_sees_to_what_was_in_hand(house):
    """Mails in hand at three kills wait for a person, as one that kills the program would."""
    with snapshot(house.engine) as session:
        found = failures(session)
    for failure in found:
        assert IN_HAND in failure.reason
        with transaction(house.engine) as session:
            try_again(session, failure.mail, "jansen", house.now - timedelta(seconds=1))
    assert not house.entries(OutgoingState.SENDING)
    return len(found)
