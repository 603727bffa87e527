"""Servers and the database that tests share, and the length of long ones."""

import pytest

from storage.database import migrate, open_database
from tests.databases import choose, database_at, dropped, new_postgresql, sqlite_url

pytest_plugins = [
    "tests.outbox.offices",
    "tests.servers",
    "tests.shortened",
    "tests.smtp_servers",
]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before its first fixture."""
    choose(item)


@pytest.fixture(autouse=True)
def databases_end_with_their_test():
    """Those of PostgreSQL, that is; those of fixtures that last longer were made before."""
    with dropped():
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of a database without tables, of each kind."""
    return sqlite_url(tmp_path) if request.param == "sqlite" else new_postgresql()


@pytest.fixture
def engine(tmp_path):
    """A database of the test's own, with its tables and nothing in them."""
    engine = open_database(database_at(tmp_path))
    migrate(engine)
    yield engine
    engine.dispose()
