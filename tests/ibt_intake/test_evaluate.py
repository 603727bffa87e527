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


def test_the_tables_tell_the_errors_asked_for(ibt, labelled):
    done = ibt("evaluate", labelled, "--errors", "3")
    assert done.status == 0
    assert "mail fully right" in done.out


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
