"""`kill -9` at random moments loses nothing, doubles nothing, and leaves nothing behind."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

from storage.database import transaction
from storage.events import verify_events
from storage.failures import IN_HAND, failures, try_again
from storage.ledger import State
from tests.system.mails import some
from tests.system.processes import processes_with
from tests.system.programs import ROOT, until
from tests.system.warm import Warm

SEED = 20260409
KILLS = 50
COLD = 5  # of these, started from nothing: killed while it imports, migrates, loads
COLD_SECONDS = 3.0
WARM_SECONDS = 1.8
MAILS = 200


def test_r02_50_kills_while_200_mails_come_in_lose_and_double_nothing(installation, dovecot):
    chance = random.Random(SEED)
    mails = some(MAILS)
    mark = f"IBT_TEST_KILL={os.getpid()}"
    environment = dict([mark.split("=")])
    errors = installation.folder / "errors"
    for number in range(KILLS):
        dovecot.append(mails[number * MAILS // KILLS : (number + 1) * MAILS // KILLS])
        if number % (KILLS // COLD):
            program = Warm(["run", "--config", str(installation.config)], errors, environment)
            time.sleep(chance.uniform(0, WARM_SECONDS))  # the moment is the test
            assert program.kill() == -signal.SIGKILL, errors.read_text()[-2000:]
        else:
            program = installation.start(env=os.environ | environment)
            time.sleep(chance.uniform(0, COLD_SECONDS))
            assert program.end(signal.SIGKILL) == -signal.SIGKILL, program.lines
    for number in range(KILLS):  # on a slow machine: until enough fell into the work itself
        if installation.filed() > MAILS // 20:
            break
        program = Warm(["run", "--config", str(installation.config)], errors, environment)
        time.sleep(chance.uniform(0, WARM_SECONDS * (2 + number)))
        assert program.kill() == -signal.SIGKILL, errors.read_text()[-2000:]
    take_in_the_rest(installation)

    assert installation.raws() == sorted(mails)
    assert len(installation.places()) == MAILS
    filed = installation.events("filed")
    assert len(filed) == len(set(filed))
    assert installation.events("filed_again") == []
    assert installation.counts() == {
        State.FILED: MAILS,
        State.KEPT: 0,
        State.WANTS_OCR: 0,
        State.SET_ASIDE: 0,
    }
    assert installation.look(verify_events) == []
    until(lambda: not processes_with(mark), "the end of all reading processes")
    assert b"Seen" not in b"".join(dovecot.flags())


def take_in_the_rest(installation):
    """One pass that nobody kills, and another for mails that were in hand at three kills."""
    assert installation.run("poll").returncode == 0
    engine = installation.engine
    with transaction(engine) as session:
        for failure in failures(session):
            assert IN_HAND in failure.reason
            try_again(session, failure.mail, "officer", datetime.now(UTC))
    engine.dispose()
    assert installation.run("poll").returncode == 0


def test_a_reading_process_that_hangs_ends_with_its_program():
    mark = f"IBT_TEST_HANG={os.getpid()}"
    code = "from intake.attachments import child\n"
    code += "from intake.attachments.extract import Inner\n"
    code += "from intake.config import ReadingConfig\n"
    code += "from tests.intake.faulty import hangs\n"
    code += "if __name__ == '__main__':\n"
    code += "    child.timed = hangs\n"
    code += "    child.read_file(Inner('a.txt', '', b'Geachte'), ReadingConfig(part_seconds=600))\n"
    program = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | dict([mark.split("=")])
    )
    until(lambda: any(map(is_apart, processes_with(mark))), "a reading process at work")
    program.kill()
    program.wait()
    until(lambda: not processes_with(mark), "the end of the reading process")


def is_apart(process):
    """Whether a process has made itself a reading process: in a session of its own."""
    with suppress(OSError):
        return os.getsid(process) == process
    return False
