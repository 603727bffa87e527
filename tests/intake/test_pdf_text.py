"""The text in a box of a page is what the library gives, which asks for it twice."""

from ctypes import c_ushort

import pypdfium2 as pdfium
import pytest

from intake.attachments import pdf
from tests import files
from tests.intake.test_pdf_limits import stream, written

WORDS = "Op 1 oktober 2026 zijn er 120 plekken: coördinatie, tussentijds en geëvalueerd."
EMOJI = stream(
    b"1 beginbfchar <2e> <d83dde00> endbfchar"
)  # for the full stop that the text ends with


def texts(data):
    """Of each box of a document, its text by us and by the library."""
    document = pdfium.PdfDocument(data)
    found = []
    for page in document:
        words = page.get_textpage()
        boxes = [words.get_rect(each) for each in range(words.count_rects())]
        found += [(pdf.text_within(words, box), words.get_text_bounded(*box)) for box in boxes]
    document.close()
    return found


def with_emoji():
    """A document in which one letter stands for a character that takes two places."""
    data = written(EMOJI)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
    return data.replace(font, font + b"/ToUnicode 6 0 R ")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(files.pdf(f"{WORDS}\n\n{WORDS}", WORDS), id="two pages"),
        pytest.param(written(), id="by hand"),
        pytest.param(with_emoji(), id="characters of two places"),
    ],
)
@pytest.mark.parametrize("room", [4096, 8, 1])
def test_the_text_of_a_box_is_the_librarys(monkeypatch, data, room):
    monkeypatch.setattr(pdf, "LETTERS", (c_ushort * room)())
    found = texts(data)
    assert found
    assert all(by_library.strip() for _, by_library in found)
    assert all(ours == by_library for ours, by_library in found)


def test_a_character_of_two_places_is_one():
    assert any(ours.endswith("\U0001f600") for ours, _ in texts(with_emoji()))
