import json
import mailbox
from datetime import UTC, datetime

import pytest

from ibt_intake import ingestion
from ibt_intake.ingestion import in_lots
from intake.errors import Occupied
from intake.filing import Filer
from storage.database import open_database, snapshot, transaction
from storage.failures import failures
from storage.leases import acquire, leases, release
from storage.ledger import Arrival
from tests.databases import database_at
from tests.ibt_intake.mails import REPLY, mail_at
from tests.intake.scanned import scan


def counts_of(done):
    assert (done.status, done.errors) == (0, [])
    return json.loads(done.out)


def test_a_mail_from_disk_is_kept_judged_and_filed(ibt, tmp_path):
    done = ibt("ingest", mail_at(tmp_path), "--format", "jsonl")
    assert counts_of(done) == {"new": 1, "known": 0, "filed": 1, "set_aside": 0, "wants_ocr": 0}


def test_the_same_file_once_more_changes_nothing(ibt, tmp_path):
    mail_at(tmp_path)
    ibt("ingest", "reactie.eml")
    done = ibt("ingest", "reactie.eml", "--format", "jsonl")
    assert counts_of(done) == {"new": 0, "known": 1, "filed": 0, "set_aside": 0, "wants_ocr": 0}


def test_equal_bytes_under_another_name_are_one_mail(ibt, tmp_path):
    (tmp_path / "post").mkdir()
    mail_at(tmp_path / "post")
    mail_at(tmp_path / "post", name="kopie.eml")
    done = ibt("ingest", tmp_path / "post", "--format", "jsonl")
    assert counts_of(done) == {"new": 1, "known": 1, "filed": 1, "set_aside": 0, "wants_ocr": 0}


def test_what_is_no_mail_is_set_aside_with_its_reason_and_the_rest_goes_on(ibt, tmp_path):
    (tmp_path / "leeg.eml").write_bytes(b"")
    (tmp_path / "regels.eml").write_bytes(b"\n\n\n")
    (tmp_path / "bytes.eml").write_bytes(bytes(range(256)) * 4)
    mail_at(tmp_path)
    done = ibt("ingest", tmp_path, "--format", "jsonl")
    assert json.loads(done.out) == {
        "new": 4,
        "known": 0,
        "filed": 1,
        "set_aside": 3,
        "wants_ocr": 0,
    }
    engine = open_database(database_at("ibt-intake-data"))
    with snapshot(engine) as session:
        assert {each.reason.split(";")[0] for each in failures(session)} == {
            "this is no mail: it is empty",
            "this is no mail: it holds neither headers nor text",
        }
    engine.dispose()


def test_files_mbox_and_maildir_are_taken_in_together(ibt, tmp_path):
    mbox = mailbox.mbox(tmp_path / "post.mbox")
    mbox.add(REPLY.replace("reactie-1", "reactie-2"))
    mbox.close()
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    maildir.add(REPLY.replace("reactie-1", "reactie-3"))
    maildir.close()
    paths = (mail_at(tmp_path), tmp_path / "post.mbox", tmp_path / "Maildir")
    assert counts_of(ibt("ingest", *paths, "--format", "jsonl"))["filed"] == 3


def hold(engine, name):
    """Be another program that has a lease."""
    with transaction(engine) as session:
        assert acquire(session, name, "elsewhere/7", datetime.now(UTC), 600)


@pytest.fixture
def engine(ibt, tmp_path):
    """The database of the default settings."""
    assert ibt("poll").status == 0
    engine = open_database(database_at("ibt-intake-data"))
    yield engine
    engine.dispose()


def test_where_another_program_takes_in_mail_it_is_kept_and_left_to_that(ibt, tmp_path, engine):
    hold(engine, "intake")
    done = ibt("ingest", mail_at(tmp_path), "--format", "jsonl")
    assert (done.status, json.loads(done.out)["new"], json.loads(done.out)["filed"]) == (0, 1, 0)
    assert done.errors == [
        "another instance (elsewhere/7) takes in mail for this database: it reads what is kept "
        "now, the oldest first; if it has ended by then, the next `run`, `poll` or `ingest` does"
    ]
    with transaction(engine) as session:
        release(session, "intake", "elsewhere/7")
    assert counts_of(ibt("poll", "--format", "jsonl"))["filed"] == 1


def test_scans_are_read_after_all_others_without_the_right_to_take_in_mail(
    ibt, tmp_path, engine, monkeypatch
):
    held = []

    def file_scan(self, mail, tally, stop, before=Filer.file_scan):
        with snapshot(engine) as session:
            held.append([each.name for each in leases(session)])
        before(self, mail, tally, stop)

    monkeypatch.setattr(Filer, "file_scan", file_scan)
    (tmp_path / "scan.eml").write_bytes(scan(date="Mon, 05 Jan 2026 10:00:00 +0100"))
    assert counts_of(ibt("ingest", "scan.eml", mail_at(tmp_path), "--format", "jsonl")) == {
        "new": 2,
        "known": 0,
        "filed": 2,
        "set_aside": 0,
        "wants_ocr": 0,
    }
    assert held == [["recognise"]]


def test_scans_are_left_to_workers_that_began_once_the_others_were_filed(
    ibt, tmp_path, monkeypatch
):
    filed = []

    def file_waiting(self, *what, before=Filer.file_waiting, **named):
        before(self, *what, **named)
        filed.append(1)

    def refuse(engine, config):
        if filed:
            raise Occupied("workers (1) are at work on this database", "stop them first")

    monkeypatch.setattr(Filer, "file_waiting", file_waiting)
    monkeypatch.setattr(ingestion, "refuse_beside_workers", refuse)
    (tmp_path / "scan.eml").write_bytes(scan())
    told = counts_of(ibt("ingest", "scan.eml", mail_at(tmp_path), "--format", "jsonl"))
    assert (told["filed"], told["wants_ocr"]) == (1, 1)


def test_where_another_recognises_scans_they_are_left_to_that(ibt, tmp_path, engine):
    hold(engine, "recognise")
    (tmp_path / "scan.eml").write_bytes(scan())
    told = [counts_of(ibt(*of, "--format", "jsonl")) for of in (["ingest", "scan.eml"], ["poll"])]
    assert [(each["filed"], each["wants_ocr"]) for each in told] == [(0, 1), (0, 1)]
    assert ibt("ingest", "scan.eml").out.splitlines()[1:] == [
        "1 mails with scanned pages wait for the next `poll`, or for `run`"
    ]


def test_a_path_without_mail_is_one_line_and_keeps_what_came_before(ibt, tmp_path):
    done = ibt("ingest", mail_at(tmp_path), tmp_path / "nergens.eml")
    assert (done.status, len(done.errors)) == (1, 1)
    assert "no mail stands at" in done.errors[0]
    assert counts_of(ibt("ingest", "reactie.eml", "--format", "jsonl"))["filed"] == 1


def test_large_mails_are_kept_a_few_at_a_time():
    def arrival(size):
        return Arrival("disk:x", "x", 1, size, b"x" * size, "", None)

    lots = in_lots(map(arrival, (10, 10, 10, 80, 60, 60, 5)), mails=3, size=100)
    assert [[len(each.raw) for each in lot] for lot in lots] == [[10, 10, 10], [80, 60], [60, 5]]
