"""Plain text, CSV and RTF."""

import codecs
import csv
import io
import re

from intake.attachments.extract import Extract, Reason, UnreadableError

# Codecs of Python that a charset may name; others, such as "rot13" or "idna", are no charsets.
CHARSETS = re.compile(
    r"^(us-ascii|ascii|utf-?8|utf-?16(-?[lb]e)?|utf-?32|iso-?8859-?\d{1,2}|latin-?\d|"
    r"(windows|cp)-?\d{3,4}|macintosh|mac-?roman|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|"
    r"euc-(jp|kr)|iso-2022-(jp|kr))$",
    re.IGNORECASE,
)
# What calls itself this holds the letters of windows-1252 as often; no text holds C1 controls.
LATIN = re.compile(r"^(us-ascii|ascii|iso-?8859-?1|latin-?1)$", re.IGNORECASE)
# Text in these may be UTF-8 by its bytes: their letters take two bytes each, or ASCII alone.
OWN_FORM = re.compile(r"^(utf-?(16|32)|iso-2022)", re.IGNORECASE)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a]")
MAX_BINARY_SHARE = 0.02
FALL_BACK = "intake.windows-1252"


def decoded(data: bytes, charset: str | None = None) -> str:
    """The text: by its declared encoding where that fits, else by the likeliest one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    name = charset or ""
    names = [name] if CHARSETS.match(name) and not LATIN.match(name) else []
    # Nearly every run of bytes is text in an older encoding; hardly any is UTF-8 by chance, so
    # where it is, the declaration is wrong.
    names = [*names, "utf-8"] if OWN_FORM.match(name) else ["utf-8", *names]
    for each in names:
        try:
            return data.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    # Dutch office programs that write no UTF-8 write windows-1252; it maps every Dutch letter.
    # A single wrong byte in UTF-8 does not make the rest of it windows-1252.
    return data.decode("utf-8", FALL_BACK)


def looks_binary(data: bytes) -> bool:
    """Whether bytes hold more control characters than any text does."""
    start = data[:4096]
    is_wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    return not is_wide and len(BINARY.findall(start)) > MAX_BINARY_SHARE * len(start)


def as_windows(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are no UTF-8 as windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


codecs.register_error(FALL_BACK, as_windows)


def cleaned(text: str) -> str:
    """The text with one kind of line end and without NUL and a byte order mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")
    return text.replace("\u00a0", " ").replace("\u2028", "\n").replace("\x0b", "\n")


def read_text(data: bytes, name: str) -> Extract:
    """A text file; the rows of a CSV file with cells parted by tabs."""
    if looks_binary(data):
        raise UnreadableError(Reason.DAMAGED)
    text = cleaned(decoded(data))
    if name.lower().endswith(".csv"):
        text = rows_of(text)
    return Extract(text.strip("\n"))


def rows_of(text: str) -> str:
    """The rows of CSV, whichever mark parts its cells."""
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], ";,\t|")
    except csv.Error:
        dialect = csv.excel
    rows = csv.reader(io.StringIO(text), dialect)
    try:
        return "\n".join("\t".join(cell.strip() for cell in row) for row in rows)
    except csv.Error as error:
        raise UnreadableError(Reason.DAMAGED) from error


def read_rtf(data: bytes) -> Extract:
    """The text of an RTF document."""
    from striprtf.striprtf import rtf_to_text

    if not data.startswith(b"{\\rtf") or data.count(b"{") > data.count(b"}") + 5:
        raise UnreadableError(Reason.DAMAGED)
    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, TypeError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    # In RTF a line break is a paragraph; cells end in a bar.
    lines = (re.sub(r"\s*\|\s*", "\t", line).strip("\t") for line in cleaned(text).split("\n"))
    return Extract(re.sub(r"\n{3,}", "\n\n", "\n\n".join(lines)).strip("\n"))
