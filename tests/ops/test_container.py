"""The image and the containers, linted and held against the rules that matter; none is built."""

import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from dockerfile_parse import DockerfileParser

from ibt_intake.cli import COMMANDS
from ibt_intake.config import load_config

ROOT = Path(__file__).parents[2]
FILE = ROOT / "Containerfile"
PROGRAMS = ("daemon", "pages")
SECRET = re.compile(r"pass|secret|token|key", re.IGNORECASE)


@pytest.fixture(scope="module")
def lines():
    """The instructions of the Containerfile."""
    return [
        each
        for each in DockerfileParser(fileobj=BytesIO(FILE.read_bytes())).structure
        if each["instruction"] != "COMMENT"
    ]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yml").read_text())


def values(lines, instruction):
    """What follows each instruction of that name."""
    return [each["value"] for each in lines if each["instruction"] == instruction]


def last_stage(lines):
    """The instructions that make the image itself."""
    starts = [at for at, each in enumerate(lines) if each["instruction"] == "FROM"]
    return lines[starts[-1] :]


def hadolint(file):
    """What the linter finds."""
    program = Path(sys.executable).with_name("hadolint")
    done = subprocess.run(
        [program, "--format", "json", file], capture_output=True, text=True, check=False
    )
    return [f"{each['line']} {each['code']} {each['message']}" for each in json.loads(done.stdout)]


def test_the_linter_finds_nothing(tmp_path):
    assert hadolint(FILE) == []
    (tmp_path / "Containerfile").write_text(FILE.read_text().replace("12.12-slim", "latest"))
    assert "DL3007" in hadolint(tmp_path / "Containerfile")[0]


def test_nothing_runs_as_root_or_through_a_shell(lines):
    stage = last_stage(lines)
    assert values(stage, "USER") == ["10001:10001"]
    assert values(stage, "ENTRYPOINT") == ['["ibt-intake"]']
    command = json.loads(values(stage, "CMD")[0])
    assert command[0] in COMMANDS


def test_base_images_are_those_of_one_version(lines):
    bases = {each.split(" AS ")[0] for each in values(lines, "FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"docker\.io/library/debian(:\d+\.\d+-slim|@sha256:[0-9a-f]{64})", *bases)


def test_nothing_comes_from_elsewhere_but_packages_with_their_hashes(lines):
    assert values(lines, "ADD") == []
    assert not any("://" in each for each in values(lines, "RUN"))
    installs = [each for each in values(lines, "RUN") if "pip install" in each]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps" in installs[1]


def test_no_secret_is_in_the_image(lines):
    told = values(lines, "ENV") + values(lines, "ARG")
    assert not any(SECRET.search(each) for each in told)


def test_what_is_copied_is_there_and_no_more_is_sent_to_the_build(lines):
    copied = {
        name
        for each in values(lines, "COPY")
        if not each.startswith("--from")
        for name in each.split()[:-1]
    }
    assert [name for name in copied if not (ROOT / name).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    kept = {line[1:] for line in ignored if line.startswith("!")}
    assert kept == copied
    assert "*" in ignored
    assert not any(fnmatch("config.toml", each) for each in kept)


@pytest.mark.parametrize("name", [*PROGRAMS, "database"])
def test_each_container_is_locked_in(compose, name):
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert not [each for each in service["volumes"] if each.startswith(("/", "~"))]


def test_the_database_is_on_no_network_and_the_pages_on_this_machine_alone(compose):
    services = compose["services"]
    assert services["database"]["network_mode"] == "none"
    assert [name for name in services if "ports" in services[name]] == ["pages"]
    assert services["pages"]["ports"] == ["127.0.0.1:8740:8740"]


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_a_container_starts_and_asks_is_a_command_that_there_is(compose, name):
    service = compose["services"][name]
    assert service["command"][0] in COMMANDS
    asked = service["healthcheck"]["test"]
    assert asked[:2] == ["CMD", "python3"] or asked[2] in COMMANDS
    if asked[1] == "python3":
        compile(asked[3], "healthcheck", "exec")


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_settings_of_a_container_are_settings(compose, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for key, value in compose["services"][name]["environment"].items():
        monkeypatch.setenv(key, value)
    config = load_config(None)
    assert config.database.url.startswith("postgresql+psycopg://")
    assert config.log.format == "json"
    secret = Path(config.mailbox.password_file or "")
    assert secret.name in compose["secrets"]
    assert name == "pages" or secret.name in compose["services"][name]["secrets"]


def test_secrets_are_files_and_none_is_written_down(compose):
    assert all(set(each) == {"file"} for each in compose["secrets"].values())
    for service in compose["services"].values():
        for key, value in service["environment"].items():
            assert not SECRET.search(key) or value.startswith("/run/secrets/")
    used = {name for each in compose["services"].values() for name in each.get("secrets", [])}
    assert used == set(compose["secrets"])


def test_volumes_that_are_named_are_declared(compose):
    named = {
        each.partition(":")[0]
        for service in compose["services"].values()
        for each in service["volumes"]
        if not each.startswith(".")
    }
    assert named == set(compose["volumes"])
