"""What PostgreSQL refuses is told in one line, by who mends it; on it whatever is named."""

import pytest
from sqlalchemy import make_url, text

from storage.config import DatabaseConfig
from storage.database import migrate, open_database, transaction
from storage.errors import DatabaseBusy, DatabaseUnusable
from storage.events import record_event
from tests.databases import new_postgresql
from tests.storage.conftest import NOON


@pytest.fixture
def config(tmp_path):
    return DatabaseConfig(url=new_postgresql(), audit_key_file=tmp_path / "audit.key")


@pytest.mark.parametrize(
    ("state", "kind", "told"),
    [
        pytest.param("40P01", DatabaseBusy, "held by another process; it is tried", id="deadlock"),
        pytest.param("40001", DatabaseBusy, "held by another process; it is tried", id="changed"),
        pytest.param("57P01", DatabaseBusy, "does not answer: .* that its server runs", id="ends"),
        pytest.param("53100", DatabaseUnusable, "no room left on its server's disk", id="full"),
        pytest.param("42501", DatabaseUnusable, "refuses this user .* OWNER TO", id="rights"),
    ],
)
def test_an_error_of_the_server_is_told_with_its_remedy(engine, state, kind, told):
    refusal = f"DO $$ BEGIN RAISE EXCEPTION 'ede' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(kind, match=told) as caught, transaction(engine) as session:
        session.connection().execute(text(refusal))
    assert "\n" not in str(caught.value)


def test_a_database_that_can_only_be_read_is_told_and_goes_on_once_it_is_not(engine, config):
    name = engine.url.database
    with engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    standby = open_database(config)
    with (
        pytest.raises(DatabaseUnusable, match="can only be read: its server is a standby"),
        transaction(standby) as session,
    ):
        record_event(session, NOON, "kept", "mail:1")
    with engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} RESET default_transaction_read_only"))
    standby.dispose()
    with transaction(standby) as session:
        assert record_event(session, NOON, "kept", "mail:1").count == 1
    standby.dispose()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"database": "nergens"}, id="no such database"),
        pytest.param({"username": "niemand"}, id="no such user"),
        pytest.param({"port": 9}, id="no server"),
    ],
)
def test_a_server_that_lets_nobody_in_is_told_with_all_that_may_be_wrong(config, wrong):
    url = make_url(config.url).set(**wrong)
    told = r"server runs, the url under \[database\] .* password in ~/.pgpass or PGPASSWORD$"
    with pytest.raises(DatabaseBusy, match=told):
        migrate(open_database(config.model_copy(update={"url": url.render_as_string()})))
