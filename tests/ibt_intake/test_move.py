"""`ibt-intake move`: all that SQLite held is on PostgreSQL, or nothing is."""

import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import JSON, create_engine, insert, select, text
from sqlmodel import AutoString

from ibt_intake.config import Config
from ibt_intake.moving import move
from outbox.config import SmtpConfig
from storage.columns import Moment
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot, transaction
from storage.errors import DatabaseUnusable
from storage.events import all_events, record_event, verify_events
from storage.leases import acquire
from storage.tables.row import Row
from storage.transfer import row_counts, tables
from tests.databases import new_postgresql, sqlite_url
from tests.ibt_intake.mails import EDE, REPLY, mail_at, requests_at
from tests.storage.conftest import NOON
from tests.storage.many import fill

pytestmark = pytest.mark.sqlite

SECOND = REPLY.replace("reactie-1@ede.nl", "reactie-2@ede.nl").replace("1 juli", "1 augustus")
ODD = {  # by type of a column, or of its values
    str: "Sûd'n \\ \"%s 日",  # as short as a word of an enum
    int: 7,
    float: 0.1,
    bool: True,
    bytes: bytes(range(256)),
    date: date(2028, 2, 29),
    datetime: datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC),
}


@pytest.fixture
def old(tmp_path):
    """Settings of an installation on SQLite where each table holds something."""
    keys = tmp_path / "keys"
    settings = Config(
        database=DatabaseConfig(url=sqlite_url(tmp_path), audit_key_file=keys / "audit.key"),
        smtp=SmtpConfig(message_id_key_file=keys / "message-id.key").model_dump(),
    )
    engine = open_database(settings.database)
    migrate(engine)
    fill(engine, mails=120, cases=12)
    fill_what_is_empty(engine)
    engine.dispose()
    return settings


def fill_what_is_empty(engine):
    """Put a row of every type's odder values in each table that has none, later ones too."""
    with engine.begin() as connection:
        for table in Row.metadata.sorted_tables:
            if connection.execute(select(table).limit(1)).first() is None:
                values = {each.name: odd(connection, each) for each in table.columns}
                connection.execute(insert(table), [values])


def odd(connection, column):
    """A value for a column: one that it refers to, nothing where it may, or an odd one."""
    for key in column.foreign_keys:
        return connection.execute(select(key.column)).scalars().first()
    if column.nullable:
        return None
    if isinstance(column.type, Moment):
        return NOON if column.table.name == "leases" else ODD[datetime]  # that ran out long ago
    if isinstance(column.type, JSON):
        return ["é", 1, 0.1, None]
    return ODD[str if isinstance(column.type, AutoString) else column.type.python_type]


@pytest.fixture
def target():
    """The address of an empty database of a server."""
    return new_postgresql()


def opened(settings, address):
    return open_database(settings.database.model_copy(update={"url": address}))


def rows_in(engine):
    """All rows of the tables that move, but for the events that tell of it and their end."""
    with engine.connect() as connection:
        return {
            each.name: sorted(map(repr, connection.execute(select(each))))
            for each in tables()
            if each.name not in ("event_head", "events")
        }


def is_empty(address):
    """Whether a database of a server holds no table at all."""
    engine = create_engine(address)
    with engine.connect() as connection:
        asked = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        found = connection.execute(asked).scalar()
    engine.dispose()
    return found == 0


def goes_on(settings):
    """Whether the audit trail of the old database can be written on."""
    engine = open_database(settings.database)
    with transaction(engine) as session:
        record_event(session, NOON, "kept", "mail:1")
    with snapshot(engine) as session:
        breaks = verify_events(session)
    engine.dispose()
    return breaks == []


def test_every_row_of_every_table_is_there(old, target):
    before = open_database(old.database)
    assert all(rows_in(before).values())
    expected = rows_in(before)
    move(old, target, officer="jansen")
    after = opened(old, target)
    assert rows_in(after) == expected
    before.dispose()
    after.dispose()


def test_the_audit_trail_goes_on_there_and_tells_of_the_move(old, target):
    before = open_database(old.database)
    with snapshot(before) as session:
        expected = list(all_events(session))
    before.dispose()
    moved = move(old, target, officer="jansen")
    after = opened(old, target)
    with snapshot(after) as session:
        *others, last = all_events(session)
        assert verify_events(session) == []
    after.dispose()
    assert others == expected
    assert (last.action, last.actor, last.seq) == ("moved", "jansen", moved.events)


def test_ids_given_there_come_after_those_that_were_moved(old, target):
    move(old, target, officer="jansen")
    after = opened(old, target)
    with after.begin() as connection:
        for each in tables():
            if (column := each.autoincrement_column) is None:
                continue
            last = max(connection.execute(select(column)).scalars())
            asked = text("SELECT nextval(pg_get_serial_sequence(:table, :column))")
            names = {"table": each.name, "column": column.name}
            given = connection.execute(asked, names).scalar()
            assert given in (last + 1, None), each.name  # None: given by the program
    after.dispose()


def test_the_program_goes_on_there_and_not_with_the_old_one(ibt, tmp_path, monkeypatch, target):
    assert ibt("registry", "import", requests_at(tmp_path, EDE)).status == 0
    ibt("ingest", mail_at(tmp_path))
    before = ibt("cases", "--as-of", "2026-05-01", "--format", "jsonl").out
    assert json.loads(before)["mails"] == ["<reactie-1@ede.nl>"]
    done = ibt("move", "--to", target, "--officer", "jansen")
    assert (done.status, done.out.partition(": ")[2][:16]) == (0, "1 mails, 1 cases")
    (line,) = [each for each in ibt("ingest", mail_at(tmp_path, SECOND)).errors if "moved" in each]
    assert "name the new one by url under [database] in config.toml" in line
    monkeypatch.setenv("IBT_INTAKE_DATABASE__URL", target)
    assert ibt("cases", "--as-of", "2026-05-01", "--format", "jsonl").out == before
    assert ibt("ingest", mail_at(tmp_path), mail_at(tmp_path, SECOND, "tweede.eml")).status == 0
    after = json.loads(ibt("cases", "--as-of", "2026-05-01", "--format", "jsonl").out)
    assert after["mails"] == ["<reactie-1@ede.nl>", "<reactie-2@ede.nl>"]
    assert "ok   audit trail  unbroken and signed" in ibt("check").out


def test_a_target_that_holds_rows_is_refused_and_nothing_changes(old, target, tmp_path):
    there = opened(old, target)
    migrate(there)
    with transaction(there) as session:
        record_event(session, NOON, "kept", "mail:1")
    with pytest.raises(DatabaseUnusable, match=r"holds rows already \(events\); make an empty"):
        move(old, target, officer="jansen")
    with there.connect() as connection:
        assert {name: count for name, count in row_counts(connection).items() if count} == {
            "events": 1,
            "event_head": 1,
        }
    there.dispose()
    assert goes_on(old)


def test_a_target_that_changes_rows_keeps_nothing_and_the_old_one_goes_on(old, target):
    there = opened(old, target)
    migrate(there)
    with there.begin() as connection:
        for statement in (
            "CREATE FUNCTION round_off() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.term_days := 28; RETURN NEW; END $$",
            "CREATE TRIGGER rounded BEFORE INSERT ON requests FOR EACH ROW "
            "EXECUTE FUNCTION round_off()",
        ):
            connection.execute(text(statement))
    with pytest.raises(DatabaseUnusable, match=r"requests in .* that are not the 12 that were cop"):
        move(old, target, officer="jansen")
    with there.connect() as connection:
        assert sum(row_counts(connection).values()) == 1  # the end of the empty trail
    there.dispose()
    assert goes_on(old)


def test_a_row_that_does_not_fit_is_named_and_nothing_is_there(old, target):
    before = open_database(old.database)
    with before.begin() as connection:
        connection.execute(text("UPDATE accounts SET role = :long"), {"long": "x" * 40})
    before.dispose()
    with pytest.raises(DatabaseUnusable, match=r"a row of accounts does not fit .*varying\(16\)"):
        move(old, target, officer="jansen")
    assert is_empty(target)
    assert goes_on(old)


def test_a_trail_that_is_broken_is_not_moved(old, target):
    before = open_database(old.database)
    with before.begin() as connection:
        connection.execute(text("UPDATE event_head SET count = count + 1"))
    before.dispose()
    with pytest.raises(DatabaseUnusable, match="the audit trail is broken"):
        move(old, target, officer="jansen")
    assert is_empty(target)


@pytest.fixture
def moving(ibt, target):
    """Run the command on the default settings: its status, and its one line."""

    def run(address=target):
        done = ibt("move", "--to", address, "--officer", "jansen")
        (line,) = done.errors
        return done.status, line

    return run


def test_while_a_program_is_at_work_nothing_is_moved(ibt, moving, target):
    ibt("cases")
    engine = open_database(DatabaseConfig())
    with transaction(engine) as session:
        acquire(session, "intake", "ander/1", datetime.now(UTC), 90)
    engine.dispose()
    status, line = moving()
    assert (status, "ander/1 is at work (intake) on the database; stop all" in line) == (1, True)
    assert is_empty(target)


def test_where_there_is_no_database_none_is_made(moving, tmp_path):
    status, line = moving()
    assert (status, "there is no database ibt-intake-data/intake.db to move" in line) == (1, True)
    assert not (tmp_path / "ibt-intake-data").exists()


@pytest.mark.parametrize("address", ["sqlite:///other.db", "oracle://jan:geheim@host/x", "geheim"])
def test_only_to_a_server_and_no_password_is_told(moving, address):
    status, line = moving(address)
    assert status == 1
    assert "--to is not the address of a PostgreSQL database; write it as" in line
    assert "geheim" not in line


def test_what_is_on_a_server_already_is_not_moved(moving, monkeypatch):
    monkeypatch.setenv("IBT_INTAKE_DATABASE__URL", new_postgresql())
    status, line = moving()
    assert (status, "only SQLite is moved" in line) == (1, True)


def test_keys_beside_the_file_are_put_where_they_are_looked_for(ibt, monkeypatch, tmp_path, target):
    monkeypatch.setenv("IBT_INTAKE_DATABASE__URL", sqlite_url(tmp_path / "elsewhere"))
    ibt("cases")
    (tmp_path / "elsewhere" / "message-id.key").write_bytes(os.urandom(32))
    assert ibt("move", "--to", target, "--officer", "jansen").status == 0
    for name in ("audit.key", "message-id.key"):
        placed = tmp_path / "ibt-intake-data" / name
        assert placed.read_bytes() == (tmp_path / "elsewhere" / name).read_bytes()
        assert placed.stat().st_mode & 0o077 == 0


def test_another_key_in_that_place_stays_and_nothing_is_moved(
    ibt, moving, monkeypatch, tmp_path, target
):
    monkeypatch.setenv("IBT_INTAKE_DATABASE__URL", sqlite_url(tmp_path / "elsewhere"))
    ibt("cases")
    (tmp_path / "ibt-intake-data").mkdir()
    (tmp_path / "ibt-intake-data" / "audit.key").write_bytes(b"x" * 32)
    status, line = moving()
    assert (status, "audit.key is another key than" in line) == (1, True)
    assert (tmp_path / "ibt-intake-data" / "audit.key").read_bytes() == b"x" * 32
    assert is_empty(target)


def test_to_go_on_with_the_old_one_its_trail_is_signed_and_tells(ibt, target):
    ibt("cases")
    ibt("move", "--to", target, "--officer", "jansen")
    assert ibt("audit", "sign", "--officer", "jansen", "--reason", "terug").status == 0
    engine = open_database(DatabaseConfig())
    with snapshot(engine) as session:
        assert [each.action for each in all_events(session)][-1] == "trail_signed"
        assert verify_events(session) == []
    engine.dispose()


def test_moments_keep_their_instant_in_any_zone_of_the_server(old, target, monkeypatch):
    monkeypatch.setenv("PGTZ", "Pacific/Auckland")
    move(old, target, officer="jansen")
    after = opened(old, target)
    with after.connect() as connection:
        moments = connection.execute(select(Row.metadata.tables["failures"].c.last_at)).scalars()
        assert max(moments) - ODD[datetime] == timedelta(0)
    after.dispose()
