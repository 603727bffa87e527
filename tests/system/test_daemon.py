"""The daemon in its surroundings: server, signals, other instances, mails that do harm."""

import os
import signal
import sys
import time

import pytest

from storage.ledger import State
from tests.ibt_intake.mails import EDE, requests_at
from tests.system.deadly import DEADLY
from tests.system.mails import some
from tests.system.processes import processes_with
from tests.system.programs import until

IN_TIME = 5  # seconds from delivery to judgement


@pytest.fixture
def idle(installation):
    """A daemon that has looked at the mailbox and waits for mail."""
    program = installation.start()
    installation.wait_until_idle()
    return program


@pytest.mark.parametrize("folder", ["INBOX", "Archief"])
def test_mail_that_arrives_during_idle_is_judged_within_5_seconds(installation, dovecot, folder):
    dovecot.append(some(1), folder="Archief")
    installation.settings["mailbox"]["folders"] = ["INBOX", "Archief"]
    program = installation.start()
    installation.wait_until_idle()
    program.wait_for("filed")
    took = []
    for number in (1, 2, 3):
        at = time.monotonic()
        dovecot.append(some(1, first=number), folder=folder)
        program.wait_for("filed", times=1 + number)
        took.append(time.monotonic() - at)
    assert min(took) < IN_TIME  # a busy machine lets any one of them wait


def test_r05_it_goes_on_by_itself_when_the_server_was_away(installation, dovecot, idle):
    dovecot.stop()
    idle.wait_for("folder_failed")
    dovecot.start()
    dovecot.append(some(3))
    idle.wait_for("filed", times=3)
    assert idle.end(signal.SIGTERM) == 0


def test_r05_a_server_that_is_away_at_the_start_is_waited_for(installation, dovecot):
    dovecot.append(some(2))
    dovecot.stop()
    program = installation.start()
    program.wait_for("folder_failed")
    dovecot.start()
    program.wait_for("filed", times=2)


def test_r06_a_change_of_uidvalidity_doubles_nothing(installation, dovecot):
    dovecot.append(some(20))
    program = installation.start()
    program.wait_for("pass")
    (before,) = {validity for _, validity, _ in installation.places()}
    dovecot.stop()
    dovecot.renumber()
    dovecot.start()
    dovecot.append(some(1, first=20))
    program.wait_for("filed", times=21)
    places = until(lambda: len(found := installation.places()) == 41 and found, "all places")
    assert len({validity for _, validity, _ in places} - {before}) == 1
    assert installation.raws() == sorted(some(21))
    filed = installation.events("filed")
    assert len(filed) == len(set(filed)) == 21
    assert installation.events("filed_again") == []


def test_sigterm_finishes_the_mail_in_hand_and_ends_well(installation, dovecot):
    dovecot.append(some(300))
    program = installation.start()
    program.wait_for("filed")
    assert program.end(signal.SIGTERM) == 0
    counts = installation.counts()
    assert counts[State.KEPT] > 0, "it should not have come to the end of the mails"
    assert counts[State.FILED] == len(program.events("filed"))
    assert installation.failures() == {}  # a mail in hand would stand there
    assert program.told() == []


def test_what_sigterm_left_is_done_by_the_next_run(installation, dovecot):
    dovecot.append(some(30))
    program = installation.start()
    program.wait_for("filed")
    program.end(signal.SIGTERM)
    assert installation.run("poll").returncode == 0
    assert installation.filed() == 30


def test_many_signals_at_once_are_as_good_as_one(installation, idle):
    for _ in range(300):
        idle.process.send_signal(signal.SIGTERM)
        idle.process.send_signal(signal.SIGINT)
    assert idle.end() == 0


def test_r12_a_second_instance_refuses_in_one_line(installation, idle):
    second = installation.start()
    assert second.end() == 1
    (line,) = second.lines
    assert line.startswith("ibt-intake: another instance (")
    assert f"/{idle.process.pid})" in line
    assert "stop it first" in line
    assert idle.process.poll() is None


def test_r12_one_pass_beside_the_daemon_is_refused_in_one_line(installation, idle):
    done = installation.run("poll")
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "another instance" in line


def test_r12_a_killed_instance_does_not_hold_up_the_next(installation, dovecot, idle):
    idle.end(signal.SIGKILL)
    dovecot.append(some(1))
    installation.start().wait_for("filed")


def test_r21_a_mail_that_kills_the_program_is_set_aside_and_the_rest_goes_on(installation, dovecot):
    good = some(8)
    dovecot.append([*good[:4], good[4] + DEADLY + b"\r\n", *good[5:]])
    deadly = (sys.executable, "-m", "tests.system.deadly")
    ends = []
    for _ in range(3):
        ends.append(installation.start(command=deadly).end())
    assert ends == [-signal.SIGKILL] * 3
    program = installation.start(command=deadly)
    until(lambda: installation.filed() == 7, "the rest of the mails")
    assert program.end(signal.SIGTERM) == 0
    assert installation.counts() == {
        State.FILED: 7,
        State.KEPT: 0,
        State.WANTS_OCR: 0,
        State.SET_ASIDE: 1,
    }
    ((tries, reason),) = installation.failures().values()
    assert tries == 3
    assert "the program stopped while it had this mail in hand" in reason


def test_a_case_is_overdue_once_however_often_the_daemon_starts(installation):
    requests = requests_at(installation.folder, EDE)
    assert installation.run("registry", "import", str(requests)).returncode == 0
    for _ in range(2):
        program = installation.start()
        program.wait_for("started")
        assert program.end(signal.SIGTERM) == 0
    assert installation.events("overdue") == ["case:Ede/7473202"]


def test_filed_mails_get_the_keyword_where_that_is_switched_on(installation, dovecot):
    installation.settings["mailbox"] |= {"mark": "keyword", "mark_keyword": "ibt-binnen"}
    dovecot.append(some(3), flags=r"(\Flagged)")
    before = dovecot.flags()
    program = installation.start()
    installation.wait_until_idle()
    assert program.end(signal.SIGTERM) == 0
    assert dovecot.flags() == [
        line.replace(rb"\Flagged", rb"\Flagged ibt-binnen") for line in before
    ]


def test_a_mail_that_comes_in_later_gets_the_keyword_too(installation, dovecot):
    installation.settings["mailbox"] |= {"mark": "keyword"}
    program = installation.start()
    installation.wait_until_idle()
    dovecot.append(some(1))
    program.wait_for("filed")
    until(lambda: b"ibt-intake" in b"".join(dovecot.flags()), "the keyword at the mail")


def test_a_server_that_ends_before_marking_does_not_end_the_daemon(installation, dovecot):
    installation.settings["mailbox"] |= {"mark": "keyword"}
    dovecot.append(some(40))
    program = installation.start()
    program.wait_for("filed")
    dovecot.stop()
    program.wait_for("folder_failed")
    dovecot.start()
    until(lambda: b"".join(dovecot.flags()).count(b"ibt-intake") == 40, "40 keywords")
    assert program.end(signal.SIGTERM) == 0


def test_reading_processes_end_with_a_daemon_that_is_killed(installation, dovecot):
    dovecot.append(some(20))
    program = installation.start(env=os.environ | {"IBT_TEST_RUN": str(os.getpid())})
    program.wait_for("pass")
    mark = f"IBT_TEST_RUN={os.getpid()}"
    assert len(processes_with(mark)) > 1
    program.end(signal.SIGKILL)
    until(lambda: not processes_with(mark), "the end of its reading processes")
