"""The demo: what it prints, and what it leaves in its folder."""

import pytest

from ibt_intake import dovecot
from ibt_intake.demonstration import mailbox_of, sample
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
