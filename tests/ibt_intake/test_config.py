"""The configuration: defaults, file, environment, and what a wrong key is told."""

import codecs
import re
import tomllib
from pathlib import Path

import pytest

from ibt_intake.config import Config, load_config
from ibt_intake.errors import ConfigError
from ibt_intake.example import example

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def fault_of(toml: str) -> str:
    Path("config.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(None)
    return str(caught.value)


def test_without_a_file_the_embedded_defaults_work():
    config = load_config(None)
    assert config.mailbox.kind == "maildir"
    assert config.database.url.startswith("sqlite:///")


def test_a_file_is_read_and_the_environment_overrides_it(monkeypatch):
    Path("own.toml").write_text('[mailbox]\nhost = "a.example"\nuser = "x"\n', encoding="utf-8")
    monkeypatch.setenv("IBT_INTAKE_MAILBOX__HOST", "b.example")
    config = load_config(Path("own.toml"))
    assert (config.mailbox.host, config.mailbox.user) == ("b.example", "x")


@pytest.mark.parametrize(
    ("toml", "parts"),
    [
        pytest.param(
            '[mailbox]\nhosst = "x"', ["mailbox.hosst", "'x'", "did you mean host?"], id="misspelt"
        ),
        pytest.param("[mailbox]\nport = 0", ["mailbox.port", "0", "greater than"], id="too small"),
        pytest.param('[mailbox]\nkind = "pop"', ["mailbox.kind", "'pop'", "'imap'"], id="choice"),
        pytest.param("[log]\nzz = 1", ["log.zz", "known here: format, level"], id="other key"),
        pytest.param("[mailbx]\na = 1", ["mailbx", "did you mean mailbox?"], id="section"),
        pytest.param(
            '[mailbox.oauth]\nclient_id = "x"',
            ["mailbox.oauth.authority is missing", "config.example.toml"],
            id="missing",
        ),
        pytest.param(
            '[mailbox.oauth]\nauthority = "https://issuer.example"\nclient_id = "x"\n'
            'client_secret_file = "x"\nsecret_expires_on = "31-01-2027"',
            ["mailbox.oauth.secret_expires_on", "'31-01-2027'", "as 2027-01-31"],
            id="day",
        ),
        pytest.param(
            "[reading]\nmail_seconds = inf",
            ["reading.mail_seconds", "inf", "finite number"],
            id="no end",
        ),
        pytest.param(
            "[smtp]\ngive_up_hours = 99999999999",
            ["smtp.give_up_hours", "99999999999", "at most 87600"],
            id="longer than any clock",
        ),
        pytest.param("[mailbox", ["is not TOML", "config.example.toml"], id="no TOML"),
    ],
)
def test_a_wrong_file_is_told_key_value_and_remedy_in_one_line(toml, parts):
    message = fault_of(toml)
    assert "config.toml" in message
    assert "\n" not in message
    assert [part for part in parts if part not in message] == []


def test_a_named_file_that_is_absent_is_refused():
    with pytest.raises(ConfigError, match=r"none\.toml: no such file; copy config\.example\.toml"):
        load_config(Path("none.toml"))


def test_a_misspelt_section_in_the_environment_is_refused(monkeypatch):
    monkeypatch.setenv("IBT_INTAKE_MAILBX__HOST", "x")
    with pytest.raises(ConfigError, match="IBT_INTAKE_MAILBX__HOST names no section"):
        load_config(None)


def test_the_example_file_is_what_the_settings_say():
    assert (ROOT / "config.example.toml").read_text(encoding="utf-8") == example()


def test_the_example_file_uncommented_gives_the_defaults():
    lines = example().splitlines()
    keys = [re.sub(r"^# (?=[a-z_]+ = |\[)", "", line) for line in lines]
    # Keys without a default stand there without a value; what is popped cannot do without.
    # NAME stands for a name.
    valued = [line for line in keys if not re.fullmatch(r"[a-z_]+ =", line)]
    text = "\n".join(valued)
    tables = tomllib.loads(text)
    tables.pop("mailboxes")
    tables["mailbox"].pop("oauth")
    tables["smtp"].pop("oauth")
    tables["review"].pop("oidc")
    for concept in ("category", "classification", "restriction"):
        tables["archive"].pop(concept)
    assert Config(**tables) == Config()


@pytest.mark.parametrize(
    ("start", "told"),
    [
        pytest.param(codecs.BOM_UTF8, "begins with a byte order mark; save it", id="mark"),
        pytest.param("# privé\n".encode("latin-1"), "is not UTF-8: invalid", id="Latin-1"),
    ],
)
def test_file_in_another_encoding_tells_how_to_save_it(tmp_path, start, told):
    file = tmp_path / "config.toml"
    file.write_bytes(start + b'[mailbox]\nkind = "maildir"\n')
    with pytest.raises(ConfigError, match=told):
        load_config(file)
