"""PDF: its text layer in lines, paragraphs and rows; pages without one by text recognition."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import c_ushort, string_at
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
from pypdfium2.raw import FPDFText_CountRects, FPDFText_GetBoundedText

from intake.attachments.extract import Extract, Inner, Reason, UnreadableError, with_furniture
from intake.attachments.ocr import Pictures
from intake.config import ReadingConfig

MARGIN = 0.075  # of the page's height, above and below, where heads and feet stand
HEAD_ZONE = 0.14  # where a line that recurs on other pages is a head or foot
PARAGRAPH_GAP = 1.45  # of the usual distance between lines
LEADING = 2.1  # of the height of letters; lines further apart are paragraphs
CELL_GAP_POINTS = 11.0  # white space on one line that parts cells
FEW_CHARS = 12  # a page with fewer has no text layer worth the name
OCR_DPI = 300
MAX_PIXELS = 40_000_000  # of a page drawn for recognition
DIGITS = re.compile(r"\d+")
LETTERS = (c_ushort * 4096)()  # room for those of a box, in 16 bits each, made once


Box = tuple[float, float, float, float]  # left, bottom, right, top in points
Piece = tuple[float, float, float, float, str]  # left, bottom, right, top in points, and its text


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as it stands on a page, in points from the page's lower left corner."""

    text: str
    top: float
    bottom: float
    page: int
    height: float  # of the page

    @property
    def in_margin(self) -> bool:
        """Whether it stands where only heads and feet do."""
        return self.bottom > self.height * (1 - MARGIN) or self.top < self.height * MARGIN

    @property
    def in_head_zone(self) -> bool:
        """Whether it stands where heads and feet do, and text too."""
        return self.bottom > self.height * (1 - HEAD_ZONE) or self.top < self.height * HEAD_ZONE


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


def in_order(lines: list[Printed], recognised: dict[int, str]) -> str:
    """The text of pages with a text layer and of those without, in order of pages."""
    parts: list[str] = []
    run: list[Printed] = []
    last = max([line.page for line in lines] + list(recognised), default=-1)
    for number in range(last + 1):
        if number not in recognised:
            run += [line for line in lines if line.page == number]
            continue
        parts += [paragraphs(run), recognised[number]]
        run = []
    return "\n\n".join(part for part in [*parts, paragraphs(run)] if part.strip())


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
    """The lines of a page from top to bottom; pieces on one baseline are one line."""
    text_page = page.get_textpage()
    height = page.get_height()
    boxes = [text_page.get_rect(index) for index in range(text_page.count_rects())]
    texts = texts_within(text_page, boxes)
    pieces = [(*box, " ".join(text.split())) for box, text in zip(boxes, texts, strict=True)]
    text_page.close()
    rows: list[list[Piece]] = []
    for piece in pieces:
        if not piece[4]:
            continue
        if rows and same_baseline(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    rows = merged(rows)
    return [
        Printed(
            joined(row), max(each[3] for each in row), min(each[1] for each in row), number, height
        )
        for row in rows
    ]


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


def same_baseline(one: Piece, other: Piece) -> bool:
    """Whether two pieces of text stand beside each other."""
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    return overlap > 0.5 * min(one[3] - one[1], other[3] - other[1])


def merged(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Rows from top to bottom; cells that the file writes column by column come together."""
    ordered = sorted(rows, key=lambda row: (-round(row[0][1]), row[0][0]))
    found: list[list[Piece]] = []
    for row in ordered:
        if found and same_baseline(found[-1][0], row[0]):
            found[-1] += row
        else:
            found.append(list(row))
    return [sorted(row) for row in found]


def joined(row: list[Piece]) -> str:
    """The pieces of a row as one line: a wide gap is a tab, a narrow one a space or nothing."""
    text = row[0][4]
    for before, piece in pairwise(row):
        gap = piece[0] - before[2]
        text += "\t" if gap > CELL_GAP_POINTS else " " if gap > 0.5 else ""
        text += piece[4]
    return text


def furniture(lines: list[Printed]) -> list[Printed]:
    """Heads and feet: what stands in a margin, or recurs near one on other pages."""
    keys = [without_digits(line.text) for line in lines]
    pages = Counter(
        key for key, _ in {(key, line.page) for key, line in zip(keys, lines, strict=True)}
    )
    return [
        line
        for key, line in zip(keys, lines, strict=True)
        if line.in_margin or (line.in_head_zone and pages[key] > 1)
    ]


def without_digits(text: str) -> str:
    """The line with each number as one mark, so that page 2 equals page 3."""
    return DIGITS.sub("#", text.strip())


def paragraphs(lines: list[Printed]) -> str:
    """The lines, with a blank one where the page shows a gap."""
    if not lines:
        return ""
    steps = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and above.bottom > below.bottom
    ]
    usual = median(steps) if steps else 0.0
    # Where most lines are paragraphs of one line, the smallest step is the usual one; where
    # all are, the letters' own height tells.
    usual = min(usual, 1.25 * min(steps)) if steps else usual
    widest = LEADING * median(line.top - line.bottom for line in lines)
    usual = min(usual, widest / PARAGRAPH_GAP)
    parts = [lines[0].text]
    for above, below in pairwise(lines):
        if above.page == below.page:
            is_gap = above.bottom - below.bottom > PARAGRAPH_GAP * usual
        else:
            is_gap = bool(re.search(r"[.!?:]\s*$", above.text))
        parts.append(("\n\n" if is_gap else "\n") + below.text)
    return "".join(parts)
