"""Outlook's own forms of mail: .msg files and winmail.dat."""

import io
import struct
from typing import Any

from intake.attachments.extract import Extract, Inner, Reason, UnreadableError
from intake.attachments.html import text_of
from intake.attachments.plain import cleaned, decoded, read_rtf


def read_msg(data: bytes) -> Extract:
    """The headers and text of a saved message, and the files attached to it."""
    import oxmsg

    try:
        message = oxmsg.Message.load(io.BytesIO(data))
        head = [f"Van: {message.sender or ''}", f"Onderwerp: {message.subject or ''}"]
        if message.sent_date:
            head.insert(1, f"Verzonden: {message.sent_date:%d-%m-%Y %H:%M}")
        body = cleaned(message.body or "") or text_of(message.html_body or "")
        inner = tuple(
            Inner(each.file_name or f"bijlage-{number}", each.mime_type or "", each.file_bytes)
            for number, each in enumerate(message.attachments, 1)
            if each.file_bytes
        )
    except UnreadableError:
        raise
    except (OSError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    except (TypeError, struct.error, AssertionError, StopIteration, LookupError) as error:
        # The library checks no lengths: half a file can raise any of these.
        raise UnreadableError(Reason.DAMAGED) from error
    return Extract("\n".join(head) + "\n\n" + body.strip(), inner=inner)


def read_tnef(data: bytes) -> Extract:
    """The text and files inside winmail.dat (MS-OXTNEF)."""
    from tnefparse import TNEF

    try:
        package = TNEF(data)
        body = tnef_body(package)
        inner = tuple(
            Inner(each.long_filename() or each.name or f"bijlage-{number}", "", bytes(each.data))
            for number, each in enumerate(package.attachments, 1)
            if each.data
        )
    except UnreadableError:
        raise
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OSError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    except (struct.error, AssertionError, LookupError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    return Extract(body, inner=inner)


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
