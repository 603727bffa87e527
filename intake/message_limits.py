"""How much of a mail is taken apart: headers, parts and lines past a limit are left out."""

import re
from itertools import islice

from intake.message_head import bare, split_head

MAX_HEADER_BYTES = 256_000  # of all headers; what is behind is not looked at
MAX_ONE_HEADER = 64_000
MAX_HEADERS = 1_000
MAX_BOUNDARIES = 5_000  # lines that part one part from the next; what is behind is not looked at
MAX_KINDS_OF_BOUNDARY = 200
MAX_LINES = 1_000_000  # three times those of 25 MB in base64; each costs the same, empty or not
MAX_ENCODED_WORDS = 500
BOUNDARY = re.compile(rb"\bboundary\s*=\s*\"?([^\"\r\n;]{1,200})", re.IGNORECASE)
LINE_END = re.compile(rb"\r\n|\n|\r")


def within_limits(raw: bytes) -> tuple[bytes, list[str]]:
    """The message with a head that parsers can bear, and what was cut from it."""
    raw = bare(raw)
    head, separator, body = split_head(raw)
    body, told = fewer_lines(body)
    body, more = fewer_parts(head, body)
    told += more
    lines = re.split(rb"(?:\r\n|\n|\r)(?![ \t\n])", head[:MAX_HEADER_BYTES])
    kept = [line[:MAX_ONE_HEADER] for line in lines[:MAX_HEADERS]]
    cut = len(head) > MAX_HEADER_BYTES or len(lines) > MAX_HEADERS or kept != lines[:MAX_HEADERS]
    crowded = [line for line in kept if line.count(b"=?") > MAX_ENCODED_WORDS]
    if not cut and not crowded:
        return (head + separator + body if told else raw), told
    kept = [line[:2000] if line in crowded else line for line in kept]
    return b"\r\n".join(kept) + separator + body, ["headers cut to size", *told]


def fewer_lines(body: bytes) -> tuple[bytes, list[str]]:
    """The body up to as many lines as can be borne, and what was cut."""
    # Fewer bytes hold no more lines, and need not be counted through.
    if len(body) <= MAX_LINES or max(body.count(b"\n"), body.count(b"\r")) <= MAX_LINES:
        return body, []
    for end in islice(LINE_END.finditer(body), MAX_LINES, None):
        return body[: end.start()], ["lines cut to size"]
    return body, []


def fewer_parts(head: bytes, body: bytes) -> tuple[bytes, list[str]]:
    """The body up to as many parts as can be borne, and what was cut."""
    # Lines of prose may look like it: count those too. Dashes are rarer than lines: found sooner.
    if body.count(b"--") <= MAX_BOUNDARIES or body.count(b"\n--") <= MAX_BOUNDARIES:
        return body, []
    kinds = {each.strip() for each in BOUNDARY.findall(head) + BOUNDARY.findall(body)}
    if not kinds:
        return body, []
    some = b"|".join(re.escape(each) for each in sorted(kinds)[:MAX_KINDS_OF_BOUNDARY])
    for number, found in enumerate(re.finditer(rb"\n--(?:%s)" % some, body)):
        if number == MAX_BOUNDARIES:
            return body[: found.start()], ["parts cut to size"]
    return body, []
