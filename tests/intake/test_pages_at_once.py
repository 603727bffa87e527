"""Scanned pages of one mail are recognised side by side, one thread each."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from intake.attachments import child
from tests import files
from tests.files import File
from tests.intake.reads import content_at, read_files


@pytest.fixture
def tesseracts(tmp_path, monkeypatch):
    """When each Tesseract was at work, and with how many threads; asked once they have ended."""
    log, real = tmp_path / "log", shutil.which("tesseract")
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nfrom=$(date +%s%N)\n{real} "$@"\nended=$?\n'
        f"echo $from $(date +%s%N) $OMP_THREAD_LIMIT >> {log}\nexit $ended\n"
    )
    program.chmod(0o755)
    child.stop()  # the reading process keeps the path it was started with
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    yield lambda: [tuple(map(int, line.split())) for line in Path(log).read_text().splitlines()]
    child.stop()


@pytest.mark.parametrize("most", [1, 3])
def test_so_many_pages_are_recognised_side_by_side_in_order(tesseracts, most):
    pages = [f"Dit is bladzijde {number}." for number in range(1, 8)]
    mail = read_files(File("scan.pdf", files.scanned_pdf(*pages)), ocr_pages_at_once=most)
    assert content_at(mail, "scan.pdf").split("\n\n") == pages
    found = sorted(tesseracts())
    assert len(found) == len(pages)
    assert {threads for _, _, threads in found} == {1}
    at_once = max(sum(start <= moment < end for start, end, _ in found) for moment, _, _ in found)
    assert at_once <= most
    is_one_by_one = all(before[1] <= after[0] for before, after in pairwise(found))
    assert is_one_by_one == (most == 1)
