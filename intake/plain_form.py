"""Mails of so plain a form that mail-parser finds nothing wrong with it, told without asking it.

It takes a mail apart once more to see what is wrong: every address, date and Received header, and
every file. Nearly all mails are written by programs that do it right, in few forms; these are told
by patterns. Whatever is not surely plain is left to mail-parser. The tests hold this against what
it says of thousands of odd and damaged mails.
"""

import binascii
import quopri
import re
from email.message import Message as Tree

from intake.second_reader import is_sound_date

MOST_PARTS = 50
OF_ADDRESSES = frozenset({"from", "to", "cc", "bcc", "reply-to", "delivered-to"})
OF_DATE = frozenset({"date", "resent-date"})
OF_FORM = frozenset(
    {"content-type", "content-disposition", "content-id", "content-transfer-encoding"}
)
CHARSETS = frozenset({"utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
ENCODED = "=?"  # begins an encoded word (RFC 2047)
# Such words, no longer than they may be, whose letters cannot be marks of an address.
WORD_IN_NAME = re.compile(
    r"(?<!\S)(?=\S{,75}(?!\S))=\?(?:utf-8|iso-8859-1|windows-1252)\?q\?"
    r"(?:[\w.-]|=[89a-f][\da-f])+\?=(?!\S)",
    re.ASCII | re.IGNORECASE,
)
WORD_IN_FORM = re.compile(
    r"=\?(?:utf-8|us-ascii|iso-8859-1|windows-1252)\?[bq]\?[\w+/=.-]*\?=", re.ASCII | re.IGNORECASE
)
EXTENDED = re.compile(r"\bfilename\*=utf-8''[\w.%~!$&+-]+(?=\s*(?:;|$))", re.ASCII | re.IGNORECASE)
_ADDRESS = r"\w+(?:[.+-]\w+)*@\w+(?:[.-]\w+)*"
_SPACE = r"(?:\r?\n)?[ \t]"
_NAME = rf"(?:\"[\w .,&'/-]*\"|[\w&'/.|-]+(?:{_SPACE}[\w&'/.|-]+)*)"
_MAILBOX = rf"(?:{_ADDRESS}|(?:{_NAME}{_SPACE})?<{_ADDRESS}>)"
ADDRESSES = re.compile(rf"{_MAILBOX}(?:,{_SPACE}{_MAILBOX})*", re.ASCII)
# Comments, literals and angles closed and not within one another, and one date at the end.
RECEIVED = re.compile(
    r"(?:[^()\"\[\]<>\\;]|\([^()\\]*\)|<[^()\"\[\]<>\\;]*>|\[[^\[\]\\]*\])*;([^\";\\]*)"
)


def is_plain(tree: Tree) -> bool:
    """Whether mail-parser surely finds no defect in a message that was just parsed."""
    if not all(is_plain_header(name.lower(), str(value)) for name, value in tree.raw_items()):
        return False
    pending, seen = [tree], 0
    while pending:
        part = pending.pop()
        seen += 1
        if seen > MOST_PARTS or part.defects or not is_plain_form(part):
            return False
        if not part.is_multipart():
            if not is_plain_leaf(part):
                return False
            continue
        if part.get_content_maintype() != "multipart" or "content-disposition" in part:
            return False
        pending += [each for each in part.get_payload() if isinstance(each, Tree)]
    return True


def is_plain_header(name: str, value: str) -> bool:
    """Whether a header of the message is one that mail-parser takes as it is."""
    if not value.isascii():
        return False
    if name in OF_ADDRESSES:
        if ENCODED in value:
            value = WORD_IN_NAME.sub("naam", value)
        return ADDRESSES.fullmatch(value) is not None
    if name in OF_DATE:
        return is_sound_date(value)
    if name == "received":
        found = RECEIVED.fullmatch(value)
        return found is not None and is_sound_date(found[1])
    return True


def is_plain_form(part: Tree) -> bool:
    """Whether what a part says of its form holds nothing oddly encoded."""
    return all(
        is_plain_value(str(value)) for name, value in part.raw_items() if name.lower() in OF_FORM
    )


def is_plain_value(value: str) -> bool:
    """Whether a header of a part holds nothing but ASCII, or a name encoded as RFC 2047 or 2231."""
    if ENCODED in value:
        value = WORD_IN_FORM.sub("", value)
    if "*" in value:
        value = EXTENDED.sub("", value)
    return value.isascii() and ENCODED not in value and "*" not in value


def is_plain_leaf(part: Tree) -> bool:
    """Whether a part is a file, or a text that is what it declares to be."""
    encoding = str(part.get("content-transfer-encoding") or "").strip().lower()
    if encoding not in ("", "7bit", "8bit", "base64", "quoted-printable"):
        return False
    if part.get_content_maintype() != "text":
        return bool(part.get_filename()) or part.get_content_disposition() == "attachment"
    charset = part.get_content_charset("utf-8")
    if charset not in CHARSETS:
        return False
    text = part.get_payload()
    if not isinstance(text, str) or not text.isascii():
        return False
    return encoding in ("", "7bit", "8bit") or is_in_charset(text, encoding, charset)


def is_in_charset(payload: str, encoding: str, charset: str) -> bool:
    """Whether an encoded text can be decoded to the letters of its charset."""
    try:
        if encoding == "base64":
            data = binascii.a2b_base64("".join(payload.split()), strict_mode=True)
        else:
            data = quopri.decodestring(payload.encode())
        data.decode(charset)
    except ValueError:
        return False
    return True
