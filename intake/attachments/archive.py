"""Archives, opened within limits: what they declare and what really comes out."""

import io
import zipfile
import zlib

from intake.attachments.extract import Extract, Inner, Reason, UnreadableError
from intake.config import ReadingConfig

CHUNK = 1 << 20
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def open_zip(data: bytes, limits: ReadingConfig) -> zipfile.ZipFile:
    """The archive, refused before unpacking where what it declares goes over the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    members = archive.infolist()
    if len(members) > limits.max_members:
        raise UnreadableError(Reason.TOO_MANY)
    declared = sum(member.file_size for member in members)
    if declared > limits.max_unpacked_bytes:
        raise UnreadableError(Reason.TOO_LARGE)
    # Small archives of repetitive text pack well; the ratio tells a bomb only on size.
    if declared > CHUNK and declared > limits.max_ratio * max(1, len(data)):
        raise UnreadableError(Reason.TOO_LARGE)
    if members and all(member.flag_bits & 1 or member.is_dir() for member in members):
        raise UnreadableError(Reason.ENCRYPTED)
    return archive


def member_bytes(
    archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limits: ReadingConfig
) -> bytes:
    """A member's bytes, counted while they come: what an archive declares may be a lie."""
    found = bytearray()
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                found += chunk
                if len(found) > limits.max_unpacked_bytes:
                    raise UnreadableError(Reason.TOO_LARGE)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    except KeyError as error:  # an office document without its text
        raise UnreadableError(Reason.DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise UnreadableError(Reason.ENCRYPTED) from error
    return bytes(found)


def read_zip(data: bytes, limits: ReadingConfig) -> Extract:
    """The files in an archive, in order of name; one that is broken leaves the others."""
    archive = open_zip(data, limits)
    inner = []
    total = 0
    for member in sorted(archive.infolist(), key=lambda each: each.filename):
        if member.is_dir() or any(junk in member.filename for junk in JUNK):
            continue
        try:
            content = member_bytes(archive, member, limits)
        except UnreadableError as error:
            if error.reason is Reason.TOO_LARGE:
                raise
            inner.append(Inner(member.filename, "", b"", error.reason))
            continue
        total += len(content)
        if total > limits.max_unpacked_bytes:
            raise UnreadableError(Reason.TOO_LARGE)
        inner.append(Inner(member.filename, "", content))
    return Extract(inner=tuple(inner))
