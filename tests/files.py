"""Files and mails that municipalities send, made as their own programs make them."""

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage

RECEIVED = "from mail.voorbeeldstad.nl by mx.minjenv.nl; Thu, 9 Apr 2026 10:00:00 +0200"


@dataclass(frozen=True)
class File:
    """A file to attach."""

    name: str
    data: bytes
    media_type: str = "application/octet-stream"


def mail_with(*files: File, body: str = "Zie de bijlagen.", **headers: str) -> bytes:
    """A mail with those files; headers by keyword, `message_id` for Message-ID."""
    message = EmailMessage()
    message["Received"] = RECEIVED
    defaults = {
        "From": "Jan Jansen <jan@voorbeeldstad.nl>",
        "To": "ibt@minjenv.nl",
        "Subject": "Reactie informatieverzoek",
        "Date": "Thu, 9 Apr 2026 09:59:00 +0200",
        "Message-ID": "<mail-1@voorbeeldstad.nl>",
    }
    given = {name.strip("_").replace("_", "-").title(): value for name, value in headers.items()}
    given = {("Message-ID" if name == "Message-Id" else name): v for name, v in given.items()}
    for name, value in (defaults | given).items():
        message[name] = value
    message.set_content(body)
    for file in files:
        if file.media_type == "message/rfc822":
            inner = message_from_bytes(file.data)
            message.add_attachment(inner, filename=file.name or None)
            continue
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    return message.as_bytes()


def raw_mail(body: str | bytes, *headers: str, content_type: str = "text/plain") -> bytes:
    """A mail written out by hand: what no mail library would write."""
    content = body.encode() if isinstance(body, str) else body
    head = [f"Received: {RECEIVED}", "From: jan@voorbeeldstad.nl", *headers]
    if content_type:
        head.append(f"Content-Type: {content_type}")
    return "\r\n".join(head).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content


# ------------------------------------------------------------------ pages


def pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a text layer; each page's lines as given."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(file, pagesize=A4, encrypt=encryption, invariant=1)
    for page in pages:
        text = canvas.beginText(72, 720)
        text.setFont("Helvetica", 11)
        text.setLeading(14)
        text.textLines(page, trim=0)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def scanned_pdf(*pages: str) -> bytes:
    """A PDF of pictures, without a text layer."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for page in pages:
        canvas.drawImage(ImageReader(drawing(page)), 0, 400, A4[0], A4[0] * 700 / 1240)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def joined(*documents: bytes) -> bytes:
    """One PDF of several."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for each in documents:
        whole.import_pages(pypdfium2.PdfDocument(each))
    file = io.BytesIO()
    whole.save(file)
    return file.getvalue()


def drawing(text: str, size: tuple[int, int] = (1240, 700)):
    """Text on a white sheet (a PIL image)."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", size, 255)
    font = ImageFont.load_default(size=32)
    ImageDraw.Draw(image).multiline_text((80, 80), text, fill=0, font=font, spacing=16)
    return image


def picture(text: str, form: str = "PNG") -> bytes:
    """A scan as PNG, JPEG or TIFF."""
    return saved(drawing(text), form)


def saved(image, form: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def noise(size: tuple[int, int]):
    """A picture that holds no text and takes long to be sure of."""
    from PIL import Image

    return Image.effect_noise(size, 120)


def pdf_bomb(levels: int = 11) -> bytes:
    """A PDF of a few kilobytes whose one page draws a line ten to that power of times."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for level in range(levels):
        canvas.beginForm(f"f{level}")
        for at in range(10):
            if level:
                canvas.doForm(f"f{level - 1}")
            else:
                canvas.drawString(10 * at, 10 * at, "bom")
        canvas.endForm()
    canvas.doForm(f"f{levels - 1}")
    canvas.save()
    return file.getvalue()


# ------------------------------------------------------------------ office


def docx(*paragraphs: str, header: str = "", footer: str = "", rows=(), box: str = "") -> bytes:
    """A Word document; `box` stands in a text box that hangs on an empty paragraph."""
    import docx as library
    from docx.oxml import parse_xml

    document = library.Document()
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    if box:
        document.add_paragraph()._p.append(parse_xml(text_box(box)))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def text_box(text: str) -> str:
    """A text box as Word writes it: once for itself, once for programs of before 2010."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    return (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>'
        "</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def odt(*paragraphs: str, header: str = "", rows=()) -> bytes:
    """An OpenDocument text."""
    from odf import style, table, text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    if header:
        layout = style.PageLayout(name="blad")
        document.automaticstyles.addElement(layout)
        master = style.MasterPage(name="Standard", pagelayoutname=layout)
        document.masterstyles.addElement(master)
        head = style.Header()
        head.addElement(text.P(text=header))
        master.addElement(head)
    for paragraph in paragraphs:
        document.text.addElement(text.P(text=paragraph))
    if rows:
        grid = table.Table()
        for row in rows:
            line = table.TableRow()
            for value in row:
                cell = table.TableCell()
                cell.addElement(text.P(text=value))
                line.addElement(cell)
            grid.addElement(line)
        document.text.addElement(grid)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def xlsx(rows, *, title: str = "Opvang") -> bytes:
    """A workbook of one sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rtf(*paragraphs: str) -> bytes:
    r"""An RTF document; letters outside ASCII as \'xx of windows-1252."""
    text = r"\par ".join(paragraphs).encode("windows-1252")
    escaped = "".join(chr(byte) if byte < 128 else rf"\'{byte:02x}" for byte in text)
    return rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 " + escaped.encode() + rb"\par}"


# ------------------------------------------------------------------ archives


def zipped(members: Mapping[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    """A zip archive; a list of pairs may name a member twice."""
    file = io.BytesIO()
    pairs = members if isinstance(members, list) else list(members.items())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return file.getvalue()


def replaced(archive: bytes, name: str, data: bytes) -> bytes:
    """An archive, office documents included, with other content in one member."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        members = {each: source.read(each) for each in source.namelist()}
    return zipped(members | {name: data})


def locked(archive: bytes) -> bytes:
    """An archive whose members say that they are encrypted."""
    data = bytearray(archive)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


# ------------------------------------------------------------------ Outlook


def winmail(body: str = "", files: Mapping[str, bytes] | None = None, rtf_body: str = "") -> bytes:
    """A winmail.dat (MS-OXTNEF)."""
    parts = [struct.pack("<IH", 0x223E9F78, 1)]
    parts.append(tnef_attribute(1, 0x0006_9007, struct.pack("<II", 1252, 0)))  # attOemCodepage
    if body:
        parts.append(tnef_attribute(1, 0x0002_800C, body.encode("windows-1252")))  # attBody
    if rtf_body:
        from compressed_rtf import compress

        packed = compress(rtf(rtf_body), compressed=True)
        packed += b"\0" * (-len(packed) % 4)
        value = struct.pack("<III", 1, 0x1009_0102, 1) + struct.pack("<I", len(packed)) + packed
        parts.append(tnef_attribute(1, 0x0006_9003, value))  # attMsgProps
    for name, data in (files or {}).items():
        parts.append(tnef_attribute(2, 0x0006_9002, b"\1\0" + b"\xff" * 4 + b"\0" * 8))
        parts.append(tnef_attribute(2, 0x0001_8010, name.encode("windows-1252") + b"\0"))
        parts.append(tnef_attribute(2, 0x0006_800F, data))
    return b"".join(parts)


def tnef_attribute(level: int, identity: int, data: bytes) -> bytes:
    head = struct.pack("<BII", level, identity, len(data))
    return head + data + struct.pack("<H", sum(data) & 0xFFFF)


def msg(
    *,
    body: str = "",
    html: str = "",
    rtf_body: str = "",
    sender: str = "Jan Jansen",
    subject: str = "Reactie",
    sent: bool = True,
    files: Mapping[str, bytes] | None = None,
    enclosed: Mapping[str, dict] | None = None,
) -> bytes:
    """A message that Outlook saved (MS-OXMSG); `enclosed` holds messages attached to it."""
    return compound(message_storage(locals(), is_top=True))


def message_storage(what: dict, *, is_top: bool) -> dict:
    """The streams and storages of a message, by name."""
    texts = {0x0037: what.get("subject", ""), 0x1000: what.get("body", "")}
    texts |= {0x0C1A: what.get("sender", ""), 0x0C1F: "jan@voorbeeldstad.nl", 0x001A: "IPM.Note"}
    binaries = {}
    if what.get("html"):
        binaries[0x1013] = what["html"].encode()
    if what.get("rtf_body"):
        from compressed_rtf import compress

        binaries[0x1009] = compress(rtf(what["rtf_body"]), compressed=True)
    fixed = struct.pack("<HHII4x", 0x0003, 0x3FDE, 6, 65001)  # PidTagInternetCodepage
    if what.get("sent", True):
        ticks = 134_201_951_400_000_000  # of 100 ns since 1601: 9 April 2026, 07:59 UTC
        fixed += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    tree = property_streams(texts, binaries)
    files, enclosed = what.get("files") or {}, what.get("enclosed") or {}
    count = len(files) + len(enclosed)
    head = struct.pack("<8x4I", 0, count, 0, count) + (b"\0" * 8 if is_top else b"")
    tree["__properties_version1.0"] = head + property_table(texts, binaries) + fixed
    for number, (name, data) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = attachment_storage(name, data)
    for number, (name, inner) in enumerate(enclosed.items(), len(files)):
        tree[f"__attach_version1.0_#{number:08X}"] = attachment_storage(name, inner)
    return tree


def attachment_storage(name: str, data: bytes | dict) -> dict:
    """A file (bytes) or a message (its fields) attached to a message."""
    is_file = isinstance(data, bytes)
    binaries = {0x3701: data} if is_file else {}
    texts = {0x3707 if is_file else 0x3001: name}
    tree = property_streams(texts, binaries)
    fixed = struct.pack("<HHII4x", 0x0003, 0x3705, 6, 1 if is_file else 5)
    tree["__properties_version1.0"] = b"\0" * 8 + property_table(texts, binaries) + fixed
    if not is_file:
        tree["__substg1.0_3701000D"] = message_storage(data, is_top=False)
    return tree


def property_streams(texts: dict[int, str], binaries: dict[int, bytes]) -> dict:
    found = {f"__substg1.0_{key:04X}001F": text.encode("utf-16-le") for key, text in texts.items()}
    return found | {f"__substg1.0_{key:04X}0102": data for key, data in binaries.items()}


def property_table(texts: dict[int, str], binaries: dict[int, bytes]) -> bytes:
    rows = [struct.pack("<HHII4x", 0x001F, key, 6, 2 * len(texts[key]) + 2) for key in texts]
    rows += [struct.pack("<HHII4x", 0x0102, key, 6, len(binaries[key])) for key in binaries]
    return b"".join(rows)


END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def compound(tree: dict) -> bytes:
    """A compound file (MS-CFB, version 3) of those streams (bytes) and storages (dicts)."""
    entries: list[list] = [["Root Entry", 5, FREE, FREE, None]]

    def add(children: dict) -> int:
        """The number of the first child; siblings hang on each other's right."""
        first = FREE
        for name, value in reversed(children.items()):
            below = add(value) if isinstance(value, dict) else FREE
            kind = 1 if isinstance(value, dict) else 2
            entries.append([name, kind, below, first, None if kind == 1 else value])
            first = len(entries) - 1
        return first

    entries[0][2] = add(tree)
    sectors, chain = [], []

    def store(data: bytes, size: int, table: list, into: list) -> int:
        """The first sector of the data, put into sectors of that size."""
        start = len(table)
        pieces = [data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)]
        into += pieces
        table += [start + 1 + at for at in range(len(pieces) - 1)] + [END] * bool(pieces)
        return start if pieces else END

    mini, mini_table = [], []
    rows = []
    for name, kind, child, right, data in entries:
        data = data or b""
        small = len(data) < 4096
        start = store(data, 64, mini_table, mini) if small else store(data, 512, chain, sectors)
        rows.append([name, kind, child, right, 0 if kind == 1 else start, len(data)])
    whole = b"".join(mini)
    rows[0][4:] = [store(whole, 512, chain, sectors), len(whole)]
    mini_fat = b"".join(struct.pack("<I", each) for each in mini_table)
    mini_fat += b"\xff" * (-len(mini_fat) % 512)
    mini_start = store(mini_fat, 512, chain, sectors)
    directory = b"".join(directory_entry(*row) for row in rows)
    directory_start = store(directory, 512, chain, sectors)
    fats = 1
    while fats * 128 < len(chain) + fats:
        fats += 1
    fat_start = len(chain)
    table = chain + [0xFFFFFFFD] * fats
    table += [FREE] * (fats * 128 - len(table))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6, 0, fats, directory_start, 0, 4096),
        *(mini_start, len(mini_fat) // 512, END, 0),
    )
    places = [fat_start + at for at in range(fats)] + [FREE] * (109 - fats)
    header += struct.pack("<109I", *places)
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def directory_entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded) + 2, kind, 1, FREE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
