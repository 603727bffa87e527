"""PDF: the text layer of its pages; of pages without one by text recognition."""

from collections.abc import Iterator, Sequence
from ctypes import c_ushort, string_at
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2.raw import FPDFText_CountRects, FPDFText_GetBoundedText

from intake.attachments.extract import Extract, Inner, Reason, UnreadableError, with_furniture
from intake.attachments.ocr import Pictures
from intake.attachments.printed import Printed, furniture, in_order, lines_of
from intake.config import ReadingConfig

FEW_CHARS = 12  # a page with fewer has no text layer worth the name
OCR_DPI = 300
MAX_PIXELS = 40_000_000  # of a page drawn for recognition
LETTERS = (c_ushort * 4096)()  # room for those of a box, in 16 bits each, made once

Box = tuple[float, float, float, float]  # left, bottom, right, top in points


@dataclass
class Pages:
    """What has been read of the pages of a document."""

    limits: ReadingConfig
    lines: list[Printed] = field(default_factory=list)
    pictures: Pictures = field(init=False)
    ocr_pages: int = 0
    left: Reason | None = None  # why a page was not even begun with

    def __post_init__(self) -> None:
        self.pictures = Pictures(self.limits)

    @property
    def partly(self) -> Reason | None:
        """Why a page gave no text."""
        return self.pictures.fault or self.left

    def read(self, page: pdfium.PdfPage, number: int) -> None:
        """Read a page by its text layer, else by text recognition."""
        found = printed_lines(page, number)
        if sum(len(line.text.strip()) for line in found) >= FEW_CHARS:
            self.lines += found
        elif has_picture(page):
            self.recognise(page, number)
        page.close()

    def recognise(self, page: pdfium.PdfPage, number: int) -> None:
        """Read a page that is a picture; one that cannot be read leaves the others."""
        if self.ocr_pages >= self.limits.max_ocr_pages:
            self.left = Reason.TOO_MANY_SCANS
        elif self.partly is not Reason.TOO_SLOW:  # else thirty would hold up all other scans
            self.ocr_pages += 1
            self.pictures.add(number, drawn(page))


def read_pdf(data: bytes, limits: ReadingConfig) -> Extract:
    """The text of all pages, heads and feet moved behind it."""
    document = open_pdf(data)
    pages = Pages(limits)
    try:
        if len(document) > limits.max_pages:
            raise UnreadableError(Reason.TOO_MANY_PAGES)
        document.init_forms()
        for number in range(len(document)):
            pages.read(page_with_fields(document, number), number)
        pages.pictures.finish()
        inner = tuple(embedded(document))
    except pdfium.PdfiumError as error:
        raise UnreadableError(Reason.DAMAGED) from error
    finally:
        pages.pictures.close()
        document.close()
    heads = furniture(pages.lines)
    moved = frozenset(heads)
    content = in_order([line for line in pages.lines if line not in moved], pages.pictures.texts)
    if not content.strip() and not heads and not inner:
        raise UnreadableError(pages.partly or Reason.NO_TEXT)
    extract = with_furniture(content, list(dict.fromkeys(line.text for line in heads)))
    return replace(extract, inner=inner, ocr_pages=pages.ocr_pages, partly=pages.partly)


def page_with_fields(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """A page, with what was filled in on its form as part of its text."""
    page = document[number]
    if document.formenv is None:
        return page
    page.flatten()
    page.close()
    return document[number]


def embedded(document: pdfium.PdfDocument) -> Iterator[Inner]:
    """The files that a PDF carries."""
    for number in range(document.count_attachments()):
        file = document.get_attachment(number)
        yield Inner(file.get_name() or f"bijlage-{number + 1}", "", bytes(file.get_data()))


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The document, or why it cannot be opened."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = Reason.ENCRYPTED if "assword" in str(error) else Reason.DAMAGED
        raise UnreadableError(reason) from error
    if len(document) == 0:
        raise UnreadableError(Reason.DAMAGED)
    return document


def has_picture(page: pdfium.PdfPage) -> bool:
    """Whether anything is drawn on a page at all."""
    return next(iter(page.get_objects(max_depth=2)), None) is not None


def drawn(page: pdfium.PdfPage) -> object:
    """The page as a picture, no larger than memory bears."""
    width, height = page.get_size()
    scale = OCR_DPI / 72
    if width * height * scale * scale > MAX_PIXELS:
        scale = (MAX_PIXELS / (width * height)) ** 0.5
    return page.render(scale=scale, grayscale=True).to_pil()


def printed_lines(page: pdfium.PdfPage, number: int) -> list[Printed]:
    """The lines of the text layer of a page, from top to bottom."""
    text_page = page.get_textpage()
    height = page.get_height()
    boxes = [text_page.get_rect(index) for index in range(text_page.count_rects())]
    texts = texts_within(text_page, boxes)
    pieces = [(*box, " ".join(text.split())) for box, text in zip(boxes, texts, strict=True)]
    text_page.close()
    return lines_of(pieces, number, height)


def texts_within(page: pdfium.PdfTextPage, boxes: Sequence[Box]) -> list[str]:
    """The text in each box; that of a line which stands apart and is one box is asked of no box.

    A letter that a damaged font has no form of is in no box, and comes with its line.
    """
    texts: list[str] = []
    for line, count in lines_apart(page, boxes) or [("", len(boxes))]:
        own = boxes[len(texts) : len(texts) + count]
        texts += [line] if count == 1 and line else [text_within(page, box) for box in own]
    return texts


def lines_apart(page: pdfium.PdfTextPage, boxes: Sequence[Box]) -> list[tuple[str, int]]:
    """The lines of a page, each with the number of its boxes; none where one reaches into another.

    Nor where it cannot be told which boxes are a line's. The boxes of a page are in order of lines.
    """
    whole = page.get_text_range()
    if len(whole) != page.count_chars():
        return []
    lines: list[tuple[str, int]] = []
    heights: list[tuple[float, float]] = []
    at = done = 0
    for line in whole.split("\r\n"):
        if line.strip():
            count = FPDFText_CountRects(page, at, len(line))
            own = boxes[done : done + count]
            if not own:
                return []
            heights.append((min(box[1] for box in own), max(box[3] for box in own)))
            lines.append((line, count))
            done += count
        at += len(line) + 2
    heights.sort()
    are_apart = all(below[1] < above[0] for below, above in pairwise(heights))
    return lines if are_apart and done == len(boxes) else []


def text_within(page: pdfium.PdfTextPage, box: Box) -> str:
    """The text in a box, as `get_text_bounded` has it.

    That asks for it twice, once for its length alone, and each time PDFium goes through all letters
    of the page: half of the work of reading a PDF.
    """
    left, bottom, right, top = box
    size = FPDFText_GetBoundedText(page, left, top, right, bottom, LETTERS, len(LETTERS))
    if size < len(LETTERS):
        return string_at(LETTERS, 2 * size).decode("utf-16-le", "ignore").removesuffix("\0")
    return str(page.get_text_bounded(left, bottom, right, top))
