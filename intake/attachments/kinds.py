"""Which kind of file some bytes are: by their content first, then name, then declared type."""

import io
import zipfile
from enum import StrEnum


class FileKind(StrEnum):
    """The kinds of files that text can be had of, and those that hold none."""

    PDF = "pdf"
    IMAGE = "image"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    RTF = "rtf"
    HTML = "html"
    TEXT = "text"
    MAIL = "mail"
    OUTLOOK = "outlook"
    TNEF = "tnef"
    ZIP = "zip"
    ENCRYPTED = "encrypted"
    NO_TEXT = "no text"  # signatures, calendar entries, business cards: nothing to read
    UNKNOWN = "unknown"


MAGIC = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"{\\rtf", FileKind.RTF),
    (b"\x78\x9f\x3e\x22", FileKind.TNEF),
)
BY_NAME = {
    "pdf": FileKind.PDF,
    "png": FileKind.IMAGE,
    "jpg": FileKind.IMAGE,
    "jpeg": FileKind.IMAGE,
    "tif": FileKind.IMAGE,
    "tiff": FileKind.IMAGE,
    "gif": FileKind.IMAGE,
    "bmp": FileKind.IMAGE,
    "docx": FileKind.DOCX,
    "docm": FileKind.DOCX,
    "odt": FileKind.ODT,
    "xlsx": FileKind.XLSX,
    "xlsm": FileKind.XLSX,
    "rtf": FileKind.RTF,
    "htm": FileKind.HTML,
    "html": FileKind.HTML,
    "txt": FileKind.TEXT,
    "csv": FileKind.TEXT,
    "md": FileKind.TEXT,
    "log": FileKind.TEXT,
    "eml": FileKind.MAIL,
    "msg": FileKind.OUTLOOK,
    "dat": FileKind.TNEF,
    "zip": FileKind.ZIP,
    "p7m": FileKind.ENCRYPTED,
    "pgp": FileKind.ENCRYPTED,
    "gpg": FileKind.ENCRYPTED,
    "asc": FileKind.ENCRYPTED,
    "ics": FileKind.NO_TEXT,
    "vcf": FileKind.NO_TEXT,
    "p7s": FileKind.NO_TEXT,
}
BY_TYPE = {
    "application/pdf": FileKind.PDF,
    "text/html": FileKind.HTML,
    "text/plain": FileKind.TEXT,
    "text/csv": FileKind.TEXT,
    "text/calendar": FileKind.NO_TEXT,
    "text/vcard": FileKind.NO_TEXT,
    "text/x-vcard": FileKind.NO_TEXT,
    "text/rtf": FileKind.RTF,
    "application/rtf": FileKind.RTF,
    "application/pkcs7-signature": FileKind.NO_TEXT,
    "application/x-pkcs7-signature": FileKind.NO_TEXT,
    "application/pgp-encrypted": FileKind.ENCRYPTED,
    "application/pkcs7-mime": FileKind.ENCRYPTED,
    "application/x-pkcs7-mime": FileKind.ENCRYPTED,
    "application/ms-tnef": FileKind.TNEF,
    "application/vnd.ms-tnef": FileKind.TNEF,
    "application/vnd.ms-outlook": FileKind.OUTLOOK,
    "message/delivery-status": FileKind.NO_TEXT,
    "text/rfc822-headers": FileKind.NO_TEXT,
    "message/disposition-notification": FileKind.NO_TEXT,
}
BY_MAIN_TYPE = {"image": FileKind.IMAGE, "text": FileKind.TEXT}
SIGNATURES = ("application/pgp-signature", "application/pgp-keys")
MESSAGES = ("message/rfc822", "message/global")
PAGE = (b"<!doctype html", b"<html")
OLE = b"\xd0\xcf\x11\xe0"
# An OLE file is Outlook's, or an Office file: of before 2007, or under a password.
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
OUTLOOK_STREAM = "__properties_version1.0".encode("utf-16-le")


def kind_of(data: bytes, name: str, media_type: str) -> FileKind:
    """The kind of a file."""
    declared = media_type.lower()
    # Attached mails are named after their subject, which may end in ".pdf" or in anything.
    if declared in MESSAGES:
        return FileKind.MAIL
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return FileKind.IMAGE
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":  # "BM" alone begins a word too
        return FileKind.IMAGE
    if data.startswith(OLE):
        return kind_of_ole(data, name)
    if data.startswith(b"PK\x03\x04"):
        return kind_of_zip(data)
    if b"%PDF-" in data[:1024]:  # some scanners write a few bytes of their own first
        return FileKind.PDF
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGE):
        return FileKind.HTML  # whatever it is called: office programs save pages as .doc
    ending = name.rpartition(".")[2].lower()
    by_type = BY_TYPE.get(declared) or BY_MAIN_TYPE.get(declared.partition("/")[0])
    if declared in SIGNATURES:
        return FileKind.NO_TEXT  # called .asc, as what is encrypted is
    return BY_NAME.get(ending) or by_type or FileKind.UNKNOWN


def kind_of_ole(data: bytes, name: str) -> FileKind:
    """The kind of a compound file: an Outlook message, or an Office file under a password."""
    if OUTLOOK_STREAM in data or name.lower().endswith(".msg"):
        return FileKind.OUTLOOK
    return FileKind.ENCRYPTED if ENCRYPTED_OFFICE in data else FileKind.UNKNOWN


def kind_of_zip(data: bytes) -> FileKind:
    """The kind of a zip archive: an office document, or just an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return FileKind.DOCX
            if "xl/workbook.xml" in names:
                return FileKind.XLSX
            if "content.xml" in names and "mimetype" in names:
                return FileKind.ODT
            if "[Content_Types].xml" in names:
                return FileKind.UNKNOWN  # slides, say: its parts are no files of their own
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        pass  # a broken archive: the reader of archives says so
    return FileKind.ZIP
