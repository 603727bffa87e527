"""Commands, called in this process from a folder of their own."""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from ibt_intake import cli
from tests.databases import database_url, on_postgresql

ROOT = Path(__file__).parents[2]


@dataclass
class Done:
    """What a command left behind."""

    status: int
    out: str
    errors: list[str]


@pytest.fixture
def ibt(tmp_path, monkeypatch, capsys):
    """Run `ibt-intake` with arguments, on the default settings, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    if on_postgresql():
        url = database_url(tmp_path / "ibt-intake-data")
        monkeypatch.setenv("IBT_INTAKE_DATABASE__URL", url)

    def run(*arguments: object) -> Done:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["ibt-intake", *map(str, arguments)])
        try:
            cli.main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        told = capsys.readouterr()
        return Done(status, told.out, told.err.splitlines())

    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield run
    # A command logs to the standard error it finds, which pytest closes with the test.
    structlog.reset_defaults()
    root.handlers[:], root.level = before


@dataclass
class Demo:
    """What a demo printed, and the folder that it left."""

    folder: Path
    out: str
    errors: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo, played once."""
    folder = tmp_path_factory.mktemp("demo") / "ibt-intake-demo"
    command = [sys.executable, "-m", "ibt_intake", "demo", "--no-serve", "--folder", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Demo(folder, done.stdout, done.stderr)
