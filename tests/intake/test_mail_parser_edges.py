"""Where mail-parser surprises, one by one, and what comes out here all the same.

Seen in mail-parser 4.8.0. `intake.second_reader` is the one place that calls it; where it raises
or finds no text the standard library reads, and the mail is filed. Files of every name are held
in tests/review/test_mail_files.py, too, and Outlook's in test_attachments.py.
"""

import base64
import binascii
import hashlib
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.message import read_message, tree_of
from intake.second_reader import TEXTS, SecondReader
from rules.mail import Address, Owner
from storage.content import json_of_mail, mail_of_json
from tests import files
from tests.files import File, raw_mail
from tests.intake.reads import RECEIVED_AT, content_at, owned, read, read_files, reasons

PLACES = "De gemeente realiseert 120 opvangplaatsen op 1 oktober 2026."
INNER = "Een ander schrijft over 900 plekken in een andere gemeente."
ROOT = Path(__file__).parents[2]


def mixed(*parts: str | bytes) -> bytes:
    """A mail of those parts, each with its own headers, as they stand."""
    data = [part.encode() if isinstance(part, str) else part for part in parts]
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in data) + b"--b--\r\n"
    return raw_mail(body, content_type='multipart/mixed; boundary="b"')


def letter(text: str = PLACES) -> str:
    return f"Content-Type: text/plain\r\n\r\n{text}"


def attached(name: str, data: str = "Rk9UTw==", encoding: str = "base64") -> bytes:
    """A file whose name stands in the mail as it is given."""
    head = 'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="'
    told = f'{name}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{data}'
    return (head + told).encode("utf-8", "surrogateescape")


def second(raw: bytes) -> SecondReader:
    return SecondReader(tree_of(raw)[0])


# ------------------------------------------------------------------ one wall around it


def test_one_module_calls_it():
    calls = re.compile(r"^\s*(?:import|from) mailparser\b", re.MULTILINE)
    folders = ("rules", "storage", "intake", "outbox", "review", "ibt_intake")
    found = {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if calls.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"intake/second_reader.py"}


def test_a_misspelt_attribute_is_an_error_though_mail_parser_takes_it_for_a_header():
    reader = second(raw_mail(PLACES, "Text-Plian: gotcha"))
    with pytest.raises(AttributeError, match="mail-parser has no text_plian"):
        reader._found("text_plian")
    assert [reader._found(name) for name in TEXTS] == [(PLACES,), (), ()]


@pytest.mark.parametrize("header", ["Parse", "Headers", "Text_plain", "Defects", "Body", "Mail"])
def test_a_header_named_as_one_of_its_attributes_is_a_header(header):
    mail = read(raw_mail(PLACES, f"{header}: gotcha"))
    assert content_at(mail) == PLACES
    assert mail.header(header) == "gotcha"
    assert not [each for each in mail.defects if each.startswith("mail-parser")]


# ------------------------------------------------------------------ where it raises


@pytest.mark.parametrize(
    ("error", "raw"),
    [
        pytest.param(
            "AttributeError",
            b"Content-Type: multipart/mixed; boundary=a\n\n"
            b"--a\nContent-Type: multipart/mixed; boundary=b\n\nDe brief.\n",
            id="a boundary within that never comes, and nothing behind the last",
        ),
        pytest.param(
            "TypeError",
            b"Content-Type: message/rfc822\n\n"
            b"Content-Type: multipart/mixed; boundary=b\n\nDe brief.",
            id="the same in a mail that is a mail",
        ),
        pytest.param(
            "ValueError",
            b"Content-Type: text/plain; charset=utf-8\0\n"
            b"Content-Transfer-Encoding: base64\n\nRGUgYnJpZWYu",
            id="NUL in a charset",
        ),
    ],
)
def test_a_mail_over_which_it_falls_is_read_by_the_library(error, raw):
    assert len(raw) < 200
    reader = second(raw)
    assert reader.defects == (f"mail-parser: {error}",)
    assert [text.strip() for text in reader.texts] == ["De brief."]
    mail = read(raw)
    assert "De brief." in " ".join(text.content for text in mail.texts)
    assert f"mail-parser: {error}" in mail.defects


@pytest.mark.parametrize("page", ["<style>.a{b:c", '<img src="cid:1">', "<!-- brief -->"])
def test_of_a_page_without_a_word_the_tags_are_the_text(page):
    assert content_at(read(raw_mail(page, content_type="text/html"))) == page


@pytest.mark.parametrize("boundary", ["", '; boundary="nergens"'])
def test_text_that_it_finds_nowhere_is_found_by_the_library(boundary):
    raw = raw_mail(f"--b\r\n\r\n{PLACES}\r\n", content_type=f"multipart/mixed{boundary}")
    reader = second(raw)
    assert reader._found("text_plain") == reader._found("text_html") == ()
    assert PLACES in " ".join(reader.texts)
    assert PLACES in content_at(read(raw))


def test_a_file_that_is_all_there_is_and_calls_itself_text_is_read_by_the_library():
    raw = raw_mail(PLACES, "Content-ID: <a@b>", content_type="text/x-eigen")
    reader = second(raw)
    assert [reader._found(name) for name in TEXTS] == [(), (), ()]
    assert reader.texts == (PLACES,)
    assert PLACES in " ".join(text.content for text in read(raw).texts)


# ------------------------------------------------------------------ moments


@pytest.mark.parametrize(
    ("value", "sent_at"),
    [
        ("Thu, 9 Apr 2026 10:00:00 +0200", datetime(2026, 4, 9, 8, 0, tzinfo=UTC)),
        ("Thu, 9 Apr 2026 10:00:00 -0330", datetime(2026, 4, 9, 13, 30, tzinfo=UTC)),
        # Without a zone: the sender's clock is taken for UTC, and no term hangs on it.
        ("Thu, 9 Apr 2026 10:00:00", datetime(2026, 4, 9, 10, 0, tzinfo=UTC)),
        ("Sat Apr 28 23:09:37 2012", datetime(2012, 4, 28, 23, 9, 37, tzinfo=UTC)),
        ("2026-04-09T10:00:00+02:00", None),
        ("12-01-2023", None),
        ("donderdag 9 april 2026 10:00", None),
        ("", None),
    ],
)
def test_a_date_is_a_moment_in_utc_or_none_and_no_term_hangs_on_it(value, sent_at):
    mail = read(raw_mail(PLACES, f"Date: {value}"))
    assert mail.sent_at == sent_at
    assert mail.sent_at is None or mail.sent_at.tzinfo is UTC
    assert mail.received_at == RECEIVED_AT


# ------------------------------------------------------------------ headers


def test_of_subjects_and_message_ids_that_repeat_the_topmost_counts():
    twice = ("Subject: Een", "Subject: Twee", "Message-ID: <1@x.nl>", "Message-ID: <2@x.nl>")
    mail = read(raw_mail(PLACES, *twice))
    assert (mail.subject, mail.message_id) == ("Een", "<1@x.nl>")
    assert [value for name, value in mail.headers if name == "subject"] == ["Een", "Twee"]


def test_a_mail_without_subject_and_message_id_has_empty_ones():
    mail = read(raw_mail(PLACES))
    assert (mail.subject, mail.message_id) == ("", "")


def test_of_two_from_headers_both_are_authors():
    mail = read(raw_mail(PLACES, "From: piet@anderstad.nl"))
    assert [each.address for each in mail.senders] == ["jan@voorbeeldstad.nl", "piet@anderstad.nl"]


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        pytest.param("lang\r\n gevouwen", "lang gevouwen", id="folded"),
        pytest.param("lang\r\n\tgevouwen", "lang gevouwen", id="folded by a tab"),
        pytest.param("een\ttab", "een tab", id="tab"),
        pytest.param("=?utf-8?q?a=0D=0ABcc:_x@y.nl?=", "a Bcc: x@y.nl", id="CRLF encoded"),
        pytest.param("=?utf-8?b?YQ0KIEJjYzogeEB5Lm5s?=", "a Bcc: x@y.nl", id="CRLF in base64"),
        pytest.param("=?utf-8?q?a=E2=80=A8b=C2=85c?=", "a b c", id="line ends of Unicode"),
        pytest.param("=?utf-8?q?a=00b=1B[31m?=", "a b [31m", id="NUL and escape"),
    ],
)
def test_a_subject_is_one_line(subject, shown):
    assert read(raw_mail(PLACES, f"Subject: {subject}")).subject == shown


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param('"=?utf-8?q?a=40bank.nl?="', "=?utf-8?q?a=40bank.nl?=", id="in quotes"),
        pytest.param(
            '"Gemeente \\"=?utf-8?b?YUBiYW5rLm5s?=\\""',
            'Gemeente "=?utf-8?b?YUBiYW5rLm5s?="',
            id="in quotes within quotes",
        ),
        pytest.param('"=?utf-8?q?a=40bank.nl?=', "=?utf-8?q?a=40bank.nl?=", id="never closed"),
        pytest.param("=?utf-8?q?S=C3=BAdwest?=", "Súdwest", id="not in quotes"),
        pytest.param('"Ede" =?utf-8?q?S=C3=BAdwest?=', "Ede Súdwest", id="beside quotes"),
    ],
)
def test_an_encoded_word_in_quotes_stays_as_it_stands(value, name):
    raw = raw_mail(PLACES).replace(
        b"From: jan@voorbeeldstad.nl", f"From: {value} <j@x.nl>".encode()
    )
    mail = read(raw)
    assert mail.sender == Address(name, "j@x.nl")
    assert (mail.header("from") or "").count("=?") == name.count("=?")


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "x-uuencode"])
def test_a_file_is_bytes_however_it_was_encoded(encoding):
    data = "Kosten één miljoen.\r\n".encode()
    written = {
        "base64": base64.b64encode(data),
        "quoted-printable": b"Kosten =C3=A9=C3=A9n miljoen.=0D=0A=",
        "8bit": data,
        "x-uuencode": b"begin 644 a\r\n" + binascii.b2a_uu(data).rstrip() + b"\r\n`\r\nend\r\n",
    }[encoding]
    head = "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n"
    mail = read(
        mixed(
            letter(),
            f"{head}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + written,
        )
    )
    (file,) = mail.attachments
    assert file.sha256 == hashlib.sha256(data).hexdigest()


def test_an_attached_mail_is_bytes_and_not_its_text():
    inner = f"From: piet@anderstad.nl\r\nSubject: Brief\r\n\r\n{INNER}"
    head = "Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=a.eml\r\n\r\n"
    (file,) = read(mixed(letter(), head + inner)).attachments
    assert (file.source, file.size) == ("a.eml", len(inner.replace("\r\n", "\n")))


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("S29zdGVuIDUgbWlsam9lbi4", id="no padding"),
        pytest.param("S29zdGVuIDUg!bWlsam9lbi4=", id="a letter of no base64"),
        pytest.param("S29zdGVu\r\n IDUgbWls\tam9lbi4=", id="blanks"),
        pytest.param("S29zdGVuIDUgbWlsam9lbi4=\r\n-- \r\nVan de lijst", id="words behind it"),
        pytest.param("S29zdGVuIDUgbWlsam9lbi4", id="cut short"),
    ],
)
def test_a_file_in_broken_base64_gives_what_can_be_had(written):
    mail = read(mixed(letter(), attached("raming.txt", written)))
    assert content_at(mail) == PLACES
    assert content_at(mail, "raming.txt").startswith("Kosten 5 miljoen.")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("../../etc/passwd", "../../etc/passwd", id="upwards"),
        pytest.param("..", "..", id="the folder above"),
        pytest.param("C:\\\\Windows\\\\x", "C:\\Windows\\x", id="a drive"),
        pytest.param("a\0b.txt", "a b.txt", id="NUL"),
        pytest.param("exe\u202efdp.exe", "exefdp.exe", id="U+202E"),
        pytest.param("a\u2066b\u200f.txt", "ab.txt", id="other marks that turn letters"),
        pytest.param("a\r\n b.txt", "a b.txt", id="CRLF"),
        pytest.param("=?utf-8?q?a=0D=0Ab.txt?=", "a b.txt", id="CRLF encoded"),
        pytest.param("CON", "CON", id="a device"),
        pytest.param("n" * 300 + ".txt", "n" * 130 + "…" + "n" * 15 + ".txt", id="300 letters"),
        pytest.param("", "bijlage-1", id="empty"),
    ],
)
def test_a_file_name_is_a_word_on_one_line_and_no_place_on_a_disk(
    name, shown, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    mail = read(mixed(letter(), attached(name)))
    assert [each.source for each in mail.attachments] == [shown]
    assert content_at(mail, shown) == "FOTO"
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("disposition", ["attachment", "inline", ""])
def test_the_words_of_a_mail_within_a_mail_are_not_those_of_its_sender(disposition):
    inner = (
        "From: Piet <piet@anderstad.nl>\r\nSubject: Onze brief\r\n"
        "Content-Type: multipart/mixed; boundary=c\r\n\r\n"
        f"--c\r\nContent-Type: text/plain\r\n\r\n{INNER}\r\n"
        "--c\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=n.txt\r\n"
        "\r\nNog een bijlage.\r\n--c--\r\n"
    )
    told = f"Content-Disposition: {disposition}\r\n" if disposition else ""
    raw = mixed(letter(), f"Content-Type: message/rfc822\r\n{told}\r\n{inner}")
    assert INNER in " ".join(second(raw).texts)  # it puts both in one list
    mail = read(raw)
    assert content_at(mail) == PLACES
    assert INNER in content_at(mail, "bericht.eml")
    assert reasons(mail) == {"bericht.eml": "", "bericht.eml/n.txt": ""}
    assert "Van: Piet <piet@anderstad.nl>" in owned(mail, Owner.FURNITURE, "bericht.eml")


def test_a_part_that_is_no_text_is_a_file_without_a_name_and_disposition_too():
    data = base64.encodebytes(files.pdf(PLACES)).decode()
    head = "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = read(mixed(letter("Zie de brief."), head + data))
    assert content_at(mail) == "Zie de brief."
    assert reasons(mail) == {"bijlage-1": ""}
    assert content_at(mail, "bijlage-1") == PLACES


@pytest.mark.parametrize("media_type", ["text/enriched", "text/x-amp-html", "text/richtext"])
def test_text_that_it_does_not_manage_is_read_without_nul(media_type):
    encoded = base64.b64encode(f"Slot\0 van {PLACES}".encode()).decode()
    part = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}"
    mail = read(mixed(letter("Zie hieronder."), part))
    assert content_at(mail) == "Zie hieronder."
    assert content_at(mail, "bijlage-1") == f"Slot van {PLACES}"
    assert "\0" not in json_of_mail(mail)


def test_an_appointment_is_a_file_and_its_words_are_no_text_of_the_sender():
    mail = read(mixed(letter(), "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:x"))
    assert [(each.source, each.media_type) for each in mail.attachments] == [
        ("bijlage-1", "text/calendar")
    ]
    assert [text.source for text in mail.texts] == ["subject", "body"]


# ------------------------------------------------------------------ defects


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        (raw_mail(PLACES, content_type='multipart/mixed; boundary="b"'), "StartBoundaryNotFound"),
        (raw_mail(PLACES, "Date: gisteren"), "DateHeaderDefect"),
        (raw_mail(PLACES, 'To: "a <b'), "AddressHeaderDefect"),
        (raw_mail(b"\xff", content_type="text/plain; charset=x-onbekend"), "CharsetDecodeDefect"),
    ],
)
def test_a_defect_is_stored_and_refuses_nothing(raw, defect):
    mail = mail_of_json(json_of_mail(read(raw)))
    assert [each for each in mail.defects if each.startswith(defect)]
    assert mail.sender.address == "jan@voorbeeldstad.nl"


def test_a_whole_mail_has_no_defect():
    assert read(raw_mail(PLACES, "Date: Thu, 9 Apr 2026 10:00:00 +0200")).defects == ()


def test_what_it_tells_of_files_and_subjects_reaches_no_log(caplog):
    caplog.set_level(0)
    read_message(mixed(letter(), attached("geheim.txt"), "Content-Type: text/calendar\r\n\r\nx"))
    assert "geheim" not in caplog.text
    assert "calendar" not in caplog.text


# ------------------------------------------------------------------ Outlook's own form


def test_a_message_of_outlook_is_read_without_a_program_beside_this_one(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")  # mail-parser would start msgconvert, in Perl
    mail = read_files(File("bericht.msg", files.msg(body=PLACES)))
    assert owned(mail, Owner.SENDER, "bericht.msg") == [PLACES]
    assert not [name for name in sys.modules if name.startswith("extract_msg")]
