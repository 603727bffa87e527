"""A mail on which reading fails is read plainly or set aside, and the next is read as ever."""

import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path

import pytest

from intake import reader_process
from intake.attachments.child import longest_seconds
from intake.clerk import Clerk, Ended
from intake.config import ReadingConfig
from intake.errors import SetAside, TryLater
from intake.reader_process import PILE, Known, ReaderProcess
from intake.registry import default_registry
from rules.judgement import Flag
from tests.files import File, mail_with, pdf
from tests.ibt_intake.mails import REPLY
from tests.intake import poison
from tests.intake.mails import numbered

AT = datetime(2026, 4, 21, 8, tzinfo=UTC)
GOOD = REPLY.encode()
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reader():
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        yield reader


@pytest.fixture
def poisoned(reader, monkeypatch):
    monkeypatch.setattr(reader_process, "taken", poison.taken)
    monkeypatch.setattr(reader_process, "taken_plainly", poison.taken_plainly)
    return reader


def poisonous(kind, *headers):
    return "\n".join([f"X-Poison: {kind}", *headers, REPLY]).encode()


def test_a_mail_is_read_and_judged_in_full(reader):
    found = reader.take(GOOD, AT)
    assert found.plainly == ""
    assert found.judgement.municipalities == ("Ede",)


def test_a_process_that_read_a_file_ends_well_by_itself():
    others = set(active_children())
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        reader.take(mail_with(File("brief.pdf", pdf("Het college"), "application/pdf")), AT)
        (process,) = set(active_children()) - others
    assert process.exitcode == 0


def test_a_process_that_was_killed_leaves_nothing_of_it_in_the_system():
    """Python tells at the end of a program which semaphores one of its processes left."""
    command = [sys.executable, "-m", "tests.intake.killed"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "(-9)" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("hangs", "took more than"),
        ("deaf", "took more than"),
        ("dies", "ended the reading process (-11)"),
        ("killed", "ended the reading process (-9)"),
        ("leaves", "ended the reading process (3)"),
        ("swells", "unforeseen MemoryError"),
        ("stumbles", "unforeseen KeyError"),
        ("recurses", "unforeseen RecursionError"),
    ],
)
def test_a_mail_on_which_reading_fails_is_read_plainly(poisoned, kind, told):
    found = poisoned.take(poisonous(kind), AT)
    assert told in found.plainly
    assert "Geachte" not in found.plainly
    assert "Parklaan" in found.mail.texts[1].content
    assert found.judgement.municipalities == ("Ede",)
    assert Flag.UNCERTAIN in found.judgement.flags
    assert poisoned.take(GOOD, AT).plainly == ""


@pytest.mark.parametrize("kind", ["deaf", "dies", "stumbles"])
def test_a_mail_that_cannot_even_be_read_plainly_is_set_aside(poisoned, kind):
    with pytest.raises(SetAside):
        poisoned.take(poisonous(kind, "X-Thorough: yes"), AT)
    assert poisoned.take(GOOD, AT).plainly == ""


def test_files_of_a_mail_that_is_read_plainly_are_named_and_not_opened(poisoned):
    raw = b"X-Poison: stumbles\n" + mail_with(File("brief.pdf", pdf("Honderd plekken.")))
    found = poisoned.take(raw, AT)
    assert [(each.source, each.unreadable) for each in found.mail.attachments] == [
        ("brief.pdf", "took too long")
    ]
    assert Flag.UNREADABLE_ATTACHMENT in found.judgement.flags


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(ReadingConfig(), id="as installed"),
        pytest.param(ReadingConfig(ocr_seconds=600, max_ocr_pages=100), id="long pages"),
    ],
)
def test_a_mail_is_not_given_up_before_the_longest_of_its_files(limits, monkeypatch):
    given = []

    def answer(clerk, asked, seconds):
        given.append(seconds)
        return Ended(None, is_closed=True)

    monkeypatch.setattr(Clerk, "answer", answer)
    with (
        closing(ReaderProcess(Known(default_registry(), limits))) as reader,
        pytest.raises(TryLater),
    ):
        reader.take(GOOD, AT)
    assert given[0] > longest_seconds(limits, limits.max_ocr_pages)


def test_a_reading_process_that_was_ended_between_mails_costs_no_mail(reader):
    reader.take(GOOD, AT)
    reader._clerks[0]._process.kill()
    assert reader.take(GOOD, AT).plainly == ""


def test_a_mail_that_ends_the_process_costs_none_of_those_begun_after_it(poisoned):
    mails = [GOOD, poisonous("dies"), GOOD, poisonous("deaf"), poisonous("stumbles"), GOOD]
    begun = [poisoned.begin(raw, AT) for raw in mails]
    found = [promise().plainly for promise in begun]
    assert [bool(each) for each in found] == [False, True, False, True, True, False]
    assert "(-11)" in found[1]
    assert "took more than" in found[3]


def test_after_passes_without_mail_the_next_is_read_by_the_process_that_is_there(monkeypatch):
    monkeypatch.setattr(reader_process.os, "sched_getaffinity", lambda _: {0, 1})
    others = set(active_children())
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        for _ in range(PILE + 1):
            reader.warm()
        reader.take(GOOD, AT)
        assert len(set(active_children()) - others) == 1


@pytest.mark.parametrize(
    ("processors", "processes"),
    [pytest.param({0, 1}, 2, id="two"), pytest.param({0}, 1, id="one processor")],
)
def test_mails_that_pile_up_are_read_by_as_many_processes_as_may_be(
    monkeypatch, processors, processes
):
    monkeypatch.setattr(reader_process.os, "sched_getaffinity", lambda _: processors)
    others = set(active_children())
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        begun = [reader.begin(numbered(number), AT) for number in range(PILE)]
        assert len(set(active_children()) - others) == 1
        begun += [reader.begin(numbered(number), AT) for number in range(PILE, 12)]
        assert len(set(active_children()) - others) == processes
        found = [promise().mail.message_id for promise in begun]
        reader.rest()
        assert len(set(active_children()) - others) == 1
    assert found == [f"<mail-{number}@example.nl>" for number in range(12)]


def test_work_is_measured_on_the_processor_not_by_the_wall():
    known = Known(default_registry(), ReadingConfig(mail_seconds=0.001))
    # More than a mail like one that was read before: its process was forked from one that knows it.
    many = "".join(f"Op de locatie aan weg {at} komen {at} bedden.\n" for at in range(500))
    with closing(ReaderProcess(known)) as reader:
        assert "took more than 0.001 seconds" in reader.take(GOOD + many.encode(), AT).plainly
