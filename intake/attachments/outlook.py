"""Outlook's own forms of mail: .msg files and winmail.dat."""

import io
from collections.abc import Iterator
from typing import Any

from intake.attachments.extract import Extract, Inner, Reason
from intake.attachments.html import text_of
from intake.attachments.plain import cleaned, decoded, read_rtf

# Properties of MS-OXPROPS, by their ids.
SUBJECT, SUBMITTED, BODY, HTML, RTF = 0x0037, 0x0039, 0x1000, 0x1013, 0x1009
SENDER_NAME, SENDER_SMTP, SENDER_ADDRESS, SHOWN_TO = 0x0C1A, 0x5D01, 0x0C1F, 0x0E04
FILE_NAME, SHORT_NAME, SHOWN_NAME, FILE_DATA = 0x3707, 0x3704, 0x3001, 0x3701
TOP_HEAD, ENCLOSED_HEAD, FILE_HEAD = 32, 24, 8  # bytes before the table of properties
ENCLOSED = "__substg1.0_3701000D"  # the storage of a message within a message
MAX_ENCLOSED = 20  # messages within one another


def read_msg(data: bytes) -> Extract:
    """The headers and text of a saved message, and the files and messages attached to it."""
    from olefile import OleFileIO  # type: ignore[import-untyped]
    from oxmsg.storage import Storage

    with OleFileIO(io.BytesIO(data)) as file:
        storage = Storage.from_ole(file)
    return Extract(message_text(storage, TOP_HEAD), inner=tuple(attached(storage, 0)))


def message_text(storage: Any, head_size: int) -> str:
    """The head of a message as mail programs show it, and its text in the plainest form."""
    from oxmsg.properties import Properties

    properties = Properties(storage, properties_header_offset=head_size)
    name = properties.str_prop_value(SENDER_NAME) or ""
    address = next(
        (
            found
            for key in (SENDER_SMTP, SENDER_ADDRESS)
            if "@" in (found := properties.str_prop_value(key) or "")
        ),
        "",
    )
    sent = properties.date_prop_value(SUBMITTED)
    head = [
        f"Van: {name} <{address}>" if address else f"Van: {name}",
        f"Verzonden: {sent:%d-%m-%Y %H:%M}" if sent else "",
        f"Aan: {properties.str_prop_value(SHOWN_TO) or ''}",
        f"Onderwerp: {properties.str_prop_value(SUBJECT) or ''}",
    ]
    body = cleaned(properties.str_prop_value(BODY) or "").strip()
    body = body or text_of(properties.binary_prop_value(HTML) or "")
    packed = properties.binary_prop_value(RTF)
    if packed and not body:
        from compressed_rtf import decompress

        body = read_rtf(decompress(packed)).content
    return "\n".join(line for line in head if line) + "\n\n" + body


def attached(storage: Any, depth: int) -> Iterator[Inner]:
    """The files of a message; a message within it as its text, with its files behind it."""
    from oxmsg.properties import Properties

    for number, each in enumerate(storage.iter_attachment_storages(), 1):
        properties = Properties(each, properties_header_offset=FILE_HEAD)
        names = (properties.str_prop_value(key) for key in (FILE_NAME, SHORT_NAME, SHOWN_NAME))
        name = next((found for found in names if found), f"bijlage-{number}")
        message = next((inner for inner in each.storages if inner.name == ENCLOSED), None)
        if message is None:
            data = properties.binary_prop_value(FILE_DATA)
            # By reference: the message holds the address of a file, not the file.
            yield Inner(name, "", data or b"", None if data else Reason.NO_TEXT)
            continue
        if depth >= MAX_ENCLOSED:
            yield Inner(name, "", b"", Reason.TOO_DEEP)
            continue
        name = f"{name}.txt"
        yield Inner(name, "text/plain", message_text(message, ENCLOSED_HEAD).encode())
        for inner in attached(message, depth + 1):
            yield Inner(f"{name}/{inner.name}", inner.media_type, inner.data, inner.refused)


def read_tnef(data: bytes) -> Extract:
    """The text and files inside winmail.dat (MS-OXTNEF)."""
    from tnefparse import TNEF

    package = TNEF(data)
    inner = tuple(
        Inner(name_of(each) or f"bijlage-{number}", "", bytes(each.data))
        for number, each in enumerate(package.attachments, 1)
        if each.data
    )
    # Each piece has a checksum; a file that was cut short has one piece that fails it.
    whole = all(each.good_checksum for each in package.objects)
    return Extract(tnef_body(package), inner=inner, partly=None if whole else Reason.DAMAGED)


def name_of(file: Any) -> str:
    """The name of a file in a winmail.dat."""
    name = file.long_filename() or file.name
    return (decoded(name) if isinstance(name, bytes) else str(name)).strip("\0")


def tnef_body(package: Any) -> str:
    """The text in the plainest form that is there."""
    if package.body:
        body = package.body
        return cleaned(decoded(body) if isinstance(body, bytes) else body).strip()
    if package.htmlbody:
        return text_of(package.htmlbody)
    if package.rtfbody:
        return read_rtf(package.rtfbody).content
    return ""
