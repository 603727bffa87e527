import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake import reader_process
from rules.case_keys import links_to_cases
from rules.decisions import ConfirmComplete, DealWith, MarkEvidence, NotForUs, TakeFromCase
from rules.judgement import Element, Kind, Statement
from storage.case_decisions import decide_case
from storage.database import open_database, transaction
from storage.judgements import file_mail, judgements_on_file
from storage.mail_decisions import decide_mail
from storage.registry import registry
from storage.versions import version_of_case, version_of_mail
from tests.databases import database_at
from tests.ibt_intake.mails import EDE, REPLY, mail_at, requests_at
from tests.intake import poison


@pytest.fixture
def changed(ibt, tmp_path):
    """A mail on file, and since then a request that it answers."""
    ibt("ingest", mail_at(tmp_path))
    ibt("registry", "import", requests_at(tmp_path, EDE))


def changes(ibt, *options):
    done = ibt("reanalyse", *options, "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    told = map(json.loads, done.out.splitlines())
    return {each["field"]: each for each in told if "message_id" in each}


def case_changes(ibt, *options):
    """Old and new by case and field."""
    told = map(json.loads, ibt("reanalyse", *options, "--format", "jsonl").out.splitlines())
    return {
        (each["municipality"], each["reference"], each["field"]): (each["before"], each["after"])
        for each in told
        if "municipality" in each
    }


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
    told = ibt("reanalyse").out
    assert "1 mails are judged otherwise" in told
    assert "nothing was filed" in told
    assert "; filed" in ibt("reanalyse", "--apply").out


def test_a_mail_that_can_be_read_no_more_does_not_hold_up_the_rest(
    ibt, tmp_path, changed, monkeypatch
):
    other = REPLY.replace("reactie-1", "reactie-2")
    ibt("ingest", mail_at(tmp_path, f"X-Poison: stumbles\n{other}", "kapot.eml"))
    monkeypatch.setattr(reader_process, "taken", poison.taken)
    done = ibt("reanalyse", "--format", "jsonl")
    assert done.status == 0
    assert "late" in done.out
    (line,) = done.errors
    assert "not_judged_again" in line
    assert "Geachte" not in line


# ------------------------------------------------------------------ cases

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CASE = ("Ede", "7473202")
NO_STEPS = {Element.STEPS: ()}


@pytest.fixture
def engine(ibt, tmp_path):
    """A reply on file in the case of its letter."""
    ibt("registry", "import", requests_at(tmp_path, EDE))
    ibt("ingest", mail_at(tmp_path))
    engine = open_database(database_at(tmp_path / "ibt-intake-data", busy_seconds=5))
    yield engine
    engine.dispose()


def judged_before(engine, *, elements=None, **fields):
    """As if an earlier version of the program had judged the mail, with other findings."""
    with transaction(engine) as session:
        (judged,) = judgements_on_file(session)
        found = judged.judgement
        fields["elements"] = found.elements | (elements or {})
        older = replace(found, **fields)
        links = links_to_cases(older, registry(session).requests)
        file_mail(session, judged.mail, None, older, "0", links=links, now=NOW)


def decide(engine, what):
    with transaction(engine) as session:
        (judged,) = judgements_on_file(session)
        version = version_of_mail(session, judged.mail)
        decide_mail(session, judged.mail, what, officer="jansen", version=version, now=NOW)


def missed_the_steps(engine):
    judged_before(engine, elements=NO_STEPS, missing=frozenset({Element.FACTS, Element.STEPS}))


def test_each_case_that_stands_otherwise_is_told_with_old_and_new(ibt, engine):
    missed_the_steps(engine)
    assert case_changes(ibt) == {(*CASE, "missing"): (["facts", "steps"], ["facts"])}


def test_a_case_that_a_mail_enters_is_told(ibt, engine):
    judged_before(engine, kinds=frozenset({Kind.OTHER}), municipalities=(), references=())
    told = case_changes(ibt)
    assert told[*CASE, "status"] == ("overdue", "incomplete")
    assert told[*CASE, "late"] == (None, False)


def test_a_case_that_nobody_asked_for_comes_and_goes(ibt, engine):
    judged_before(engine, municipalities=("Tiel",), references=())
    told = case_changes(ibt)
    assert told["Tiel", None, "status"][1] is None
    assert told[*CASE, "status"] == ("overdue", "incomplete")


def test_what_is_shown_beforehand_is_what_comes_of_it(ibt, engine):
    judged_before(engine, municipalities=("Tiel",), references=(), elements=NO_STEPS)
    shown = case_changes(ibt)
    assert shown
    assert case_changes(ibt, "--apply") == shown
    assert case_changes(ibt) == {}


@pytest.mark.parametrize(
    "decision",
    [
        pytest.param(DealWith(), id="confirmed as it was"),
        pytest.param(NotForUs(), id="not for us"),
        pytest.param(TakeFromCase(*CASE), id="taken out of the case"),
        pytest.param(
            MarkEvidence(Element.STEPS, Statement("Wij bouwen.", "body", 0, 11)),
            id="seen by the officer",
        ),
    ],
)
@pytest.mark.parametrize("options", [(), ("--apply",)])
def test_what_an_officer_decided_on_a_mail_stands(ibt, engine, decision, options):
    missed_the_steps(engine)
    decide(engine, decision)
    assert changes(ibt)  # the program finds more than it did
    assert case_changes(ibt, *options) == {}


def test_a_case_that_an_officer_confirmed_stays_complete(ibt, engine):
    missed_the_steps(engine)
    with transaction(engine) as session:
        version = version_of_case(session, *CASE)
        what = ConfirmComplete()
        decide_case(session, *CASE, what, officer="jansen", version=version, now=NOW)
    assert case_changes(ibt) == {}
    assert case_changes(ibt, "--apply") == {}


def test_the_table_has_cases_beside_mails(ibt, engine):
    missed_the_steps(engine)
    told = ibt("reanalyse").out
    assert "1 mails are judged otherwise, 1 cases stand otherwise" in told
    assert "7473202" in told.partition("Cases, with what officers decided")[2]
