"""The parts that odd mails are put together from, as bytes: no library would write them."""

import base64
import quopri
from dataclasses import dataclass

SENTENCE = "De gemeente Súdwest-Fryslân realiseert zesendertig plekken aan de Kade."
SAID = SENTENCE.encode()
PLAIN = b"De gemeente realiseert zesendertig plekken aan de Kade."
HEAD = (
    b"Received: from mail.example.nl by mx.example.nl; Thu, 9 Apr 2026 10:00:00 +0200",
    b"From: Gemeente <info@example.nl>",
    b"To: ibt@example.nl",
    b"Subject: Reactie",
    b"Message-ID: <odd@example.nl>",
    b"Date: Thu, 9 Apr 2026 09:59:00 +0200",
)
MIME = b"MIME-Version: 1.0"
UTF8 = b"Content-Type: text/plain; charset=utf-8"


@dataclass(frozen=True)
class Odd:
    """A mail with one oddity, and what must come out of it."""

    name: str
    raw: bytes
    text: tuple[str, ...] = ()  # all stand in its texts
    absent: tuple[str, ...] = ()  # none does
    files: tuple[str, ...] | None = None  # the paths of its attachments
    unread: tuple[str, ...] | None = None  # those of them that could not be read
    flags: frozenset[str] = frozenset()
    is_aside: bool = False  # it waits for a person: it is no mail at all
    subject: str | None = None
    sender: str | None = None


def lines(*parts: bytes, end: bytes = b"\r\n") -> bytes:
    return end.join(parts)


def mail(*headers: bytes, body: bytes = PLAIN, end: bytes = b"\r\n", head=HEAD) -> bytes:
    """A mail; a header of the same name takes the place of the usual one."""
    names = {each.partition(b":")[0].strip().lower() for each in headers}
    kept = [each for each in head if each.partition(b":")[0].lower() not in names]
    return lines(*kept, *headers, b"", body, b"", end=end)


def part(body: bytes, *headers: bytes, end: bytes = b"\r\n") -> bytes:
    return lines(*headers, b"", body, end=end)


def parts(*inner: bytes, mark: bytes = b"grens", close: bool = True, end: bytes = b"\r\n") -> bytes:
    """The body of a multipart."""
    found = b"".join(b"--" + mark + end + each + end for each in inner)
    return found + (b"--" + mark + b"--" + end if close else b"")


def mixed(
    *inner: bytes, kind: bytes = b"mixed", mark: bytes = b"grens", headers=(), **how
) -> bytes:
    """A mail of several parts."""
    declared = b"Content-Type: multipart/" + kind + b'; boundary="' + mark + b'"'
    return mail(MIME, declared, *headers, body=parts(*inner, mark=mark, **how))


def letter(text: bytes = PLAIN) -> bytes:
    """A part with the text of the mail."""
    return part(text, UTF8)


def file(name: bytes, data: bytes, kind: bytes = b"text/plain", *headers: bytes) -> bytes:
    """A part that is a file; the name is written as it stands."""
    return part(
        base64.encodebytes(data).replace(b"\n", b"\r\n").rstrip(),
        b"Content-Type: " + kind,
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: attachment; " + name,
        *headers,
    )


def in_base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n").rstrip()


def in_qp(data: bytes) -> bytes:
    return quopri.encodestring(data).replace(b"\n", b"\r\n")


def nested(depth: int, inner: bytes, kind: str) -> bytes:
    """A mail whose text lies so many parts or mails deep."""
    if kind == "rfc822":
        raw = inner
        for _ in range(depth):
            raw = lines(b"From: x@example.nl", b"Content-Type: message/rfc822", b"", raw)
        return mail(MIME, b"Content-Type: message/rfc822", body=raw)
    opening = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
        for n in range(depth)
    )
    closing = b"".join(b"\r\n--b%d--" % n for n in range(depth, -1, -1))
    body = opening + b"--b%d\r\n%s" % (depth, inner) + closing
    return mail(MIME, b"Content-Type: multipart/mixed; boundary=b0", body=body)
