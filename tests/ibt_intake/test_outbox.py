"""`ibt-intake outbox`: what stands in it, and what can be done about a mail."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from ibt_intake.commands.outbox import command
from rules.outgoing import OutgoingState
from storage.database import migrate, open_database, transaction
from storage.errors import Refused
from storage.events import events_of
from storage.outgoing import object_of
from storage.proposed import propose
from storage.sending import doubt, hand_over, queue, refuse, sent, take
from tests.databases import database_at
from tests.outbox.mails import letter

NOW = datetime(2026, 4, 14, 8, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = database_at(tmp_path)
    (tmp_path / "config.toml").write_text(
        f'[database]\nurl = "{config.url}"\naudit_key_file = "{config.audit_key_file}"\n'
    )
    engine = open_database(config)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def mails(engine):
    """One mail that was sent, one that is uncertain, one that was refused."""
    with transaction(engine) as session:
        found = []
        for number in (1, 2, 3):
            entry = propose(session, letter(number), NOW)
            queue(session, entry, NOW)
            take(session, entry, NOW)
            hand_over(session, entry, NOW)
            found.append(entry)
        sent(session, found[0], NOW)
        doubt(session, found[1], "silence", NOW)
        refuse(session, found[2], "550 no such user", NOW)
    return found


def run(*arguments):
    return CliRunner().invoke(command, list(arguments))


def listed(*arguments):
    """The outbox as programs read it."""
    done = run("list", "--format", "jsonl", *arguments)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_the_list_tells_state_and_reason_and_no_address(mails):
    found = listed()
    assert [each["state"] for each in found] == ["sent", "uncertain", "refused"]
    assert found[2]["last_error"] == "550 no such user"
    assert "griffie@ede.nl" not in run("list").output + json.dumps(found)


def test_the_list_can_be_of_one_state(mails):
    assert [each["number"] for each in listed("--state", "uncertain")] == [mails[1]]


@pytest.mark.parametrize("state", OutgoingState)
def test_every_state_can_be_asked_for(engine, state):
    assert listed("--state", state.value) == []


def test_a_refused_mail_is_tried_anew_or_never(mails, engine):
    assert run("retry", str(mails[2]), "--officer", "jansen").exit_code == 0
    assert listed()[2]["state"] == "queued"
    done = run("cancel", str(mails[2]), "--officer", "jansen", "--reason", "gebeld")
    assert done.exit_code == 0
    assert (listed()[2]["state"], listed()[2]["last_error"]) == ("cancelled", "gebeld")
    with transaction(engine) as session:
        last = events_of(session, object_of(mails[2]))[-1]
    assert (last.action, last.actor) == ("mail_cancelled", "jansen")


@pytest.mark.parametrize(("told", "state"), [("sent", "sent"), ("not-sent", "queued")])
def test_an_officer_ends_the_doubt(mails, told, state):
    assert run("settle", str(mails[1]), told, "--officer", "jansen").exit_code == 0
    assert listed()[1]["state"] == state


@pytest.mark.parametrize("deed", [("retry",), ("cancel",)])
def test_what_was_sent_stays_sent(mails, deed):
    done = run(*deed, str(mails[0]), "--officer", "jansen")
    assert isinstance(done.exception, Refused)
    assert "is sent by now" in str(done.exception)


def test_a_mail_that_is_not_there_is_told(mails):
    assert "the outbox has no mail 99; look at the list" in str(
        run("retry", "99", "--officer", "jansen").exception
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("99999999999999999999", "--officer", "jansen"), "is not in the range"),
        (("1", "--officer", "  "), "is empty; give a name"),
    ],
)
def test_a_number_or_name_that_cannot_be_is_told(mails, arguments, told):
    done = run("cancel", *arguments)
    assert done.exit_code == 2
    assert told in done.output
