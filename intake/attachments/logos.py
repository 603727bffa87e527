"""Small pictures, told by the head of the file: logos and lines of signatures, which nobody reads.

Nearly every mail of an office has one. Only heads in which nothing is odd are taken at their word;
whatever else a picture may be is left to the library that opens it, in its own process.
"""

import zlib
from collections.abc import Iterator
from struct import Struct

from intake.attachments.ocr import MIN_SIDE

PNG = b"\x89PNG\r\n\x1a\n"
PNG_COLOURS = (0, 2, 4, 6)  # grey or not, with transparency or not; a palette may be missing
PNG_LENGTHS = {b"sRGB": 1, b"gAMA": 4, b"pHYs": 9}  # of what may stand before the picture
JPEG = b"\xff\xd8"
JFIF, TABLES, HUFFMAN, RESTART, SCAN = b"\xe0", b"\xdb", b"\xc4", b"\xdd", b"\xda"
FRAMES = (b"\xc0", b"\xc2")  # in sequence, and with more detail scan by scan
TABLE_BYTES = 65  # its number and 64 values of a byte each
LENGTH, LONG, SIZE = Struct(">H"), Struct(">I"), Struct(">HH")
PNG_HEAD = Struct(">II5B")


def is_logo(data: bytes) -> bool:
    """Whether some bytes are surely a whole head of a picture too small to be read."""
    width, height = size_of_jpeg(data) or size_of_png(data) or (MIN_SIDE, MIN_SIDE)
    return 0 < min(width, height) < MIN_SIDE


def size_of_jpeg(data: bytes) -> tuple[int, int] | None:
    """Width and height of a plain JPEG (ITU-T T.81, annex B), None where it is not surely one."""
    found = None
    for kind, segment in segments(data):
        if kind in FRAMES:
            if found or len(segment) < 6 or len(segment) != 6 + 3 * segment[5]:
                return None
            if segment[0] != 8 or segment[5] not in (1, 3):
                return None
            height, width = SIZE.unpack_from(segment, 1)
            found = width, height
        elif kind == SCAN:
            return found
        elif not is_plain_segment(kind, segment):
            return None
    return None


def segments(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The segments of a JPEG's head with their marks, those alone that are there as a whole."""
    at = len(JPEG) if data.startswith(JPEG) else len(data)
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        (size,) = LENGTH.unpack_from(data, at + 2)
        end = at + 2 + size
        if size < 2 or end > len(data):
            return
        yield data[at + 1 : at + 2], data[at + 4 : end]
        at = end


def is_plain_segment(kind: bytes, segment: bytes) -> bool:
    """Whether a segment is one that no reader stumbles over."""
    if kind == JFIF:
        return segment.startswith(b"JFIF\0") and len(segment) >= 14
    if kind == TABLES:
        numbers = segment[::TABLE_BYTES]
        return len(segment) == TABLE_BYTES * len(numbers) and all(each < 16 for each in numbers)
    return kind in (HUFFMAN, RESTART)


def size_of_png(data: bytes) -> tuple[int, int] | None:
    """Width and height of a plain PNG (RFC 2083), None where it is not surely one."""
    found = None
    for number, (kind, chunk) in enumerate(chunks(data)):
        if number == 0 and kind == b"IHDR" and len(chunk) == PNG_HEAD.size:
            width, height, bits, colour, *rest = PNG_HEAD.unpack(chunk)
            if bits != 8 or colour not in PNG_COLOURS or any(rest):
                return None
            found = width, height
        elif kind == b"IDAT":
            return found
        elif len(chunk) != PNG_LENGTHS.get(kind):
            return None
    return None


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG with their names, up to the picture or one that is not in order."""
    at = len(PNG) if data.startswith(PNG) else len(data)
    while at + 12 <= len(data):
        (size,) = LONG.unpack_from(data, at)
        end = at + 8 + size
        kind = data[at + 4 : at + 8]
        if kind == b"IDAT":
            yield kind, b""
        if end + 4 > len(data) or LONG.unpack_from(data, end)[0] != zlib.crc32(data[at + 4 : end]):
            return
        yield kind, data[at + 8 : end]
        at = end + 4
