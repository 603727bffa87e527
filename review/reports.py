"""Reports of a day: as a page, and as PDF that can be sent on."""

from starlette.responses import Response

from outbox.documents import Document, Table
from outbox.pdf import PDF, pdf_of
from review.addresses import number_of, one_of, past_day
from review.errors import NotFound
from review.export import Cell, FileForm, download, file_form, named_file
from review.report_document import Reader, report_of
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.database import snapshot
from storage.reported import Reported, reported_on

NAMES = {Reader.DIRECTOR: "Voor de directie", Reader.PARLIAMENT: "Voor de Tweede Kamer"}


def show_report(visit: Visit) -> Response:
    """The report as a page."""
    reader = reader_of(visit)
    reported = looked_at(visit)
    document = report_of(reported, reader)
    return visit.show(
        "report.html",
        document=document,
        blocks=[(type(each).__name__, each) for each in document.blocks],
        reader=reader,
        names=NAMES,
        on=reported.on,
        files=list(FileForm),
        numbers={each: number for number, each in enumerate(tables_of(document), 1)},
    )


def send_report(visit: Visit) -> Response:
    """The report as PDF."""
    reader = reader_of(visit)
    reported = looked_at(visit)
    name = f"stand-van-het-toezicht-{reader.value}-{reported.on.isoformat()}.pdf"
    return named_file(pdf_of(report_of(reported, reader)), name, PDF)


def send_table(visit: Visit) -> Response:
    """One table of the report, by its number in it."""
    form, reader = file_form(visit), reader_of(visit)
    reported = looked_at(visit)
    tables = tables_of(report_of(reported, reader))
    number = number_of(visit.part("nummer"))
    if number is None or not 1 <= number <= len(tables):
        raise NotFound
    table = tables[number - 1]
    rows = [
        [cell_of(cell, is_number=at in table.numbers) for at, cell in enumerate(row)]
        for row in table.rows
    ]
    name = f"verslag-{reader.value}-tabel-{number}-{reported.on.isoformat()}"
    return download(form, name, table.heads, rows)


def tables_of(document: Document) -> list[Table]:
    """The tables of a report, in order."""
    return [each for each in document.blocks if isinstance(each, Table)]


def cell_of(text: str, *, is_number: bool) -> Cell:
    """A cell of a printed table as a sheet takes it: a number is one."""
    plain = text.replace(".", "")
    return int(plain) if is_number and plain.isdecimal() else text


def reader_of(visit: Visit) -> Reader:
    """For whom the report is, by the address."""
    reader = one_of(Reader, visit.part("lezer"))
    if reader is None:
        raise NotFound
    return reader


def looked_at(visit: Visit) -> Reported:
    """How it stood on the day that the address asks for; a day to come is today."""
    on = past_day(visit)
    with snapshot(visit.site.engine) as session:
        return reported_on(session, on, roll_over=visit.site.roll_over)


PAGES = (
    Page("report", "GET", "/verslag/{lezer}", show_report, Role.READER),
    Page(
        "report.file",
        "GET",
        "/verslag/{lezer}/bestand.pdf",
        send_report,
        Role.READER,
        is_paced=True,
    ),
    Page(
        "report.table",
        "GET",
        "/verslag/{lezer}/tabel-{nummer}.{vorm}",
        send_table,
        Role.READER,
        is_paced=True,
    ),
)
