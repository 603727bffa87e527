import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from intake.config import MailboxConfig
from intake.errors import Stop, TryLater
from intake.mailbox import open_mailbox
from intake.mailbox.disk import mails_on_disk
from tests.intake.mails import numbered

POSTMARK = b"From a@b Thu Apr  9 08:00:00 2026\n"


@pytest.fixture
def maildir(tmp_path):
    path = tmp_path / "Maildir"
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True)
    return path


def uids_of(path, kind="maildir"):
    mailbox = open_mailbox(MailboxConfig(kind=kind, path=path))
    return mailbox.uids("INBOX")


def raws_at(path):
    return [mail.raw for mail in mails_on_disk(path, [])]


def test_flags_and_moves_of_officers_leave_the_uid(maildir):
    (maildir / "new" / "1.host").write_bytes(numbered(1))
    before = uids_of(maildir)
    (maildir / "new" / "1.host").rename(maildir / "cur" / "1.host:2,S")
    assert uids_of(maildir) == before


def test_a_mail_moved_between_listing_and_reading_is_still_read(maildir):
    (maildir / "new" / "1.host").write_bytes(numbered(1))
    mailbox = open_mailbox(MailboxConfig(path=maildir))
    uids = mailbox.uids("INBOX")
    (maildir / "new" / "1.host").rename(maildir / "cur" / "1.host:2,S")
    assert [mail.raw for batch in mailbox.fetch("INBOX", uids) for mail in batch] == [numbered(1)]


def test_another_mail_under_an_old_name_is_another_mail(tmp_path):
    (tmp_path / "mail.eml").write_bytes(numbered(1))
    before = uids_of(tmp_path, "folder")
    (tmp_path / "mail.eml").write_bytes(numbered(1, lines=2))
    assert uids_of(tmp_path, "folder") != before


def test_folders_of_a_maildir_stand_beside_its_inbox(maildir):
    folder = maildir / ".Archief.2026"
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    (folder / "cur" / "1.host:2,").write_bytes(numbered(1))
    mailbox = open_mailbox(MailboxConfig(path=maildir, folders=("INBOX", "Archief/2026")))
    assert mailbox.state("INBOX").count == 0
    assert mailbox.state("Archief/2026").count == 1


def test_deleting_a_mail_of_an_mbox_leaves_the_uids_of_the_others(tmp_path):
    path = tmp_path / "mails.mbox"
    mails = [POSTMARK + numbered(number).replace(b"\r\n", b"\n") + b"\n" for number in range(3)]
    path.write_bytes(b"".join(mails))
    before = uids_of(path, "mbox")
    path.write_bytes(mails[0] + mails[2])
    assert uids_of(path, "mbox") == [before[0], before[2]]


def test_an_mbox_gives_back_what_it_had_to_quote(tmp_path):
    path = tmp_path / "mails.mbox"
    body = b"Subject: a\n\nFrom now on we write.\n\n>From here\n>>From there\n"
    path.write_bytes(POSTMARK + body + b"\n" + POSTMARK + b"Subject: b\n\nx\n")
    expected = b"Subject: a\n\nFrom now on we write.\n\nFrom here\n>From there\n"
    assert raws_at(path) == [expected, b"Subject: b\n\nx\n"]


def test_an_mbox_in_use_is_left_for_the_next_pass(tmp_path):
    path = tmp_path / "mails.mbox"
    path.write_bytes(POSTMARK + numbered(1))
    # Locks of fcntl hold between processes only.
    program = f"""
import fcntl, sys
file = open({str(path)!r}, "ab")
fcntl.lockf(file, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"locked\n"
        with pytest.raises(TryLater, match="is being written to"):
            uids_of(path, "mbox")
        writer.stdin.close()
    assert len(uids_of(path, "mbox")) == 1


def test_a_folder_is_read_with_those_below_it_sorted(tmp_path):
    for name in ("b.eml", "a/2.EML", "a/10.eml", "a/readme.txt", ".half.eml", "c/d/e.eml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(f"Subject: {name}\r\n\r\n".encode())
    subjects = [raw.split()[1].decode() for raw in raws_at(tmp_path)]
    assert subjects == ["a/10.eml", "a/2.EML", "b.eml", "c/d/e.eml"]


def test_each_kind_on_disk_is_recognised(tmp_path, maildir):
    (maildir / "cur" / "1.host:2,S").write_bytes(numbered(1))
    (tmp_path / "one.eml").write_bytes(numbered(1))
    (tmp_path / "export").write_bytes(POSTMARK + numbered(1))
    for path in (maildir, tmp_path / "one.eml", tmp_path / "export"):
        assert raws_at(path) == [numbered(1)]


def test_the_same_file_has_the_same_place_each_time(tmp_path):
    path = tmp_path / "one.eml"
    path.write_bytes(numbered(1))
    assert list(mails_on_disk(path, [])) == list(mails_on_disk(path, []))


def test_without_a_received_header_the_file_tells_when(tmp_path):
    path = tmp_path / "one.eml"
    path.write_bytes(b"Subject: x\r\n\r\nbody\r\n")
    os.utime(path, (1775728800, 1775728800))
    (mail,) = mails_on_disk(path, [])
    assert mail.received_at == datetime(2026, 4, 9, 10, 0, tzinfo=UTC)


def test_without_a_received_header_the_postmark_tells_when(tmp_path):
    path = tmp_path / "mails.mbox"
    path.write_bytes(POSTMARK + b"Subject: x\n\nbody\n")
    (mail,) = mails_on_disk(path, [])
    assert mail.received_at == datetime(2026, 4, 9, 8, 0, tzinfo=UTC)


def test_files_are_left_as_they_were(maildir):
    path = maildir / "new" / "1.host"
    path.write_bytes(numbered(1))
    mailbox = open_mailbox(MailboxConfig(path=maildir, mark="keyword"))
    before = path.stat().st_mtime_ns
    list(mailbox.fetch("INBOX", mailbox.uids("INBOX")))
    mailbox.mark("INBOX", 1, mailbox.uids("INBOX"))
    assert [each.name for each in maildir.rglob("*.host*")] == ["1.host"]
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("kind", ["maildir", "mbox", "folder"])
def test_a_missing_path_names_the_setting(kind, tmp_path):
    with pytest.raises(Stop, match=r"nowhere.*check kind, path and folders under \[mailbox\]"):
        uids_of(tmp_path / "nowhere", kind)


def test_what_is_no_mail_is_said_to_be_none(tmp_path):
    path = tmp_path / "brief.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(Stop, match="is no mail; give an"):
        list(mails_on_disk(path, []))


def test_the_default_maildir_is_set_up(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert open_mailbox(MailboxConfig()).uids("INBOX") == []
