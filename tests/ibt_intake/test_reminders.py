"""`ibt-intake reminders`, and a turn of the daemon's sender."""

import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Event

import pytest

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.reminding import turn_of
from storage.database import transaction
from storage.outgoing import outbox
from storage.settings import outbox_since, switch_on_outbox
from tests.ibt_intake.mails import EDE, OSS, mail_at, requests_at
from tests.ibt_intake.test_registry import contacts_at

BEFORE = datetime(2026, 4, 9, 12, tzinfo=UTC)
REMIND = datetime(2026, 4, 22, 9, tzinfo=UTC)  # a Wednesday, eleven o'clock in Amsterdam


@pytest.fixture
def asked(ibt, tmp_path):
    """Ede and Oss were asked, by an installation that sends since the letters' day."""
    contacts = contacts_at(tmp_path, "municipality,Ede,ibt@ede.nl", "municipality,Oss,ibt@oss.nl")
    ibt("registry", "import", requests_at(tmp_path, EDE, OSS), contacts)
    with transaction(open_storage(load_config(None))) as session:
        switch_on_outbox(session, BEFORE)
    return ibt


def objects(done):
    return [json.loads(line) for line in done.out.splitlines()]


def test_what_would_go_out_is_told_and_nothing_changes(asked):
    done = asked("reminders", "--as-of", "2026-04-22", "--format", "jsonl")
    first, second = objects(done)
    assert first == {
        "occasion": "reminder",
        "municipality": "Ede",
        "reference": "7473202",
        "trigger": "2026-04-30",
        "since": "2026-04-22",
        "becomes": "propose",
        "held_because": [],
        "to": ["ibt@ede.nl"],
        "cc": [],
    }
    assert second["municipality"] == "Oss"
    with transaction(open_storage(load_config(None))) as session:
        assert outbox(session) == []


def test_a_held_mail_says_why(asked, tmp_path):
    asked("ingest", mail_at(tmp_path))
    told = objects(asked("reminders", "--as-of", "2026-04-22", "--format", "jsonl"))
    found = {(each["occasion"], each["municipality"]): each["held_because"] for each in told}
    assert found["reminder", "Oss"] == []
    assert found["supplement", "Ede"] == ["unread"]
    assert ("reminder", "Ede") not in found
    table = asked("reminders", "--as-of", "22-04-2026").out
    assert "held: unread" in table
    assert table.splitlines()[-1].startswith("3 mails: ")


def test_before_mails_are_first_sent_all_is_from_before(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    done = ibt("reminders", "--as-of", "2026-04-22", "--format", "jsonl")
    assert [each["held_because"] for each in objects(done)] == [["onboarding", "no_contact"]]
    assert "onboarding" in ibt("reminders", "--as-of", "2026-04-22").errors[0]


def test_the_first_sending_switches_the_outbox_on(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    done = ibt("reminders", "--send", "--format", "jsonl")
    assert objects(done) == [
        {"sent": 0, "postponed": 0, "refused": 0, "uncertain": 0, "queued": 0, "proposed": 0}
    ]
    with transaction(open_storage(load_config(None))) as session:
        assert outbox_since(session) is not None


def test_nothing_is_sent_for_another_day(ibt):
    done = ibt("reminders", "--as-of", "2026-04-22", "--send")
    assert done.status == 2
    assert "leave --as-of away" in done.errors[-1]


def test_a_turn_sends_what_the_policies_send(asked, monkeypatch):
    monkeypatch.setenv("IBT_INTAKE_OUTBOX__POLICIES__REMINDER", "send")
    config = load_config(None)
    turn = turn_of(config, open_storage(config), now=lambda: REMIND)
    assert turn(Event()).sent == 2
    assert turn(Event()).sent == 0
    mails = [message_from_bytes(each.read_bytes(), policy=default) for each in sent_files()]
    assert sorted(each["To"] for each in mails) == ["ibt@ede.nl", "ibt@oss.nl"]
    assert all("30 april 2026" in each.get_body(("plain",)).get_content() for each in mails)


def test_a_turn_outside_office_hours_sends_nothing(asked, monkeypatch):
    monkeypatch.setenv("IBT_INTAKE_OUTBOX__POLICIES__REMINDER", "send")
    config = load_config(None)
    evening = REMIND.replace(hour=20)
    assert turn_of(config, open_storage(config), now=lambda: evening)(Event()).sent == 0
    with transaction(open_storage(config)) as session:
        assert {each.state.value for each in outbox(session)} == {"queued"}


def sent_files():
    return sorted(Path("ibt-intake-data/outbox").rglob("*.eml"))


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("OPENS", "18:00", "opens must be before closes"),
        ("OPENS", "9", "outbox.opens = '9': value error, is no hour; write it as 08:30:00"),
        ("CLOSES", "17:00+02:00", "has an offset; write the hour in the Netherlands"),
        ("OFFICERS", '["geen adres"]', "officers"),
        ("POLICIES__REMINDER", "soms", "'off', 'propose' or 'send'"),
        ("CC_COMMISSIONER", '["ontvangst"]', "cc_commissioner"),
    ],
)
def test_a_setting_that_cannot_be_is_told(ibt, monkeypatch, key, value, told):
    monkeypatch.setenv(f"IBT_INTAKE_OUTBOX__{key}", value)
    done = ibt("reminders")
    assert done.status == 1
    assert told in done.errors[0]
