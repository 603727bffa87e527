import json
import shutil

import pytest

from tests.ibt_intake.mails import SAMPLE

LABELLED = SAMPLE.parents[1] / "tests" / "corpus" / "data" / "w1"
FEW = ("01-doetinchem-reactie.eml", "03-wageningen-melding.eml", "20-inwoner.eml")


@pytest.fixture
def labelled(tmp_path):
    """A small labelled set."""
    folder = tmp_path / "set"
    (folder / "mails").mkdir(parents=True)
    golds = (LABELLED / "gold.jsonl").read_text("utf-8").splitlines()
    few = [line for line in golds if json.loads(line)["file"].rsplit("/", 1)[-1] in FEW]
    (folder / "gold.jsonl").write_text("\n".join(few) + "\n", encoding="utf-8")
    for name in FEW:
        shutil.copy(LABELLED / "mails" / name, folder / "mails")
    shutil.copy(LABELLED / "requests.csv", folder)
    (folder / "cases.jsonl").touch()
    return folder


def test_the_measures_are_told_as_one_object(ibt, labelled):
    done = ibt("evaluate", labelled, "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    told = json.loads(done.out)
    assert told["mails"] == len(FEW)
    assert set(told["exact"]) >= {"kinds", "municipalities"}


@pytest.fixture
def mislabelled(labelled):
    """The same set, but that each substantive mail is labelled to lack all, and the other late."""
    golds = [json.loads(line) for line in (labelled / "gold.jsonl").read_text().splitlines()]
    for gold in golds:
        gold["missing"] = ["facts", "steps"] if gold["municipalities"] else []
        gold["kinds"] = gold["kinds"] if gold["municipalities"] else ["auto_reply"]
    text = "".join(json.dumps(gold) + "\n" for gold in golds)
    (labelled / "gold.jsonl").write_text(text, encoding="utf-8")
    return labelled


def test_the_worst_errors_come_first(ibt, mislabelled):
    told = json.loads(ibt("evaluate", mislabelled, "--format", "jsonl").out)["errors"]
    assert [each["field"] for each in told][:2] == ["missing", "missing"]
    assert told[0]["expected"] == ["facts", "steps"]
    assert told[0]["found"] == []
    assert told[2] | {"found": []} == {
        "mail": "mails/20-inwoner.eml",
        "field": "kinds",
        "expected": ["auto_reply"],
        "found": [],
    }


def test_no_more_errors_are_told_than_asked_for(ibt, mislabelled):
    told = json.loads(ibt("evaluate", mislabelled, "--errors", "1", "--format", "jsonl").out)
    assert len(told["errors"]) == 1
    assert "Worst errors (1 of " in ibt("evaluate", mislabelled, "--errors", "1").out


def test_each_element_and_each_band_of_confidence_is_told(ibt, labelled):
    told = json.loads(ibt("evaluate", labelled, "--format", "jsonl").out)
    for measure in ("element_present", "element_evidence"):
        assert told[measure]["steps"].keys() == {"precision", "recall", "f1", "n"}
    assert sum(band["mails"] for band in told["calibration"]) == len(FEW)
    assert all(0 <= band["fully_right"] <= 1 for band in told["calibration"])


def test_the_tables_are_readable_at_80_columns(ibt, mislabelled, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = ibt("evaluate", mislabelled).out
    assert max(map(len, out.splitlines())) <= 80
    for name in ("mail fully right", "current_state", "Calibration", "03-wageningen-melding"):
        assert name in out


@pytest.mark.parametrize("options", [(), ("set", "--corrections")])
def test_one_thing_is_measured_on(ibt, options):
    done = ibt("evaluate", *options)
    assert done.status == 2
    assert "one of the two" in done.errors[-1]


def test_a_folder_that_is_no_set_is_one_line(ibt, tmp_path):
    done = ibt("evaluate", tmp_path / "nergens")
    assert (done.status, done.out, len(done.errors)) == (1, "", 1)
    assert "unforeseen" not in done.errors[0]
    assert "gold.jsonl" in done.errors[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"\n{\n", "gold.jsonl, line 2: the line: ", id="no JSON"),
        pytest.param(b'{"file": 1}\n', "gold.jsonl, line 1: file: ", id="other fields"),
        pytest.param(b"\xff\xfe", "gold.jsonl cannot be read as UTF-8", id="no text"),
    ],
)
def test_labels_that_are_none_are_told_with_their_line(ibt, tmp_path, content, told):
    (tmp_path / "gold.jsonl").write_bytes(content)
    done = ibt("evaluate", tmp_path)
    assert (done.status, len(done.errors)) == (1, 1)
    assert told in done.errors[0]
