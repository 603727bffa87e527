"""The demo: what it prints, and what it leaves in its folder."""

import shutil
from pathlib import Path

import pytest

from ibt_intake import dovecot
from ibt_intake.demonstration import MARK, clear, mailbox_of, sample
from intake.mailbox.disk import mails_on_disk

pytestmark = pytest.mark.sqlite  # it has a file of its own


def test_all_mails_are_taken_in_judged_and_told(demo):
    assert "from Dovecot on port" in demo.errors
    assert "224 new mails, 0 known already, 224 judged and filed, 0 set aside" in demo.out
    assert "Cases on 1 juli 2026" in demo.out
    assert "37 cases: 0 awaiting, 10 overdue, 5 incomplete, 22 complete; 3 late" in demo.out
    assert "Why, for the mail of" in demo.out
    assert [path.name for path in demo.folder.parent.iterdir()] == [demo.folder.name]


def test_the_mails_stand_in_a_maildir_where_there_is_no_mail_server(tmp_path, monkeypatch):
    monkeypatch.setattr(dovecot, "program", lambda: None)
    with mailbox_of(tmp_path, sample()) as (mailbox, told):
        assert (mailbox.kind, "Maildir" in told) == ("maildir", True)
        found = {each.raw for each in mails_on_disk(mailbox.path, [])}
    assert found == {raw for raw, _ in sample()}


def test_a_folder_that_is_not_the_demos_is_left_alone(ibt, tmp_path):
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "brief.txt").write_text("van mij")
    done = ibt("demo", "--folder", "eigen")
    assert (done.status, len(done.errors)) == (1, 1)
    assert "is not empty and no demo's" in done.errors[0]
    assert (tmp_path / "eigen" / "brief.txt").read_text() == "van mij"


@pytest.fixture
def earlier(tmp_path):
    """A folder as an earlier demo left it, and what it leads to."""
    folder = tmp_path / "demo"
    clear(folder)
    (folder / "lists").mkdir()
    (folder / "lists" / "taken.csv").write_text("x")
    (folder / "intake.db").write_text("x")
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / "brief.txt").write_text("van mij")
    (folder / "elders").symlink_to(tmp_path / "elders")
    return folder


def named_as(folder, how):
    """The same folder by another name: as the one where we are, by a link, or its own."""
    link = folder.parent / "link"
    link.symlink_to(folder)
    return {"here": Path(), "link": link, "own": folder}[how]


@pytest.mark.parametrize("how", ["here", "link", "own"])
def test_the_folder_of_an_earlier_demo_is_emptied_by_any_name(earlier, monkeypatch, how):
    monkeypatch.chdir(earlier)
    clear(named_as(earlier, how))
    assert [each.name for each in earlier.iterdir()] == [MARK]
    assert (earlier.parent / "elders" / "brief.txt").read_text() == "van mij"


def test_a_demo_that_was_stopped_while_it_emptied_its_folder_can_be_run_again(earlier, monkeypatch):
    def stopped(folder):
        (folder / MARK).unlink(missing_ok=True)  # files go in any order
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", stopped)
        with pytest.raises(KeyboardInterrupt):
            clear(earlier)
    clear(earlier)
    assert [each.name for each in earlier.iterdir()] == [MARK]
