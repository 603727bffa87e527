"""Ends of streams in a PDF that no reader can take for a part of the line after them."""

import io

import pikepdf
from pikepdf import ObjectStreamMode, Stream

CARRIAGE_RETURN = b"\r"


def with_plain_ends(file: bytes) -> bytes:
    """The same file, each of its streams as long as it says; the same bytes each time.

    A stream whose last byte is a carriage return makes one end of a line with the line feed after
    it: to who looks for that end, it is a byte shorter than it says (ISO 19005-2, 6.1.7.1). Packed
    data ends so by chance, one in 256; unpacked, it ends as what it is.
    """
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as pdf:
        for each in pdf.objects:
            if isinstance(each, Stream) and each.read_raw_bytes().endswith(CARRIAGE_RETURN):
                each.write(each.read_bytes())
        pdf.save(
            made,
            deterministic_id=True,
            compress_streams=False,
            object_stream_mode=ObjectStreamMode.disable,  # they are streams, too
        )
    return made.getvalue()
