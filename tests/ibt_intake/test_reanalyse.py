import json

import pytest

from ibt_intake import rejudging
from tests.ibt_intake.mails import EDE, REPLY, mail_at, requests_at


@pytest.fixture
def changed(ibt, tmp_path):
    """A mail on file, and since then a request that it answers."""
    ibt("ingest", mail_at(tmp_path))
    ibt("registry", "import", requests_at(tmp_path, EDE))


def changes(ibt, *options):
    done = ibt("reanalyse", *options, "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    return {each["field"]: each for each in map(json.loads, done.out.splitlines())}


def linked(ibt):
    done = ibt("cases", "--as-of", "2026-05-20", "--format", "jsonl")
    return {
        (case["municipality"], case["reference"]): case["mails"]
        for case in map(json.loads, done.out.splitlines())
    }


def test_nothing_changes_where_nothing_changed(ibt, tmp_path):
    ibt("ingest", mail_at(tmp_path))
    assert changes(ibt) == {}


def test_it_shows_what_would_change_and_changes_nothing(ibt, changed):
    shown = changes(ibt)
    assert shown["late"]["after"] is False
    assert shown["late"]["message_id"] == "<reactie-1@ede.nl>"
    assert changes(ibt) == shown


def test_with_apply_it_is_filed_and_linked(ibt, changed):
    changes(ibt, "--apply")
    assert changes(ibt) == {}
    assert linked(ibt) == {("Ede", "7473202"): ["<reactie-1@ede.nl>"]}


def test_the_table_says_whether_it_was_filed(ibt, changed):
    assert "1 mails are judged otherwise; nothing was filed" in ibt("reanalyse").out
    assert "1 mails are judged otherwise; filed" in ibt("reanalyse", "--apply").out


def test_a_mail_that_can_be_read_no_more_does_not_hold_up_the_rest(
    ibt, tmp_path, changed, monkeypatch
):
    other = REPLY.replace("reactie-1", "reactie-2").replace("Parklaan", "kapot")
    ibt("ingest", mail_at(tmp_path, other, "kapot.eml"))

    def broken(raw, *rest, before=rejudging.read_mail):
        if b"kapot" in raw:
            raise RecursionError("Geachte minister")
        return before(raw, *rest)

    monkeypatch.setattr(rejudging, "read_mail", broken)
    done = ibt("reanalyse", "--format", "jsonl")
    assert done.status == 0
    assert "late" in done.out
    (line,) = done.errors
    assert "not_judged_again" in line
    assert "Geachte" not in line
