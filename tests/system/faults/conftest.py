"""The house with its two ledgers, and a proxy before its mail server."""

import pytest

from tests.system.faults.house import opened_house
from tests.system.faults.proxy import Proxy


@pytest.fixture
def house(installation, dovecot, smtp_peer):
    """A house of a test's own."""
    with opened_house(installation, dovecot, smtp_peer()) as made:
        yield made


@pytest.fixture
def proxy(house):
    """A proxy between the house and its mail server."""
    made = Proxy(house.server.port)
    house.installation.settings["mailbox"]["port"] = made.port
    house.renew()
    yield made
    house.close()
    made.close()
