"""The check of documents for who cannot see them: it passes what we make, and sees each fault."""

import io

import page
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from outbox.documents import words_of
from outbox.pdf import ARCHIVAL, pdf_of
from tests.outbox.accessible import below, hindrances, read_aloud
from tests.outbox.letters import WHOLE

WORDS = b"/Span<</MCID 0>>BDC"  # how the first words of the page are marked


@pytest.fixture(scope="module")
def file():
    return pdf_of(WHOLE)


def tagged(pdf, name):
    """The tags of that name."""
    return [each for each in below(pdf.Root.StructTreeRoot) if each.get("/S") == Name(name)]


def called(name, other, at=0):
    """Call a tag by another name."""

    def change(pdf):
        tagged(pdf, name)[at].S = Name(other)

    return change


def without(name, *, of=lambda pdf: pdf.Root):
    """Take an entry away."""

    def change(pdf):
        del of(pdf)[name]

    return change


def head(at):
    """What is told of a head of a table."""
    return lambda pdf: next(each for each in tagged(pdf, "/TH")[at].A if "/Scope" in each)


def letters(pdf):
    """The first of the fonts."""
    return next(iter(pdf.pages[0].Resources.Font.values()))


def descriptor(pdf):
    return letters(pdf).DescendantFonts[0].FontDescriptor


def first_page(pdf):
    return pdf.pages[0].obj


def marked(words):
    """Mark the first words of the page in another way."""

    def change(pdf):
        page = pdf.pages[0]
        page.contents_coalesce()
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(WORDS, words, 1))

    return change


def in_english(pdf):
    pdf.Root.Lang = String("en")


def described_by_nothing(pdf):
    tagged(pdf, "/Figure")[0].Alt = String("")


def with_a_link(pdf):
    action = Dictionary(S=Name.URI, URI=String("https://example.nl"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 90, 90], A=action)
    first_page(pdf).Annots = Array([link])


FAULTS = [
    pytest.param(without("/Lang"), "LANGUAGE", id="no language"),
    pytest.param(in_english, "its language is 'en'", id="another language"),
    pytest.param(without("/MarkInfo"), "TAGGED-DOCUMENT", id="not said to be tagged"),
    pytest.param(without("/StructTreeRoot"), "STRUCT-TREE-ROOT", id="no tags"),
    pytest.param(without("/ViewerPreferences"), "VIEWER-PREFERENCES", id="title not shown"),
    pytest.param(without("/Metadata"), "ID-SCHEMA", id="no title"),
    pytest.param(without("/Tabs", of=first_page), "the Tab key", id="no order for Tab"),
    pytest.param(without("/StructParents", of=first_page), "no tag", id="no way to tags"),
    pytest.param(
        without("/Alt", of=lambda pdf: tagged(pdf, "/Figure")[0]),
        "FIGURE-ALTERNATIVE-TEXT",
        id="a picture without words",
    ),
    pytest.param(described_by_nothing, "FIGURE-ALTERNATIVE-TEXT", id="a picture with no words"),
    pytest.param(without("/Scope", of=head(0)), "what it is the head of", id="a column's head"),
    pytest.param(without("/Scope", of=head(3)), "begin with its head", id="a row's head"),
    pytest.param(called("/TH", "/TD", 3), "begin with its head", id="a row without a head"),
    pytest.param(called("/H2", "/H3"), "HEADING-NESTING", id="a heading skipped"),
    pytest.param(called("/H1", "/P"), "HEADING-NESTING", id="no first heading"),
    pytest.param(called("/H2", "/Kop"), "ROLE-MAP", id="a tag that nobody knows"),
    pytest.param(called("/LI", "/P"), "L-KIDS", id="a list without items"),
    pytest.param(without("/ToUnicode", of=letters), "UNICODE", id="letters that mean nothing"),
    pytest.param(without("/FontFile3", of=descriptor), "EMBEDDING", id="letters left out"),
    pytest.param(marked(b"/X BMC"), "CONTENT-TAGGING", id="words without a tag"),
    pytest.param(with_a_link, "LINK-CONTENTS", id="a link without words"),
]


def changed(file, change):
    """The file with something changed in it."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as pdf:
        change(pdf)
        pdf.save(made)
    return made.getvalue()


def test_what_we_make_hinders_nobody(file):
    assert hindrances(changed(file, lambda _: None)) == []


@pytest.mark.parametrize(("change", "told"), FAULTS)
def test_each_fault_is_told(file, change, told):
    found = hindrances(changed(file, change))
    assert any(told in each for each in found), found


def test_every_word_is_read_aloud_but_not_the_number_of_the_page(file):
    aloud = read_aloud(file).replace(" ", "")
    for words in words_of(WHOLE):
        assert words.replace(" ", "") in aloud
    assert "Pagina" not in aloud
    silent = read_aloud(changed(file, marked(b"/Artifact BMC")))
    assert WHOLE.sender not in silent


def test_a_document_to_be_kept_for_good_meets_the_standard_for_that():
    kept = pdf_of(WHOLE, standards=(ARCHIVAL,))
    report = page.validate_pdf_bytes(kept, profile=page.ValidationProfile.PDF_A_2A)
    assert [each.message for each in report.failures] == []
