"""The house with its two ledgers, and a proxy before its mail server."""

import pytest

from tests.system.faults.house import house  # noqa: F401
from tests.system.faults.proxy import Proxy


@pytest.fixture
def proxy(house):  # noqa: F811
    """A proxy between the house and its mail server."""
    made = Proxy(house.server.port)
    house.installation.settings["mailbox"]["port"] = made.port
    house.renew()
    yield made
    house.close()
    made.close()
