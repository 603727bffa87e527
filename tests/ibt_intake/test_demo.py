import pytest

from ibt_intake import dovecot


@pytest.mark.parametrize("way", ["Dovecot", "Maildir"])
def test_the_sample_is_taken_in_judged_and_told(ibt, tmp_path, monkeypatch, way):
    if way == "Maildir":
        monkeypatch.setattr(dovecot, "program", lambda: None)
    done = ibt("demo", "--no-serve")
    assert done.status == 0, done.errors
    assert way in done.errors[0]
    assert "44 new mails, 0 known already, 44 judged and filed, 0 set aside" in done.out
    assert "Cases on 1 juli 2026" in done.out
    assert "Why, for the mail of" in done.out
    assert [path.name for path in tmp_path.iterdir()] == ["ibt-intake-demo"]


def test_a_folder_that_is_not_the_demos_is_left_alone(ibt, tmp_path):
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "brief.txt").write_text("van mij")
    done = ibt("demo", "--folder", "eigen")
    assert (done.status, len(done.errors)) == (1, 1)
    assert "is not empty and no demo's" in done.errors[0]
    assert (tmp_path / "eigen" / "brief.txt").read_text() == "van mij"
