"""`ibt-intake backup` and `restore`: what was there is there again, and nothing else happens."""

import hashlib
import json
import shutil
import stat
import threading
import zipfile
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from ibt_intake.backups import back_up
from ibt_intake.config import Config
from ibt_intake.errors import BackupError
from ibt_intake.restoring import restore
from ibt_intake.serving import report_key
from outbox.config import SmtpConfig
from rules.registry import Request
from rules.talks import TalkFacts, TalkKind
from storage.backups import contents_of
from storage.config import DatabaseConfig
from storage.database import audit_key_file, migrate, open_database, snapshot, transaction
from storage.errors import KeyUnusable
from storage.event_heads import key_at
from storage.events import events_by_action, record_event, verify_events
from storage.ledger import Arrival, keep_all, raw_of
from storage.outgoing import outbox
from storage.pauses import pause_of
from storage.proposed import propose
from storage.registry import import_requests
from storage.tables.states import CaseStateRow
from storage.talk_reports import report_of, write_report
from storage.talks import plan_talk
from tests.databases import lose, new_postgresql, sqlite_url
from tests.ibt_intake.mails import mail_at
from tests.outbox.mails import letter
from tests.storage.conftest import NOON

MAILS = 30


@pytest.fixture
def settings(tmp_path):
    """Settings with a database at some address, and keys of its own."""

    def make(address, folder="first"):
        keys = tmp_path / folder
        return Config(
            database=DatabaseConfig(url=address, audit_key_file=keys / "audit.key"),
            smtp=SmtpConfig(message_id_key_file=keys / "message-id.key").model_dump(),
        )

    return make


@pytest.fixture
def config(settings, url):
    return settings(url)


@pytest.fixture
def engine(config):
    engine = open_database(config.database)
    migrate(engine)
    with transaction(engine) as session:
        arrivals = [
            Arrival("ibt", "INBOX", 7, uid, b"Mail %d\r\n" % uid * 200, f"<{uid}@ede.nl>", NOON)
            for uid in range(1, MAILS + 1)
        ]
        keep_all(session, arrivals, NOON)
        for uid in range(1, MAILS + 1):
            record_event(session, NOON, "filed", f"mail:{uid}")
        propose(session, letter(1), NOON)
    yield engine
    engine.dispose()


@pytest.fixture
def empty(url, settings, tmp_path):
    """Settings that name an empty place of the same kind, with the same keys."""
    if url.startswith("sqlite"):
        return settings(sqlite_url(tmp_path / "second"))
    return settings(new_postgresql())


def held(config):
    """What a database holds, its trail verified."""
    engine = open_database(config.database)
    with snapshot(engine) as session:
        assert verify_events(session) == []
        found = contents_of(session), pause_of(session), events_by_action(session, "restored")
    engine.dispose()
    return found


def test_what_was_there_is_there_again_and_nothing_is_sent(config, engine, empty, tmp_path):
    file = tmp_path / "backup" / "monday.ibt"
    made = back_up(config, engine, file, is_replaced=False)
    assert (made.rows["raw_mails"], made.rows["outgoing"]) == (MAILS, 1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == [file.name], "drafts are left behind"
    with snapshot(engine) as session:
        before = contents_of(session)

    restore(empty, file, is_key_new=False, officer="beheer")

    after, pause, (told,) = held(empty)
    rows = {name: count for name, count in after.rows.items() if name not in ("events", "settings")}
    assert rows == {name: before.rows[name] for name in rows}
    assert (pause.backed_up_at, told.actor) == (made.made_at, "beheer")
    assert json.loads(told.after)["events"] == before.head.count
    restored = open_database(empty.database)
    with snapshot(restored) as session:
        for uid in (1, MAILS):
            raw = b"Mail %d\r\n" % uid * 200
            assert raw_of(session, name_of(raw)) == raw
        assert [each.outgoing.message_id for each in outbox(session)] == [letter(1).message_id]
    restored.dispose()


def test_a_report_of_a_talk_is_read_after_a_restore_with_the_key_that_no_backup_holds(
    config, engine, empty, tmp_path
):
    config, empty = (with_report_key(each, tmp_path / "apart.key") for each in (config, empty))
    key = report_key(config, engine)
    assert stat.S_IMODE((tmp_path / "apart.key").stat().st_mode) == 0o600
    with transaction(engine) as session:
        import_requests(session, [Request("1", "Ede", NOON.date(), 21, 1, 1, 0, 0)], now=NOON)
        case = session.exec(select(CaseStateRow.case_id)).one()
        facts = TalkFacts(TalkKind.OFFICIAL, NOON, 60, "Ede", "x")
        talk = plan_talk(session, facts, [case], uid="x", officer="jansen", now=NOON)
        write_report(session, talk.id, "Zebravink", key, number=0, officer="jansen", now=NOON)
    file = tmp_path / "monday.ibt"
    back_up(config, engine, file, is_replaced=False)
    with zipfile.ZipFile(file) as packed:
        whole = b"".join(packed.read(each) for each in packed.namelist())
    assert b"Zebravink" not in whole
    assert key not in whole

    restore(empty, file, is_key_new=False, officer="beheer")

    restored = open_database(empty.database)
    with snapshot(restored) as session:
        found = report_of(session, talk.id, report_key(empty, restored))
    assert found.text == "Zebravink"
    (tmp_path / "apart.key").unlink()
    with pytest.raises(KeyUnusable, match="put it back, or name it by talk_reports_key_file"):
        report_key(empty, restored)
    assert not (tmp_path / "apart.key").exists()
    restored.dispose()


def with_report_key(config, path):
    review = config.review.model_copy(update={"talk_reports_key_file": path})
    return config.model_copy(update={"review": review})


def name_of(raw):
    return hashlib.sha256(raw).hexdigest()


def test_a_backup_while_others_write_is_of_one_moment(config, engine, empty, tmp_path):
    is_over = threading.Event()

    def write():
        other = open_database(config.database)
        while not is_over.is_set():
            with transaction(other) as session:
                record_event(session, datetime.now(UTC), "filed", "mail:x")
        other.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = back_up(config, engine, tmp_path / "busy.ibt", is_replaced=False)
    finally:
        is_over.set()
        writer.join(60)
    restore(empty, tmp_path / "busy.ibt", is_key_new=False, officer="")
    found, _, _ = held(empty)
    assert found.head.count == made.events + 1  # that it was restored
    with snapshot(engine) as session:
        assert contents_of(session).head.count >= made.events, "the original went on"


def test_a_file_that_is_there_is_written_over_only_when_asked(config, engine, tmp_path):
    file = tmp_path / "monday.ibt"
    file.write_text("of old")
    with pytest.raises(BackupError, match="is there already; give another name, or add --force"):
        back_up(config, engine, file, is_replaced=False)
    assert file.read_text() == "of old"
    back_up(config, engine, file, is_replaced=True)
    assert zipfile.is_zipfile(file)


def test_it_is_restored_into_an_empty_place_only(config, engine, tmp_path):
    file = tmp_path / "monday.ibt"
    back_up(config, engine, file, is_replaced=False)
    with pytest.raises(BackupError, match=r"there already|holds tables already"):
        restore(config, file, is_key_new=False, officer="")
    with snapshot(engine) as session:
        assert events_by_action(session, "restored") == []


def test_a_backup_that_was_damaged_is_refused_and_nothing_is_left(config, engine, empty, tmp_path):
    file = tmp_path / "monday.ibt"
    back_up(config, engine, file, is_replaced=False)
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(BackupError, match="damaged"):
        restore(empty, file, is_key_new=False, officer="")
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError, match="damaged"):
        restore(empty, file, is_key_new=False, officer="")
    back_up(config, engine, file, is_replaced=True)
    restore(empty, file, is_key_new=False, officer="")  # the place is still empty


@pytest.mark.parametrize(
    ("record", "at", "value"),
    [
        pytest.param(b"PK\1\2", 8, 1, id="marked as encrypted"),
        pytest.param(b"PK\1\2", 10, 6, id="packed in a way that nobody knows"),
        pytest.param(b"PK\3\4", 30 + len("manifest.json"), 0xFF, id="no block of deflate"),
    ],
)
def test_a_damage_that_is_seen_only_in_reading_is_told_as_one(
    config, engine, empty, tmp_path, record, at, value
):
    file = tmp_path / "monday.ibt"
    back_up(config, engine, file, is_replaced=False)
    whole = bytearray(file.read_bytes())
    whole[whole.index(record) + at] = value
    file.write_bytes(whole)
    with pytest.raises(BackupError, match="damaged"):
        restore(empty, file, is_key_new=False, officer="")


def test_without_the_key_of_the_trail_it_says_so_and_a_new_one_shows(
    config, engine, empty, tmp_path
):
    file = tmp_path / "monday.ibt"
    back_up(config, engine, file, is_replaced=False)
    audit_key_file(empty.database, engine.url).unlink()
    key_at.cache_clear()
    with pytest.raises(BackupError, match=r"audit\.key, is not there.*--new-audit-key"):
        restore(empty, file, is_key_new=False, officer="")
    restore(empty, file, is_key_new=True, officer="beheer")
    restored = open_database(empty.database)
    with snapshot(restored) as session:
        (signed,) = events_by_action(session, "trail_signed")
    restored.dispose()
    assert signed.actor == "beheer"


def test_another_key_of_message_ids_is_not_written_over(config, engine, empty, tmp_path):
    file = tmp_path / "monday.ibt"
    key = config.smtp.message_id_key_file
    key.parent.mkdir(exist_ok=True)
    key.write_bytes(b"a" * 32)
    back_up(config, engine, file, is_replaced=False)
    key.write_bytes(b"b" * 32)
    with pytest.raises(BackupError, match="another key than the back-up's"):
        restore(empty, file, is_key_new=False, officer="")
    key.unlink()
    restore(empty, file, is_key_new=False, officer="")
    assert key.read_bytes() == b"a" * 32


def test_without_its_program_a_servers_database_is_not_backed_up(
    config, engine, tmp_path, monkeypatch, url
):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    if url.startswith("sqlite"):
        back_up(config, engine, tmp_path / "monday.ibt", is_replaced=False)
        return
    with pytest.raises(Exception, match=r"pg_dump is not installed.*install postgresql-client"):
        back_up(config, engine, tmp_path / "monday.ibt", is_replaced=False)
    assert list(tmp_path.glob("*.ibt")) == []


# ------------------------------------------------------------------ the commands


def test_the_commands_tell_what_they_did(ibt, tmp_path):
    ibt("ingest", mail_at(tmp_path))
    made = ibt("backup", "copies/monday.ibt")
    assert (made.status, made.errors) == (0, [])
    assert made.out.startswith("copies/monday.ibt: 1 mails, ")
    assert "read back and checked" in made.out
    again = ibt("backup", "copies/monday.ibt")
    assert again.status == 1
    assert "add --force" in again.errors[-1]

    refused = ibt("restore", "copies/monday.ibt")
    assert refused.status == 1
    assert "a back-up is restored into an empty" in refused.errors[-1]
    lose(tmp_path / "ibt-intake-data")
    done = ibt("restore", "copies/monday.ibt", "--officer", "beheer")
    assert done.status == 0, done.errors
    assert done.out.startswith("restored: 1 mails, ")
    assert "ibt-intake outbox resume" in done.errors[-1]

    assert "BAD  sending      nothing is sent since the back-up" in ibt("check").out
    sending = ibt("reminders", "--send")
    assert sending.status == 1
    assert "nothing is sent since" in sending.errors[-1]
    assert ibt("ingest", mail_at(tmp_path)).out.startswith("0 new mails, 1 known already")
    resumed = ibt("outbox", "resume", "--officer", "beheer")
    assert resumed.status == 0, resumed.errors
    assert resumed.out.startswith("mails go out again; 0 of those")
    assert "sending  " not in ibt("check").out
    assert "not paused" in ibt("outbox", "resume", "--officer", "beheer").errors[-1]


def test_a_restore_is_noted_where_the_trail_is_noted(ibt, tmp_path):
    (tmp_path / "config.toml").write_text('[database]\naudit_notes = "elders/spoor.jsonl"\n')
    ibt("ingest", mail_at(tmp_path))
    ibt("backup", "monday.ibt")
    ibt("outbox", "list")
    for number in (2, 3):
        path = mail_at(tmp_path, f"From: a@ede.nl\nSubject: {number}\n\nx\n", f"{number}.eml")
        ibt("ingest", path)
    ibt("audit", "note", "elders/spoor.jsonl")
    for name in ("intake.db", "intake.db-wal", "intake.db-shm"):
        (tmp_path / "ibt-intake-data" / name).unlink(missing_ok=True)
    ibt("restore", "monday.ibt", "--officer", "beheer")
    assert "ok   audit trail  unbroken and signed" in ibt("check").out
