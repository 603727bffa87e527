"""SIGTERM while a command takes mail in, or is only about to."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from intake import lots
from tests.ibt_intake.mails import REPLY, mail_at
from tests.servers import PATIENCE

ROOT = Path(__file__).parents[2]
TOLD = "ibt-intake: told to stop; the mail in hand was finished, run again for the rest"
WHILE_IT_LOADS = """
import os, signal, sys
from ibt_intake import cli, config
config.load_config = lambda _: os.kill(os.getpid(), signal.SIGTERM)
cli.main()
"""


@pytest.mark.parametrize(
    ("arguments", "status"), [(["run"], 0), (["poll"], 1), (["ingest", "x.eml"], 1)]
)
def test_a_command_that_still_loads_ends_with_one_line(tmp_path, arguments, status):
    done = subprocess.run(
        [sys.executable, "-c", WHILE_IT_LOADS, *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    told = "ibt-intake: told to stop before it took in any mail\n"
    assert (done.returncode, done.stdout, done.stderr) == (status, "", told)


@pytest.fixture
def told_at_first_mail(monkeypatch):
    """The program is told to stop while it has its first mail in hand."""
    before = lots.take_once

    def told(*arguments, **options):
        monkeypatch.setattr(lots, "take_once", before)
        os.kill(os.getpid(), signal.SIGTERM)
        for thread in threading.enumerate():
            if thread.name == "signals":
                thread.join(10)
        return before(*arguments, **options)

    monkeypatch.setattr(lots, "take_once", told)


def numbered(number):
    return REPLY.replace("reactie-1", f"reactie-{number}")


def test_ingest_finishes_the_mail_in_hand_and_the_next_run_the_rest(
    ibt, tmp_path, told_at_first_mail
):
    folder = tmp_path / "post"
    folder.mkdir()
    for number in range(3):
        mail_at(folder, numbered(number), f"{number}.eml")
    done = ibt("ingest", folder, "--format", "jsonl")
    assert (done.status, done.errors) == (1, [TOLD])
    assert json.loads(done.out) == {
        "new": 3,
        "known": 0,
        "filed": 1,
        "set_aside": 0,
        "wants_ocr": 0,
    }
    done = ibt("ingest", folder, "--format", "jsonl")
    assert json.loads(done.out) == {
        "new": 0,
        "known": 3,
        "filed": 2,
        "set_aside": 0,
        "wants_ocr": 0,
    }


def test_poll_finishes_the_mail_in_hand(ibt, tmp_path, told_at_first_mail):
    inbox = tmp_path / "ibt-intake-data" / "maildir" / "new"
    inbox.mkdir(parents=True)
    for part in ("cur", "tmp"):
        (inbox.parent / part).mkdir()
    for number in range(3):
        (inbox / f"{number}.a.b").write_text(numbered(number), encoding="utf-8")
    done = ibt("poll", "--format", "jsonl")
    assert (done.status, done.errors) == (1, [TOLD])
    assert json.loads(done.out)["filed"] == 1
