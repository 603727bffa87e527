"""An installation whose work several processes share."""

import pytest

from tests.system.programs import installation_at
from tests.system.workers.postgresql import restartable


@pytest.fixture(scope="module")
def postgresql():
    """A PostgreSQL server that can be restarted."""
    with restartable() as server:
        yield server


@pytest.fixture
def shared(postgresql, dovecot, tmp_path):
    """Settings for workers; what it starts ends with the test."""
    made = installation_at(tmp_path, dovecot, poll_seconds=1)
    made.settings["database"] = {
        "url": postgresql.database(),
        "audit_key_file": str(tmp_path / "audit.key"),
    }
    # A busy machine may keep a worker that is well from telling so for a while.
    made.settings["worker"] = {"look_seconds": 1, "silent_seconds": 10}
    made.settings["smtp"] = {"message_id_key_file": str(tmp_path / "message-id.key")}
    made.settings["daemon"] = {"send_seconds": 1}
    made.settings["outbox"] = {"folder": str(tmp_path / "out")}
    yield made
    made.close()
