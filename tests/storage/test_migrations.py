"""The migrations make the tables that the program has, wholly or not at all."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

import storage.database
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, revision_of, transaction
from storage.errors import DatabaseUnusable
from storage.ledger import raw_of
from storage.migrations import HEAD
from storage.tables.row import Row
from tests.storage.conftest import NOON, keep

VERSIONS = Path(storage.database.__file__).parent / "migrations" / "versions"


def is_ours(name, kind, _):
    """Not the search's own tables and index, which SQLAlchemy does not know."""
    return not (
        (kind == "table" and name.startswith("mail_search"))
        or (kind == "index" and name == "ix_mail_texts_words")
    )


@pytest.fixture
def config(empty_database, tmp_path):
    return DatabaseConfig(url=empty_database, audit_key_file=tmp_path / "audit.key")


def test_the_migrations_make_the_tables_that_the_program_has(engine):
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Row.metadata) == []


def test_the_newest_migration_is_the_one_that_the_program_asks_for(engine):
    newest = max(path.name.partition("_")[0] for path in VERSIONS.glob("0*.py"))
    with engine.connect() as connection:
        assert revision_of(connection) == HEAD == newest


def test_migrating_twice_changes_nothing(engine, arrival):
    with transaction(engine) as session:
        mail = keep(session, arrival(1), NOON).mail
    migrate(engine)
    with transaction(engine) as session:
        assert raw_of(session, mail) == arrival(1).raw


def test_a_newer_database_is_refused_with_its_remedy(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match=r"newer version.*9999.*install that version"):
        migrate(engine)


def test_a_database_of_another_program_is_refused(config):
    engine = open_database(config)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mails (id INTEGER)"))
    with pytest.raises(DatabaseUnusable, match="another program; change url"):
        migrate(engine)


def test_a_migration_that_fails_half_way_leaves_the_database_untouched(config, monkeypatch):
    engine = open_database(config)

    def cut_short(connection):
        connection.execute(text("CREATE TABLE mails (id INTEGER)"))
        raise ZeroDivisionError

    monkeypatch.setattr(storage.database, "upgrade", cut_short)
    with pytest.raises(ZeroDivisionError):
        migrate(engine)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    migrate(engine)
    assert "mails" in inspect(engine).get_table_names()


@pytest.mark.parametrize(
    "statement", ["UPDATE raw_mails SET size = size + 1", "DELETE FROM raw_mails"]
)
def test_raw_mail_cannot_be_changed(engine, arrival, statement):
    with transaction(engine) as session:
        keep(session, arrival(1), NOON)
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))


def test_every_folder_of_migrations_is_a_package_so_that_a_wheel_holds_it():
    folders = {path.parent for path in VERSIONS.parent.rglob("*.py")}
    assert {folder.name for folder in folders} == {"migrations", "versions"}
    assert all((folder / "__init__.py").is_file() for folder in folders)
