"""A database with three municipalities, asked by letters of 9 April 2026."""

from datetime import date

import pytest

from storage.database import migrate, open_database
from tests.databases import database_at
from tests.outbox.world import EDE, SERVICE, TIEL, URK, World, letters
from tests.storage.conftest import NOON

LETTER = date(2026, 4, 9)


@pytest.fixture
def engine(tmp_path):
    engine = open_database(database_at(tmp_path, busy_seconds=5))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine):
    """The outbox is switched on at noon of the letters' day."""
    made = World(engine)
    made.knows(
        [EDE, TIEL, URK],
        letters("Ede", "Tiel", "Urk", on=LETTER),
        NOON,
        organisations=[SERVICE],
    )
    made.turns(NOON)
    return made
