"""As much of a mail as can be judged in time: the work grows with every character."""

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.attachments.extract import Reason
from rules.mail import Attachment, Mail, Text, cut

# No word, address or number is this long; looking for one in it takes the square of its length.
ENDLESS = re.compile(r"\S{1000,}")


def excerpt(mail: Mail, most: int) -> Mail:
    """The mail with at most so many characters; what lies behind is left out, and it says so.

    Short texts stay whole: of long ones, all are cut at the same length. The place of each
    character stays the same.
    """
    length = fair_length([len(each.content) for each in mail.texts], most)
    texts = tuple(shortened(each, length) for each in mail.texts)
    left_out = {each.source for each in mail.texts if len(each.content) > length}
    if texts == mail.texts:
        return mail
    return replace(
        mail,
        texts=texts,
        attachments=tuple(
            told(each, length) if each.source in left_out else each for each in mail.attachments
        ),
        defects=(*mail.defects, *(cut(each) for each in sorted(left_out))),
    )


def fair_length(lengths: Sequence[int], most: int) -> int:
    """The length at which to cut texts so that together they are not longer than `most`."""
    left, longest = most, sorted(lengths)
    for number, length in enumerate(longest):
        share = left // (len(longest) - number)
        if length > share:
            return share
        left -= length
    return most


def shortened(text: Text, length: int) -> Text:
    """A text up to that length, without what no one can have written as a word."""
    content = text.content[:length]
    lines = text.lines
    if len(text.content) > length:
        lines = tuple(
            replace(each, end=min(each.end, length)) for each in lines if each.start < length
        )
    if ENDLESS.search(content):
        content = ENDLESS.sub(lambda found: " " * len(found[0]), content)
    return text if content == text.content else Text(text.source, content, lines)


def told(attachment: Attachment, length: int) -> Attachment:
    """An attachment that is not judged to its end."""
    if attachment.unreadable:
        return attachment
    return replace(attachment, unreadable=f"{Reason.TOO_LONG.value}: {length}")
