"""R12 and R13: one program at a time, and one pass at a time."""

import threading

from intake.tally import Tally
from tests.intake.test_daemon import Worker, daemon_of
from tests.system.faults.letters import letters


def two_at_once(house):
    """Two processes take in the same mailbox, as where a lease was lost unnoticed."""
    first = house.worker
    house.renew_beside()
    second, tallies = house.worker, []

    def passes(works):
        tallies.append(works.take_in(threading.Event()))

    beside = threading.Thread(target=passes, args=(second,))
    beside.start()
    passes(first)
    beside.join()
    assert [each.faults for each in tallies] == [[], []]
    house.comes_to_rest()
    house.check_at_rest()


def test_r12_two_that_take_in_at_once_keep_and_file_each_mail_once(house):
    house.deliver(letters(12))
    two_at_once(house)


def test_r13_what_falls_due_while_a_pass_takes_long_is_done_once_and_after_it(engine):
    at_work, most, told = 0, 0, []

    class Slow(Worker):
        def take_in(self, stop, *, whole=False):
            nonlocal at_work, most
            at_work += 1
            most = max(most, at_work)
            self.passes.append("whole" if whole else "new")
            if len(self.passes) == 2:
                for _ in range(5):  # five intervals go by
                    daemon._due.add("reconcile")
                    daemon._due.add("deadlines")
            at_work -= 1
            return Tally()

    worker = Slow()
    daemon = daemon_of(
        engine, worker, lambda: None, lambda: None, tell_overdue=lambda: told.append(1)
    )
    daemon.run()
    assert worker.passes[:3] == ["whole", "new", "whole"]
    assert (most, told) == (1, [1, 1])
