"""The labelled corpus is what its schema says, and a fault put into it is found."""

import json
import shutil

import pytest

from intake.corpus_check import Fault, duplicate_faults, evidence_faults, label_faults, main, sets
from intake.label_faults import LabelFault
from intake.near_duplicates import near_duplicates
from intake.training import CORPUS, HELD_BACK

OWN = CORPUS / "dev"  # learnt from: its words may be shown
LETTER = """De raad heeft op twaalf maart besloten het voormalige klooster aan de Dorpsstraat te
kopen, maar de eigenaar trok zich daags daarna terug omdat een hotelketen meer bood. Wij zoeken
sindsdien met een makelaar naar een ander gebouw van die omvang binnen de bebouwde kom."""


def test_the_labels_of_every_set_agree_with_the_schema():
    found = [str(fault) for folder in sets(CORPUS) for fault in label_faults(folder)]
    assert found == []


def test_no_held_back_mail_is_nearly_one_that_is_learnt_from():
    assert [str(fault) for fault in duplicate_faults(sets(CORPUS))] == []


@pytest.mark.parametrize("name", ["t6", "w11"])
def test_what_the_labels_quote_stands_in_the_mails(name):
    assert [str(fault) for fault in evidence_faults(CORPUS / name)] == []


def lines(path):
    return [json.loads(each) for each in path.read_text("utf-8").splitlines()]


def write(path, labels):
    path.write_text("".join(json.dumps(each) + "\n" for each in labels), encoding="utf-8")


@pytest.fixture
def small(tmp_path):
    """A set of one reply that was in time, and its case."""
    folder = tmp_path / "own"
    (folder / "mails").mkdir(parents=True)
    shutil.copy(OWN / "requests.csv", folder)
    gold = next(each for each in lines(OWN / "gold.jsonl") if "d1-01-hengelo" in each["file"])
    case = next(each for each in lines(OWN / "cases.jsonl") if each["mails"] == ["d1-01-hengelo"])
    shutil.copy(OWN / gold["file"], folder / "mails")
    write(folder / "gold.jsonl", [gold])
    write(folder / "cases.jsonl", [case])
    return folder


def rules(faults):
    return {fault.fault.rule for fault in faults}


def test_the_set_that_faults_are_put_into_has_none(small):
    assert [*label_faults(small), *evidence_faults(small)] == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        pytest.param({"missing": ["facts"]}, "missing", id="not missing"),
        pytest.param({"late": None}, "late", id="a reply is late or not"),
        pytest.param({"late": True}, "late", id="in time by its receipt"),
        pytest.param({"kinds": ["question"]}, "late", id="no reply is never late"),
        pytest.param({"kinds": []}, "kinds", id="of no kind"),
        pytest.param({"references": ["1"]}, "reference", id="letter that was not sent"),
        pytest.param({"municipalities": ["Heusden aan Zee"]}, "municipality", id="no such place"),
        pytest.param({"timeline_state": "unknown"}, "timeline", id="time that is not stated"),
        pytest.param({"timeline": []}, "timeline", id="stated without a time"),
        pytest.param(
            {"timeline": [{"text": "x", "earliest": "2027-02-01", "latest": "2027-01-01"}]},
            "timeline",
            id="ends before it begins",
        ),
        pytest.param({"elements": {}}, "elements", id="elements left out"),
        pytest.param({"file": "mails/elders.eml"}, "file", id="mail that is not there"),
        pytest.param({"claims_met": True, "kinds": ["other"]}, "claims_met", id="claim of nobody"),
    ],
)
def test_labels_that_contradict_the_schema_are_told(small, change, rule):
    (gold,) = lines(small / "gold.jsonl")
    write(small / "gold.jsonl", [gold | change])
    assert rule in rules(label_faults(small))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"status": "overdue"}, id="status"),
        pytest.param({"late": True}, id="late"),
        pytest.param({"due": "2026-05-07"}, id="due"),
        pytest.param({"missing": ["steps"]}, id="missing"),
        pytest.param({"mails": ["elders"]}, id="mail of another set"),
        pytest.param({"reference": "1"}, id="letter that was not sent"),
    ],
)
def test_a_case_that_does_not_follow_from_its_mails_is_told(small, change):
    (case,) = lines(small / "cases.jsonl")
    write(small / "cases.jsonl", [case | change])
    assert rules(label_faults(small)) == {"case"}


@pytest.mark.parametrize("field", ["elements", "timeline"])
def test_a_quotation_that_is_not_verbatim_is_told(small, field):
    (gold,) = lines(small / "gold.jsonl")
    if field == "elements":
        gold["elements"]["facts"] = ["De eigenaar trok zich terug."]
    else:
        gold["timeline"] = [{"text": "in mei 2031", "earliest": "2031-05-01", "latest": None}]
    write(small / "gold.jsonl", [gold])
    assert rules(evidence_faults(small)) == {"evidence"}


@pytest.fixture
def scanned(small):
    """A set of one mail whose evidence stands in a scan, and what it says."""
    labels = lines(CORPUS / "t8" / "gold.jsonl")
    gold = next(each for each in labels if "pdf_scan" in each["tags"])
    shutil.copy(CORPUS / "t8" / gold["file"], small / "mails")
    write(small / "gold.jsonl", [gold])
    return small, gold


def test_a_scan_is_read_before_its_quotations_are_doubted(scanned):
    folder, gold = scanned
    assert any(gold["elements"].values())
    assert [*evidence_faults(folder)] == []


def test_a_quotation_that_no_scan_holds_is_told(scanned):
    folder, gold = scanned
    gold["elements"]["facts"] = ["De eigenaar van het klooster trok zich daags daarna terug."]
    write(folder / "gold.jsonl", [gold])
    assert rules(evidence_faults(folder)) == {"evidence"}


def test_a_moment_of_receipt_that_the_mail_denies_is_told(small):
    (gold,) = lines(small / "gold.jsonl")
    write(small / "gold.jsonl", [gold | {"received": "2026-04-21T10:00:00+02:00"}])
    assert rules(evidence_faults(small)) == {"received"}


def test_a_letter_with_some_words_changed_is_nearly_the_same():
    other = LETTER.replace("twaalf", "veertien").replace("makelaar", "bemiddelaar")
    (pair,) = near_duplicates({"een": LETTER}, {"twee": other, "drie": "Iets anders. " * 30})
    assert (pair.one, pair.other) == ("een", "twee")
    assert pair.likeness < 1


def test_a_copy_across_the_split_is_told_without_its_words(small, monkeypatch, tmp_path, capsys):
    held = tmp_path / sorted(HELD_BACK)[0]
    shutil.copytree(small, held)
    (fault,) = duplicate_faults([held, small])
    assert fault.name == held.name
    assert "d1-01-hengelo" in str(fault)
    monkeypatch.setattr("sys.argv", ["corpus_check", str(tmp_path)])
    assert main() == 1
    assert f"{held.name} (held back): 1 mails, 1 faults" in capsys.readouterr().out


def test_of_a_held_back_set_only_the_rule_is_told():
    fault = LabelFault("01-ede", "evidence", "'De raad stemt niet in.' does not stand in it")
    assert str(Fault("dev", fault)).endswith("stand in it")
    assert str(Fault(sorted(HELD_BACK)[0], fault)).endswith("01-ede evidence")
