"""`ibt-intake worker` where there can be none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def started(folder, *words):
    """The command in an empty folder, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "ibt_intake", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", [("worker",), ("jobs", "list")])
def test_on_sqlite_one_line_says_what_to_do(tmp_path, words):
    done = started(tmp_path, *words)
    assert done.returncode == 1
    assert done.stderr == (
        "ibt-intake: workers need PostgreSQL, and the database is SQLite (ibt-intake-data/"
        "intake.db): start `ibt-intake run` instead, or change url under [database] in "
        "config.toml\n"
    )


def test_several_mailboxes_are_for_workers(tmp_path):
    names = ("noord", "zuid")
    tables = [f'[mailboxes.{name}]\nkind = "maildir"\npath = "{name}"\n' for name in names]
    (tmp_path / "config.toml").write_text("".join(tables))
    done = started(tmp_path, "poll")
    assert done.returncode == 1
    assert done.stderr == (
        "ibt-intake: the settings name 2 mailboxes (noord, zuid), which takes workers; start "
        "`ibt-intake worker`, or leave one under [mailbox] in config.toml\n"
    )


def test_a_queue_that_there_is_not_is_wrong_usage(tmp_path):
    done = started(tmp_path, "worker", "--queues", "read,write")
    assert done.returncode == 2
    assert "'write' is none of fetch, read, ocr, send, deadlines" in done.stderr
