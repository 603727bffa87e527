"""The text in a box of a page is what the library gives, which asks for it twice."""

import io
import random
from ctypes import c_ushort

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from intake.attachments import pdf
from tests import files
from tests.intake.written_pdf import stream, written

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


def placed(pieces):
    """A page with pieces of text where they are put: left, bottom, font, size and words."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for left, bottom, font, size, words in pieces:
        canvas.setFont(font, size)
        canvas.drawString(left, bottom, words)
    canvas.save()
    return file.getvalue()


def at_random(chance):
    """Lines that are whole, parted, beside, upon or in one another."""
    pieces, bottom = [], 700.0
    for _ in range(chance.randrange(1, 12)):
        bottom -= chance.choice((14, 14, 14, 14, 30, 9, 6, 0, -20))
        left = chance.choice((72, 72, 72, 72, 300, 100))
        for _ in range(chance.choice((1, 1, 1, 1, 2, 3))):
            words = " ".join(chance.sample(WORDS.split(), chance.randrange(1, 6)))
            font = chance.choice(("Helvetica", "Helvetica", "Helvetica-Bold", "Courier"))
            size = chance.choice((11, 11, 11, 8, 16))
            pieces.append((left, bottom, font, size, words + chance.choice(("", "", " ", "-"))))
            left += chance.choice((120, 60, 20, 250))
    return placed(pieces)


def test_the_texts_of_a_page_are_those_of_its_boxes(monkeypatch):
    chance = random.Random(20261123)
    asked = []
    real = pdf.text_within
    monkeypatch.setattr(pdf, "text_within", lambda *of: asked.append(of) or real(*of))
    boxes_seen = 0
    for _ in range(300):
        document = pdfium.PdfDocument(at_random(chance))
        words = document[0].get_textpage()
        boxes = [words.get_rect(each) for each in range(words.count_rects())]
        ours = [text.split() for text in pdf.texts_within(words, boxes)]
        assert ours == [words.get_text_bounded(*box).split() for box in boxes]
        boxes_seen += len(boxes)
        document.close()
    assert 0 < len(asked) < boxes_seen
