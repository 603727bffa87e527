"""How documents look: nothing is cut or drawn over, nothing is empty, nothing is English."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_PATH as PATH

from outbox.documents import Facts, Paragraph, Picture, Table
from outbox.pdf import pdf_of
from tests.outbox.letters import BAR, SVG, WHOLE
from tests.outbox.looks import empty_pictures, foreign_words, out_of_place
from tests.outbox.round_letters import SHAPES, TWENTERAND, letter

LONG = replace(
    TWENTERAND,
    municipality="Nuenen, Gerwen en Nederwetten",
    reference="IBT/2026/" + "0" * 31,  # as long as the form lets one be
    regular_task=12_345,
)
WRITTEN_OVER = (
    f'<svg xmlns="{SVG}" viewBox="0 0 90 40" width="90" height="40">'
    '<text x="9" y="20">Utrecht</text><text x="10" y="20">Drenthe</text></svg>'
)


@pytest.mark.parametrize("which", [*SHAPES, LONG])
def test_a_letter_keeps_within_its_margins_and_to_dutch(which):
    document = letter(which)
    assert out_of_place(pdf_of(document)) == []
    assert foreign_words(document) == []


@pytest.mark.parametrize(
    ("block", "told"),
    [
        pytest.param(Facts((("Kenmerk", "0" * 90),)), "outside the margins", id="too wide"),
        pytest.param(Picture(WRITTEN_OVER, "Balken"), "stand on each other", id="written over"),
    ],
)
def test_what_is_cut_or_written_over_is_seen(block, told):
    found = out_of_place(pdf_of(replace(WHOLE, blocks=(block,))))
    assert any(told in each for each in found)


def test_english_and_empty_pictures_are_seen():
    picture = Picture(WRITTEN_OVER, "See the table below.")
    zeros = Table("Zaken", ("Provincie", "Zaken"), (("Drenthe", "0"), ("Utrecht", "0")))
    document = replace(WHOLE, blocks=(Paragraph("Met None plekken."), picture, zeros))
    assert foreign_words(document) == ["a word of the program: 'None'", "English: 'the'"]
    assert empty_pictures(document) == ["See the table below."]


@pytest.mark.parametrize(("rows", "pages"), [(20, [0, 20]), (50, [17, 33])])
def test_a_table_is_parted_only_where_it_fits_on_no_page(rows, pages):
    table = Table("Alle", ("Gemeente", "Taak"), tuple((f"G{at}", "1") for at in range(rows)))
    text = Paragraph("\n".join(["Regel"] * 20))
    file = pypdfium2.PdfDocument(pdf_of(replace(WHOLE, above=(), blocks=(text, table))))
    words = [page.get_textpage().get_text_range().split() for page in file]
    found = [[each for each in page if re.fullmatch(r"G\d+", each)] for page in words]
    assert [len(each) for each in found] == pages


def test_a_picture_is_as_large_wherever_it_stands():
    picture = Picture(BAR.replace('height="9"', 'height="90"'), "Balk")
    text = Paragraph("\n".join(["Regel"] * 20))
    sizes = []
    for blocks in ((picture,), (text, picture)):
        file = pypdfium2.PdfDocument(pdf_of(replace(WHOLE, blocks=blocks)))
        shapes = [each for page in file for each in page.get_objects() if each.type == PATH]
        (left, bottom, right, top) = shapes[0].get_bounds()
        sizes.append((round(right - left), round(top - bottom)))
    assert len(file) == 2
    assert sizes[0] == sizes[1]
