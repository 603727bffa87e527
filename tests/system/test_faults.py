"""What is wrong outside the program is told in one line, and nothing is lost by it."""

import pytest

from storage.ledger import State
from tests.servers import PASSWORD
from tests.system.filled_disk import MAILS, all_come_in, line_of, mounted, told
from tests.system.mails import some
from tests.system.programs import installation_at


@pytest.fixture
def filled(installation, dovecot):
    """An installation whose mailbox holds mails."""
    dovecot.append(some(MAILS))
    return installation


def poll_fails(installation):
    """The line of a pass that failed before it met any mail."""
    done = installation.run("poll")
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("ibt-intake: ")
    return line.removeprefix("ibt-intake: ")


def test_a_wrong_password(filled):
    secret = filled.folder / "password"
    secret.write_text("verkeerd")
    line = poll_fails(filled)
    port = filled.settings["mailbox"]["port"]
    assert (
        told(line, f"127.0.0.1:{port} refuses the login of user 'postbus'", "password_file") == []
    )
    assert "verkeerd" not in line
    secret.write_text(PASSWORD)
    assert all_come_in(filled)


def test_a_wrong_password_ends_the_daemon_at_its_start(filled):
    (filled.folder / "password").write_text("verkeerd")
    filled.settings["log"]["level"] = "error"
    line = line_of(filled.run("run"))
    assert told(line, "refuses the login", "check user and password_file") == []


def test_an_unknown_host(filled):
    filled.settings["mailbox"] |= {"host": "nergens.invalid", "security": "tls"}
    line = poll_fails(filled)
    assert told(line, "no server is known by the name nergens.invalid", "check host") == []


def test_nobody_listens(filled, dovecot):
    dovecot.stop()
    line = poll_fails(filled)
    assert told(line, "refuses the connection", "check host and port under [mailbox]") == []


def test_a_certificate_that_has_run_out(expired_dovecot, tmp_path):
    installation = installation_at(tmp_path, expired_dovecot)
    expired_dovecot.append(some(MAILS))
    installation.settings["mailbox"] |= {
        "security": "tls",
        "port": expired_dovecot.tls_port,
        "ca_file": str(expired_dovecot.ca_file),
    }
    line = poll_fails(installation)
    assert told(line, "the certificate of 127.0.0.1", "has expired", "have it renewed") == []
    assert installation.counts()[State.KEPT] == 0


def test_a_missing_folder_does_not_hold_up_the_others(filled):
    filled.settings["mailbox"]["folders"] = ["Verdwenen", "INBOX"]
    done = filled.run("poll")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert told(line, "folder 'Verdwenen' cannot be opened", "the server has INBOX") == []
    assert "check folders under [mailbox]" in line
    assert filled.filed() == MAILS


def test_an_unknown_key_in_the_settings(filled):
    filled.settings["mailbox"]["pasword_file"] = "x"
    line = line_of(filled.run("run"))
    assert told(line, "config.toml: mailbox.pasword_file", "did you mean password_file?") == []


@pytest.mark.parametrize(
    ("name", "content", "parts"),
    [
        pytest.param("a.csv", b"%PDF-1.7\n...", ["is neither CSV nor XLSX"], id="PDF"),
        pytest.param("a.csv", b"PK\x03\x04...", ["is not XLSX that can be read"], id="broken zip"),
        pytest.param("a.csv", b"", ["is empty"], id="empty"),
        pytest.param("a.csv", b";;;\n;;\n", ["is empty"], id="separators alone"),
        pytest.param("a.csv", b"Geachte heer,\n\nDank.\n", ["a.csv, row 3"], id="a letter"),
    ],
)
def test_a_file_that_is_no_csv(installation, name, content, parts):
    file = installation.folder / name
    file.write_bytes(content)
    line = line_of(installation.run("registry", "import", str(file)))
    assert told(line, *parts, name, "nothing was changed") == []


@pytest.mark.sqlite
def test_r16_a_disk_that_cannot_be_written(filled):
    data = filled.folder / "data"
    data.mkdir()
    where, mount = mounted(data, "ro")
    line = line_of(filled.run("poll", before=[*where, "sh", "-c", f'{mount}; exec "$@"', "sh"]))
    assert told(line, "data/intake.db cannot be made", "write rights", "url under [database]") == []
    assert all_come_in(filled)


@pytest.mark.sqlite
def test_r16_a_database_that_cannot_be_written_any_more(filled):
    data = filled.folder / "data"
    assert filled.run("cases").returncode == 0
    where, _ = mounted(data, "size=1m")
    again = f'mount --bind "{data}" "{data}" && mount -o remount,bind,ro "{data}"; exec "$@"'
    line = line_of(filled.run("poll", before=[*where, "sh", "-c", again, "sh"]))
    assert told(line, "data/intake.db cannot be written", "write rights on the file") == []
    assert all_come_in(filled)
