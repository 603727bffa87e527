"""R23: a back-up is restored, and what happened since is found out before anything goes out."""

from datetime import timedelta

import pytest

from ibt_intake import resuming
from rules.outgoing import OutgoingState
from tests.databases import lose
from tests.system.faults.house import check_never_twice, check_stored
from tests.system.faults.letters import letters

BUSY = b"421 busy\r\n"


class Clock:
    """The time in the house's hand, where the program asks for the moment."""

    def __init__(self, house):
        self.house = house

    def now(self, _zone):
        return self.house.now


def ran(house, *command):
    """A command that must do well."""
    done = house.installation.run(*command)
    assert done.returncode == 0, done.stderr


def set_back(house, file):
    """The database is lost, and the back-up restored in its place."""
    house.close()
    lose(house.installation.folder / "data")
    ran(house, "restore", str(file), "--officer", "jansen")
    house.renew()


@pytest.mark.parametrize("has_copies", [True, False])
def test_r23_after_a_restore_nothing_goes_out_twice_and_nothing_is_lost(
    house, monkeypatch, has_copies
):
    if has_copies:
        house.server.append([b"Subject: eerste\r\n\r\nx\r\n"], "Verzonden")
        house.installation.settings["smtp"]["sent_folder"] = "Verzonden"
        house.renew()
    house.deliver(letters(2))
    house.takes_in()
    house.sends()  # these two went out before the back-up
    house.deliver(letters(3, first=2))
    house.takes_in()
    house.sink.script[""] = BUSY
    house.sends()  # these three wait in the queue
    file = house.installation.folder / "copy.zip"
    ran(house, "backup", str(file))
    house.sink.script.clear()
    house.now += timedelta(minutes=10)
    house.sends()
    house.deliver(letters(2, first=5))  # of these two the back-up knows nothing
    house.takes_in()
    house.sends()
    assert len(house.sink.accepted) == 7

    set_back(house, file)
    house.now += timedelta(minutes=10)
    assert house.takes_in(whole=True).kept == 2
    house.sends()
    assert len(house.sink.accepted) == 7, "nothing goes out before somebody says so"
    monkeypatch.setattr(resuming, "datetime", Clock(house))
    resuming.resumed(house.config, house.engine, "jansen", is_blind=not has_copies)
    house.now += timedelta(minutes=10)
    house.sends()
    house.deliver(letters(1, first=7))  # what comes from now on is answered as ever
    house.takes_in()
    house.sends()
    assert len(house.sink.accepted) == 8
    if has_copies:
        house.check_at_rest()
        assert len(house.entries(OutgoingState.SENT)) == 8
        return
    # Without copies the program cannot know of the five: they wait for an officer, or for ever.
    assert len(house.entries(OutgoingState.SENT)) == 3
    check_stored(house, 0)
    check_never_twice(house)
