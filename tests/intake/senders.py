"""Mails of senders who are, and who are not, who they say they are."""

from dataclasses import replace
from datetime import date

from intake.registry import default_registry
from rules.registry import Request

OURS = "mx1.minjenv.nl"
LETTER = date(2026, 6, 1)
BODY = (
    "Geachte heer, mevrouw,\r\n\r\n"
    "Namens het college van burgemeester en wethouders van de gemeente Barneveld antwoorden wij\r\n"
    "op uw brief met kenmerk 7473202. Op dit moment zijn er in onze gemeente 120 plaatsen. De\r\n"
    "locatie aan de Stationsweg opent per 1 juli 2027, omdat de verbouwing nog duurt. Wij\r\n"
    "hebben daarvoor in april een vergunning aangevraagd en een aannemer gekozen.\r\n\r\n"
    "Met vriendelijke groet,\r\nJ. de Vries\r\n"
)


def registry():
    """The shipped registry with one letter, to Barneveld."""
    letter = Request("7473202", "Barneveld", LETTER, 28, 200, 20, 120, 0)
    return replace(default_registry(), requests=(letter,))


def ours(results, by=OURS):
    """A header that a server of that name leaves."""
    return f"Authentication-Results: {by}; {results}"


def passed(domain):
    """What a server leaves on a mail that it holds to be of that domain."""
    return ours(
        f"dkim=pass header.d={domain}; spf=pass smtp.mailfrom={domain};"
        f" dmarc=pass header.from={domain}"
    )


def failed(domain):
    """What it leaves on a mail that it does not."""
    return ours(
        f"dkim=fail header.d={domain}; spf=fail smtp.mailfrom={domain};"
        f" dmarc=fail header.from={domain}"
    )


def mail(*headers, body=BODY):
    """The bytes of a mail with these headers; those that no test is about are added."""
    fixed = (
        "To: ibt@minjenv.nl",
        "Subject: Reactie op uw brief",
        "Date: Mon, 15 Jun 2026 10:00:00 +0200",
        "Message-ID: <1@example.nl>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
    )
    head = "\r\n".join((*headers, *fixed))
    return f"{head}\r\n\r\n{body}".encode()
