"""`ibt-intake archive`: whole packages or none, told in the trail, and refusals in one line."""

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rules.decisions import ConfirmComplete
from storage.case_decisions import decide_case
from storage.database import open_database, snapshot, transaction
from storage.events import events_by_action
from storage.versions import version_of_case
from tests.databases import database_at
from tests.ibt_intake.mails import EDE, OSS, SAMPLE, mail_at, requests_at
from tests.review.mdto_model import faults_of
from tests.storage.conftest import NOON

ROOT = Path(__file__).parents[2]
KILLED = """\
import os, signal, sys
from ibt_intake import cli, drafts
drafts.put = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
cli.main()
"""


@pytest.fixture
def ede(ibt, tmp_path):
    """A case with a reply, and another without one."""
    ibt("registry", "import", requests_at(tmp_path, EDE, OSS))
    ibt("ingest", mail_at(tmp_path))


def archive(ibt, *arguments):
    return ibt("archive", *arguments, "--to", "uit", "--officer", "beheer")


def exported():
    engine = open_database(database_at("ibt-intake-data"))
    with snapshot(engine) as session:
        found = events_by_action(session, "archived")
    engine.dispose()
    return found


def packages(tmp_path):
    return sorted((tmp_path / "uit").glob("*")) if (tmp_path / "uit").exists() else []


def test_a_package_is_made_and_the_trail_tells_who_made_it(ibt, ede, tmp_path):
    done = archive(ibt, "Ede/7473202", "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    told = json.loads(done.out)
    (file,) = packages(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (told["case"], Path(told["file"]).name) == ("Ede/7473202", file.name)
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert told["size"] == file.stat().st_size
    (event,) = exported()
    assert (event.actor, event.object) == ("beheer", "case:Ede/7473202")
    assert json.loads(event.after) == {"documents": told["pieces"], "sha256": told["sha256"]}
    with zipfile.ZipFile(file) as made:
        (mail,) = [each for each in made.namelist() if each.endswith(".eml")]
        assert made.read(mail) == (tmp_path / "reactie.eml").read_bytes()
    assert "ok   audit trail" in ibt("check").out


def test_the_same_day_gives_the_same_bytes_and_overwrites_only_when_asked(ibt, ede, tmp_path):
    archive(ibt, "Ede")
    (file,) = packages(tmp_path)
    before = file.read_bytes()
    refused = archive(ibt, "Ede")
    assert refused.status == 1
    (line,) = refused.errors
    assert line.endswith(f"{file.name} is there already; name another folder, or add --force")
    assert archive(ibt, "Ede", "--force").status == 0
    assert file.read_bytes() == before
    assert len(exported()) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["Nergens"], 1, "there is no case Nergens; name it as Ede/7473202"),
        (["Ede/1"], 1, "there is no case Ede/1"),
        (["Ede", "9999999"], 1, "there is no case 9999999"),
        ([""], 1, "there is no case ''; name it as Ede/7473202"),
        (["\udcff/7473202"], 1, r"there is no case '\udcff/7473202'; name it as Ede/7473202"),
        (["Ede", "--config", "eeuwig.toml"], 1, "archive.keep_years = 99999: "),
        ([], 2, "name the cases, or ask for all that are closed with --closed"),
        (["Ede", "--closed"], 2, "name the cases, or ask for all that are closed with --closed"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(ibt, ede, tmp_path, arguments, status, told):
    (tmp_path / "eeuwig.toml").write_text("[archive]\nkeep_years = 99999\n")
    done = archive(ibt, *arguments)
    assert (done.status, done.out) == (status, "")
    assert told in done.errors[-1]
    assert packages(tmp_path) == []
    assert exported() == []


def test_a_name_of_several_cases_is_refused_with_their_names(ibt, tmp_path):
    rows = (EDE, EDE.replace("7473202", "7473299"))
    ibt("registry", "import", requests_at(tmp_path, *rows))
    done = archive(ibt, "Ede")
    assert done.status == 1
    assert "Ede may be any of 2 cases; name one: Ede/7473202, Ede/7473299" in done.errors[0]
    assert archive(ibt, "7473299").status == 0


def test_only_closed_cases_are_made_where_none_is_named(ibt, ede, tmp_path):
    none = archive(ibt, "--closed")
    assert (none.status, none.errors) == (0, ["no case is closed; nothing was made"])
    engine = open_database(database_at("ibt-intake-data"))
    with transaction(engine) as session:
        version = version_of_case(session, "Ede", "7473202")
        decide_case(
            session, "Ede", "7473202", ConfirmComplete(), officer="a", version=version, now=NOON
        )
    engine.dispose()
    assert archive(ibt, "--closed").status == 0
    (file,) = packages(tmp_path)
    assert file.name.startswith("Ede-7473202-")
    with zipfile.ZipFile(file) as made:
        assert b"dekkingInTijdEinddatum" in made.read("Ede-7473202/Ede-7473202.mdto.xml")


def test_a_folder_that_cannot_be_written_is_told_in_one_line(ibt, ede, tmp_path):
    (tmp_path / "uit").write_text("een bestand")
    done = ibt("archive", "Ede", "--to", "uit/map", "--officer", "beheer")
    assert done.status == 1
    (line,) = done.errors
    assert "cannot be written (Not a directory); choose another folder" in line


def test_a_folder_whose_name_is_too_long_is_told_in_one_line(ibt, ede):
    done = ibt("archive", "Ede", "--to", "m" * 300, "--officer", "beheer")
    assert done.status == 1
    (line,) = done.errors
    assert "cannot be written (File name too long); choose another folder" in line


def test_a_fault_half_way_leaves_no_file(ibt, ede, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("review.archive.package.put_piece", fail)
    done = archive(ibt, "Ede")
    assert done.status == 1
    assert "cannot be written (No space left on device)" in done.errors[0]
    assert packages(tmp_path) == []
    assert exported() == []


def test_a_program_that_is_killed_leaves_nothing_of_that_name(ibt, ede, tmp_path):
    arguments = ["archive", "Ede", "--to", "uit", "--officer", "beheer"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert [each.name for each in packages(tmp_path) if not each.name.startswith(".")] == []
    assert len(exported()) == 1  # better told in vain than not told
    assert archive(ibt, "Ede").status == 0


def test_a_case_of_the_demo_is_described_as_the_schema_wants(ibt, tmp_path):
    ibt("registry", "import", SAMPLE / "requests.csv")
    mails = SAMPLE / "mails"
    ibt("ingest", mails / "26-goes-melding.eml", mails / "27-goes-reactie.eml")
    assert archive(ibt, "Goes").status == 0
    (file,) = packages(tmp_path)
    with zipfile.ZipFile(file) as made:
        found = {name: made.read(name) for name in made.namelist()}
    assert sum(name.endswith(".eml") for name in found) == 2
    described = [xml for name, xml in found.items() if name.endswith(".mdto.xml")]
    assert len(described) == 11
    assert [faults_of(xml) for xml in described] == [[]] * 11
