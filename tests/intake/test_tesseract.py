"""A Tesseract may do so much work, however long that takes by the wall, and none is left behind."""

import os
import time
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from intake.attachments import child, pdf, tesseract
from intake.attachments.extract import Reason, UnreadableError
from intake.attachments.tesseract import Tesseracts
from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.reading import read_mail
from tests import files
from tests.servers import PATIENCE
from tests.system.programs import until

LIMITS = ReadingConfig(ocr_seconds=1)


@pytest.fixture
def is_replaced(tmp_path, monkeypatch):
    """Have a script be Tesseract; it writes down its process first."""

    def replaced(script):
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\necho $$ >> {tmp_path}/at-work\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent), prepend=":")

    return replaced


def at_work(folder):
    """The Tesseracts of a test that have not ended."""
    log = Path(folder, "at-work")
    began = log.read_text().split() if log.exists() else []
    return [each for each in began if Path("/proc", each).exists()]


def recognised():
    return Tesseracts(LIMITS).text_of(files.drawing("Zeist", (400, 300)))


def test_a_page_that_waits_for_its_turn_on_a_busy_machine_is_read(is_replaced):
    is_replaced("cat > /dev/null; sleep 2; echo Zeist")
    assert recognised() == "Zeist"


def test_one_that_works_for_too_long_is_ended(is_replaced, monkeypatch, tmp_path):
    monkeypatch.setattr(tesseract.clock, "SLACK", PATIENCE)
    is_replaced("while :; do :; done")
    began = os.times().children_user
    with pytest.raises(UnreadableError) as error:
        recognised()
    assert error.value.reason is Reason.TOO_SLOW
    assert os.times().children_user - began < 3
    assert at_work(tmp_path) == []


def test_one_that_does_nothing_is_ended_too(is_replaced, tmp_path):
    is_replaced("exec sleep 600")
    began = time.monotonic()
    with pytest.raises(UnreadableError) as error:
        recognised()
    assert error.value.reason is Reason.TOO_SLOW
    assert time.monotonic() - began < PATIENCE
    assert at_work(tmp_path) == []


def test_where_a_later_page_is_damaged_none_is_left_at_work(is_replaced, monkeypatch, tmp_path):
    is_replaced("exec sleep 600")

    def page_of(document, number, before=pdf.page_with_fields):
        if number == 0:
            return before(document, number)
        until(lambda: at_work(tmp_path), "the first page in hand")
        raise pdfium.PdfiumError("the page is damaged")

    monkeypatch.setattr(pdf, "page_with_fields", page_of)
    with pytest.raises(UnreadableError) as error:
        pdf.read_pdf(files.scanned_pdf("een", "twee"), ReadingConfig())
    assert error.value.reason is Reason.DAMAGED
    assert at_work(tmp_path) == []


class Here:
    """Reads files in the process of the test."""

    def read(self, kind, file, limits, longest):
        return child.answer(child.timed, kind, file, limits)


def test_a_machine_that_allows_no_such_work_is_not_told_as_a_damaged_file(
    is_replaced, monkeypatch, tmp_path
):
    def refused(*limit):
        raise PermissionError(1, "Operation not permitted")

    is_replaced("exec sleep 600")
    monkeypatch.setattr(tesseract.resource, "prlimit", refused)
    monkeypatch.setattr(child, "reader", Here)
    scan = files.File("scan.pdf", files.scanned_pdf("Zeist"), "application/pdf")
    with pytest.raises(SetAside, match=r"less work than the 60 seconds .*, then try again"):
        read_mail(files.mail_with(scan), None, ReadingConfig())
    assert at_work(tmp_path) == []
