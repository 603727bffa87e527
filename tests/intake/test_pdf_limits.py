"""B5: PDFs built to take long, swell or act; none holds up its mail or runs what it carries."""

import io
import time
import zipfile
import zlib

import pytest

from tests import files
from tests.files import File
from tests.intake.reads import SECONDS, content_at, read_files, reasons
from tests.intake.written_pdf import PLACES, stream, written

GOOD = File("goed.txt", PLACES.encode())


def deflated(data: bytes, head: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + head)


def outline(depth: int) -> bytes:
    """An outline of so many headings, each within the one before."""
    headings = [
        b"<< /Title (Kop) /Parent %d 0 R /First %d 0 R /Last %d 0 R /Count 1 >>" % (n, n + 2, n + 2)
        for n in range(6, 6 + depth)
    ]
    root = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>"
    last = b"<< /Title (Kop) /Parent 6 0 R >>"
    return written(root, *headings, last, catalog=b"/Outlines 6 0 R")


def carrying(*data: bytes, name: str = "bijlage") -> bytes:
    """A PDF with embedded files."""
    found, names = [], []
    for number, each in enumerate(data):
        at = 6 + 2 * number
        told = f"{name}-{number:06}.txt".encode()
        head = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (told, told, at + 1)
        found += [head, each]
        names.append(b"(%s) %d 0 R" % (told, at))
    tree = b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % b" ".join(names)
    return written(*found, catalog=tree)


def tried(data: bytes, name: str = "brief.pdf", **limits):
    """The mail with that PDF, read in time, and the file beside it too."""
    started = time.monotonic()
    mail = read_files(File(name, data, "application/pdf"), GOOD, **limits)
    assert time.monotonic() - started < SECONDS
    assert content_at(mail, "goed.txt") == PLACES
    return mail


def test_b5_the_pdf_that_the_others_are_made_of_is_read():
    assert content_at(tried(written()), "brief.pdf") == PLACES


@pytest.mark.parametrize("depth", [1_000, 30_000])
def test_b5_a_deep_outline_is_not_walked(depth):
    assert content_at(tried(outline(depth)), "brief.pdf") == PLACES


def test_b5_an_outline_in_a_circle_is_not_walked():
    circle = b"<< /Title (Kop) /Parent 6 0 R /First 7 0 R /Next 7 0 R /Prev 7 0 R >>"
    root = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>"
    data = written(root, circle, catalog=b"/Outlines 6 0 R")
    assert content_at(tried(data), "brief.pdf") == PLACES


@pytest.mark.parametrize(
    "previous",
    [
        pytest.param(b"/Prev START", id="itself"),
        pytest.param(b"/Prev 0", id="the beginning"),
        pytest.param(b"/Prev 99999999999", id="beyond the end"),
        pytest.param(b"/Prev -1", id="before the beginning"),
        pytest.param(b"/XRefStm START", id="as a stream"),
    ],
)
def test_b5_a_table_that_names_itself_as_the_one_before_ends(previous):
    assert content_at(tried(written(trailer=previous)), "brief.pdf") == PLACES


def test_b5_two_tables_that_name_each_other_end():
    one = written(trailer=b"/Prev 1111111111")
    first = one.rindex(b"xref\n0 ")
    second = len(one)
    again = one[first:].replace(b"1111111111", b"%010d" % first)
    again = again.rpartition(b"startxref")[0] + b"startxref\n%d\n%%%%EOF\n" % second
    data = one.replace(b"1111111111", b"%010d" % second) + again
    assert content_at(tried(data), "brief.pdf") == PLACES


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", id="within itself"),
        pytest.param(b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>", id="nothing but itself"),
        pytest.param(b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>", id="far too many"),
        pytest.param(b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>", id="fewer than none"),
    ],
)
def test_b5_a_tree_of_pages_that_leads_nowhere_ends(pages):
    mail = tried(written(pages=pages))
    assert reasons(mail)["brief.pdf"] in ("", "damaged", "too many pages: 200")


@pytest.mark.parametrize("count", [100_000])
def test_b5_a_hundred_thousand_pages_are_refused(count):
    kids = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count)
    assert reasons(tried(written(pages=kids)))["brief.pdf"].startswith("too many pages")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"<html><script>alert(1)</script>" + written(), "pdf", id="a page in front"),
        pytest.param(b"MZ\x90\0" * 20 + written(), "pdf", id="a program in front"),
        pytest.param(
            written() + files.zipped({"a.txt": b"Anders."}), "pdf", id="an archive behind"
        ),
        pytest.param(written() + b"<script>alert(1)</script>", "pdf", id="a script behind"),
        pytest.param(files.zipped({"a.txt": b"Anders."}) + written(), "zip", id="an archive first"),
        pytest.param(b"GIF89a" + written(), "image", id="a picture in front"),
    ],
)
def test_b5_a_file_of_two_kinds_is_read_as_one(data, kind):
    mail = tried(data)
    texts = {each.source: each.content for each in mail.texts}
    assert (texts.get("brief.pdf") == PLACES) == (kind == "pdf")
    assert ("brief.pdf/a.txt" in texts) == (kind == "zip")
    assert (reasons(mail)["brief.pdf"] == "damaged") == (kind == "image")


def test_b5_files_that_a_pdf_carries_are_counted_against_the_limits_of_the_mail():
    data = carrying(*[stream(b"Stuk.") for _ in range(5_000)])
    mail = tried(data, max_parts=10, max_members=20)
    assert len([each for each in mail.attachments if not each.unreadable]) <= 32
    assert "too many files inside" in reasons(mail).values()


def test_b5_a_carried_file_that_would_unpack_to_gigabytes_is_refused():
    bomb = deflated(b"\0" * 210_000_000)
    mail = tried(carrying(bomb))
    assert "too large" in reasons(mail).values()


def test_b5_pdfs_that_carry_one_another_are_opened_to_a_depth():
    data = written()
    for _ in range(8):
        data = carrying(stream(data), name="verder")
    assert "nested too deep" in reasons(tried(data, max_depth=5)).values()


@pytest.mark.parametrize(
    "action",
    [
        b"<< /S /JavaScript /JS (while (true) { app.alert(1); }) >>",
        b"<< /S /Launch /F (/bin/touch) /Win << /F (cmd.exe) >> >>",
        b"<< /S /URI /URI (http://127.0.0.1:9/spion) >>",
        b"<< /S /SubmitForm /F (http://127.0.0.1:9/spion) /Fields [] >>",
        b"<< /S /GoToR /F (//127.0.0.1/spion) /D [0 /Fit] >>",
        b"<< /S /ImportData /F (/etc/passwd) >>",
    ],
)
def test_b5_what_a_pdf_would_do_when_it_is_opened_is_not_done(action):
    form = b"/AcroForm << /Fields [] /CO [] >> "
    tree = b"/Names << /JavaScript << /Names [(a) 6 0 R] >> >> "
    catalog = form + tree + b"/OpenAction 6 0 R /AA << /WC 6 0 R /DS 6 0 R >>"
    page = b"/Resources << /Font << /F1 5 0 R >> >> /AA << /O 6 0 R /C 6 0 R >>"
    assert content_at(tried(written(action, catalog=catalog, page=page)), "brief.pdf") == PLACES


def test_b5_a_page_that_would_unpack_to_gigabytes_is_given_up():
    mail = tried(written(content=deflated(b"BT ET " * 30_000_000)), part_seconds=5)
    assert reasons(mail)["brief.pdf"] in (
        "took too long",
        "too large",
        "damaged",
        "no readable text",
    )


def test_b5_a_picture_of_a_size_that_no_memory_bears_is_given_up():
    picture = deflated(
        b"\0" * 1000,
        b"/Type /XObject /Subtype /Image /Width 2000000 /Height 2000000 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 ",
    )
    page = b"/Resources << /XObject << /I 6 0 R >> >>"
    data = written(picture, page=page, content=stream(b"500 0 0 500 0 0 cm /I Do"))
    assert reasons(tried(data))["brief.pdf"] != ""


@pytest.mark.parametrize("nested", [b"[" * 200_000, b"<<" * 200_000, b"(" * 200_000])
def test_b5_brackets_within_brackets_end(nested):
    data = written(nested, catalog=b"/X 6 0 R")
    assert reasons(tried(data))["brief.pdf"] in ("", "damaged")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_b5_a_pdf_cut_short_is_read_as_far_as_it_goes_or_says_so(share):
    whole = files.pdf(*[PLACES] * 5)
    mail = tried(whole[: int(len(whole) * share)])
    assert reasons(mail)["brief.pdf"] in ("", "damaged", "no readable text")


def test_b5_an_archive_of_pdfs_that_each_take_long_is_given_up_together():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(8):
            archive.writestr(f"{number}.pdf", files.pdf_bomb())
    mail = tried(held.getvalue(), name="map.zip", part_seconds=0.3)
    assert set(reasons(mail).values()) >= {"took too long"}
