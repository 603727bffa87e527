import pytest

from tests.ibt_intake.mails import EDE, OSS, mail_at, requests_at


def test_requests_are_added_and_told(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, EDE, OSS))
    assert (done.status, done.errors) == (0, [])
    assert done.out.splitlines()[-1].split() == ["requests.csv", "requests", "2", "0", "0"]


def test_the_same_file_once_more_changes_nothing(ibt, tmp_path):
    file = requests_at(tmp_path, EDE)
    ibt("registry", "import", file)
    done = ibt("registry", "import", file)
    assert done.out.splitlines()[-1].split() == ["requests.csv", "requests", "0", "0", "1"]


def test_a_changed_row_changes_its_request(ibt, tmp_path):
    ibt("registry", "import", requests_at(tmp_path, EDE))
    done = ibt("registry", "import", requests_at(tmp_path, EDE.replace(",21,", ",28,")))
    assert done.out.splitlines()[-1].split() == ["requests.csv", "requests", "0", "1", "0"]


def test_one_fault_is_one_line_with_row_column_and_remedy(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, EDE.replace("Ede", "Eede")))
    assert (done.status, done.out) == (1, "")
    assert done.errors == [
        "ibt-intake: requests.csv, row 2: municipality = 'Eede' is not known; write its official "
        "name; nothing was changed"
    ]


def test_blank_rows_do_not_shift_the_number_of_the_row_that_is_wrong(ibt, tmp_path):
    done = ibt("registry", "import", requests_at(tmp_path, "", EDE, "", EDE))
    assert done.errors == [
        "ibt-intake: requests.csv, row 5: reference = '7473202' stands in row 3 too; leave one of "
        "them out; nothing was changed"
    ]


def test_every_fault_of_every_file_is_told_and_nothing_changes(ibt, tmp_path):
    good = requests_at(tmp_path, EDE, name="goed.csv")
    one = requests_at(tmp_path, EDE.replace(",21,", ",0,"), name="a.csv")
    two = requests_at(tmp_path, OSS[:-2], name="b.csv")
    done = ibt("registry", "import", good, one, two)
    assert done.status == 1
    first, second = sorted(done.errors[:2])
    assert first.startswith("a.csv, row 2: term_days = '0'")
    assert second.startswith("b.csv, row 2: has 7 cells where the first row has 8")
    assert done.errors[2].endswith("and 1 more; nothing was changed")
    assert ibt("cases", "--format", "jsonl").out == ""


def test_with_mails_on_file_it_says_that_reanalyse_tells_more(ibt, tmp_path):
    ibt("ingest", mail_at(tmp_path))
    done = ibt("registry", "import", requests_at(tmp_path, EDE))
    assert done.status == 0
    assert done.errors == [
        "1 mails were judged before this; `ibt-intake reanalyse` shows what changes for them"
    ]


@pytest.mark.parametrize("content", ["", ";;;\n", "\n\n"])
def test_an_empty_file_is_told_as_such(ibt, tmp_path, content):
    (tmp_path / "leeg.csv").write_text(content)
    done = ibt("registry", "import", "leeg.csv")
    assert done.errors == [
        "ibt-intake: leeg.csv: is empty; the first row names the columns; nothing was changed"
    ]
