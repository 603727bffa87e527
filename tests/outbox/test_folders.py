"""The folder of .eml files, and the IMAP folder of what was sent."""

import os
import stat
from dataclasses import replace

import pytest

from ibt_intake.dovecot import PASSWORD, USER
from intake.config import MailboxConfig
from intake.mailbox.signin import signed_in
from outbox.compose import composed
from outbox.errors import Later, ServerAway
from outbox.folder import MailFolder, name_of
from outbox.sent_folder import SentFolder
from tests.outbox.mails import NOON, US, letter

MAIL = composed(letter(1), US, NOON)
OTHER = composed(letter(2), US, NOON)


def test_a_mail_becomes_a_file_that_only_we_may_read(tmp_path):
    folder = MailFolder(tmp_path / "outbox")
    folder.send(MAIL, lambda: None)
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.read_bytes() == MAIL.raw
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (folder.holds(MAIL.message_id), folder.holds(OTHER.message_id)) == (True, False)


def test_a_mail_that_is_there_is_not_written_again(tmp_path):
    folder = MailFolder(tmp_path)
    folder.send(MAIL, lambda: None)
    folder.send(replace(MAIL, raw=b"later"), lambda: None)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [MAIL.raw]


def test_what_keeps_the_note_from_being_written_keeps_the_mail_away(tmp_path):
    def full():
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        MailFolder(tmp_path).send(MAIL, full)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_says_so(tmp_path):
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(ServerAway, match=r"cannot be written to.*folder under \[outbox\]"):
        MailFolder(tmp_path / "outbox").send(MAIL, lambda: None)
    with pytest.raises(ServerAway, match="cannot be written to"):
        MailFolder(tmp_path / "outbox").try_out()


def test_no_message_id_leads_out_of_the_folder(tmp_path):
    for message_id in ("<../../etc/passwd@x>", "</a/b@x>", "<.x@y>", "<>", "<" + "a" * 900 + "@b>"):
        name = name_of(message_id)
        assert os.path.basename(name) == name
        assert not name.startswith("..")
        assert len(name) < 255


@pytest.fixture
def sent_folder(dovecot, tmp_path):
    """Makes the folder Verzonden of a real server's mailbox, looked at as we do."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    config = MailboxConfig(
        kind="imap",
        host="127.0.0.1",
        port=dovecot.port,
        security="plain",
        user=USER,
        password_file=secret,
    )
    dovecot.append([b"Message-ID: <other@example.nl>\r\n\r\nx\r\n"], "Verzonden")

    def make(name="Verzonden", *, is_ours=True):
        return SentFolder(lambda: signed_in(config, None), name, is_ours=is_ours)

    return make


def test_a_copy_is_kept_once_and_found_by_its_message_id(sent_folder, dovecot):
    folder = sent_folder()
    assert folder.holds(MAIL.message_id) is None
    folder.keep(MAIL)
    folder.keep(MAIL)
    assert folder.holds(MAIL.message_id) is True
    assert folder.holds(OTHER.message_id) is None
    with dovecot.session("Verzonden") as client:
        _, data = client.search(None, "HEADER", "Auto-Submitted", "auto-generated")
        (number,) = data[0].split()
        _, [(_, raw), *_] = client.fetch(number, "(BODY.PEEK[])")
    assert raw == MAIL.raw


def test_where_the_server_keeps_copies_we_only_look(sent_folder):
    folder = sent_folder(is_ours=False)
    folder.keep(MAIL)
    assert folder.holds(MAIL.message_id) is None


def test_a_folder_that_is_not_there_is_told_with_its_setting(sent_folder):
    with pytest.raises(Later, match=r"no folder 'Weg'; check sent_folder under \[smtp\]"):
        sent_folder("Weg").holds(MAIL.message_id)


def test_a_mailbox_that_is_away_says_nothing(sent_folder, dovecot):
    folder = sent_folder()
    dovecot.stop()
    with pytest.raises(Later, match="cannot be reached"):
        folder.holds(MAIL.message_id)
