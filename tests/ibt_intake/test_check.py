from datetime import date

import pytest
from sqlalchemy import text

from ibt_intake.checking import calendar_line, sign_in_line
from ibt_intake.config import load_config
from tests.databases import by_hand, unguarded
from tests.ibt_intake.mails import mail_at

LONG_AGO = "2026-01-01 00:00:00.000000"
FAR_AHEAD = "2099-01-01 00:00:00.000000"


def lines_of(done):
    """What was found, and whether it is good, by the name of the check."""
    found = {}
    for line in done.out.splitlines():
        found[line[5:17].strip()] = (line[:3].strip(), line[18:])
    return found


@pytest.fixture
def settings(tmp_path):
    def write(text):
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")

    return write


def test_a_sound_installation_is_ok_line_by_line(ibt, tmp_path):
    ibt("ingest", mail_at(tmp_path))
    done = ibt("check")
    assert (done.status, done.errors) == (0, [])
    lines = lines_of(done)
    assert {is_good for is_good, _ in lines.values()} == {"ok"}
    assert lines["calendar"][1].startswith("holidays are known until ")
    assert lines["database"][1] == "sound, 1 mails filed, 0 waiting, 0 waiting for OCR, 0 set aside"
    assert lines["audit trail"][1].startswith("unbroken and signed, ")


def test_a_wrong_setting_is_told_and_the_rest_left_out(ibt, settings):
    settings("[mailbox]\nhosst = 1\n")
    done = ibt("check")
    assert done.status == 1
    assert list(lines_of(done)) == ["settings"]
    assert done.errors == ["ibt-intake: 1 of the checks failed; see the lines that begin with BAD"]


@pytest.mark.parametrize(
    ("today", "is_good", "told"),
    [
        pytest.param(date(2027, 12, 31), True, "until 2028-12-31", id="more than a year ahead"),
        pytest.param(date(2028, 1, 1), True, "; before then, install", id="a year before"),
        pytest.param(date(2028, 12, 31), True, "; before then, install", id="the last day"),
        pytest.param(date(2029, 1, 1), False, "may be wrong; install", id="it has run out"),
    ],
)
def test_the_calendar_tells_ahead_when_its_holidays_run_out(today, is_good, told):
    _, line, is_fine = calendar_line(today)
    assert is_fine is is_good
    assert told in line
    assert ("install" in line) is ("install" in told)


def test_a_mailbox_that_is_not_there_is_told_and_the_rest_is_tried(ibt, settings):
    settings('[mailbox]\nkind = "mbox"\npath = "nergens.mbox"\n')
    done = ibt("check")
    lines = lines_of(done)
    assert done.status == 1
    assert lines["mailbox"][0] == "BAD"
    assert lines["database"][0] == "ok"


def test_an_address_of_no_database_is_a_bad_setting(ibt, settings, monkeypatch):
    monkeypatch.delenv("IBT_INTAKE_DATABASE__URL", raising=False)  # it would go before the file
    settings('[database]\nurl = "nonsense"\n')
    done = ibt("check")
    assert done.status == 1
    assert lines_of(done)["settings"] == (
        "BAD",
        "url under [database] in config.toml is not the address of a known kind of database; write "
        "it as sqlite:///FOLDER/intake.db or postgresql+psycopg://USER@HOST/NAME",
    )


def test_a_language_that_tesseract_lacks_is_told_with_its_package(ibt, settings):
    settings('[reading]\nocr_language = "xyz"\n')
    lines = lines_of(ibt("check"))
    assert lines["scans"] == ("BAD", "Tesseract lacks xyz; install tesseract-ocr-xyz")


def test_without_tesseract_the_packages_are_told(ibt, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    is_good, told = lines_of(ibt("check"))["scans"]
    assert is_good == "BAD"
    assert told.endswith("install tesseract-ocr and tesseract-ocr-nld")


def test_an_audit_trail_that_was_meddled_with_is_told(ibt, tmp_path):
    ibt("ingest", mail_at(tmp_path))
    with by_hand(tmp_path / "ibt-intake-data") as connection:
        unguarded(connection)
        connection.execute(text("UPDATE events SET actor = 'x' WHERE seq = 1"))
    done = ibt("check")
    assert done.status == 1
    assert lines_of(done)["audit trail"] == (
        "BAD",
        "event 1 was changed; restore a back-up and report it",
    )


def test_a_daemon_that_has_been_silent_is_told(ibt, tmp_path):
    ibt("poll")
    with by_hand(tmp_path / "ibt-intake-data") as connection:
        connection.execute(text(f"UPDATE heartbeats SET at = '{LONG_AGO}'"))
    done = ibt("check")
    assert done.status == 1
    assert lines_of(done)["daemon"][0] == "BAD"


def test_a_template_that_is_wrong_is_told_with_its_file_and_line(ibt, settings, tmp_path):
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "digest.txt").write_text("Onderwerp: Ja\n\n{{ weg }}\n", "utf-8")
    settings('[outbox]\ntemplates = "eigen"\n')
    done = ibt("check")
    is_good, told = lines_of(done)["templates"]
    assert (done.status, is_good) == (1, "BAD")
    assert "eigen/digest.txt:3: 'weg' is undefined" in told


@pytest.fixture
def officers():
    """Settings by which officers get mails."""
    return '[outbox]\nofficers = ["ibt@minjenv.nl"]\n'


def test_links_that_lead_to_this_machine_only_are_told(ibt, settings, officers):
    settings(officers)
    is_good, told = lines_of(ibt("check"))["links"]
    assert is_good == "BAD"
    assert "(bounce_notice, digest) lead to http://127.0.0.1:" in told
    settings(f'{officers}[review]\naddress = "https://ibt.minjenv.nl"\n')
    assert lines_of(ibt("check"))["links"][0] == "ok"


def test_without_mails_to_officers_there_are_no_links(ibt, settings, officers):
    settings(f'{officers}[outbox.policies]\ndigest = "off"\nbounce_notice = "off"\n')
    assert "links" not in lines_of(ibt("check"))


def secret_at(path, mode):
    path.write_text("geheim", "utf-8")
    path.chmod(mode)
    return path


SMTP = '[smtp]\nhost = "smtp.example"\nuser = "ibt"\nsender = "ibt@minjenv.nl"\n'


@pytest.mark.parametrize(("mode", "is_told"), [(0o600, False), (0o644, True)])
def test_a_password_of_the_mail_server_that_all_can_read_is_told(settings, tmp_path, mode, is_told):
    secret_at(tmp_path / "smtp.secret", mode)
    settings(f'{SMTP}password_file = "{tmp_path}/smtp.secret"\n')
    _, told, is_good = sign_in_line(load_config(tmp_path / "config.toml"))
    assert is_good is not is_told
    assert (f"chmod o-r {tmp_path}/smtp.secret" in told) is is_told


def test_a_client_secret_of_the_mail_server_near_its_end_is_told(settings, tmp_path):
    secret_at(tmp_path / "smtp.secret", 0o600)
    settings(
        f"{SMTP}[smtp.oauth]\nauthority = 'https://login.example/t'\nclient_id = 'a'\n"
        f"client_secret_file = '{tmp_path}/smtp.secret'\nsecret_expires_on = 2026-01-02\n"
    )
    _, told, is_good = sign_in_line(load_config(tmp_path / "config.toml"))
    assert not is_good
    assert "the client secret expired on 2026-01-02" in told


def test_a_key_of_message_ids_that_all_can_read_is_told(settings, tmp_path):
    key = secret_at(tmp_path / "key", 0o644)
    settings(f'[smtp]\nmessage_id_key_file = "{key}"\n')
    _, told, is_good = sign_in_line(load_config(tmp_path / "config.toml"))
    assert not is_good
    assert f"chmod o-r {key}" in told


def test_a_daemon_that_never_fetched_is_told(ibt, tmp_path):
    ibt("poll")
    with by_hand(tmp_path / "ibt-intake-data") as connection:
        connection.execute(text("DELETE FROM heartbeats"))
        connection.execute(text(f"INSERT INTO heartbeats VALUES ('beginning', '{LONG_AGO}')"))
    is_good, told = lines_of(ibt("check"))["daemon"]
    assert is_good == "BAD"
    assert "and never fetched mail; see whether `ibt-intake run` is alive" in told


def test_a_sender_that_stands_still_in_a_daemon_that_runs_is_told(ibt, tmp_path):
    ibt("poll")
    with by_hand(tmp_path / "ibt-intake-data") as connection:
        connection.execute(text(f"INSERT INTO leases VALUES ('intake', 'a/7', '{FAR_AHEAD}')"))
        connection.execute(text(f"INSERT INTO heartbeats VALUES ('send', '{LONG_AGO}')"))
    is_good, told = lines_of(ibt("check"))["daemon"]
    assert is_good == "BAD"
    assert "sending_failed" in told
