"""Where the head of a mail ends: at the first empty line, of whatever line ends."""

EMPTY_LINE = (b"\r\n\r\n", b"\r\r", b"\r\n\n", b"\n\r\n", b"\n\n")
EMPTY_LINE_BARE = EMPTY_LINE[::-1]  # where lines end as on Unix


def bare(raw: bytes) -> bytes:
    """A message from its first header on."""
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def split_head(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Headers, the empty line, body."""
    end, start = empty_line(raw)
    return raw[:end], raw[end:start], raw[start:]


def body_start(raw: bytes) -> int:
    """Where the body begins, without a copy of it."""
    return empty_line(raw)[1]


def empty_line(raw: bytes) -> tuple[int, int]:
    """From where to where the empty line is that ends the headers."""
    end, mark = len(raw), b""
    # The likely one first: behind it none of the others is sought.
    at = raw.find(b"\n")
    for each in EMPTY_LINE if raw[max(at - 1, 0) : at] == b"\r" else EMPTY_LINE_BARE:
        # Only before what was found already. A pattern would take a second for 25 MB.
        at = raw.find(each, 0, end + len(each) - 1)
        if at >= 0:
            end, mark = at, each
    return end, end + len(mark)
