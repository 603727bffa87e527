"""The last way to read a mail: its head, and whatever of its body shows as text.

For a mail on which full reading did not come to an end. Nothing here takes more time than in
proportion to a length that is bounded: no file is opened, no page laid out, no line weighed.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from intake.attachments.extract import Reason
from intake.bodies import TAG, UNSEEN, is_body
from intake.file_names import default_name, shown, unique
from intake.message import read_simply
from intake.parts import Part, body_text, parts_of
from intake.reading import mail_of, moment_of_receipt
from rules.mail import Attachment, Layout, Line, Mail, Owner, Text, cut

MOST_BYTES = 200_000  # of the body, that are taken apart
MOST_PARTS = 100
MOST_DEPTH = 20


def read_plainly(raw: bytes, received_at: datetime | None, reason: Reason, most_chars: int) -> Mail:
    """The mail in those bytes, its files named and left unread.

    reason: what is told of each file; most_chars: of the body. Raises SetAside where nothing
    tells when it was received.
    """
    message = read_simply(raw, MOST_BYTES)
    parts = list(parts_of(message.tree, MOST_DEPTH, MOST_PARTS))
    content = "\n\n".join(text for text in map(words, filter(is_body, parts)) if text)
    return mail_of(
        message,
        moment_of_receipt(message, received_at),
        texts=(whole("subject", message.subject), whole("body", content[:most_chars])),
        attachments=unread([each for each in parts if not is_body(each)], reason),
        defects=(*message.defects, cut("body")),
    )


def words(part: Part) -> str:
    """The text of a body part; of a page, what stands between its tags."""
    text = body_text(part)
    if part.media_type == "text/html":
        text = TAG.sub(" ", UNSEEN.sub(" ", text))
    return text.strip()


def whole(source: str, content: str) -> Text:
    """A text whose lines are all the sender's: whose they are is not looked into."""
    lines, at = [], 0
    for line in content.split("\n"):
        lines.append(Line(at, at + len(line), Owner.SENDER, Layout.PROSE))
        at += len(line) + 1
    return Text(source, content, tuple(lines))


def unread(parts: Sequence[Part], reason: Reason) -> list[Attachment]:
    """Files that were not opened."""
    names = {"body", "subject"}
    return [
        Attachment(
            source=unique(shown(part.name) or default_name(part, number), names),
            media_type=part.media_type,
            size=len(part.data),
            sha256=hashlib.sha256(part.data).hexdigest(),
            unreadable=reason.value,
        )
        for number, part in enumerate(parts, 1)
    ]
