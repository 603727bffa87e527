"""Mails changed at random, the same each time for a seed; and what the standard library reads."""

import email
import random
import re
from email.message import Message

TOKENS = (
    b"\r\n\r\n",
    b"\r\n--grens\r\n",
    b"\r\n--grens--\r\n",
    b"Content-Type: multipart/mixed; boundary=grens\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Type: text/html\r\n",
    b"Content-Type: text/plain; charset=utf-16\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Disposition: attachment; filename*0*=x''%E9\r\n",
    b"MIME-Version: 1.0\r\n",
    b"=?utf-8?b?",
    b"?=",
    b"\x00",
    b"\r",
    b"\n",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"<!--",
    b"</html>",
    b"<blockquote type=cite>",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b'"',
    b";",
    b"(",
    b"From x@y Thu Apr  9 10:00:00 2026\n",
)
MOST_BYTES = 200_000
TAG = re.compile(rb"<(?:script|style)\b.*?</|<[^<>]*>", re.DOTALL)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """The mail with a few changes."""
    data = bytearray(raw[:MOST_BYTES])
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        span = chance.choice((1, 4, 30, 200))
        match chance.randrange(7):
            case 0:
                data[at:at] = chance.choice(TOKENS)
            case 1:
                del data[at : at + span]
            case 2:
                data[at:at] = data[at : at + span] * chance.randint(1, 4)
            case 3:
                for each in range(at, min(at + 3, len(data))):
                    data[each] = chance.randrange(256)
            case 4:
                data = data[: max(at, len(data) // 2)]
            case 5:
                other = chance.randint(0, len(data))
                data[other:other] = data[at : at + span]
            case _:
                data = bytearray(data.replace(b"\r\n", chance.choice((b"\n", b"\r\n", b"\r"))))
    return bytes(data)


def text_by_library(raw: bytes) -> str:
    """What the standard library finds in the text parts of a mail, "" where it fails."""
    try:
        tree = email.message_from_bytes(raw.removeprefix(b"\xef\xbb\xbf"))
        found = [text_of(each) for each in tree.walk() if each.get_content_maintype() == "text"]
    except Exception:
        return ""  # it raises whatever it stumbles over; then it finds nothing
    return " ".join(found).strip()


def text_of(part: Message) -> str:
    """The letters of a part."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    if part.get_content_subtype() == "html":
        data = TAG.sub(b" ", data)
    return " ".join(re.findall(r"[^\W\d_]{3,}", data.decode("latin-1")))
