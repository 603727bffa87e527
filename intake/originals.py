"""Parts of a mail as they were sent: its page of HTML, and the bytes of its attachments."""

import hashlib
from collections import deque
from collections.abc import Sequence

from intake.attachments.child import extract
from intake.attachments.extract import Inner, UnreadableError
from intake.attachments.html import DECLARED
from intake.attachments.kinds import FileKind, kind_of
from intake.attachments.plain import cleaned, decoded
from intake.bodies import is_body
from intake.config import ReadingConfig
from intake.message import read_message
from intake.parts import Part, parts_of

# Kinds of files that files are taken out of when a mail is read.
HOLD_FILES = frozenset({FileKind.ZIP, FileKind.OUTLOOK, FileKind.TNEF, FileKind.PDF, FileKind.DOCX})


def page_of(raw: bytes, limits: ReadingConfig) -> str:
    """The HTML of a mail's body as it was sent, "" where it has none. Not safe to show."""
    bodies = [each for each in leaves(raw, limits) if is_body(each)]
    return "\n".join(text_of(each) for each in bodies if each.media_type == "text/html")


def text_of(part: Part) -> str:
    """The characters of a page, in the encoding that the part or the page itself declares."""
    declared = DECLARED.search(part.data[:4096])
    return cleaned(decoded(part.data, part.charset or (declared[1].decode() if declared else None)))


def file_of(raw: bytes, sha256: str, limits: ReadingConfig, *, is_nested: bool) -> bytes | None:
    """The bytes of an attachment, known by their hash; None where the mail holds no such file.

    is_nested: whether it is inside another file; only then are others opened.
    """
    # What is printed in a picture is of no use here, and takes long.
    limits = limits.model_copy(update={"max_ocr_pages": 0})
    pending: deque[tuple[Inner, int]] = deque((each, 1) for each in files(leaves(raw, limits)))
    seen = 0
    while pending and seen < limits.max_parts + limits.max_members:
        file, depth = pending.popleft()
        seen += 1
        if hashlib.sha256(file.data).hexdigest() == sha256:
            return file.data
        if is_nested and depth < limits.max_depth:
            pending += [(each, depth + 1) for each in inside(file, limits)]
    return None


def leaves(raw: bytes, limits: ReadingConfig) -> list[Part]:
    """The parts of a message, those within containers left out."""
    return list(parts_of(read_message(raw).tree, limits.max_depth, limits.max_parts))


def files(parts: Sequence[Part]) -> list[Inner]:
    """Parts as files, whichever of them are the mail's own text."""
    return [Inner(each.name, each.media_type, each.data, each.refused) for each in parts]


def inside(file: Inner, limits: ReadingConfig) -> Sequence[Inner]:
    """The files in a file; none where it cannot be opened."""
    kind = kind_of(file.data, file.name, file.media_type)
    if kind is FileKind.MAIL:
        return files(leaves(file.data, limits))
    if kind not in HOLD_FILES:
        return ()
    try:
        return extract(kind, file, limits).inner
    except UnreadableError:
        return ()
