import io
import shutil

import pytest

from rules.mail import Owner
from tests import files
from tests.files import File, mail_with
from tests.intake.reads import content_at, owned, read, read_files, reasons, text_at

PLACES = "De gemeente realiseert 120 opvangplaatsen op 1 oktober 2026."
ROWS = [("Soort", "Aantal"), ("regulier", "120"), ("amv", "30")]
ROWS_READ = "Soort\tAantal\nregulier\t120\namv\t30"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def cut(data: bytes) -> bytes:
    """The first half of a file, as after a broken upload."""
    return data[: len(data) // 2]


GOOD = {
    "brief.pdf": lambda: files.pdf(PLACES),
    "scan.pdf": lambda: files.scanned_pdf(PLACES),
    "scan.png": lambda: files.picture(PLACES),
    "scan.jpg": lambda: files.picture(PLACES, "JPEG"),
    "scan.tif": lambda: files.picture(PLACES, "TIFF"),
    "brief.docx": lambda: files.docx(PLACES),
    "brief.odt": lambda: files.odt(PLACES),
    "plaatsen.xlsx": lambda: files.xlsx([[PLACES]]),
    "brief.rtf": lambda: files.rtf(PLACES),
    "brief.txt": lambda: PLACES.encode(),
    "brief.html": lambda: f"<html><body><p>{PLACES}</p></body></html>".encode(),
    "plaatsen.csv": lambda: f'"{PLACES}";120\r\n'.encode(),
    "bericht.eml": lambda: mail_with(body=PLACES),
    "bericht.msg": lambda: files.msg(body=PLACES),
    "winmail.dat": lambda: files.winmail(PLACES),
}
BROKEN = {
    "brief.pdf": lambda: b"%PDF-1.7\n1 0 obj\n<</Type/Catalog",
    "scan.png": lambda: cut(files.picture(PLACES)),
    "scan.jpg": lambda: cut(files.picture(PLACES, "JPEG")),
    "scan.tif": lambda: cut(files.picture(PLACES, "TIFF")),
    "brief.docx": lambda: cut(files.docx(PLACES)),
    "half.docx": lambda: files.replaced(files.docx(PLACES), "word/document.xml", b"<w:document"),
    "brief.odt": lambda: cut(files.odt(PLACES)),
    "half.odt": lambda: files.replaced(files.odt(PLACES), "content.xml", b"<office:"),
    "plaatsen.xlsx": lambda: cut(files.xlsx(ROWS)),
    "half.xlsx": lambda: files.replaced(files.xlsx(ROWS), "xl/worksheets/sheet1.xml", b"<work"),
    "brief.rtf": lambda: b"{\\rtf1{\\fonttbl{{{{{{{",
    "brief.txt": lambda: bytes(range(256)) * 4,
    "plaatsen.csv": lambda: bytes(range(256)) * 4,
    "brief.html": lambda: b"<html>" + b"<div>" * 5000 + PLACES.encode(),
    "bericht.msg": lambda: files.msg(body=PLACES)[:1024],
    "winmail.dat": lambda: files.winmail(PLACES)[:20],
    "stukken.zip": lambda: cut(files.zipped({"brief.txt": PLACES.encode()})),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_of_file_yields_its_text(name):
    mail = read_files(File(name, GOOD[name]()))
    assert reasons(mail) == {name: ""}
    assert PLACES in " ".join(content_at(mail, name).split())
    assert PLACES in " ".join(owned(mail, Owner.SENDER, name))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_why_and_the_rest_is_read(name):
    mail = read_files(File(name, BROKEN[name]()), File("goed.txt", PLACES.encode()))
    found = reasons(mail)
    assert found.pop("goed.txt") == ""
    assert set(found) == {name}
    assert found[name] in ("damaged", "no readable text", "nested too deep")
    assert content_at(mail, "goed.txt") == PLACES
    assert content_at(mail) == "Zie de bijlagen."


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith((".txt", ".html"))])
def test_an_empty_file_is_no_file_that_was_read(name):
    found = reasons(read_files(File(name, b"")))
    assert found[name] == ("" if name.endswith((".csv", ".eml")) else "damaged")


# ------------------------------------------------------------------ pages


def test_a_pdf_that_is_part_scan_keeps_the_order_of_its_pages():
    both = files.joined(
        files.scanned_pdf(PLACES), files.pdf("Met de tweede bladzijde eindigt de brief.")
    )
    content = content_at(read_files(File("brief.pdf", both)), "brief.pdf")
    assert content.index("120 opvangplaatsen") < content.index("tweede bladzijde")


def test_a_scan_without_recognition_leaves_the_text_of_the_other_pages():
    both = files.joined(
        files.scanned_pdf(PLACES), files.pdf("Met de tweede bladzijde eindigt de brief.")
    )
    mail = read_files(File("brief.pdf", both), max_ocr_pages=0)
    assert content_at(mail, "brief.pdf") == "Met de tweede bladzijde eindigt de brief."
    assert reasons(mail) == {"brief.pdf": "too many scanned pages: 0"}


def test_what_was_filled_in_on_a_pdf_form_is_read():
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 720, "Hoeveel plaatsen realiseert uw gemeente in 2026?")
    canvas.acroForm.textfield(
        name="plaatsen", value="120 plaatsen", x=72, y=680, width=300, height=20
    )
    canvas.save()
    mail = read_files(File("formulier.pdf", file.getvalue()))
    assert "120 plaatsen" in content_at(mail, "formulier.pdf")


def test_files_that_a_pdf_carries_are_read():
    import pypdfium2

    document = pypdfium2.PdfDocument(files.pdf(PLACES))
    document.new_attachment("raming.txt").set_data(b"Kosten: 5 miljoen euro.")
    file = io.BytesIO()
    document.save(file)
    mail = read_files(File("brief.pdf", file.getvalue()))
    assert content_at(mail, "brief.pdf/raming.txt") == "Kosten: 5 miljoen euro."


def test_page_heads_and_numbers_of_a_pdf_break_no_sentence():
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    lines = (
        ("De gemeente realiseert 120", "Pagina 1 van 2"),
        ("opvangplaatsen.", "Pagina 2 van 2"),
    )
    for text, foot in lines:
        canvas.drawString(72, 600, text)
        canvas.drawString(72, 30, foot)
        canvas.showPage()
    canvas.save()
    mail = read_files(File("brief.pdf", file.getvalue()))
    assert owned(mail, Owner.SENDER, "brief.pdf") == [
        "De gemeente realiseert 120",
        "opvangplaatsen.",
    ]
    assert owned(mail, Owner.FURNITURE, "brief.pdf") == ["Pagina 1 van 2", "Pagina 2 van 2"]


def test_every_page_of_a_tiff_is_recognised():
    sheets = [files.drawing(text) for text in (PLACES, "Tweede blad van de brief.")]
    data = files.saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])
    content = content_at(read_files(File("fax.tif", data)), "fax.tif")
    assert "120 opvangplaatsen" in content
    assert "Tweede blad" in content


def test_dutch_letters_are_recognised():
    data = files.picture("De coördinator zegt: geïnteresseerde inwoners, één café.")
    assert "geïnteresseerde" in content_at(read_files(File("scan.png", data)), "scan.png")


def test_a_logo_is_not_recognised_and_not_unreadable():
    logo = files.saved(files.drawing("LOGO", (200, 80)), "PNG")
    mail = read_files(File("image001.png", logo, "image/png"))
    assert reasons(mail) == {"image001.png": ""}
    assert [text.source for text in mail.texts] == ["subject", "body"]


def test_without_tesseract_a_scan_says_so(monkeypatch, tmp_path):
    from intake.attachments import child

    child.stop()  # the reading process keeps the path it was started with
    monkeypatch.setenv("PATH", str(tmp_path))
    try:
        mail = read_files(File("scan.png", files.picture(PLACES)))
    finally:
        child.stop()
    assert shutil.which("tesseract") is None
    assert reasons(mail) == {"scan.png": "text recognition is not installed"}


# ------------------------------------------------------------------ office


def test_a_word_document_yields_tables_text_boxes_and_its_heads_as_furniture():
    data = files.docx(PLACES, header="Gemeente Voorbeeldstad", rows=ROWS, box="Start: 1 mei.")
    mail = read_files(File("brief.docx", data))
    assert content_at(mail, "brief.docx").startswith(f"{PLACES}\n\n{ROWS_READ}\n\nStart: 1 mei.")
    assert content_at(mail, "brief.docx").count("Start: 1 mei.") == 1
    assert owned(mail, Owner.FURNITURE, "brief.docx") == ["Gemeente Voorbeeldstad"]


def test_a_table_within_a_table_is_read_once():
    import docx

    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Locatie"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "Dorpsstraat"
    inner.cell(0, 1).text = "120"
    assert saved_docx(document).count("Dorpsstraat") == 1


def test_a_letter_in_a_frame_keeps_its_paragraphs():
    import docx

    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Geachte heer,"
    cell.add_paragraph(PLACES)
    assert saved_docx(document) == f"Geachte heer,\n\n{PLACES}"


def test_deleted_and_moved_words_are_no_text():
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    paragraph = document.add_paragraph("Er komen 120 plaatsen.")._p
    for tag in ("del", "moveFrom"):
        run = (
            f'<w:{tag} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:r><w:t>Er komen 90.</w:t></w:r>"
            f"</w:{tag}>"
        )
        paragraph.append(parse_xml(run))
    assert saved_docx(document) == "Er komen 120 plaatsen."


def test_a_scan_pasted_into_word_is_recognised():
    import docx

    document = docx.Document()
    document.add_picture(io.BytesIO(files.picture(PLACES)))
    file = io.BytesIO()
    document.save(file)
    mail = read_files(File("brief.docx", file.getvalue(), WORD))
    assert content_at(mail, "brief.docx/image1.png") == PLACES


def test_an_empty_word_document_has_no_readable_text():
    assert reasons(read_files(File("brief.docx", files.docx()))) == {
        "brief.docx": "no readable text"
    }


def test_an_opendocument_yields_tables_and_its_heads_as_furniture():
    mail = read_files(File("brief.odt", files.odt(PLACES, header="Voorbeeldstad", rows=ROWS)))
    assert content_at(mail, "brief.odt").startswith(f"{PLACES}\n\n{ROWS_READ}")
    assert owned(mail, Owner.FURNITURE, "brief.odt") == ["Voorbeeldstad"]


def test_a_workbook_yields_rows_of_all_sheets_with_dates_as_the_dutch_write_them():
    from datetime import date

    mail = read_files(File("a.xlsx", files.xlsx([["Start", date(2026, 10, 1)], ["Aantal", 120.0]])))
    assert content_at(mail, "a.xlsx") == "Start\t1-10-2026\nAantal\t120"


def saved_docx(document) -> str:
    """The text that reading has of a python-docx document."""
    file = io.BytesIO()
    document.save(file)
    return content_at(read_files(File("brief.docx", file.getvalue())), "brief.docx").strip()


# ------------------------------------------------------------------ text


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_csv_has_its_cells_parted_by_tabs_whichever_mark_it_uses(mark):
    data = "\r\n".join(mark.join(row) for row in ROWS).encode()
    assert content_at(read_files(File("p.csv", data)), "p.csv") == ROWS_READ


def test_csv_with_decimal_commas_and_line_breaks_in_cells():
    data = 'Locatie;Aandeel;Toelichting\r\nKade;1,5;"twee\nregels"\r\nPlein;2,5;geen\r\n'
    content = content_at(read_files(File("p.csv", data.encode())), "p.csv")
    assert content.split("\n")[0] == "Locatie\tAandeel\tToelichting"
    assert "Plein\t2,5\tgeen" in content


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_a_text_file_is_read_in_the_encoding_it_has(codec):
    mail = read_files(File("brief.txt", "Geïnteresseerd; kosten € 5.".encode(codec)))
    assert content_at(mail, "brief.txt") == "Geïnteresseerd; kosten € 5."


def test_a_text_that_begins_like_a_picture_is_text():
    mail = read_files(File("brief.txt", b"BMC adviseert ons over de opvang."))
    assert content_at(mail, "brief.txt") == "BMC adviseert ons over de opvang."


def test_rtf_keeps_letters_and_paragraphs():
    mail = read_files(File("brief.rtf", files.rtf("Coördinatie: € 5.", "Tweede alinea.")))
    assert content_at(mail, "brief.rtf") == "Coördinatie: € 5.\n\nTweede alinea."


def test_a_page_saved_as_doc_is_a_page():
    mail = read_files(File("brief.doc", f"<html><p>{PLACES}</p></html>".encode()))
    assert content_at(mail, "brief.doc") == PLACES


def test_html_in_a_frame_keeps_its_paragraphs_and_figures_keep_their_rows():
    page = (
        "<table><tr><td><p>Geachte heer,</p><p>Er komen 120 plaatsen.</p>"
        "<table><tr><td><p>regulier</p></td><td><p>120</p></td></tr></table></td></tr></table>"
    )
    content = content_at(read_files(File("brief.html", page.encode())), "brief.html")
    assert content == "Geachte heer,\n\nEr komen 120 plaatsen.\n\nregulier\t120"


# ------------------------------------------------------------------ mails in mails


def test_an_attached_mail_is_read_with_its_own_files_below_it():
    inner = mail_with(File("brief.pdf", files.pdf(PLACES)), body="Hierbij onze brief.")
    mail = read(mail_with(File("FW brief.pdf", inner, "message/rfc822")))
    assert reasons(mail) == {"FW brief.pdf": "", "FW brief.pdf/brief.pdf": ""}
    assert "Hierbij onze brief." in owned(mail, Owner.SENDER, "FW brief.pdf")
    assert content_at(mail, "FW brief.pdf/brief.pdf") == PLACES
    assert content_at(mail) == "Zie de bijlagen."


def test_an_attached_mail_that_was_encoded_is_read():
    from base64 import encodebytes

    inner = encodebytes(mail_with(body=PLACES)).decode()
    raw = (
        'From: jan@voorbeeldstad.nl\nContent-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        f"{inner}\n--b--\n"
    )
    assert PLACES in content_at(read(raw.encode()), "bericht.eml")


def test_a_broken_attached_mail_leaves_what_can_be_had():
    inner = mail_with(File("brief.pdf", files.pdf(PLACES)), body=PLACES)
    mail = read(mail_with(File("bericht.eml", inner[:700]), File("goed.txt", b"Goed.")))
    assert PLACES in content_at(mail, "bericht.eml")
    assert content_at(mail, "goed.txt") == "Goed."


@pytest.mark.parametrize("form", ["body", "html", "rtf_body"])
def test_b15_a_message_of_outlook_is_read_in_whichever_form_it_has(form):
    text = f"<p>{PLACES}</p>" if form == "html" else PLACES
    mail = read_files(File("bericht.msg", files.msg(**{form: text})))
    assert owned(mail, Owner.SENDER, "bericht.msg") == [PLACES]
    assert "Van: Jan Jansen <jan@voorbeeldstad.nl>" in owned(mail, Owner.FURNITURE, "bericht.msg")


def test_files_and_messages_within_a_message_of_outlook_are_read():
    enclosed = {"Ons antwoord": {"body": PLACES, "files": {"raming.csv": b"Kosten;5\nBaten;6"}}}
    data = files.msg(body="Zie bijlage.", files={"brief.pdf": files.pdf(PLACES)}, enclosed=enclosed)
    mail = read_files(File("bericht.msg", data))
    assert content_at(mail, "bericht.msg/brief.pdf") == PLACES
    assert PLACES in owned(mail, Owner.SENDER, "bericht.msg/Ons antwoord.txt")
    assert content_at(mail, "bericht.msg/Ons antwoord.txt/raming.csv") == "Kosten\t5\nBaten\t6"


def test_a_large_message_of_outlook_is_read():
    data = files.msg(body=PLACES * 2000, files={"brief.txt": b"x" * 100_000})
    mail = read_files(File("bericht.msg", data))
    assert text_at(mail, "bericht.msg").content.count(PLACES) == 2000
    assert len(content_at(mail, "bericht.msg/brief.txt")) == 100_000


def test_b15_winmail_dat_yields_text_and_files():
    data = files.winmail(rtf_body=PLACES, files={"raming.txt": b"Kosten: 5 miljoen euro."})
    mail = read_files(File("winmail.dat", data, "application/ms-tnef"))
    assert content_at(mail, "winmail.dat") == PLACES
    assert content_at(mail, "winmail.dat/raming.txt") == "Kosten: 5 miljoen euro."


def test_b15_winmail_dat_cut_short_says_so_and_keeps_what_it_has():
    data = files.winmail(PLACES, files={"raming.txt": b"Kosten: 5 miljoen euro." * 10})
    mail = read_files(File("winmail.dat", data[:-100]))
    assert reasons(mail)["winmail.dat"] == "damaged"
    assert content_at(mail, "winmail.dat") == PLACES


# ------------------------------------------------------------------ archives


def test_the_files_in_an_archive_have_its_name_before_theirs():
    data = files.zipped(
        {"a/brief.pdf": files.pdf(PLACES), "in.zip": files.zipped({"x.txt": b"X."})}
    )
    mail = read_files(File("stukken.zip", data))
    assert content_at(mail, "stukken.zip/a/brief.pdf") == PLACES
    assert content_at(mail, "stukken.zip/in.zip/x.txt") == "X."


def test_one_broken_file_in_an_archive_leaves_the_others():
    data = files.zipped([("a.txt", b"Goed." * 20), ("b.txt", PLACES.encode())])
    start = data.index(b"b.txt") + 5
    data = data[: start + 8] + b"\0\0\0\0" + data[start + 12 :]
    mail = read_files(File("stukken.zip", data))
    assert reasons(mail) == {
        "stukken.zip": "",
        "stukken.zip/a.txt": "",
        "stukken.zip/b.txt": "damaged",
    }


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_an_archive_are_both_read():
    mail = read_files(File("s.zip", files.zipped([("a.txt", b"Een."), ("a.txt", b"Twee.")])))
    assert content_at(mail, "s.zip/a.txt") == "Een."
    assert content_at(mail, "s.zip/a.txt (2)") == "Twee."


# ------------------------------------------------------------------ names and kinds


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("brief\u202etxt.exe", "brieftxt.exe"),
        ("a" * 300 + ".txt", "a" * 130 + "…" + "a" * 15 + ".txt"),
        ("regel\x00een\ntwee.txt", "regel een twee.txt"),
    ],
)
def test_b9_a_name_in_an_archive_is_shown_on_one_line(name, shown):
    mail = read_files(File("s.zip", files.zipped({name.replace("\x00", "\x01"): b"Tekst."})))
    assert f"s.zip/{shown}" in reasons(mail)


@pytest.mark.parametrize("name", ["body", "subject"])
def test_b9_a_file_may_not_pass_for_the_body_or_the_subject(name):
    mail = read_files(File(name, b"Uit een bijlage.", "text/plain"))
    assert content_at(mail, name) != "Uit een bijlage."
    assert content_at(mail, f"{name} (2)") == "Uit een bijlage."


@pytest.mark.parametrize(
    ("name", "data", "media_type", "reason"),
    [
        ("presentatie.pptx", None, "application/octet-stream", "unknown kind of file"),
        ("film.mp4", b"\0\0\0 ftypmp42", "video/mp4", "unknown kind of file"),
        (
            "oud.doc",
            b"\xd0\xcf\x11\xe0" + b"\0" * 600,
            "application/msword",
            "unknown kind of file",
        ),
        ("smime.p7m", b"0\x80\x06", "application/pkcs7-mime", "encrypted"),
        ("smime.p7s", b"0\x80\x06", "application/pkcs7-signature", ""),
        ("signature.asc", b"-----BEGIN PGP SIGNATURE-----", "application/pgp-signature", ""),
        ("afspraak.ics", b"BEGIN:VCALENDAR", "text/calendar", ""),
    ],
)
def test_files_without_text_are_told_from_files_that_cannot_be_read(name, data, media_type, reason):
    data = data or files.zipped({"[Content_Types].xml": b"<Types/>", "ppt/slide1.xml": b"<a/>"})
    assert reasons(read_files(File(name, data, media_type))) == {name: reason}
