"""Documents as PDF: what a screen reader finds in the file, and that it is the same each time."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pypdfium2
import pytest

from outbox.documents import Heading, Picture, Table, words_of
from outbox.errors import NotLaidOut
from outbox.pdf import pdf_of
from tests.outbox.letters import BAR, WHOLE
from tests.outbox.pdfs import tags


def read(document):
    """The file as a reader of PDF finds it."""
    return pypdf.PdfReader(io.BytesIO(pdf_of(document)))


def test_the_file_says_that_it_is_tagged_its_language_and_its_title():
    root = read(WHOLE).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(WHOLE).metadata.title == "Stand van de opvang"
    assert read(WHOLE).metadata.author == "Ministerie van Asiel en Migratie"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_headings_lists_tables_and_pictures_have_their_tags():
    found = tags(read(WHOLE))
    names = [name for name, _ in found]
    assert [each for each in names if each.startswith("/H")] == ["/H1", "/H2", "/H3"]
    assert names.count("/Table") == 1
    assert names.count("/LI") == 2
    heads = [told for name, told in found if name == "/TH"]
    assert [each["/Scope"] for each in heads] == ["/Column"] * 3 + ["/Row"] * 2
    assert names.count("/TD") == 4
    assert [told["/Alt"] for name, told in found if name == "/Figure"] == ["Een balk van 80 lang."]


def test_all_words_stand_in_the_file_as_they_are():
    text = " ".join(pypdfium2.PdfDocument(pdf_of(WHOLE))[0].get_textpage().get_text_range().split())
    for words in words_of(WHOLE):
        assert words.replace(": ", ":").replace(" ", "") in text.replace(": ", ":").replace(" ", "")


def test_its_letters_are_inside_the_file():
    fonts = read(WHOLE).pages[0]["/Resources"]["/Font"]
    described = [
        each.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for each in fonts.values()
    ]
    assert described
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in described)


def test_the_same_document_gives_the_same_bytes_and_another_day_does_not():
    assert pdf_of(WHOLE) == pdf_of(replace(WHOLE))
    assert pdf_of(WHOLE) != pdf_of(replace(WHOLE, dated=date(2026, 4, 10)))


def test_a_table_that_goes_on_repeats_its_heads_and_tags_them_once():
    rows = tuple((f"Gemeente {number}", str(number)) for number in range(100))
    reader = read(replace(WHOLE, blocks=(Table("Alle", ("Gemeente", "Taak"), rows),)))
    assert len(reader.pages) > 1
    assert all("Taak" in page.extract_text() for page in reader.pages)
    scopes = [told["/Scope"] for name, told in tags(reader) if name == "/TH"]
    assert scopes == ["/Column"] * 2 + ["/Row"] * len(rows)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(Picture(BAR, ""), id="a picture without words"),
        pytest.param(Table("Scheef", ("A", "B"), (("1",),)), id="a row that is not as its heads"),
        pytest.param(Heading("Te diep", 4), id="a heading that skips a level"),
    ],
)
def test_what_not_everybody_could_read_is_refused(block):
    with pytest.raises(NotLaidOut):
        pdf_of(replace(WHOLE, blocks=(block,)))
