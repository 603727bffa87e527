"""Processes that share the work on one PostgreSQL database."""

import hashlib
import imaplib
import json
import re
import signal
from datetime import UTC, datetime, timedelta

import pytest

from ibt_intake.jobs.nudges import LOT, PILE
from storage.events import events_by_action
from storage.heartbeats import began_at
from storage.jobs import are_there_jobs, crowd_of
from storage.ledger import State
from tests.servers import ok
from tests.system.mails import some
from tests.system.programs import until
from tests.system.test_scans import scan

LEFT = (
    r"workers \(1, last heard of at \d\d:\d\d:\d\d UTC\) read what is kept now; if they were "
    r"killed, start one, or ingest the same again once they count as silent \((?:3|600) seconds\)\n"
)
LIST = ("jobs", "list", "--format", "jsonl")
LONG = 600  # seconds: the first mail waits until what judges it is loaded


def test_a_worker_takes_in_what_comes_and_stops_when_it_is_told(shared, dovecot):
    dovecot.append(some(3))
    worker = shared.start("worker")
    until(lambda: shared.filed() == 3, "the first mails", LONG, every=0.25)
    dovecot.append(some(2, first=3))
    until(lambda: shared.filed() == 5, "the next mails", LONG, every=0.25)
    assert worker.end(signal.SIGTERM) == 0
    assert shared.raws() == sorted(some(5))
    assert worker.events("job_failed") == []
    assert shared.look(began_at) < datetime.now(UTC)


def test_mail_of_today_is_read_before_that_of_last_year(shared, dovecot):
    old, new = some(4), some(2, first=4)
    now = datetime.now(UTC)
    with dovecot.session() as client:
        for raw in (*old, *new):
            at = now if raw in new else now - timedelta(days=365)
            ok(client.append("INBOX", "", imaplib.Time2Internaldate(at), raw))
    worker = shared.start("worker", "--queues", "fetch,read")
    worker.wait_for("filed", times=6, seconds=LONG)
    order = [event["mail"] for event in worker.events("filed")]
    assert set(order[:2]) == {hashlib.sha256(raw).hexdigest()[:12] for raw in new}


def test_a_mailbox_that_is_silent_holds_up_no_other(shared, dovecot, scripted_peer):
    mailbox = shared.settings.pop("mailbox")
    silent = scripted_peer(greeting=None)
    shared.settings["mailboxes.stil"] = mailbox | {"port": silent.port, "timeout_seconds": 600.0}
    shared.settings["mailboxes.post"] = mailbox
    dovecot.append(some(2))
    workers = [shared.start("worker") for _ in range(2)]
    until(lambda: shared.filed() == 2, "the mails of the other", LONG, every=0.25)
    for worker in workers:
        worker.end(signal.SIGKILL)  # one of them waits for the silent server


@pytest.fixture
def queued(shared, dovecot):
    """Two mails that are kept, and queued for workers that read; there is none."""
    dovecot.append(some(2))
    worker = shared.start("worker", "--queues", "fetch")
    found = until(lambda: jobs(shared, "read"), "two jobs", LONG, every=0.25)
    assert worker.end(signal.SIGTERM) == 0
    return found


def jobs(shared, task):
    """The jobs of that task, once there are two."""
    told = shared.run(*LIST)
    assert told.returncode == 0, told.stderr
    found = [each for each in map(json.loads, told.stdout.splitlines()) if each["task"] == task]
    return found if len(found) == 2 else None


def test_a_mail_whose_reading_is_called_off_waits_for_a_person(shared, queued):
    assert {each["state"] for each in queued} == {"queued"}
    number, mail = str(queued[0]["number"]), queued[0]["about"]
    done = shared.run("jobs", "cancel", number, "--officer", "jansen")
    assert (done.returncode, done.stderr) == (0, "")
    shared.start("worker")
    until(lambda: shared.counts()[State.FILED] == 1, "the other mail", LONG, every=0.25)
    assert shared.counts()[State.SET_ASIDE] == 1
    (event,) = shared.look(events_by_action, "set_aside")
    assert (event.object, event.actor) == (f"mail:{mail}", "jansen")
    again = shared.run("jobs", "cancel", number, "--officer", "jansen")
    assert again.returncode == 1
    assert again.stderr == (
        f"ibt-intake: no job {number} is queued or in hand; look at `ibt-intake jobs list`\n"
    )


def test_jobs_that_nobody_does_are_told_by_list_and_check(shared, queued):
    waiting = len(shared.run(*LIST).stdout.splitlines())  # sending may be among them
    waits = f"{waiting} jobs wait, 0 in hand, 0 failed"
    assert f"\n0 workers at work; {waits}\n" in shared.run("jobs", "list").stdout
    told = f"none at work; {waits}; start `ibt-intake worker`, or `run`"
    assert told in shared.run("check").stdout


def test_a_pile_is_read_by_lots_and_one_of_them_or_a_mail_can_be_called_off(shared, dovecot):
    dovecot.append(some(PILE + LOT))
    fetching = shared.start("worker", "--queues", "fetch")
    until(lambda: len(shared.raws()) == PILE + LOT, "all mails", LONG, every=0.25)
    told = until(lambda: lots(shared), "a pile of jobs", LONG, every=0.25)
    assert fetching.end(signal.SIGTERM) == 0
    done = shared.run("jobs", "cancel", str(told[-1]["number"]), "--officer", "jansen")
    held = len(told[-1]["about"].split())
    assert done.stdout.endswith(f"{held} mails are set aside, to wait for a person\n"), done
    done = call_off_a_mail(shared, told[0], "nonesuch")
    assert (done.returncode, done.stdout) == (1, "")
    assert "reads no mail whose key begins with 'nonesuch'" in done.stderr
    one, goes_on = told[0]["about"].split()[3], f"job {told[0]['number']} goes on without this mail"
    done = call_off_a_mail(shared, told[0], one[:12])
    assert done.stdout == f"{goes_on}; 1 mail is set aside, to wait for a person\n", done
    held += 1
    table = shared.run("jobs", "list").stdout
    assert f"{told[0]['about'][:12]} +{LOT - 1}" in table
    workers = [shared.start("worker") for _ in range(2)]
    until(lambda: shared.filed() == PILE + LOT - held, "the others", LONG, every=0.25)
    assert [each.end(signal.SIGTERM) for each in workers] == [0, 0]
    assert shared.counts()[State.SET_ASIDE] == held
    assert one in {
        event.object.removeprefix("mail:") for event in shared.look(events_by_action, "set_aside")
    }
    assert [each.events("job_failed") for each in workers] == [[], []]
    assert len(shared.events("filed")) == PILE + LOT - held


def call_off_a_mail(shared, job, begins):
    """One mail of a job."""
    number = str(job["number"])
    return shared.run("jobs", "cancel", number, "--mail", begins, "--officer", "jansen")


def lots(shared):
    """The jobs that read, once all mails are queued, several together."""
    found = [json.loads(each) for each in shared.run(*LIST).stdout.splitlines()]
    reading = [each for each in found if each["task"] == "read"]
    mails = [mail for each in reading for mail in each["about"].split()]
    return reading if len(mails) == PILE + LOT > len(reading) else None


def at_work(shared):
    """How many workers are, by the time after which this installation counts one as silent."""
    since = datetime.now(UTC) - timedelta(seconds=shared.settings["worker"]["silent_seconds"])
    return shared.look(lambda session: are_there_jobs(session) and crowd_of(session, since).workers)


@pytest.fixture
def fetching(shared):
    """A worker that only fetches."""
    shared.settings["worker"]["silent_seconds"] = LONG
    worker = shared.start("worker", "--queues", "fetch")
    until(lambda: at_work(shared) == 1, "a worker", LONG, every=0.25)
    return worker


@pytest.mark.parametrize("command", ["run", "poll"])
def test_who_would_work_alone_does_not_start_beside_workers(shared, fetching, command):
    done = shared.run(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "ibt-intake: workers (1) are at work on this database; stop them first, or wait until "
        f"those that were killed count as silent ({LONG} seconds)\n"
    )


def test_once_workers_have_stopped_one_may_work_alone(shared, fetching):
    assert fetching.end(signal.SIGTERM) == 0
    assert at_work(shared) == 0
    assert shared.run("poll").returncode == 0


def test_an_archive_from_disk_is_read_by_workers_after_what_comes_in(
    shared, fetching, dovecot, tmp_path
):
    archive, (new,) = some(3), some(1, first=3)
    for number, raw in enumerate(archive):
        (tmp_path / f"{number}.eml").write_bytes(raw)
    kept = shared.run("ingest", *map(str, tmp_path.glob("*.eml")), "--format", "jsonl")
    assert json.loads(kept.stdout) == {
        "new": 3,
        "known": 0,
        "filed": 0,
        "set_aside": 0,
        "wants_ocr": 0,
    }
    assert re.fullmatch(LEFT, kept.stderr), kept.stderr
    dovecot.append([new])
    until(lambda: len(shared.raws()) == 4, "what came in", LONG, every=0.25)
    reading = shared.start("worker", "--queues", "read")
    reading.wait_for("filed", times=4, seconds=LONG)
    first, *others = (event["mail"] for event in reading.events("filed"))
    assert first == hashlib.sha256(new).hexdigest()[:12]
    assert sorted(others) == sorted(hashlib.sha256(raw).hexdigest()[:12] for raw in archive)


def test_an_archive_left_to_workers_that_were_killed_is_read_when_it_is_ingested_again(
    shared, fetching, tmp_path
):
    (tmp_path / "one.eml").write_bytes(*some(1))
    fetching.end(signal.SIGKILL)
    shared.settings["worker"]["silent_seconds"] = 600  # a busy machine may take long to start
    left = shared.run("ingest", str(tmp_path / "one.eml"))
    assert re.fullmatch(LEFT, left.stderr), left.stderr
    shared.settings["worker"]["silent_seconds"] = 3
    until(lambda: at_work(shared) == 0, "that it counts as silent", LONG, every=0.25)
    again = shared.run("ingest", str(tmp_path / "one.eml"), "--format", "jsonl")
    assert json.loads(again.stdout) == {
        "new": 0,
        "known": 1,
        "filed": 1,
        "set_aside": 0,
        "wants_ocr": 0,
    }


def test_one_worker_reads_what_comes_while_it_recognises_a_scan(shared, dovecot):
    dovecot.append([scan(20), *some(3)])
    worker = shared.start("worker")
    until(lambda: recognised_of(shared), "the scan in hand", LONG, every=0.25)
    assert at_work(shared) == 1
    dovecot.append(some(2, first=3))
    until(lambda: shared.filed() >= 5, "the others", LONG, every=0.1)
    assert shared.counts()[State.WANTS_OCR] == 1
    until(lambda: shared.filed() == 6, "the scan", LONG, every=0.25)
    assert worker.end(signal.SIGTERM) == 0
    assert worker.events("job_failed") == []
    assert at_work(shared) == 0


def test_a_scan_of_a_worker_that_was_killed_is_recognised_by_another(shared, dovecot):
    dovecot.append([scan(20)])
    first = shared.start("worker")
    until(lambda: recognised_of(shared), "the scan in hand", LONG, every=0.25)
    first.end(signal.SIGKILL)
    shared.start("worker", "--queues", "ocr")
    until(lambda: shared.filed() == 1, "the scan", LONG, every=0.25)
    assert len(shared.events("filed")) == 1


def recognised_of(shared):
    """Whether a mail that was put off is in hand."""
    return shared.counts()[State.WANTS_OCR] and shared.failures()
