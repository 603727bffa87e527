"""As much of a mail as can be judged in time: the work grows with every character."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from intake.attachments.extract import Reason
from rules.mail import Attachment, Mail, Text, cut

# No word, address or number is this long; looking for one in it takes the square of its length.
ENDLESS = re.compile(r"\S{1000,}")


LEAST_CHARS = 25  # that a line or sentence counts for, however short: each is weighed by itself


def excerpt(mail: Mail, most: int) -> Mail:
    """The mail with at most so many characters; what lies behind is left out, and it says so.

    Short texts stay whole: of long ones, all are cut at the same length. The place of each
    character stays the same.
    """
    share = fair_share([weight(each.content) for each in mail.texts], most)
    texts = tuple(shortened(each, share) for each in mail.texts)
    if texts == mail.texts:
        return mail
    ends = {
        before.source: len(after.content)
        for before, after in zip(mail.texts, texts, strict=True)
        if len(after.content) < len(before.content)
    }
    return replace(
        mail,
        texts=texts,
        attachments=tuple(
            told(each, ends[each.source]) if each.source in ends else each
            for each in mail.attachments
        ),
        defects=(*mail.defects, *(cut(each) for each in sorted(ends))),
    )


def weight(content: str) -> int:
    """How much work a text is, in characters; at most as much as it is told to be."""
    ends = sum(content.count(mark) for mark in ("\n", ". ", "! ", "? "))
    return len(content) + LEAST_CHARS * ends


def fair_share(weights: Sequence[int], most: int) -> int:
    """What each text may weigh so that together they weigh no more than `most`."""
    left, rising = most, sorted(weights)
    for number, each in enumerate(rising):
        share = left // (len(rising) - number)
        if each > share:
            return share
        left -= each
    return most


def length_of(content: str, share: int) -> int:
    """The characters from the start that weigh so much."""
    if weight(content) <= share:
        return len(content)
    at = 0
    for line in content.split("\n"):
        if weight(line) + 1 + LEAST_CHARS > share:
            # A single line that weighs more than that is cut within.
            return at or longest(line, share)
        share -= weight(line) + 1 + LEAST_CHARS
        at += len(line) + 1
    return at


def longest(line: str, share: int) -> int:
    """The most characters of a line, from its start, that weigh no more than that."""
    return bisect_right(range(len(line) + 1), share, key=lambda end: weight(line[:end])) - 1


def shortened(text: Text, share: int) -> Text:
    """A text up to what it may weigh, without what no one can have written as a word."""
    length = length_of(text.content, share)
    content, lines = text.content[:length], text.lines
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
