"""One instance at a time, told to stop or not, with passes that only count."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

import pytest

from intake import leases
from intake.daemon import Daemon, Due
from intake.errors import Stop, TryLater
from intake.leases import is_dead, leased
from intake.tally import Tally
from storage.database import snapshot, transaction
from storage.errors import DatabaseBusy, DatabaseUnusable
from storage.heartbeats import began_at
from storage.leases import acquire, lease_of
from tests.servers import PATIENCE

LONG = 3600


class Worker:
    """A double that notes each pass, and does in it what a test asks for."""

    def __init__(self):
        self.passes = []
        self.beats = []
        self.deeds = iter(())

    def take_in(self, stop, *, whole=False):
        self.passes.append("whole" if whole else "new")
        tally = Tally()
        deed = next(self.deeds, None)
        if isinstance(deed, Exception):
            tally.faults.append(deed)
        elif deed:
            deed()
        return tally

    def recognise(self, tally, stop, *, each):
        pass

    def beat(self, step):
        self.beats.append(step)

    def close(self):
        pass


class Mailbox:
    """A double in which each wait takes the next step of a test, and the last ends the daemon."""

    def __init__(self, *steps):
        self.steps = iter(steps)

    def wait(self, seconds, stop):
        step = next(self.steps, terminate)
        step()
        return True


def terminate():
    os.kill(os.getpid(), signal.SIGTERM)


def nothing():
    pass


def fail_with(error):
    def deed():
        raise error

    return deed


def daemon_of(engine, worker, *steps, tell_overdue=nothing, companion=None, refuse=nothing):
    return Daemon(
        worker,
        Mailbox(*steps),
        engine,
        poll_seconds=LONG,
        every={"deadlines": LONG, "reconcile": LONG, "retry": LONG},
        tell_overdue=tell_overdue,
        companion=companion,
        refuse=refuse,
    )


@pytest.fixture
def worker():
    return Worker()


def test_the_first_pass_looks_at_the_whole_mailbox_and_the_due_dates(engine, worker):
    told = []
    daemon_of(engine, worker, tell_overdue=lambda: told.append(1)).run()
    assert worker.passes[0] == "whole"
    assert (told, worker.beats) == ([1], ["deadlines"])


def test_when_it_first_began_is_kept(engine, worker):
    daemon_of(engine, worker).run()
    with snapshot(engine) as session:
        first = began_at(session)
    daemon_of(engine, worker).run()
    with snapshot(engine) as session:
        assert first == began_at(session) <= datetime.now(UTC)


class Companion:
    """A double that notes what it is told."""

    def __init__(self):
        self.told = []

    def start(self):
        self.told.append("start")

    def wake(self):
        self.told.append("wake")

    def end(self):
        self.told.append("end")


def test_what_works_beside_it_is_woken_by_new_mail_and_ended_with_it(engine, worker):
    companion = Companion()
    filed = chain([0, 3], repeat(0))

    class Filing(Worker):
        def take_in(self, stop, *, whole=False):
            return Tally(filed=next(filed))

    daemon_of(engine, Filing(), nothing, companion=companion).run()
    assert companion.told == ["start", "wake", "end"]


def test_what_works_beside_it_ends_when_the_daemon_fails(engine, worker):
    companion = Companion()
    worker.deeds = iter([Stop("wrong setting")])
    with pytest.raises(Stop):
        daemon_of(engine, worker, companion=companion).run()
    assert companion.told == ["start", "end"]


def test_later_passes_look_at_what_is_new(engine, worker):
    daemon_of(engine, worker, nothing, nothing).run()
    assert worker.passes[:3] == ["whole", "new", "new"]


def test_what_is_due_is_done_in_the_next_turn(engine, worker):
    told = []
    daemon = daemon_of(engine, worker, tell_overdue=lambda: told.append(1))
    daemon._mailbox.steps = iter(
        [lambda: daemon._due.add("reconcile"), lambda: daemon._due.add("deadlines")]
    )
    daemon.run()
    assert worker.passes[:3] == ["whole", "whole", "new"]
    assert told == [1, 1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_well_and_gives_the_lease_back(engine, worker, number):
    daemon_of(engine, worker, lambda: os.kill(os.getpid(), number)).run()
    with transaction(engine) as session:
        assert lease_of(session, "intake") is None


def test_a_signal_that_comes_while_an_event_is_being_set_is_heeded(engine, worker):
    daemon = daemon_of(engine, worker)

    def interrupted():
        with daemon._due.wake._cond:  # as the main thread has it for a moment in each turn
            terminate()

    daemon._mailbox.steps = iter([interrupted])
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits for itself"))
    signal.alarm(PATIENCE)
    daemon.run()
    signal.alarm(0)


def test_signals_have_their_old_meaning_afterwards(engine, worker):
    before = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)]
    daemon_of(engine, worker).run()
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)] == before


def test_a_wrong_setting_at_the_start_ends_it(engine, worker):
    worker.deeds = iter([Stop("no such folder")])
    with pytest.raises(Stop, match="no such folder"):
        daemon_of(engine, worker).run()


def test_a_mailbox_that_is_away_at_the_start_is_waited_for(engine, worker):
    worker.deeds = iter([TryLater("it is silent")])
    daemon_of(engine, worker, nothing).run()
    assert len(worker.passes) >= 2


@pytest.mark.parametrize("error", [Stop("a"), TryLater("b"), DatabaseBusy("c")])
def test_a_fault_that_may_pass_waits_for_the_next_turn(engine, worker, error):
    worker.deeds = iter([None, fail_with(error)])
    daemon_of(engine, worker, nothing, nothing).run()
    assert len(worker.passes) >= 3


def test_a_database_that_cannot_be_used_ends_it(engine, worker):
    worker.deeds = iter([None, fail_with(DatabaseUnusable("no room left"))])
    with pytest.raises(DatabaseUnusable, match="no room left"):
        daemon_of(engine, worker, nothing).run()


def test_what_is_due_is_told_once():
    due = Due()
    due.add("retry")
    due.add("retry")
    assert due.wake.is_set()
    assert (due.take(), due.take()) == ({"retry"}, set())
    assert not due.wake.is_set()


def hold(engine, holder, seconds):
    with transaction(engine) as session:
        assert acquire(session, "intake", holder, datetime.now(UTC), seconds)


def test_while_another_holds_the_lease_it_refuses_and_names_the_holder(engine, worker):
    hold(engine, "elsewhere/7", 60)
    with pytest.raises(Stop, match=r"another instance \(elsewhere/7\) takes in mail"):
        daemon_of(engine, worker).run()
    assert worker.passes == []


def test_others_who_began_before_the_lease_was_taken_are_found_once_it_is(engine, worker):
    looks = []

    def refuse():
        with snapshot(engine) as session:
            looks.append(lease_of(session, "intake") is not None)
        if len(looks) == 2:
            raise Stop("workers are at work")

    with pytest.raises(Stop, match="workers are at work"):
        daemon_of(engine, worker, refuse=refuse).run()
    assert looks == [False, True]
    assert worker.passes == []
    with snapshot(engine) as session:
        assert lease_of(session, "intake") is None


def test_a_lease_that_has_run_out_is_taken(engine, worker):
    hold(engine, "elsewhere/7", -1)
    daemon_of(engine, worker).run()
    assert worker.passes


def test_a_lease_of_a_dead_process_on_this_machine_is_taken_at_once(engine):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    host = leases.socket.gethostname()
    assert is_dead(f"{host}/{dead.pid}")
    hold(engine, f"{host}/{dead.pid}", 60)
    with leased(engine, nothing):
        pass


@pytest.mark.parametrize("holder", ["elsewhere/7", "elsewhere", "", f"elsewhere/{2**22}"])
def test_of_another_machine_nobody_knows_whether_it_is_dead(holder):
    assert not is_dead(holder)


def test_the_lease_is_renewed_for_as_long_as_the_work_takes(engine, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.01)
    renewed = threading.Event()

    def observed(*arguments, before=leases.renew):
        renewed.set()
        return before(*arguments)

    monkeypatch.setattr(leases, "renew", observed)
    with leased(engine, nothing):
        first = held_until(engine)
        for _ in range(2):  # once the second begins, the first is stored
            renewed.clear()
            assert renewed.wait(PATIENCE)
        assert held_until(engine) > first


def held_until(engine):
    with snapshot(engine) as session:
        return lease_of(session, "intake").until


def test_a_lease_that_another_has_taken_ends_the_daemon(engine, worker, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.01)
    daemon = daemon_of(engine, worker)

    def lose():
        hold_by_force(engine)
        assert daemon._due.wake.wait(PATIENCE)

    daemon._mailbox.steps = iter([lose])
    with pytest.raises(Stop, match="another instance has taken over this database"):
        daemon.run()


def hold_by_force(engine):
    with transaction(engine) as session:
        later = datetime.now(UTC) + timedelta(days=1)
        assert acquire(session, "intake", "elsewhere/7", later, 60)


def test_a_lease_that_cannot_be_renewed_for_a_while_is_tried_again(engine, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.01)
    tries = threading.Semaphore(0)

    def full(*_):
        tries.release()
        raise DatabaseUnusable("no room left")

    monkeypatch.setattr(leases, "renew", full)
    lost = []
    with leased(engine, lambda: lost.append(1)):
        assert [tries.acquire(timeout=PATIENCE) for _ in range(2)] == [True, True]
    assert lost == []
