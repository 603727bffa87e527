import io
import os
import struct
import time
import zlib
from concurrent.futures import BrokenExecutor

import pytest

from intake.attachments import child
from intake.attachments.extract import Inner
from intake.config import ReadingConfig
from intake.reading import MAX_LINES
from tests import files
from tests.files import File
from tests.intake import faulty
from tests.intake.reads import SECONDS, content_at, read, read_files, reasons

PLACES = "De gemeente realiseert 120 opvangplaatsen op 1 oktober 2026."
GOOD = File("goed.txt", PLACES.encode())
WORD_TEXT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
ENTITIES = "".join(
    f'<!ENTITY e{number} "{f"&e{number - 1};" * 10 if number else "bom"}">' for number in range(10)
)


def reason_beside_good(file: File, **limits) -> str:
    """Why a file could not be read; the file beside it must have been."""
    mail = read_files(file, GOOD, **limits)
    assert content_at(mail, "goed.txt") == PLACES
    return reasons(mail)[file.name]


# ------------------------------------------------------------------ archives


def test_b4_a_bomb_is_refused_before_it_is_unpacked():
    data = files.zipped({"nul.txt": b"\0" * 50_000_000})
    assert reason_beside_good(File("bom.zip", data)) == "too large"


def test_b4_an_archive_that_lies_about_its_sizes_yields_no_more_than_it_declares():
    data = bytearray(files.zipped({"nul.txt": b"\0" * 30_000_000}))
    small = struct.pack("<I", 100)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + at
        data[start : start + 4] = small
    mail = read_files(File("bom.zip", bytes(data)), GOOD)
    assert reasons(mail) == {"bom.zip": "", "bom.zip/nul.txt": "damaged", "goed.txt": ""}


def test_b4_an_archive_of_too_many_files_is_refused():
    data = files.zipped({f"{number}.txt": b"x" for number in range(1001)})
    assert reason_beside_good(File("veel.zip", data)) == "too many files inside"


def test_b4_archives_within_archives_share_one_limit_of_size():
    noise = os.urandom(40_000)
    inner = {f"{number}.zip": files.zipped({"ruis.txt": noise}) for number in range(5)}
    mail = read_files(File("bom.zip", files.zipped(inner)), max_unpacked_bytes=300_000)
    found = [reason for reason in reasons(mail).values() if reason != "damaged"]
    assert "too large" in found
    assert len(found) < 11


def test_what_is_inside_a_file_takes_no_room_from_the_files_beside_it():
    many = files.zipped({f"{number}.txt": b"x" * 500 for number in range(30)})
    full = File("vol.zip", many)
    assert reason_beside_good(full, max_parts=10, max_members=20) == "too many files inside"
    mail = read_files(
        File("b.zip", files.zipped({"a.zip": many})), GOOD, max_parts=5, max_members=25
    )
    assert content_at(mail, "goed.txt") == PLACES
    mail = read_files(File("b.zip", files.zipped({"a.zip": many})), GOOD, max_unpacked_bytes=15_100)
    assert content_at(mail, "goed.txt") == PLACES
    assert "too large" in reasons(mail).values()


def test_b4_archives_within_archives_are_opened_to_a_depth():
    data = b"Op de bodem."
    for number in range(6):
        data = files.zipped({f"{number}.zip" if number else "in.txt": data})
    mail = read_files(File("diep.zip", data), GOOD, max_depth=4)
    assert reasons(mail)["diep.zip/5.zip/4.zip/3.zip/2.zip"] == "nested too deep"
    assert content_at(mail, "goed.txt") == PLACES


def test_b4_a_quine_that_contains_itself_comes_to_an_end():
    data = b"x"
    for _ in range(60):
        data = files.zipped({"r.zip": data})
    assert "nested too deep" in reasons(read_files(File("r.zip", data))).values()


def test_b4_a_member_with_a_path_upwards_is_a_name_and_no_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mail = read_files(File("s.zip", files.zipped({"../../etc/x.txt": b"Tekst."})))
    assert content_at(mail, "s.zip/../../etc/x.txt") == "Tekst."
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ passwords


def office_under_password() -> bytes:
    """A Word document under a password: a compound file around the encrypted one."""
    return files.compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\1" * 5000})


def odt_under_password() -> bytes:
    manifest = b'<manifest><file-entry><encryption-data checksum="x"/></file-entry></manifest>'
    return files.replaced(files.odt(PLACES), "META-INF/manifest.xml", manifest)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("brief.pdf", lambda: files.pdf(PLACES, password="geheim")),
        ("stukken.zip", lambda: files.locked(files.zipped({"a.txt": b"Tekst."}))),
        ("brief.docx", office_under_password),
        ("brief.odt", odt_under_password),
    ],
)
def test_b15_a_file_under_a_password_says_so(name, make):
    assert reason_beside_good(File(name, make())) == "encrypted"


def test_b15_one_member_under_a_password_leaves_the_others():
    locked = bytearray(files.zipped({"a.txt": b"Tekst.", "b.txt": b"Geheim."}))
    start = locked.index(b"PK\x03\x04", 4)
    locked[start + 6] |= 1
    start = locked.index(b"PK\x01\x02", locked.index(b"PK\x01\x02") + 4)
    locked[start + 8] |= 1
    mail = read_files(File("s.zip", bytes(locked)))
    assert reasons(mail) == {"s.zip": "", "s.zip/a.txt": "", "s.zip/b.txt": "encrypted"}


# ------------------------------------------------------------------ pages and pictures


def test_b5_a_pdf_of_too_many_pages_is_refused():
    data = files.pdf(*[PLACES] * 11)
    assert reason_beside_good(File("boek.pdf", data), max_pages=10) == "too many pages: 10"


def test_b5_a_scan_of_too_many_pages_is_read_as_far_as_allowed_and_says_so():
    mail = read_files(File("s.pdf", files.scanned_pdf(PLACES, "Tweede blad.")), max_ocr_pages=1)
    assert content_at(mail, "s.pdf") == PLACES
    assert reasons(mail) == {"s.pdf": "too many scanned pages: 1"}


def test_pages_recognised_in_one_file_count_for_the_next():
    scans = [File(f"{number}.png", files.picture(PLACES)) for number in range(3)]
    found = reasons(read_files(*scans, max_ocr_pages=2))
    assert list(found.values()) == ["", "", "too many scanned pages: 2"]


def png(width: int, height: int) -> bytes:
    """A picture of that size in a few kilobytes."""
    rows = zlib.compress(b"\0" * 100_000)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in [*chunks, (b"IEND", b"")]
    )


def test_b5_a_picture_that_would_unpack_to_gigabytes_is_refused():
    assert reason_beside_good(File("bom.png", png(60_000, 60_000))) == "too large"


def test_a_large_page_behind_a_small_one_is_refused():
    from PIL import Image

    pages = [files.drawing(PLACES), Image.new("1", (8_000, 8_000))]
    data = files.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    mail = read_files(File("bom.tif", data))
    assert content_at(mail, "bom.tif") == PLACES
    assert reasons(mail) == {"bom.tif": "too large"}


def test_b5_a_page_as_large_as_a_field_is_drawn_smaller():
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(14_000, 14_000))
    canvas.rect(100, 100, 500, 500, fill=1)
    canvas.save()
    assert reason_beside_good(File("groot.pdf", file.getvalue())) == "no readable text"


# ------------------------------------------------------------------ sizes


def test_b6_a_file_beyond_the_limit_leaves_room_for_the_others():
    large = File("groot.txt", b"x" * 2_000_000)
    assert reason_beside_good(large, max_unpacked_bytes=1_000_000) == "too large"


def test_b6_a_text_is_cut_at_a_limit_and_says_so():
    mail = read_files(File("lang.txt", b"Regel.\n" * 1000), max_text_chars=700)
    assert len(content_at(mail, "lang.txt")) == 700
    assert reasons(mail) == {"lang.txt": "too long a text: 700"}


def test_an_attached_mail_is_cut_at_a_limit_and_says_so():
    inner = b"Subject: Doorgestuurd\r\n\r\n" + b"Regel.\r\n" * 1000
    mail = read_files(File("bericht.eml", inner), max_text_chars=700)
    assert len(content_at(mail, "bericht.eml")) == 700
    assert reasons(mail) == {"bericht.eml": "too long a text: 700"}


def test_b6_a_body_is_cut_at_a_limit_and_says_so():
    mail = read(b"Subject: Lang\r\n\r\n" + b"Regel.\r\n" * 1000, max_text_chars=700)
    assert len(content_at(mail)) == 700
    assert mail.is_cut("body")


def test_of_a_text_of_more_lines_than_anyone_writes_the_first_are_read():
    lines = [b"Regel.", *[b"-"] * MAX_LINES, b"Slot."]
    mail = read(b"Subject: Lang\r\n\r\n" + b"\r\n".join(lines))
    assert content_at(mail).count("\n") == MAX_LINES - 1
    assert content_at(mail).startswith("Regel.")
    assert mail.is_cut("body")


def test_b4_a_workbook_with_one_cell_at_its_far_corner_is_read_in_time():
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = PLACES
    book.active["XFD1048576"] = "einde"
    file = io.BytesIO()
    book.save(file)
    assert content_at(read_files(File("a.xlsx", file.getvalue())), "a.xlsx").startswith(PLACES)


# ------------------------------------------------------------------ XML


@pytest.mark.parametrize(
    ("name", "make", "member"),
    [
        ("bom.docx", files.docx, "word/document.xml"),
        ("bom.odt", files.odt, "content.xml"),
        ("bom.xlsx", lambda: files.xlsx([["x"]]), "xl/worksheets/sheet1.xml"),
        ("bom2.xlsx", lambda: files.xlsx([["x"]]), "xl/sharedStrings.xml"),
    ],
)
def test_b4_entities_in_an_office_document_are_not_expanded(name, make, member):
    bomb = f"<!DOCTYPE x [{ENTITIES}]><x>&e9;</x>".encode()
    started = time.monotonic()
    found = reason_beside_good(File(name, files.replaced(make(), member, bomb)))
    assert found in ("damaged", "no readable text")
    assert time.monotonic() - started < SECONDS


def test_b4_a_document_type_behind_a_long_comment_is_found():
    declared = f"<!--{' ' * 9000}--><!DOCTYPE x [<!ENTITY e 'een'>]>"
    run = f"<w:body><w:p><w:r><w:t>{PLACES}</w:t></w:r></w:p></w:body>"
    text = f"{declared}{WORD_TEXT}{run}</w:document>"
    data = files.replaced(files.docx(), "word/document.xml", text.encode())
    assert reason_beside_good(File("bom.docx", data)) == "damaged"


def test_b4_an_entity_may_not_read_a_file(tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("GEHEIM")
    run = "<w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body>"
    text = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{secret}">]>{WORD_TEXT}{run}</w:document>'
    mail = read_files(
        File("a.docx", files.replaced(files.docx(), "word/document.xml", text.encode()))
    )
    assert not any("GEHEIM" in each.content for each in mail.texts)


# ------------------------------------------------------------------ the reading process


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (faulty.hangs, "took too long"),
        (faulty.hangs_deaf, "took too long"),
        (faulty.dies, "damaged"),
        (faulty.swells, "too large"),
        (faulty.stumbles, "damaged"),
        (faulty.recurses, "damaged"),
    ],
)
@pytest.mark.parametrize("name", ["brief.pdf", "brief.docx"])
def test_b5_a_reader_that_fails_is_ended_and_the_rest_is_read(fault, reason, name, monkeypatch):
    monkeypatch.setattr(child, "timed", fault)
    make = files.pdf if name.endswith("pdf") else files.docx
    started = time.monotonic()
    assert reason_beside_good(File(name, make(PLACES)), part_seconds=0.5) == reason
    assert time.monotonic() - started < SECONDS


def test_a_mail_of_many_files_that_hang_holds_up_nothing(monkeypatch):
    monkeypatch.setattr(child, "timed", faulty.hangs)
    started = time.monotonic()
    mail = read_files(*[File(f"{n}.rtf", files.rtf(PLACES)) for n in range(30)], part_seconds=0.1)
    assert set(reasons(mail).values()) == {"took too long"}
    assert time.monotonic() - started < SECONDS


def test_a_page_that_takes_tesseract_too_long_is_given_up():
    noise = files.saved(files.noise((1300, 1500)), "PNG")
    # Three times as long by the wall: no Tesseract has even read its language by then.
    assert reason_beside_good(File("ruis.png", noise), ocr_seconds=0.01) == "took too long"


def test_b5_pictures_within_pictures_of_a_pdf_are_given_up_in_time():
    started = time.monotonic()
    assert reason_beside_good(File("bom.pdf", files.pdf_bomb()), part_seconds=1) != ""
    assert time.monotonic() - started < SECONDS


def test_the_clock_of_a_file_does_not_run_while_its_library_is_loaded(monkeypatch, tmp_path):
    """On a busy machine, the first PDF of a process took fifteen seconds to load its own."""
    slow = tmp_path / "striprtf"
    slow.mkdir()
    (slow / "__init__.py").touch()
    says = f"import time\ntime.sleep(3)\ndef rtf_to_text(*_, **__): return {PLACES!r}\n"
    (slow / "striprtf.py").write_text(says, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    child.stop()
    mail = read_files(File("brief.rtf", files.rtf("Anders.")), part_seconds=0.5)
    child.stop()
    assert content_at(mail, "brief.rtf") == PLACES


def test_after_a_reading_process_that_cannot_start_the_next_file_is_read(monkeypatch):
    letter = Inner("brief.txt", "text/plain", b"Geachte minister")
    child.stop()
    with monkeypatch.context() as broken:
        broken.setattr(child, "read_all", faulty.leaves)
        with pytest.raises(BrokenExecutor):
            child.read_file(letter, ReadingConfig())
    assert child.read_file(letter, ReadingConfig()).content == "Geachte minister"
