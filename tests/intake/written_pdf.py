"""PDF written by hand, stream by stream."""

PLACES = "De gemeente realiseert 120 opvangplaatsen op 1 oktober 2026."
TEXT = f"BT /F1 11 Tf 72 720 Td ({PLACES}) Tj ET".encode()


def stream(data: bytes, head: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), head, data)


def written(
    *others: bytes,
    catalog: bytes = b"",
    pages: bytes = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    page: bytes = b"",
    content: bytes | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A PDF of one page by hand: catalog 1, pages 2, page 3, content 4, font 5, others from 6."""
    resources = b"/Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        pages,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        + (page or resources)
        + b" >>",
        content or stream(TEXT),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *others,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    told = trailer.replace(b"START", b"%d" % start)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, told)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start
