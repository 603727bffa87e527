"""A fresh database a test, and mails to put in it."""

from datetime import UTC, datetime

import pytest

from storage.config import DatabaseConfig
from storage.database import migrate, open_database
from storage.ledger import Arrival

NOON = datetime(2026, 4, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def config(tmp_path):
    return DatabaseConfig(url=f"sqlite:///{tmp_path}/intake.db", busy_seconds=5)


@pytest.fixture
def engine(config):
    engine = open_database(config)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def arrival():
    """Make an arrival; each number is a mail of its own."""

    def make(number=1, *, uid=None, raw=None, **place):
        raw = raw or f"Message-ID: <{number}@example.nl>\r\n\r\nMail {number}\r\n".encode()
        fields = {"mailbox": "ibt", "folder": "INBOX", "uidvalidity": 7} | place
        return Arrival(
            uid=uid or number,
            raw=raw,
            message_id=f"<{number}@example.nl>",
            received_at=NOON.replace(minute=number % 60),
            **fields,
        )

    return make
