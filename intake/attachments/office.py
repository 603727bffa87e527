"""Word processors and spreadsheets: DOCX, ODT, XLSX."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from intake.attachments.archive import member_bytes, open_zip
from intake.attachments.extract import Extract, Inner, Reason, UnreadableError, with_furniture
from intake.attachments.xml import parse
from intake.config import ReadingConfig

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
MAX_REPEATED = 50  # cells that ODT says are repeated; more is filling


def read_docx(data: bytes, limits: ReadingConfig) -> Extract:
    """Body with tables and text boxes in order; page heads and feet as furniture."""
    archive = open_zip(data, limits)
    texts = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"]
    content = "\n".join(
        line
        for name in texts[:1] + [each for each in texts[1:] if each in archive.namelist()]
        for line in docx_blocks(parse(member_bytes(archive, name, limits)))
    )
    heads = [
        line
        for name in sorted(archive.namelist())
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")
        for line in docx_blocks(parse(member_bytes(archive, name, limits)))
        if line.strip()
    ]
    if content.strip():
        return with_furniture(content, list(dict.fromkeys(heads)))
    # A letter that was scanned and pasted.
    return Extract(inner=tuple(pictures(archive, limits)))


def pictures(archive: zipfile.ZipFile, limits: ReadingConfig) -> Iterator[Inner]:
    """The pictures in a Word document."""
    for name in sorted(archive.namelist()):
        if name.startswith("word/media/") and name.lower().endswith((".png", ".jpeg", ".jpg")):
            yield Inner(name.rpartition("/")[2], "", member_bytes(archive, name, limits))


def docx_blocks(element: etree._Element) -> Iterator[str]:
    """Paragraphs, each with a blank line behind it, and rows of tables."""
    for child in element:
        if child.tag == f"{W}p":
            if text := docx_text(child).strip():
                is_item = child.find(f"{W}pPr/{W}numPr") is not None
                yield f"- {text}" if is_item else text
                if not is_item:
                    yield ""
            yield from docx_boxes(child)
        elif child.tag == f"{W}tbl":
            for row in docx_inside(child, f"{W}tr"):
                yield from docx_row(row)
            yield ""
        elif child.tag != FALLBACK and isinstance(child.tag, str):
            yield from docx_blocks(child)


def docx_inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != f"{W}tbl" and isinstance(child.tag, str):
            yield from docx_inside(child, tag)


def docx_row(row: etree._Element) -> Iterator[str]:
    """The cells on one line; a cell alone in its row, as letterheads have, as it is."""
    cells = [list(docx_blocks(cell)) for cell in docx_inside(row, f"{W}tc")]
    filled = [cell for cell in cells if any(line.strip() for line in cell)]
    if len(filled) == 1 and sum(bool(line.strip()) for line in filled[0]) > 1:
        yield from filled[0]
        return
    yield "\t".join(" ".join(" ".join(cell).split()) for cell in cells)


def docx_text(paragraph: etree._Element) -> str:
    """The runs of one paragraph, without those of text boxes that hang on it."""
    parts: list[str] = []
    for element in runs_of(paragraph):
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        elif element.tag == f"{W}tab":
            parts.append("\t")
        elif element.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif element.tag == f"{W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def runs_of(element: etree._Element) -> Iterator[etree._Element]:
    """The elements below, but not those in drawings, in fallbacks or deleted."""
    for child in element:
        if child.tag in (FALLBACK, f"{W}txbxContent", f"{W}del", f"{W}moveFrom", f"{W}pPr"):
            continue
        if isinstance(child.tag, str):
            yield child
            yield from runs_of(child)


def docx_boxes(paragraph: etree._Element) -> Iterator[str]:
    """The text boxes that hang on a paragraph; Word writes each twice, once as fallback."""
    for child in paragraph:
        if child.tag == f"{W}txbxContent":
            yield from docx_blocks(child)
        elif child.tag != FALLBACK:
            yield from docx_boxes(child)


def read_odt(data: bytes, limits: ReadingConfig) -> Extract:
    """Paragraphs, items and rows of tables in order; page heads and feet as furniture."""
    archive = open_zip(data, limits)
    if "META-INF/manifest.xml" in archive.namelist() and (
        b"encryption-data" in member_bytes(archive, "META-INF/manifest.xml", limits)
    ):
        raise UnreadableError(Reason.ENCRYPTED)
    body = parse(member_bytes(archive, "content.xml", limits))
    heads: list[str] = []
    if "styles.xml" in archive.namelist():
        styles = parse(member_bytes(archive, "styles.xml", limits))
        heads = [odt_text(each).strip() for each in styles.iter(f"{TEXT}p")]
    content = "\n".join(odt_blocks(body))
    return with_furniture(content, [head for head in dict.fromkeys(heads) if head])


def odt_blocks(element: etree._Element, *, in_item: bool = False) -> Iterator[str]:
    """Paragraphs, each with a blank line behind it, items and rows of tables."""
    for child in element:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            if text := odt_text(child).strip():
                yield f"- {text}" if in_item else text
                if not in_item:
                    yield ""
        elif child.tag == f"{TABLE}table-row":
            yield "\t".join(odt_cells(child))
        elif isinstance(child.tag, str):
            yield from odt_blocks(child, in_item=in_item or child.tag == f"{TEXT}list-item")
            if child.tag in (f"{TEXT}list", f"{TABLE}table"):
                yield ""


def odt_cells(row: etree._Element) -> Iterator[str]:
    """The text of each cell of a row, repeated ones as often as they are shown."""
    for cell in row.iterchildren(f"{TABLE}table-cell"):
        text = " ".join(" ".join(odt_text(each).split()) for each in cell.iter(f"{TEXT}p"))
        repeated = int(cell.get(f"{TABLE}number-columns-repeated") or 1)
        yield from [text] * (min(repeated, MAX_REPEATED) if text else 1)


def odt_text(element: etree._Element) -> str:
    """The text of a paragraph, its white-space elements as white space."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" ")
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif isinstance(child.tag, str) and not child.tag.endswith("}annotation"):
            parts.append(odt_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def read_xlsx(data: bytes, limits: ReadingConfig) -> Extract:
    """Each sheet's rows, cells parted by tabs; empty rows left out."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with open_zip(data, limits) as archive:
        parts = (each for each in archive.infolist() if each.filename.endswith((".xml", ".rels")))
        if any(b"<!DOCTYPE" in member_bytes(archive, each, limits) for each in parts):
            raise UnreadableError(Reason.DAMAGED)  # as `parse` does for the others
    lines: list[str] = []
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            # Else each row is as wide as the sheet says that it is: 16 384 cells at the most.
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                if any(value is not None for value in row):
                    lines.append("\t".join(shown(value) for value in row).rstrip("\t"))
                if len(lines) > limits.max_text_chars // 10:
                    raise UnreadableError(Reason.TOO_LARGE)
            lines.append("")
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    except (etree.XMLSyntaxError, SyntaxError, OSError, AttributeError, IndexError) as error:
        # openpyxl meets half a file with whatever its parser happens to raise.
        raise UnreadableError(Reason.DAMAGED) from error
    return Extract("\n".join(lines).strip("\n"))


def shown(value: object) -> str:
    """A cell as a Dutch reader sees it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}-{value.month}-{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
