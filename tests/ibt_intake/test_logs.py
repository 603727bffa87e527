"""B19: whatever a server or a mail says, a log has one line an event, and no citizen number."""

import json
import logging

import pytest
import structlog

from ibt_intake.config import LogConfig
from ibt_intake.logs import start_logging
from ibt_intake.plain import plain

EVIL = (
    "eerste\r\n2026-01-01 [info] sent \x1b[2K\x1b[31mrood\u2028\u202egro\x9b0m\x00 "
    "BSN 111222333 en 1112.22.333"
)


@pytest.fixture
def logs(capsys):
    """Start logging in some format; what it wrote."""
    root = logging.getLogger()
    before = root.handlers[:], root.level

    def start(form):
        start_logging(LogConfig(format=form))
        return lambda: capsys.readouterr().err

    yield start
    structlog.reset_defaults()
    root.handlers[:], root.level = before


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_event_is_one_line_without_escapes_or_citizen_numbers(logs, form):
    written = logs(form)
    structlog.get_logger().warning("not_sent", reason=EVIL, flags=[EVIL])
    told = written()
    assert len(told.splitlines()) == 1
    assert not {"\x1b", "\x9b", "\x00", "\u202e", "\u2028", "\r"} & set(told)
    assert "111222333" not in told
    assert "1112.22.333" not in told
    if form == "json":
        assert json.loads(told)["event"] == "not_sent"


def test_what_a_library_says_is_one_line(logs):
    written = logs("text")
    logging.getLogger("library").warning("said %s", EVIL)
    told = written()
    assert len(told.splitlines()) == 1
    assert "\x1b" not in told
    assert "111222333" not in told


def test_a_failure_of_a_command_is_one_line(ibt, tmp_path):
    done = ibt("ingest", f"{tmp_path}/nergens\x1b[31m\r\n111222333")
    assert done.status != 0
    assert not any("\x1b" in each for each in done.errors)


@pytest.mark.parametrize("number", ["123456789", "000000000", "1112223330", "0612345678"])
def test_numbers_that_are_no_citizens_stay(number):
    assert plain(f"mail {number} kept") == f"mail {number} kept"
