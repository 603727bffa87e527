"""Reports of a day: the same figures as elsewhere, on the page and in an accessible PDF."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from outbox.documents import Picture, Table
from review.charts import Chart, Series, drawn
from review.printed_charts import printed
from review.report_document import Reader, report_of
from rules.distribution import COUNTED, Realised
from rules.registry import Request
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.progress import import_realised
from storage.registry import import_requests
from storage.reported import reported_on
from tests.outbox.accessible import hindrances
from tests.review.browsers import NARROW, WIDE
from tests.review.cases import fill_cases
from tests.review.conftest import NOW

PAGE = "/verslag/{}"
FILE = "/verslag/{}/bestand.pdf"


@pytest.fixture
def reader(as_role, engine):
    fill_cases(engine)
    return as_role(Role.READER)


def document_on(engine, day, reader=Reader.DIRECTOR):
    with snapshot(engine) as session:
        return report_of(reported_on(session, date.fromisoformat(day), roll_over=True), reader)


def table(document, caption):
    (found,) = [
        each for each in document.blocks if isinstance(each, Table) and each.caption == caption
    ]
    return found


@pytest.mark.parametrize("day", ["2026-06-12", "2026-06-26", "2026-07-01"])
def test_the_figures_are_those_of_the_cases_on_that_day(reader, engine, day):
    document = document_on(engine, day)
    with snapshot(engine) as session:
        cases = reported_on(session, date.fromisoformat(day), roll_over=True).cases
    rows = {row[0]: row[1:] for row in table(document, "Zaken per provincie").rows}
    whole = rows.pop("Nederland")
    by_status = ("awaiting", "overdue", "incomplete", "complete")
    expected = [sum(each.status.value == status for each in cases) for status in by_status]
    late = sum(bool(each.late) for each in cases)
    assert [int(each) for each in whole] == [*expected, len(cases), late]
    sums = [sum(map(int, column)) for column in zip(*rows.values(), strict=True)]
    assert sums == [int(each) for each in whole]
    steps = table(document, "Zaken per trede").rows
    assert sum(int(count) for _, count in steps) == len(cases)


def test_of_every_municipality_the_task_is_told_once(reader, engine):
    with transaction(engine) as session:
        both = [Realised("Ede", 1, each, date(2026, 6, 1), 9) for each in COUNTED]
        import_realised(session, both, now=NOW)
    rows = table(document_on(engine, "2026-07-01"), "Gemeenten per provincie, naar uitkomst").rows
    assert (len(rows), rows[-1][0], rows[-1][-1]) == (13, "Nederland", "342")


def test_what_nobody_knew_on_a_day_is_told_as_unknown(reader, engine):
    words = [
        block.text for block in document_on(engine, "2026-04-01").blocks if hasattr(block, "text")
    ]
    assert any("nog van geen gemeente bekend" in each for each in words)
    assert any("nog geen taken en geen toezeggingen" in each for each in words)


def test_parliament_is_told_no_municipality_by_name(reader, engine):
    text = re.sub(r"<[^>]+>", " ", reader.get(PAGE.format("kamer")).text)
    assert not [name for name in ("Ede", "Delft", "Tiel", "Urk") if re.search(rf"\b{name}\b", text)]
    assert "Delft" in reader.get(PAGE.format("directie")).text


def test_a_sign_that_no_pdf_can_hold_is_told_of(reader, engine):
    with transaction(engine) as session:
        letter = Request("74\x01", "Zwolle", date(2026, 5, 1), 21, 10, 0, 1, 0)
        import_requests(session, [letter], now=NOW)
    answer = reader.get(FILE.format("directie"))
    assert answer.status_code == 422
    assert "er staat een teken in dat daar niet kan" in answer.text
    assert reader.get(FILE.format("kamer")).status_code == 200


@pytest.mark.parametrize("kind", list(Reader))
def test_the_pdf_is_accessible_and_tells_what_the_page_tells(reader, engine, kind):
    answer = reader.get(FILE.format(kind.value))
    assert answer.headers["content-type"] == "application/pdf"
    assert hindrances(answer.content) == []
    pdf = PdfReader(io.BytesIO(answer.content))
    root = pdf.trailer["/Root"]
    assert pdf.metadata.title == "Stand van het toezicht op 1 juli 2026"
    words = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    document = document_on(engine, "2026-07-01", kind)
    tables = [each for each in document.blocks if isinstance(each, Table)]
    for row in (row for each in tables for row in each.rows):
        assert " ".join(row) in words
    pictures = [each for each in document.blocks if isinstance(each, Picture)]
    tags = structure(root["/StructTreeRoot"])
    assert [each.get("/Alt") for each in tags if each.get("/S") == "/Figure"] == [
        each.alternative for each in pictures
    ]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= {each.get("/S") for each in tags}


def structure(element):
    """Every tag of a document, in order."""
    found, kids = [], element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if hasattr(each, "get"):
            found += [each, *structure(each)]
    return found


def test_the_same_day_gives_the_same_bytes_whenever_it_is_asked(reader, clock, as_role):
    path = FILE.format("kamer") + "?op=2026-06-26"
    first = reader.get(path).content
    clock.forward(days=3)
    assert as_role(Role.COORDINATOR).get(path).content == first != b""


def test_a_report_for_nobody_known_is_not_there(reader):
    assert reader.get(PAGE.format("pers")).status_code == 404


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_page_is_accessible(visitor, served, size):
    browser = visitor(Role.READER, size=size)
    browser.open(PAGE.format("directie"))
    assert browser.violations() == []
    assert not browser.overflows()


def test_no_style_sheet_of_a_page_undoes_the_ink_of_a_chart():
    """The largest group was white without a line: nothing was seen of it."""
    series = [Series(name, (3, 4)) for name in ("Een", "Twee", "Drie", "Vier")]
    told = printed(drawn(Chart("Zaken", ("Drenthe", "Fryslân"), tuple(series))), ["Een"])
    bars = re.findall(r"<rect[^>]*>", told)[2:]  # below the ground and the legend's mark
    assert len(bars) == 8
    assert [each for each in bars if "class=" in each or 'stroke="#1a1a1a"' not in each] == []
