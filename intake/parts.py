"""The parts of a message (RFC 2045 and 2046): bodies and files, with their bytes decoded."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import InvalidBase64CharactersDefect, InvalidBase64LengthDefect
from email.message import Message as Tree
from itertools import count

from intake.attachments.extract import Reason
from intake.attachments.plain import cleaned, decoded
from intake.header_values import header_text, legible, one_line
from intake.message import Bounded

ENCODING = re.compile(r"[\s\"']*(base[- ]?64|quoted[-_ ]printable)\b", re.IGNORECASE)
PROSE = re.compile(rb"(?:[\w,] [\w(][^\n]*){3}")  # no line of base64 holds spaces


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a message: one body or one file."""

    media_type: str
    name: str  # decoded, "" where it has none
    charset: str | None
    data: bytes
    is_attachment: bool  # by its disposition
    group: int  # the same for forms of one text (multipart/alternative), else its own
    refused: Reason | None = None  # why it stands for parts that were not looked at
    is_broken: bool = False  # came in damaged, so that some of it may be lost


def parts_of(tree: Tree, max_depth: int, max_parts: int) -> Iterator[Part]:
    """The leaves of a message in order; a nested message is one leaf.

    What goes over the limits is one leaf that says so.
    """
    numbers = count()
    pending: list[tuple[Tree, int, int | None]] = [(tree, 0, None)]
    seen = 0
    while pending:
        part, depth, group = pending.pop()
        seen += 1
        if seen > max_parts:
            yield refused("overige onderdelen", Reason.TOO_MANY)
            return
        inner = children(part)
        if part.get_content_maintype() != "multipart" or not part.is_multipart():
            yield leaf(part, next(numbers) if group is None else group)
        elif depth >= max_depth:
            yield refused("dieper onderdeel", Reason.TOO_DEEP)
        else:
            if group is None and part.get_content_subtype() == "alternative":
                group = next(numbers)
            pending += [(each, depth + 1, group) for each in reversed(inner)]


def children(part: Tree) -> list[Tree]:
    """The parts within a part; of one that is text, its text is not looked at."""
    inner = part.get_payload() if part.is_multipart() else []
    return [each for each in inner if isinstance(each, Tree)]


def refused(name: str, reason: Reason) -> Part:
    """What stands for parts that are not looked at."""
    return Part("", name, None, b"", True, -1, reason)


def leaf(part: Tree, group: int) -> Part:
    """A part with its bytes decoded as far as they can be."""
    inner = children(part)
    settle_encoding(part)
    settle_names(part)
    media_type = part.get_content_type()
    if media_type == "message/partial":
        media_type = "message/rfc822"  # a piece of one: its first words are
    if media_type.startswith("message/") and not part.is_multipart():
        return refused(file_name(part) or "bericht.eml", Reason.TOO_DEEP)  # the parser gave up
    if media_type.startswith("multipart/") or "" in media_type.split("/"):
        media_type = "text/plain"  # its parts cannot be told apart, or it declares none
    try:
        data = nested_bytes(part, inner[0]) if inner else payload(part)
    except RecursionError:
        return refused(file_name(part) or "bericht.eml", Reason.TOO_DEEP)
    is_prose = False  # whatever it declares
    if media_type.startswith("text/") and is_base64(part):
        raw = verbatim(part)
        is_prose = PROSE.search(raw[:1000]) is not None
        data = raw if is_prose else data
    return Part(
        media_type=media_type,
        name=file_name(part),
        charset=charset_of(part),
        data=data,
        is_attachment=part.get_content_disposition() == "attachment",
        group=group,
        is_broken=not is_prose and is_broken(part),
    )


def settle_encoding(part: Tree) -> None:
    """Have a part declare its encoding in the one way that the library knows.

    Some programs write it in quotes, with a remark (RFC 2045 section 6.1 allows one) or with a
    semicolon behind it; to the library each is an encoding that it never heard of.
    """
    declared = str(part.get("content-transfer-encoding") or "")
    found = ENCODING.match(declared)
    name = re.sub(r"[\s_]", "-", found[1].lower()) if found else ""
    name = {"base-64": "base64"}.get(name, name)
    if name in ("base64", "quoted-printable") and name != declared:
        part.replace_header("content-transfer-encoding", name)


def settle_names(part: Tree) -> None:
    """Have letters outside ASCII in a part's headers be letters: the library loses them."""
    for name in ("content-disposition", "content-type"):
        for key, value in part.raw_items():
            if key.lower() == name and not str(value).isascii():
                part.replace_header(name, legible(str(value)))
                break


def is_base64(part: Tree) -> bool:
    """Whether a part declares that encoding."""
    return str(part.get("content-transfer-encoding")).strip().lower() == "base64"


def is_broken(part: Tree) -> bool:
    """Whether base64, decoded before, holds what is none, so that some of it may be lost.

    White space, padding that lacks, and what lists add behind padding, lose nothing.
    """
    lossy = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect)
    if not any(isinstance(each, lossy) for each in part.defects):
        return False
    bare = b"".join(verbatim(part).split()).partition(b"=")[0]
    try:
        binascii.a2b_base64(bare + b"=" * (-len(bare) % 4), strict_mode=True)
    except binascii.Error:
        return True
    return False


def nested_bytes(part: Tree, inner: Tree) -> bytes:
    """The bytes of a nested message; some programs encode it, which RFC 2046 forbids."""
    if is_base64(part) and not inner.keys():
        try:
            return binascii.a2b_base64(verbatim(inner))
        except binascii.Error:
            return safe_bytes(inner)
    return safe_bytes(inner)


def payload(part: Tree) -> bytes:
    """The bytes of a part; base64 or quoted-printable that is broken gives what can be had."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError):
        data = None
    return data if isinstance(data, bytes) else verbatim(part)


def verbatim(part: Tree) -> bytes:
    """The bytes of a part as they came, still encoded if they were."""
    bare = Tree(policy=Bounded())
    bare.set_payload(part.get_payload() if part.is_multipart() else part._payload)  # type: ignore[attr-defined]
    found = bare.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def safe_bytes(tree: Tree) -> bytes:
    """A nested message as bytes; one that the library cannot write as far as it can be had."""
    try:
        return tree.as_bytes()
    except (ValueError, LookupError, AttributeError, TypeError):
        return payload(tree)


def charset_of(part: Tree) -> str | None:
    """The charset that a part declares, None where it declares none that can be read."""
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, AssertionError, TypeError):
        return None


def file_name(part: Tree) -> str:
    """The name a part gives itself (RFC 2183, 2231 and 2047), for people; never for a disk."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, AssertionError, TypeError):
        return ""
    return one_line(header_text(name))


def body_text(part: Part) -> str:
    """The text of a body part."""
    return cleaned(decoded(part.data, part.charset))
