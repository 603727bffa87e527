"""Numbered mails for the tests of the mailbox."""


def numbered(number: int, *, lines: int = 1) -> bytes:
    """A small mail that no other number has, received at that minute of 9 April 2026."""
    return (
        b"Received: from a.example by b.example; Thu, 9 Apr 2026 10:%02d:00 +0200\r\n"
        b"From: gemeente@example.nl\r\n"
        b"Subject: Mail %d\r\n"
        b"Message-ID: <mail-%d@example.nl>\r\n"
        b"\r\n"
        b"%s" % (number % 60, number, number, b"Dit is een regel.\r\n" * lines)
    )
