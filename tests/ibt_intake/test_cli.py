"""The command line's promises: help at once, exit statuses, one line for a failure."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ibt_intake import cli
from tests.servers import PATIENCE

ROOT = Path(__file__).parents[2]


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a user starts it."""
    return subprocess.run(
        [sys.executable, "-m", "ibt_intake", *arguments],
        cwd=cwd or ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_help(name):
    done = run(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage:")
    if name not in (
        "account",
        "audit",
        "corrections",
        "jobs",
        "outbox",
        "registry",
        "templates",
        "token",
    ):  # their subcommands have the options
        assert "--config FILE" in done.stdout


def test_help_loads_none_of_the_large_libraries():
    code = "import sys; sys.argv = ['ibt-intake', '--help']\n"
    code += "from ibt_intake.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "large = {'spacy', 'sqlmodel', 'sqlalchemy', 'pydantic', 'mailparser', 'rich'}\n"
    code += "print('loaded:', sorted(large & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_the_help_of_no_command_loads_the_language():
    code = "import sys; from ibt_intake.cli import COMMANDS, main\n"
    code += "for name in COMMANDS:\n"
    code += "    sys.argv = ['ibt-intake', name, '--help']\n"
    code += "    try: main()\n"
    code += "    except SystemExit as stop: assert not stop.code\n"
    code += "print('loaded:', sorted({'spacy', 'sqlalchemy', 'numpy'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_the_variable_that_a_fault_recommends_is_accepted(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "ibt_intake", "cases", "--format", "jsonl"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "IBT_INTAKE_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_command_is_wrong_usage():
    done = run("pol")
    assert done.returncode == 2
    assert "No such command 'pol'" in done.stderr


def test_a_wrong_setting_is_one_line_and_status_1(tmp_path):
    (tmp_path / "config.toml").write_text('[mailbox]\nhosst = "x"\n', encoding="utf-8")
    done = run("poll", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "ibt-intake: config.toml: mailbox.hosst = 'x': unknown key; did you mean host?"
    ]


def test_an_unforeseen_fault_names_its_place_and_no_word_of_a_mail(monkeypatch, capsys):
    def broken() -> None:
        raise RuntimeError("Geachte minister")

    monkeypatch.setattr(cli, "group", click.command()(broken))
    monkeypatch.setattr(sys, "argv", ["ibt-intake"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    told = capsys.readouterr().err
    assert stopped.value.code == 1
    assert len(told.splitlines()) == 1
    assert "unforeseen RuntimeError at" in told
    assert "test_cli.py" in told
    assert "Geachte" not in told


def test_a_full_disk_under_the_output_is_one_line(tmp_path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ibt_intake", "cases"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written (No space left on device)" in done.stderr


def test_a_section_given_as_a_whole_by_the_environment_is_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "ibt_intake", "cases"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "IBT_INTAKE_MAILBOX": "imap"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "write IBT_INTAKE_SECTION__KEY" in done.stderr


def test_the_version_is_told_in_a_checkout_that_is_not_installed(tmp_path):
    code = "import importlib.metadata as m\n"
    code += "def none(name): raise m.PackageNotFoundError(name)\n"
    code += "m.version = none\nfrom ibt_intake.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"ibt-intake, version \d+\.\d+\.\d+\n", done.stdout)
