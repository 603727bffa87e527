"""R24: many mails, and large ones, in bounded memory and in their order."""

import hashlib
import re
import subprocess
import sys
from datetime import timedelta

from storage.database import snapshot
from storage.events import events_by_action
from storage.ledger import State
from tests.system.faults.letters import letter, letters
from tests.system.programs import ROOT

MEGABYTE = 1_000_000
MOST_BYTES = 400 * MEGABYTE
FETCHED = re.compile(rb"UID FETCH (\S+) \(BODY\.PEEK")


# A process of its own starts it: one that this large one starts itself is counted as large as it.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def memory_of_a_pass(house):
    """The most memory that a process of `poll` took at any moment, in bytes."""
    command = [sys.executable, "-m", "ibt_intake", "poll", "--config"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command, str(house.installation.config)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def filed_in_order(house):
    """The mails in the order in which they were filed."""
    with snapshot(house.engine) as session:
        return [each.object for each in events_by_action(session, "filed")]


def count_of(uids):
    """How many UIDs a set names."""
    ranges = [each.split(b":") for each in uids.split(b",")]
    return sum(int(each[-1]) - int(each[0]) + 1 for each in ranges)


def test_r24_many_waiting_mails_are_taken_in_by_lots_in_bounded_memory(house, proxy, length):
    mails = length.of("waiting mails", whole=10_000, short=200)
    house.deliver(letters(mails))
    assert memory_of_a_pass(house) < MOST_BYTES
    lots = [count_of(found) for found in FETCHED.findall(proxy.said)]
    assert max(lots) <= 50
    assert sum(lots) == mails
    assert house.installation.counts() == {
        State.FILED: mails,
        State.KEPT: 0,
        State.WANTS_OCR: 0,
        State.SET_ASIDE: 0,
    }
    house.check()


def test_r24_large_mails_in_a_row_go_one_by_one_and_the_oldest_first(house, proxy, length):
    mails = length.of("mails of 25 MB in a row", whole=20, short=3)
    proxy.faults = []
    house.deliver([letter(n, size=18 * MEGABYTE) for n in range(mails)])  # 25 MB on the wire
    house.deliver(letters(5, first=mails))
    assert memory_of_a_pass(house) < MOST_BYTES
    lots = [count_of(found) for found in FETCHED.findall(proxy.said)]
    assert lots == [1] * mails + [5]
    received = [hashlib.sha256(raw).hexdigest() for raw in house.delivered]
    assert filed_in_order(house) == [f"mail:{each}" for each in received]
    house.now += timedelta(minutes=1)
    house.check()
