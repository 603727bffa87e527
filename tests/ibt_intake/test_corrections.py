"""What officers decide is a measure of the program and an example to learn from."""

import json
from datetime import UTC, datetime

import pytest

from intake.corpus_check import evidence_faults, label_faults
from intake.labelled import labelled_mails
from rules.decisions import CorrectKinds, CorrectTimeline, DealWith, NotForUs, UnmarkEvidence
from rules.judgement import Element, Kind, TimelineState
from storage.database import open_database, transaction
from storage.decided import held_of
from storage.judgements import judgements_on_file
from storage.mail_decisions import decide_mail, undo_mail_decision
from storage.versions import version_of_mail
from tests.databases import database_at
from tests.ibt_intake.mails import EDE, REPLY, mail_at, requests_at

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(ibt, tmp_path):
    """A reply on file that lacks its reason by the program."""
    ibt("registry", "import", requests_at(tmp_path, EDE))
    ibt("ingest", mail_at(tmp_path))
    engine = open_database(database_at(tmp_path / "ibt-intake-data", busy_seconds=5))
    yield engine
    engine.dispose()


def decide(engine, what):
    with transaction(engine) as session:
        (judged,) = judgements_on_file(session)
        version = version_of_mail(session, judged.mail)
        decided = decide_mail(
            session, judged.mail, what, officer="jansen", version=version, now=NOW
        )
    return judged.mail, decided


def unmark_steps(engine):
    with transaction(engine) as session:
        (judged,) = judgements_on_file(session)
        steps = held_of(session, judged.mail).holds.elements[Element.STEPS]
    assert steps
    for each in steps:
        decide(engine, UnmarkEvidence(Element.STEPS, each))


def measured(ibt):
    done = ibt("evaluate", "--corrections", "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    return json.loads(done.out)


def exported(ibt, folder):
    done = ibt("corrections", "export", folder)
    assert (done.status, done.errors) == (0, [])
    return [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]


def test_a_mail_that_nobody_looked_at_measures_nothing(ibt, engine):
    assert measured(ibt)["mails"] == 0
    assert ibt("evaluate", "--corrections").status == 0


def test_what_an_officer_confirmed_is_right(ibt, engine):
    decide(engine, DealWith())
    told = measured(ibt)
    assert (told["mails"], told["mail_fully_right"], told["errors"]) == (1, 1.0, [])


def test_what_an_officer_corrected_is_an_error_of_the_program(ibt, engine):
    unmark_steps(engine)
    told = measured(ibt)
    assert told["element_present"]["steps"]["precision"] == 0.0
    assert told["element_present"]["timeline"]["f1"] == 1.0
    (error,) = told["errors"]
    assert error["field"] == "missing"
    assert set(error["expected"]) - set(error["found"]) == {"steps"}


def test_the_tables_say_it_too(ibt, engine):
    unmark_steps(engine)
    assert "Worst errors (1 of 1)" in ibt("evaluate", "--corrections").out


def test_a_correction_that_was_undone_is_none(ibt, engine):
    mail, decided = decide(engine, CorrectKinds(frozenset({Kind.OTHER})))
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        undo_mail_decision(session, mail, decided.id, officer="bakker", version=version, now=NOW)
    assert measured(ibt)["mails"] == 0


def test_a_mail_that_is_not_for_us_is_no_example(ibt, engine):
    decide(engine, CorrectKinds(frozenset({Kind.OTHER})))
    decide(engine, NotForUs())
    assert measured(ibt)["mails"] == 0


def test_what_is_exported_is_a_labelled_set_without_faults(ibt, engine, tmp_path):
    unmark_steps(engine)
    folder = tmp_path / "export" / "officers"
    (gold,) = exported(ibt, folder)
    assert gold["elements"]["steps"] == []
    assert "steps" in gold["missing"]
    assert (gold["kinds"], gold["late"]) == (["information_reply"], False)
    assert [*label_faults(folder), *evidence_faults(folder)] == []
    (mail,) = labelled_mails(folder)
    assert (mail.writer, mail.mail.message_id) == ("officers", "<reactie-1@ede.nl>")


def test_a_mail_that_says_nothing_of_its_receipt_can_be_learnt_from(ibt, tmp_path, engine):
    headless = REPLY.partition("\n")[2].replace("Date: Tue, 21 Apr 2026 10:00:00 +0200\n", "")
    decide(engine, DealWith())
    (gold,) = exported(ibt, tmp_path / "uit")
    (tmp_path / "uit" / gold["file"]).write_text(headless, encoding="utf-8")
    (mail,) = labelled_mails(tmp_path / "uit")
    assert mail.mail.received_at == datetime(2026, 4, 21, 8, 0, tzinfo=UTC)
    assert [*evidence_faults(tmp_path / "uit")] == []


def test_a_mail_of_another_kind_is_labelled_without_elements(ibt, engine, tmp_path):
    decide(engine, CorrectKinds(frozenset({Kind.QUESTION})))
    (gold,) = exported(ibt, tmp_path / "uit")
    assert gold["kinds"] == ["question"]
    assert (gold["timeline_state"], gold["timeline"], gold["places"]) == ("absent", [], [])
    assert (gold["missing"], gold["late"]) == ([], None)
    assert not any(gold["elements"].values())
    assert [*label_faults(tmp_path / "uit")] == []


def test_a_time_that_an_officer_denies_is_labelled_so(ibt, engine, tmp_path):
    decide(engine, CorrectTimeline(TimelineState.UNKNOWN, ()))
    (gold,) = exported(ibt, tmp_path / "uit")
    assert (gold["timeline_state"], gold["timeline"]) == ("unknown", [])
    assert "timeline" in gold["missing"]


def test_an_export_writes_over_nothing(ibt, engine, tmp_path):
    decide(engine, DealWith())
    exported(ibt, tmp_path / "uit")
    done = ibt("corrections", "export", tmp_path / "uit")
    assert (done.status, len(done.errors)) == (1, 1)
    assert "holds something already" in done.errors[0]


def test_an_export_goes_into_no_folder_of_others(ibt, engine, tmp_path):
    decide(engine, DealWith())
    (tmp_path / "uit").mkdir()
    mail_at(tmp_path / "uit")
    done = ibt("corrections", "export", tmp_path / "uit")
    assert (done.status, len(done.errors)) == (1, 1)
    assert "holds something already" in done.errors[0]


def test_an_export_is_read_by_nobody_else(ibt, engine, tmp_path):
    decide(engine, DealWith())
    exported(ibt, tmp_path / "uit")
    assert (tmp_path / "uit").stat().st_mode & 0o077 == 0


def test_an_export_changes_no_judgement(ibt, engine, tmp_path):
    unmark_steps(engine)
    exported(ibt, tmp_path / "uit")
    assert ibt("reanalyse", "--format", "jsonl").out == ""
