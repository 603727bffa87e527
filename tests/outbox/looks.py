"""What is wrong with how a document looks, and with its words."""

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from outbox.documents import Document, Picture, Table, words_of
from outbox.faults import faults_in

Boxes = NDArray[np.float64]

MARGIN, FOOT = 72, 30  # points; a little less than those of the template
FOREIGN = ("English", "a word of the program", "a name of the program")


def out_of_place(file: bytes) -> list[str]:
    """The characters that stand outside the margins, or on top of others."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(file), 1):
        width, height = page.get_size()
        characters, boxes = seen_on(page)
        left, bottom, right, top = boxes.T
        across = (left < MARGIN) | (right > width - MARGIN)
        for at in np.flatnonzero(across | (bottom < FOOT) | (top > height - FOOT)):
            found.append(f"page {number}: {characters[at]!r} stands outside the margins")
        for one, other in np.argwhere(covering(boxes)):
            # Two or three letters may be drawn as one: ij, ffi.
            is_one = other <= one + 2 and bool((boxes[one] == boxes[other]).all())
            if other > one and not is_one:
                pair = f"{characters[one]!r} and {characters[other]!r}"
                found.append(f"page {number}: {pair} stand on each other")
    return found


def seen_on(page: pypdfium2.PdfPage) -> tuple[list[str], Boxes]:
    """The characters of a page with what each takes up: left, bottom, right, top."""
    text = page.get_textpage()
    told = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
    inked = [each for each in told if each[0].strip()]
    return [each for each, _ in inked], np.array([box for _, box in inked])


def covering(boxes: Boxes) -> NDArray[np.bool_]:
    """For each two characters whether one covers half of the other."""
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    size = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return shared > np.minimum(size[:, None], size[None, :]) / 2


def foreign_words(document: Document) -> list[str]:
    """English, and words of the program, in what a document says."""
    told = [*words_of(document), *alternatives(document)]
    return [
        fault.told for each in told for fault in faults_in(each) if fault.told.startswith(FOREIGN)
    ]


def alternatives(document: Document) -> list[str]:
    """What pictures say to who cannot see them."""
    return [each.alternative for each in document.blocks if isinstance(each, Picture)]


def empty_pictures(document: Document) -> list[str]:
    """The pictures in which there is nothing to see: the table after them holds zeros alone."""
    pairs = zip(document.blocks, document.blocks[1:], strict=False)
    return [
        picture.alternative
        for picture, table in pairs
        if isinstance(picture, Picture)
        and not (isinstance(table, Table) and any(map(holds_number, table.rows)))
    ]


def holds_number(row: tuple[str, ...]) -> bool:
    """Whether a row tells anything but zeros, beside its head."""
    return any(cell not in ("0", "") for cell in row[1:])
