"""What hinders who cannot see a PDF: by a checker that is not ours, and where that looks away.

The checker knows PDF/UA-1 (ISO 14289-1) and is tried on the test files of veraPDF. It lets a file
in another language pass, a head of a table without a direction, and words that are no content.
"""

import io
from collections.abc import Iterator

import page
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

LANGUAGE = "nl-NL"


def hindrances(file: bytes) -> list[str]:
    """Everything that is wrong with a file, in words; none where everybody can read it."""
    report = page.validate_pdf_bytes(file, profile=page.ValidationProfile.PDF_UA_1)
    found = [f"{each.rule_id}: {each.message}" for each in report.failures]
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return [*found, *of_the_file(pdf), *of_tables(pdf)]


def unkept(file: bytes) -> list[str]:
    """What keeps a file from being PDF/A-2a (ISO 19005-2), by the same checker."""
    report = page.validate_pdf_bytes(file, profile=page.ValidationProfile.PDF_A_2A)
    return [f"{each.rule_id}: {each.message}" for each in report.failures]


def of_the_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What the file as a whole lacks."""
    language = str(pdf.Root.get("/Lang", ""))
    if language != LANGUAGE:
        yield f"its language is {language!r}, not {LANGUAGE}"
    for number, each in enumerate(pdf.pages, 1):
        if each.obj.get("/Tabs") != Name("/S"):
            yield f"page {number}: the Tab key does not follow the order of reading"
        if "/StructParents" not in each.obj:
            yield f"page {number}: its content leads to no tag"


def of_tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Heads of tables that do not tell whether they are of a row or of a column."""
    root = pdf.Root.get("/StructTreeRoot", Dictionary())
    for each in below(root):
        if each.get("/S") == Name("/TH") and scope_of(each) not in ("/Row", "/Column", "/Both"):
            yield "a head of a table does not tell what it is the head of"
        if each.get("/S") == Name("/TBody"):
            for row in kids(each):
                if scope_of(kids(row)[0]) != "/Row":
                    yield "a row of a table does not begin with its head"


def scope_of(cell: Dictionary) -> str:
    """What a cell is the head of, "" where it is none."""
    told = [each.Scope for each in cell.get("/A", Array()) if "/Scope" in each]
    return str(told[0]) if told and cell.get("/S") == Name("/TH") else ""


def below(element: Dictionary) -> Iterator[Dictionary]:
    """The tags below another, in the order of reading."""
    for each in kids(element):
        yield each
        yield from below(each)


def kids(element: Dictionary) -> list[Dictionary]:
    """The tags right below another."""
    within = element.get("/K")
    several = list(within) if isinstance(within, Array) else [within]
    return [each for each in several if isinstance(each, Dictionary) and "/S" in each]


def read_aloud(file: bytes) -> str:
    """The words that a screen reader finds: those of the content, without what only decorates."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as pdf:
        for each in pdf.pages:
            each.Contents = pdf.make_stream(without_decoration(each))
        pdf.save(made)
    pages = pypdfium2.PdfDocument(made.getvalue())
    return " ".join(" ".join(each.get_textpage().get_text_range().split()) for each in pages)


def without_decoration(of: pikepdf.Page) -> bytes:
    """What a page shows, without the text that is marked as no content (ISO 32000-1, 14.8.2.2)."""
    left, marks = [], []
    for step in pikepdf.parse_content_stream(of):
        operator = str(step.operator)
        if operator in ("BMC", "BDC"):
            marks.append(step.operands[0] == Name("/Artifact"))
        if not (any(marks) and operator in ("Tj", "TJ")):
            left.append(step)
        if operator == "EMC":
            marks.pop()
    return pikepdf.unparse_content_stream(left)
