import json
from datetime import UTC, date, datetime

import pytest

from rules.decisions import AssignCase, ConfirmComplete, GrantExtension, SetLadderStep
from storage.case_decisions import decide_case
from storage.database import open_database, transaction
from storage.versions import version_of_case
from tests.databases import database_at
from tests.ibt_intake.mails import EDE, OSS, mail_at, requests_at


def cases_on(ibt, day):
    done = ibt("cases", "--as-of", day, "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    return {case["municipality"]: case for case in map(json.loads, done.out.splitlines())}


def test_a_request_awaits_its_answer_until_the_last_day_has_gone(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    assert cases_on(ibt, "2026-04-30")["Ede"]["status"] == "awaiting"
    assert cases_on(ibt, "01-05-2026")["Ede"]["status"] == "overdue"


def test_only_what_was_received_by_that_day_counts(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    ibt("ingest", mail_at(tmp_path))
    assert cases_on(ibt, "2026-04-20")["Ede"]["mails"] == []
    assert cases_on(ibt, "2026-04-21")["Ede"]["mails"] == ["<reactie-1@ede.nl>"]


def test_before_its_letter_there_is_no_case(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    assert cases_on(ibt, "2026-04-08") == {}


def test_the_fields_are_those_of_the_contract(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE, OSS))
    case = cases_on(ibt, "2026-05-20")["Oss"]
    assert case == {
        "municipality": "Oss",
        "reference": "7473203",
        "as_of": "2026-05-20",
        "due": "2026-04-30",
        "status": "overdue",
        "late": None,
        "missing": case["missing"],
        "mails": [],
        "flags": [],
        "ladder_step": 2,
        "officer": None,
        "next_action": {"kind": "remind", "due": "2026-05-20"},
    }


def test_the_table_counts_what_stands_where(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE, OSS))
    done = ibt("cases", "--as-of", "2026-05-20")
    assert done.out.splitlines()[-1] == (
        "2 cases: 0 awaiting, 2 overdue, 0 incomplete, 0 complete; 0 late"
    )


def test_a_day_that_is_none_is_wrong_usage(ibt):
    assert ibt("cases", "--as-of", "2026-02-30").status == 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "31-12-1926", "gisteren"])
def test_a_day_that_cannot_be_meant_is_wrong_usage(ibt, day):
    done = ibt("cases", "--as-of", day)
    assert done.status == 2
    assert f"Invalid value for '--as-of': '{day}'" in done.errors[-1]


def test_what_officers_decided_shows(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    ibt("ingest", mail_at(tmp_path))
    engine = open_database(database_at("ibt-intake-data"))
    (case,) = cases_on(ibt, "2026-05-20").values()
    key = case["municipality"], case["reference"]
    for what in (
        GrantExtension(date(2026, 5, 29)),
        ConfirmComplete(),
        SetLadderStep(3, "art. 8", "2026-1"),
        AssignCase("bakker"),
    ):
        with transaction(engine) as session:
            version = version_of_case(session, *key)
            now = datetime(2026, 5, 1, 12, tzinfo=UTC)
            decide_case(session, *key, what, officer="jansen", version=version, now=now)
    engine.dispose()
    found = cases_on(ibt, "2026-05-20")["Ede"]
    told = [found[name] for name in ("due", "status", "missing", "ladder_step", "officer")]
    assert told == ["2026-05-29", "complete", [], 3, "bakker"]
    before = cases_on(ibt, "2026-04-30")["Ede"]
    assert (before["due"], before["officer"], before["ladder_step"]) == ("2026-04-30", None, 2)
