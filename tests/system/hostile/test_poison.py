"""R21 and B1: between poison of every kind, the daemon files 200 good mails in their turn."""

import hashlib
import re
import signal
from pathlib import Path

import pytest

from storage.ledger import State
from tests.intake.hostile.odd_mails import depths, loads, reports
from tests.intake.mails import numbered
from tests.system.faults.poisons import POISONS, poison
from tests.system.programs import until

GOOD = 200
TURN_SECONDS = 30.0
MOST_MEGABYTES = 400
NAME_CHARS = 12
PATIENCE = 600  # for all of them, on a machine that does other things too


@pytest.fixture(scope="module")
def poisons():
    """One mail of each class that is costly or deadly to read."""
    odd = [each.raw for family in (depths, loads, reports) for each in family()]
    return [poison(name) for name in POISONS] + [raw for raw in odd if len(raw) < 5_000_000][::3]


def test_b1_the_good_between_poison_are_filed_in_their_turn_by_one_daemon(
    installation, dovecot, poisons
):
    good = [numbered(number) for number in range(GOOD)]
    every = GOOD // len(poisons) + 1
    for number in range(0, GOOD, every):
        bad = poisons[number // every : number // every + 1]
        dovecot.append([*bad, *good[number : number + every]])
    program = installation.start()
    total = installation_total(good, poisons, every)
    until(lambda: done(program) >= total or program.process.poll() is not None, "all", PATIENCE)

    turns = {each["mail"]: each["seconds"] for each in program.events("filed")}
    names = {hashlib.sha256(raw).hexdigest()[:NAME_CHARS] for raw in good}
    assert names <= turns.keys()
    assert max(turns[name] for name in names) < TURN_SECONDS
    assert program.process.poll() is None
    assert len(program.events("started")) == 1
    assert most_megabytes(program.process.pid) < MOST_MEGABYTES
    assert program.end(signal.SIGTERM) == 0
    assert installation.counts()[State.KEPT] == 0


def installation_total(good, poisons, every):
    """How many mails there are in all."""
    return len({*good, *poisons[: -(-GOOD // every)]})


def done(program):
    """How many mails came to rest."""
    return len(program.events("filed")) + len(program.events("set_aside"))


def most_megabytes(pid):
    """The most memory that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1000
