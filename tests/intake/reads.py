"""Reading a mail in one call, and looking at what came out."""

from datetime import UTC, datetime

from intake.config import ReadingConfig
from intake.reading import read_mail
from rules.mail import Mail, Owner, Text
from tests.files import File, mail_with

RECEIVED_AT = datetime(2026, 4, 9, 8, 0, tzinfo=UTC)
# On a busy machine, what takes a second of work may take many by the wall.
PATIENT = {"ocr_seconds": 600, "part_seconds": 60}
SECONDS = 300  # by the wall, for a mail that is soon given up


def read(raw: bytes, **limits) -> Mail:
    """The mail in those bytes; limits of `ReadingConfig` by keyword, those of time patient."""
    return read_mail(raw, RECEIVED_AT, ReadingConfig(**PATIENT | limits))


def read_files(*files: File, **limits) -> Mail:
    """A mail with those files attached, read."""
    return read(mail_with(*files), **limits)


def text_at(mail: Mail, source: str) -> Text:
    """The text of that source; its absence names those that are there."""
    found = {text.source: text for text in mail.texts}
    assert source in found, f"no text of {source}, only of {sorted(found)}"
    return found[source]


def content_at(mail: Mail, source: str = "body") -> str:
    return text_at(mail, source).content


def reasons(mail: Mail) -> dict[str, str]:
    """Each attachment, and why it could not be read ("" where it was)."""
    return {each.source: each.unreadable for each in mail.attachments}


def owned(mail: Mail, owner: Owner, source: str = "body") -> list[str]:
    """The lines of one owner in a text, without blank ones."""
    text = text_at(mail, source)
    lines = [text.content[line.start : line.end] for line in text.lines if line.owner is owner]
    return [line.strip() for line in lines if line.strip()]
