"""Mails with scans behind the daemon: all others go first, and nothing that ends it loses one."""

import json
import os
import shutil
import signal

import pytest
from sqlmodel import select

from storage.ledger import State
from storage.tables.mails import ReadingRow
from tests import files
from tests.files import File, mail_with
from tests.intake.mails import numbered
from tests.system.programs import until

PAGES = 6


def scan(pages=PAGES):
    """A mail that takes seconds to recognise; its last page says the most."""
    texts = [f"Dit is bladzijde {number} van de brief." for number in range(1, pages)]
    last = "De gemeente heeft twaalf plaatsen."
    return mail_with(
        File("scan.pdf", files.scanned_pdf(*texts, last)), message_id="<scan@example.nl>"
    )


def text_of_scan(installation):
    """What was read of the mail with the scan, None where it is not filed."""

    def asked(session):
        readings = session.exec(select(ReadingRow.content)).all()
        return next((each for each in readings if "scan.pdf" in each), None)

    return installation.look(asked)


def test_mails_behind_a_scan_are_filed_before_it(installation, dovecot):
    dovecot.append([scan(), *(numbered(n) for n in range(20))])
    program = installation.start()
    program.wait_for("filed", times=20)
    assert installation.counts()[State.WANTS_OCR] == 1
    dovecot.append([numbered(20)])
    program.wait_for("filed", times=21)
    program.wait_for("recognised")
    assert [len(program.events(name)) for name in ("put_off", "filed")] == [1, 22]
    assert "twaalf plaatsen" in text_of_scan(installation)
    assert program.end(signal.SIGTERM) == 0
    assert installation.failures() == {}


def in_hand(installation):
    """Whether the scan is being recognised."""
    return any(tries for tries, _ in installation.failures().values())


def slow_tesseract(folder):
    """A folder with a Tesseract that takes its time, however quick the machine is."""
    program = folder / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nsleep 5\nexec {shutil.which("tesseract")} "$@"\n')
    program.chmod(0o755)
    return program.parent


@pytest.fixture
def recognising(installation, dovecot):
    """A daemon with a scan in hand that takes long."""
    dovecot.append([scan(30)])
    program = installation.start()
    program.wait_for("put_off")
    until(lambda: in_hand(installation), "the scan in hand")
    return program


def test_a_daemon_that_is_killed_over_a_scan_goes_on_with_it(installation, recognising):
    recognising.end(signal.SIGKILL)
    assert installation.counts()[State.WANTS_OCR] == 1
    done = installation.run("poll", seconds=600)
    assert done.returncode == 0, done.stderr
    assert installation.counts()[State.FILED] == 1
    assert "twaalf plaatsen" in text_of_scan(installation)
    assert len(installation.events("filed")) == 1


def test_one_pass_files_mails_with_scans_too(installation, dovecot):
    dovecot.append([scan(1), numbered(1)])
    assert installation.run("poll").returncode == 0
    assert installation.filed() == 2


def test_a_pass_leaves_scans_to_the_next_once_its_time_for_them_is_over(installation, dovecot):
    installation.settings["reading"] = {"ocr_pass_seconds": 0.01}
    dovecot.append([scan(1), scan(2), numbered(1)])
    polls = [installation.run("poll", "--format", "jsonl") for _ in range(2)]
    told = [json.loads(each.stdout) for each in polls]
    assert [(each["filed"], each["wants_ocr"]) for each in told] == [(2, 1), (1, 0)]
    assert installation.filed() == 3


def test_a_pass_that_is_told_to_stop_gives_back_a_scan(installation, dovecot):
    dovecot.append([scan(30)])
    slow = {"PATH": f"{slow_tesseract(installation.folder)}:{os.environ['PATH']}"}
    program = installation.start("poll", env=os.environ | slow)
    until(lambda: in_hand(installation), "the scan in hand")
    until(lambda: installation.counts()[State.WANTS_OCR], "the scan put off")
    assert program.end(signal.SIGTERM, seconds=60) == 1
    assert installation.failures() == {}
    assert installation.counts()[State.WANTS_OCR] == 1
