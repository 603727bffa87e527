"""Earlier mails below or between a sender's lines, told by the marks that mail programs leave."""

import re
from collections.abc import Sequence

from rules.mail import Owner

MAX_HEAD_LINE = 500  # what is longer introduces no earlier mail
MAX_MARK_LINES = 10  # rules and marks on one another above the headers of an earlier mail
MAX_NOTE_LINES = 300
SHORT_NOTE_CHARS = 400  # above a forwarded letter: the covering note of a secretary
QUOTED = re.compile(r"\s{0,3}>")
HEADER = re.compile(
    r"^[\s>*]*(van|from|verzonden|sent|datum|date|aan|to|cc|bcc|onderwerp|subject|beantwoorden|"
    r"reply-to|prioriteit|importance|bijlagen?|attachments?)\s*\*?\s*:\s?(.*)$",
    re.IGNORECASE,
)
FIRST_HEADER = re.compile(r"^[\s>*]*(?:van|from)\s*\*?\s*:\s*\S", re.IGNORECASE)
MARKER = re.compile(
    r"^[\s>]*-{2,}\s*(oorspronkelijk bericht|original message|doorgestuurd bericht|"
    r"forwarded message|begin doorgestuurd bericht)[\s-]*|"
    r"^[\s>]*(begin doorgestuurd bericht|begin forwarded message)\s*:",
    re.IGNORECASE,
)
FORWARD_MARKER = re.compile(r"doorgestuurd|forwarded", re.IGNORECASE)
ATTRIBUTION = re.compile(
    r"^[\s>]*(?:op\b.{4,120}\bschreef\b.{0,120}|"
    r"op\b.{4,120}\bheeft\b.{1,120}\bhet volgende geschreven|"
    r"on\b.{4,120}\bwrote|.{2,80}\bschreef op\b.{4,60})"
    r":\s*$",
    re.IGNORECASE | re.DOTALL,
)
MARKS = (":", "--", "____")  # no introduction or header is without any
RULE = re.compile(r"^\s*_{8,}\s*$")
FORWARDED_SUBJECT = re.compile(r"^\s*(?:fw|fwd|doorst|doorgestuurd|tr)\s*:", re.IGNORECASE)
REPLY_SUBJECT = re.compile(r"^\s*(?:re|antw|betr|aw)\s*:", re.IGNORECASE)
FORWARDED_NOTE = re.compile(
    r"doorgestuurd|stuur(?:t|en)?\b.{0,60}\bdoor\b|ter doorzending|zend(?:t|en)?\b.{0,60}\bdoor\b|"
    r"onderstaand(?:e)?\b.{0,40}\b(?:brief|reactie|bericht|melding|mail|antwoord)|"
    r"(?:zie|hierbij|bijgaand)\b.{0,30}\bhieronder",
    re.IGNORECASE | re.DOTALL,
)
MINISTRY_AUTHOR = re.compile(
    r"ibt.?spreidingswet|minjenv|ministerie van justitie|dg migratie|regie migratieketen|\bjenv\b",
    re.IGNORECASE,
)


def is_mail(lines: Sequence[str]) -> bool:
    """Whether an attached text begins with the headers of a mail."""
    return sum(HEADER.match(line) is not None for line in lines[:6]) >= 3


def authors(lines: Sequence[str], subject: str) -> list[Owner]:
    """Who wrote each line, told by quote marks and by the headers that mail programs leave."""
    owners = [Owner.SENDER] * len(lines)
    current = Owner.SENDER
    quotes = {at for at, line in enumerate(lines) if ">" in line and QUOTED.match(line)}
    last_quoted = max(quotes, default=-1)
    # No introduction or header is without a mark; of one of two lines it may be on the second.
    marked = [any(map(line.__contains__, MARKS)) for line in lines] + [False]
    at = begin = 0
    while at < len(lines):
        size = header_size(lines, at) if marked[at] or marked[at + 1] else 0
        if size:
            block = "\n".join(lines[at : at + size])
            current = author_below(block, lines[max(0, at - MAX_NOTE_LINES) : at], subject, current)
            begin = at
            owners[at : at + size] = [Owner.FURNITURE] * size
            at += size
            continue
        if at in quotes or current is not Owner.SENDER:
            owners[at] = quoted_owner(lines[at], current, quotes_by_marks=last_quoted >= begin)
        at += 1
    return owners


def header_size(lines: Sequence[str], at: int) -> int:
    """How many lines from here on are the headers or the introduction of an earlier mail."""
    line = lines[at].lstrip()[:MAX_HEAD_LINE]
    if is_mark(line):
        below = at + 1
        end = min(len(lines), at + MAX_MARK_LINES)
        while below < end and (not lines[below].strip() or is_mark(lines[below])):
            below += 1
        size = header_size(lines, below) if below < end else 0
        return below - at + size if size or MARKER.match(line) else 0
    if ATTRIBUTION.match(line):
        return 1
    next_line = lines[at + 1].lstrip("> ")[:MAX_HEAD_LINE] if at + 1 < len(lines) else ""
    wrapped = f"{line} {next_line}"
    if re.match(r"[\s>]*(?:op|on)\b", line, re.I) and ATTRIBUTION.match(wrapped):
        return 2
    if not FIRST_HEADER.match(line):
        return 0
    size = 1
    while at + size < len(lines) and HEADER.match(lines[at + size]):
        size += 1
    return size if size >= 3 else 0


def is_mark(line: str) -> bool:
    """Whether a line parts an earlier mail from what stands above it."""
    return bool(RULE.match(line) or MARKER.match(line))


def author_below(block: str, above: Sequence[str], subject: str, current: Owner) -> Owner:
    """Who wrote what stands below such headers."""
    author = re.search(r"^[\s>*]*(?:van|from)\s*\*?\s*:(.*)$", block, re.I | re.M)
    if MINISTRY_AUTHOR.search(author[1] if author else block):
        return Owner.MINISTRY
    if current is not Owner.SENDER:
        return Owner.EARLIER
    note = "\n".join(above)
    forwarded = (
        FORWARDED_SUBJECT.match(subject)
        or FORWARD_MARKER.search(block.split("\n")[0])
        or FORWARDED_NOTE.search(note)
    )
    if forwarded and not REPLY_SUBJECT.match(subject):
        return Owner.SENDER
    if forwarded and len(note.strip()) < SHORT_NOTE_CHARS:
        return Owner.SENDER
    return Owner.EARLIER


def quoted_owner(line: str, current: Owner, *, quotes_by_marks: bool) -> Owner:
    """The owner of a line, given who wrote this part of the mail and how it quotes."""
    if QUOTED.match(line):
        return Owner.MINISTRY if current is Owner.SENDER else current
    # Below 'Op ... schreef ...:' an answer between the quoted lines has no mark of its own.
    if current is not Owner.SENDER and quotes_by_marks and line.strip():
        return Owner.SENDER
    return current
