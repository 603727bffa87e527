"""What the README says to type works, and what it shows is what comes out."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from ibt_intake.dovecot import PASSWORD, USER

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONG = 600  # seconds: some commands take in all the sample mails
SAMPLE = ROOT / "intake" / "sample"


def commands(kind: str = "sh") -> list[str]:
    """The lines of the README's blocks of that kind."""
    blocks = re.findall(rf"^ *```{kind}\n(.*?)^ *```", README, re.S | re.M)
    return [line.strip() for block in blocks for line in block.splitlines()]


def program(line: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A line of the README, started as a user would."""
    words = shlex.split(line)
    assert words[0] == "ibt-intake"
    return subprocess.Popen(
        [sys.executable, "-m", "ibt_intake", *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def installation(tmp_path, dovecot):
    """A folder with the files that the README supposes, and a mailbox on a real server."""
    mails = sorted((SAMPLE / "mails").glob("*.eml"))[:6]
    dovecot.append([mail.read_bytes() for mail in mails])
    (tmp_path / "mails").mkdir()
    for mail in mails:
        shutil.copy(mail, tmp_path / "mails")
    shutil.copy(SAMPLE / "requests.csv", tmp_path)
    shutil.copy(ROOT / "config.example.toml", tmp_path / "config.toml")
    (tmp_path / "contacts.csv").write_text("role,contact,address\nmunicipality,Ede,ibt@ede.nl\n")
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "password").chmod(0o600)
    (tmp_path / "first-password").write_text("paard batterij nietje correct")
    settings = {
        "KIND": "imap",
        "HOST": "localhost",
        "PORT": str(dovecot.tls_port),
        "CA_FILE": str(dovecot.ca_file),
        "USER": USER,
        "PASSWORD_FILE": "password",
    }
    environment = {f"IBT_INTAKE_MAILBOX__{key}": value for key, value in settings.items()}
    path = os.environ["PATH"]
    return tmp_path, environment | {"PYTHONPATH": str(ROOT), "PATH": path, "COLUMNS": "200"}


def test_every_command_of_the_readme_works_in_its_order(installation):
    folder, environment = installation
    lines = [line for line in commands() if line.startswith("ibt-intake")]
    assert len(lines) >= 8
    for line in lines:
        started = program(line, folder, environment)
        if line in ("ibt-intake run", "ibt-intake serve"):
            for told in started.stderr:
                if "started" in told or "serving" in told:
                    break
            started.send_signal(signal.SIGTERM)
        output, errors = started.communicate(timeout=LONG)
        assert started.returncode == 0, f"{line}: {output}{errors}"


def test_the_commands_of_make_are_there():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {line.removeprefix("make ") for line in commands() if line.startswith("make ")}
    assert named == {"demo", "test"}
    assert named <= targets


def test_the_files_and_folders_of_the_readme_are_there():
    named = set(re.findall(r"`([a-z_.]+/[a-z_./0-9]*)`", README)) | {"config.example.toml"}
    named |= set(re.findall(r"(?<!\S)-r (\S+\.lock)", README))
    absent = [name for name in named if name != "mails/" and not (ROOT / name).exists()]
    assert absent == []


def test_the_example_is_what_the_demo_prints(tmp_path):
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "COLUMNS": "200"}
    demo = program("ibt-intake demo", tmp_path, environment)
    output = ""
    for line in demo.stdout:
        output += line
        if "Sign in as demo" in line:
            break
    address = re.search(r"http://\S+", output)
    assert address, demo.communicate(timeout=LONG)[1]
    assert "Aanmelden" in httpx2.get(f"{address[0]}/inloggen").text
    demo.send_signal(signal.SIGINT)
    _, errors = demo.communicate(timeout=LONG)
    assert demo.returncode == 0, errors
    shown = [" ".join(line.split()) for line in commands("text") if line]
    printed = {" ".join(line.split()) for line in output.splitlines()}
    assert [line for line in shown if line not in printed] == []
    assert "224 new mails, 0 known already, 224 judged and filed, 0 set aside" in output
