"""The file of SQLite opens durably, lets one write at a time, and tells plainly what is wrong."""

import multiprocessing
import os
import resource
import signal
import subprocess
import threading
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from storage.config import DatabaseConfig
from storage.database import damage, migrate, open_database, transaction
from storage.errors import DatabaseUnusable
from storage.ledger import Arrival, waiting
from tests.disks import NOBODY, in_child, on_own_disk
from tests.servers import PATIENCE
from tests.storage.conftest import NOON, keep
from tests.storage.test_database import count

pytestmark = pytest.mark.sqlite


def pragma(engine, name):
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def keep_some(engine, times):
    """Keep large mails, each in a transaction of its own."""
    for uid in range(1, times + 1):
        arrival = Arrival("ibt", "INBOX", 7, uid, os.urandom(50_000), "", NOON)
        with transaction(engine) as session:
            keep(session, arrival, NOON)


def at(path):
    return DatabaseConfig(url=f"sqlite:///{path}", busy_seconds=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("journal_mode", "wal", id="readers do not wait"),
        pytest.param("synchronous", 2, id="FULL: a commit outlasts a power cut"),
        pytest.param("foreign_keys", 1, id="no row without its mail"),
        pytest.param("busy_timeout", 5000, id="waits for another writer"),
    ],
)
def test_each_connection_is_set_up(engine, name, value):
    assert pragma(engine, name) == value


def test_the_folder_is_made_and_no_other_user_may_read(tmp_path):
    open_database(at(tmp_path / "a" / "b" / "intake.db")).dispose()
    assert (tmp_path / "a" / "b" / "intake.db").stat().st_mode & 0o077 == 0
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0


def test_a_relative_address_counts_from_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_database(DatabaseConfig()).dispose()
    assert (tmp_path / "ibt-intake-data" / "intake.db").is_file()


def test_a_writer_that_reads_first_waits_for_another_writer(engine, arrival):
    reached, go_on = threading.Event(), threading.Event()

    def first_writer():
        with transaction(engine) as session:
            keep(session, arrival(1), NOON)
            reached.set()
            assert go_on.wait(PATIENCE)

    thread = threading.Thread(target=first_writer)
    thread.start()
    assert reached.wait(PATIENCE)
    threading.Timer(0.2, go_on.set).start()
    # With a plain BEGIN it would read the state before, and fail when it writes.
    with transaction(engine) as session:
        assert len(waiting(session, NOON, 10)) == 1
        keep(session, arrival(2), NOON)
    thread.join()
    assert count(engine) == 2


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "intake.db").write_text("Geachte heer, mevrouw," * 100)
    with pytest.raises(DatabaseUnusable, match=r"intake\.db is not an SQLite database; check url"):
        open_database(at(tmp_path / "intake.db"))


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    with pytest.raises(DatabaseUnusable, match="cannot be opened; check"):
        open_database(at(tmp_path))


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable, match=r"cannot be made: .*; give this user write rights"):
        open_database(at(tmp_path / "file" / "intake.db"))


def spoil(path, start):
    content = bytearray(path.read_bytes())
    content[start:] = bytes(byte ^ 0x5A for byte in content[start:])
    path.write_bytes(content)


def test_a_damaged_file_is_told(engine, arrival, tmp_path):
    with transaction(engine) as session:
        keep(session, arrival(1), NOON)
    engine.dispose()
    spoil(tmp_path / "intake.db", start=4096)
    with pytest.raises(DatabaseUnusable, match=r"is damaged; restore it from a back-up"):
        migrate(open_database(at(tmp_path / "intake.db")))


def test_damage_that_no_one_met_yet_is_found_by_looking(engine, arrival, tmp_path):
    assert damage(engine) is None
    with transaction(engine) as session:
        keep(session, arrival(1, raw=b"x" * 50_000), NOON)
    engine.dispose()
    path = tmp_path / "intake.db"
    page = path.read_bytes().index(b"x" * 4000) // 4096 * 4096
    content = bytearray(path.read_bytes())
    content[page : page + 4] = b"\xff\xff\xff\xff"  # the number of the next page of the mail
    path.write_bytes(content)
    assert damage(open_database(at(path)))


def a_full_disk_is_told_loses_nothing_and_goes_on_when_there_is_room(path):
    engine = open_database(at(path / "intake.db"))
    migrate(engine)
    ballast = path / "ballast"
    ballast.write_bytes(b"x" * 800_000)
    with pytest.raises(DatabaseUnusable, match="no room left on its disk; free some space"):
        keep_some(engine, 100)
    held = count(engine)
    assert 0 < held < 100
    ballast.unlink()
    keep_some(engine, 3)
    assert count(engine) == held + 3
    assert damage(engine) is None
    engine.dispose()


def test_a_full_disk_is_told_loses_nothing_and_goes_on_when_there_is_room(tmp_path):
    on_own_disk(tmp_path, a_full_disk_is_told_loses_nothing_and_goes_on_when_there_is_room)


def fill_up_to_a_quota(config, told, quota):
    """In a process of its own, as a lowered limit cannot be raised again."""
    engine = open_database(config)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (quota, quota))
    try:
        keep_some(engine, 100)
    except DatabaseUnusable as error:
        told.put(str(error))


def test_a_quota_that_is_used_up_is_told_and_loses_nothing(config, engine, tmp_path):
    largest = max(each.stat().st_size for each in tmp_path.glob("intake.db*"))
    fresh = multiprocessing.get_context("spawn")
    told = fresh.Queue()
    writer = fresh.Process(target=fill_up_to_a_quota, args=(config, told, largest + 500_000))
    writer.start()
    assert "a quota is full); check the disk" in told.get(timeout=PATIENCE)
    writer.join(PATIENCE)
    assert 0 < count(engine) < 100
    assert damage(engine) is None
    keep_some(engine, 1)


def a_read_only_disk_is_told(path):
    engine = open_database(at(path / "intake.db"))
    migrate(engine)
    engine.dispose()
    subprocess.run(["mount", "-o", "remount,bind,ro", str(path)], check=True)
    with pytest.raises(DatabaseUnusable, match=r"intake\.db cannot be written; give"):
        open_database(at(path / "intake.db"))
    with pytest.raises(DatabaseUnusable, match=r"new\.db cannot be made: Read-only file"):
        open_database(at(path / "new.db"))


def test_a_read_only_disk_is_told(tmp_path):
    on_own_disk(tmp_path, a_read_only_disk_is_told)


def a_disk_that_becomes_read_only_is_told_and_loses_nothing(path):
    engine = open_database(at(path / "intake.db"))
    migrate(engine)
    keep_some(engine, 1)
    engine.dispose()
    subprocess.run(["mount", "-o", "remount,bind,ro", str(path)], check=True)
    with pytest.raises(DatabaseUnusable, match=r"intake\.db cannot be written; give"):
        keep_some(engine, 1)
    subprocess.run(["mount", "-o", "remount,bind,rw", str(path)], check=True)
    assert count(engine) == 1
    engine.dispose()


def test_a_disk_that_becomes_read_only_is_told_and_loses_nothing(tmp_path):
    on_own_disk(tmp_path, a_disk_that_becomes_read_only_is_told_and_loses_nothing)


def opened_by_nobody(folder):
    """Root writes whatever the rights say, so this is not root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    os.chdir(folder)
    with pytest.raises(DatabaseUnusable, match="write rights"):
        open_database(DatabaseConfig(url="sqlite:///intake.db"))


def test_a_folder_without_write_rights_is_told():
    # Not below pytest's own folder, which another user may not even pass through.
    with TemporaryDirectory(prefix="ibt-", dir="/tmp") as name:
        os.chmod(name, 0o555)
        in_child(opened_by_nobody, name)
