"""Mails of one thing over and over are judged in full within the time that a mail has."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from intake.config import ReadingConfig
from intake.reader_process import Known, ReaderProcess
from intake.registry import default_registry
from rules.judgement import Flag
from tests.ibt_intake.mails import REPLY

AT = datetime(2026, 4, 21, 8, tzinfo=UTC)
CHARS = 200_000


@pytest.fixture(scope="module")
def reader():
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        yield reader


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("de zijn waren gele plekke mei 2027 ", id="auxiliaries"),
        pytest.param("ik ben van aaaa van bbbb tot cccc ", id="away"),
        pytest.param("mei 2027\t", id="cells with times"),
        pytest.param("40\t", id="cells with numbers"),
        pytest.param("40 | mei 2027 | 12\n", id="rows"),
        pytest.param("- a\n", id="items"),
        pytest.param("Ja. ", id="short sentences"),
        pytest.param("de gemeente Ede ", id="municipalities"),
        pytest.param("(((())))...,,;;:: ", id="marks"),
    ],
)
def test_b16_one_thing_over_and_over_is_judged_in_time(reader, unit):
    body = (unit * CHARS)[:CHARS]
    taken = reader.take((REPLY + body).encode(), AT)
    assert taken.plainly == ""
    assert Flag.UNCERTAIN in taken.judgement.flags  # as far as a mail is judged
