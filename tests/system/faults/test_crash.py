"""R1: `kill -9` at each step of a mail's way in and out; then a restart ends what it began."""

from datetime import timedelta

import pytest

from rules.outgoing import OutgoingState
from tests.servers import running
from tests.smtp_servers import SmtpPeer
from tests.system.faults.house import opened_house
from tests.system.faults.letters import letter
from tests.system.faults.points import POINTS, dies_at
from tests.system.programs import installation_at

# Between these nobody can tell whether the server has the mail: an officer looks.
DOUBTFUL = {
    "after the commit of hand over",
    "before dot",
    "after dot",
    "before 250",
    "after 250",
    "before the commit of sent",
}


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory):
    """A house that goes through all of it, one crash after another."""
    peer = SmtpPeer({})
    for server in running():
        server.append([b"Subject: eerste\r\n\r\nx\r\n"], "Verzonden")
        folder = tmp_path_factory.mktemp("installation")
        installation = installation_at(folder, server, mark="keyword")
        with opened_house(installation, server, peer, sent_folder="Verzonden") as house:
            yield house
        installation.close()
    peer.close()


@pytest.mark.parametrize("number", range(len(POINTS)), ids=POINTS)
def test_r01_killed_at_any_step_a_restart_loses_and_doubles_nothing(long_lived, number):
    point, house = POINTS[number], long_lived
    house.now += timedelta(seconds=20)  # all of it falls into one working day
    house.deliver([letter(number)])
    assert dies_at(point, house.installation.config, house.now), "this step is never met"
    house.sink.hear_out()
    house.renew()
    house.now += timedelta(seconds=20)
    assert house.takes_in(whole=True).faults == []
    house.sends()
    assert len(house.entries(OutgoingState.UNCERTAIN)) == (point in DOUBTFUL)
    if house.officer_settles():
        house.sends()
    house.check_at_rest()
    assert house.copies() == len(house.delivered)
    assert b"".join(house.server.flags()).count(b"ibt-intake") == len(house.delivered)
