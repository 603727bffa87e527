"""Mails that break readers, one of each kind: small enough to send, costly or deadly to parse."""

from base64 import b64encode

HEAD = b"From: inwoner@example.org\r\nMessage-ID: <gif-%d@example.org>\r\n"
MULTIPART = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="
TEXT = b"Content-Type: text/plain\r\n\r\nTekst.\r\n"


def nested(levels: int) -> bytes:
    """Parts within parts."""
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(levels)
    )
    return b"MIME-Version: 1.0\r\n" + opened + TEXT


def forwarded(levels: int) -> bytes:
    """Mails within mails."""
    return (
        b"Content-Type: message/rfc822\r\n\r\n" * levels + b"Subject: binnenste\r\n\r\nTekst.\r\n"
    )


POISONS = {
    "a start that never comes": MULTIPART
    + b'"a"\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\nx\r\n--a--',
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\nTekst zonder grens.\r\n",
    "NUL in a charset": b'Content-Type: text/plain; charset="utf-\x008"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(b"Tekst.") + b"\r\n",
    "punycode": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 100_000 + b"\r\n",
    "a thousand parts deep": nested(1000),
    "a thousand mails deep": forwarded(1000),
    "50,000 parts": MULTIPART + b"a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 50_000 + b"--a--\r\n",
    "100,000 headers": b"".join(b"X-%d: x\r\n" % n for n in range(100_000)) + b"\r\nTekst.\r\n",
    "20,000 Received": b"Received: from a by b; Tue, 14 Apr 2026 10:00:00 +0200\r\n" * 20_000
    + b"\r\nTekst.\r\n",
    "100,000 recipients": b"To: "
    + b",\r\n ".join(b"a%d@example.org" % n for n in range(100_000))
    + b"\r\n\r\nTekst.\r\n",
    "50,000 words in a subject": b"Subject: "
    + b"=?utf-8?q?a?=\r\n " * 50_000
    + b"x\r\n\r\nTekst.\r\n",
    "100,000 quotes": b"Reply-To: " + b'"' * 100_000 + b"\r\n\r\nTekst.\r\n",
    "100,000 brackets": b"Reply-To: " + b"(" * 100_000 + b"\r\n\r\nTekst.\r\n",
    "100,000 pieces of a name": MULTIPART
    + b"a\r\n\r\n--a\r\nContent-Disposition: attachment"
    + b"".join(b";\r\n name*%d=x" % n for n in range(100_000))
    + b"\r\n\r\nx\r\n--a--\r\n",
    "one long line": b"\r\n" + b"a" * 5_000_000 + b"\r\n",
    "nothing but headers": b"",
    "a tab in the subject": b"Subject: Regel\tmet\r\n\ttabs\r\n\r\nTekst.\r\n",
    "no sender": b"From:\r\nTo:\r\n\r\n",
}


def poison(name: str) -> bytes:
    """The mail of that name."""
    return HEAD % list(POISONS).index(name) + POISONS[name]
