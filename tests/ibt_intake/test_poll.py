import json

import pytest

from intake import leases
from intake.tally import Tally
from intake.worker import Worker
from storage.database import open_database, snapshot
from storage.heartbeats import last_beats
from storage.leases import lease_of
from tests.databases import database_at
from tests.ibt_intake.mails import REPLY
from tests.servers import PATIENCE


@pytest.fixture
def inbox(ibt, tmp_path):
    """The inbox of the Maildir that the default settings make."""
    assert ibt("poll").status == 0
    return tmp_path / "ibt-intake-data" / "maildir" / "new"


def ask(question, *arguments):
    engine = open_database(database_at("ibt-intake-data"))
    with snapshot(engine) as session:
        answer = question(session, *arguments)
    engine.dispose()
    return answer


def test_one_pass_takes_in_what_is_new(ibt, inbox):
    (inbox / "1.a.b").write_text(REPLY, encoding="utf-8")
    done = ibt("poll", "--format", "jsonl")
    assert json.loads(done.out) == {
        "new": 1,
        "known": 0,
        "filed": 1,
        "set_aside": 0,
        "wants_ocr": 0,
    }
    assert done.errors == []


def test_the_next_pass_finds_nothing(ibt, inbox):
    (inbox / "1.a.b").write_text(REPLY, encoding="utf-8")
    ibt("poll")
    assert ibt("poll").out == "0 new mails, 0 known already, 0 judged and filed, 0 set aside\n"


def test_a_pass_leaves_signs_of_life_and_no_lease(ibt, inbox):
    assert set(ask(last_beats)) == {"fetch", "file"}
    assert ask(lease_of, "intake") is None


def test_a_pass_whose_lease_another_has_taken_fails(ibt, inbox, monkeypatch):
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(leases, "renew", lambda *_: False)
    monkeypatch.setattr(Worker, "take_in", lambda _, stop, **__: stop.wait(PATIENCE) and Tally())
    done = ibt("poll")
    assert done.status == 1
    assert done.errors == [f"ibt-intake: {leases.TAKEN_OVER}"]


def test_a_missing_mailbox_is_one_line(ibt, tmp_path):
    (tmp_path / "config.toml").write_text(
        '[mailbox]\nkind = "mbox"\npath = "nergens.mbox"\n', encoding="utf-8"
    )
    done = ibt("poll")
    assert (done.status, len(done.errors)) == (1, 1)
    assert "no mail stands at" in done.errors[0]
    assert "check kind, path and folders under [mailbox]" in done.errors[0]
