"""An installation with a mail server of its own."""

import pytest

from tests.system.programs import installation_at


@pytest.fixture
def installation(dovecot, tmp_path):
    """Takes mail from an empty mailbox; what it starts ends with the test."""
    made = installation_at(tmp_path, dovecot)
    yield made
    made.close()
