"""Documents to be kept for good: PDF/A-2a and PDF/UA-1 at once, whatever stands in them."""

import io
import zlib
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from outbox.documents import Document, Facts, Heading, Items, Paragraph, Table
from outbox.kept_pdf import kept_pdf
from outbox.pdf import pdf_of
from outbox.stream_ends import with_plain_ends
from tests.outbox.accessible import hindrances, unkept

PLAIN = Document(
    title="Besluiten in zaak Súdwest-Fryslân",
    dated=date(2026, 4, 9),
    blocks=(Heading("Één besluit"), Paragraph("De uiterste datum is 30 april 2026.")),
)


def words_in(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_it_says_that_it_meets_both_norms_and_is_the_same_each_time():
    pdf = kept_pdf(PLAIN)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert kept_pdf(PLAIN) == pdf
    assert hindrances(pdf) == unkept(pdf) == []
    assert unkept(pdf_of(PLAIN)) != []  # the checker sees what lacks
    assert "Súdwest-Fryslân" in words_in(pdf)


def test_no_stream_seems_shorter_than_it_says():
    # The last byte of what is packed is that of a sum of all bytes.
    some = (b"% " + b"a" * first + b"b" * then for first in range(50) for then in range(50))
    drawn = next(each for each in some if zlib.compress(each).endswith(b"\r"))
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page().Contents = pdf.make_stream(drawn)
        pdf.save(file)
    assert b"\r\nendstream" in file.getvalue()
    settled = with_plain_ends(file.getvalue())
    assert b"\r\nendstream" not in settled
    with pikepdf.open(io.BytesIO(settled)) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == drawn


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("\U0001f600", id="emoji"),
        pytest.param("中文", id="Chinese"),
        pytest.param("\x07\x1b[31m", id="control characters"),
        pytest.param("\ue000", id="private use"),
        pytest.param("\ud800", id="half a surrogate pair"),
        pytest.param("\u202e omgekeerd \u200d", id="directions"),
        pytest.param("\tregel\r\nnog een\rlaatste", id="tabs and newlines"),
        pytest.param("#let x = 1 *a* $b$ <c> @d \\ `e`", id="markup"),
        pytest.param("e\u0301\u0323\u0341", id="combining"),
        pytest.param("", id="nothing"),
        pytest.param("a" * 5000, id="one long word"),
    ],
)
def test_any_text_is_laid_out_and_the_rest_stays_legible(hostile):
    everywhere = replace(
        PLAIN,
        title=f"Onderwerp {hostile}",
        blocks=(
            Heading(f"Kop {hostile}"),
            Paragraph(f"Blijft staan: café {hostile}"),
            Facts(((f"Van {hostile}", hostile),)),
            Items((hostile, "twee")),
            Table(f"Tabel {hostile}", (hostile, "b"), (("x", hostile),)),
        ),
    )
    pdf = kept_pdf(everywhere)
    assert "Blijft staan: café" in words_in(pdf)
    assert hindrances(pdf) == unkept(pdf) == []
