"""A mail is read whatever charset, encoding or headers it has."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.reading import read_mail
from rules.mail import Address
from tests.files import raw_mail
from tests.intake.raws import DUTCH, PLACES, multipart
from tests.intake.reads import RECEIVED_AT, content_at, read, reasons

# ------------------------------------------------------------------ charsets


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("windows-1252", "windows-1252"),
        pytest.param("iso-8859-1", "windows-1252", id="Latin-1 that is windows-1252"),
        pytest.param("us-ascii", "windows-1252", id="ASCII that is windows-1252"),
        pytest.param("us-ascii", "utf-8", id="ASCII that is UTF-8"),
        pytest.param("iso-8859-1", "utf-8", id="Latin-1 that is UTF-8"),
        pytest.param("windows-1252", "utf-8", id="windows-1252 that is UTF-8"),
        pytest.param("utf-8", "windows-1252", id="UTF-8 that is windows-1252"),
        pytest.param("utf-7", "utf-8", id="no charset of this list: utf-7"),
        pytest.param("punycode", "utf-8", id="no charset at all: punycode"),
        pytest.param("x-onbekend", "windows-1252", id="unknown"),
        pytest.param('"utf-8\x00"', "utf-8", id="NUL in its name"),
        pytest.param("", "windows-1252", id="none"),
        pytest.param("utf-16", "utf-16", id="UTF-16"),
    ],
)
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_b7_a_body_is_read_whatever_charset_it_declares(declared, codec, media_type):
    text = f"<p>{DUTCH}</p>" if media_type == "text/html" else DUTCH
    content_type = f"{media_type}; charset={declared}" if declared else media_type
    assert content_at(read(raw_mail(text.encode(codec), content_type=content_type))) == DUTCH


def test_b7_one_wrong_byte_spoils_no_other_letter():
    raw = raw_mail(DUTCH.encode() + b" Slot\x92.", content_type="text/plain; charset=utf-8")
    assert content_at(read(raw)) == f"{DUTCH} Slot’."


def test_a_page_declares_its_own_charset():
    page = '<html><head><meta charset="iso-8859-15"></head><body>Kosten: €</body></html>'
    assert content_at(read(raw_mail(page.encode("iso-8859-15"), content_type="text/html"))) == (
        "Kosten: €"
    )


@pytest.mark.parametrize(
    "body",
    [b"Slot\x00 van de brief.", b"Slot\r van\rde brief.", b"\xef\xbb\xbfSlot van de brief."],
)
def test_b8_control_characters_leave_the_text(body):
    content = content_at(read(raw_mail(body)))
    assert content.startswith("Slot")
    assert not {"\x00", "\r", "\ufeff"} & set(content)


# ------------------------------------------------------------------ encodings

SAID = b64encode(f"{PLACES}\n".encode()).decode()  # ends in padding


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("base64", "RGUgZ2VtZWVudGUgcmVhbGlzZWVydCAxMjAgcGxhYXRzZW4", id="no padding"),
        pytest.param(
            "base64", "RGUgZ2VtZWVudGUg\r\n  cmVh!bGlzZWVydCAxMjAgcGxh\tYXRzZW4u", id="junk"
        ),
        pytest.param("base64", "De gemeente realiseert 120 plaatsen", id="not encoded at all"),
        pytest.param(
            "quoted-printable", "De gemeente=20realiseert =ZZ 120 plaats=\r\nen=", id="bad sign"
        ),
        pytest.param("x-eigen", "De gemeente realiseert 120 plaatsen", id="unknown encoding"),
    ],
)
def test_a_broken_encoding_gives_what_can_be_had(encoding, body):
    content = content_at(read(raw_mail(body, f"Content-Transfer-Encoding: {encoding}")))
    assert content.startswith("De gemeente realiseert")
    assert "plaatsen" in content


@pytest.mark.parametrize(
    ("body", "is_damaged"),
    [
        pytest.param(f"{SAID}\r\n", False, id="sound"),
        pytest.param(SAID.rstrip("="), False, id="no padding"),
        pytest.param(f"{SAID[:8]} \r\n\t{SAID[8:]}", False, id="white space"),
        pytest.param(f"{SAID}\r\n-- \r\nVia de lijst", False, id="a line behind its padding"),
        pytest.param(PLACES, False, id="not encoded at all"),
        pytest.param(f"{SAID[:8]}!{SAID[8:]}", True, id="a foreign sign"),
        pytest.param(f"{SAID[:8]}\r\n!!!!####\r\n{SAID[16:]}", True, id="a line lost"),
        pytest.param(SAID.rstrip("=")[:-1], True, id="cut off amid four"),
    ],
)
@pytest.mark.parametrize("disposition", ["inline", 'attachment; filename="brief.txt"'])
def test_a_mail_of_which_some_may_be_lost_on_its_way_says_so(body, is_damaged, disposition):
    declared = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
    part = f"{declared}Content-Disposition: {disposition}\r\n\r\n{body}"
    assert read(multipart(part)).is_damaged is is_damaged


@pytest.mark.parametrize(
    ("edge", "is_damaged"), [("--b--\r\n", False), ("--b--", False), ("--b\r\n", True), ("", True)]
)
@pytest.mark.parametrize("within", [False, True])
def test_a_mail_whose_last_part_does_not_end_was_cut_off(edge, is_damaged, within):
    plain = f"Content-Type: text/plain\r\n\r\n{PLACES}"
    parts = f"--b\r\n{plain}\r\n--b\r\n{plain}\r\n{edge}"
    mixed = 'multipart/mixed; boundary="b"'
    if within:
        mail = read(
            raw_mail(
                f"--c\r\nContent-Type: {mixed}\r\n\r\n{parts}\r\n--c--\r\n",
                content_type='multipart/mixed; boundary="c"',
            )
        )
    else:
        mail = read(raw_mail(parts, content_type=mixed))
    assert mail.is_damaged is is_damaged


def test_a_broken_attachment_in_base64_leaves_the_body():
    mail = read(
        multipart(
            f"Content-Type: text/plain\r\n\r\n{PLACES}",
            "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
            'Content-Disposition: attachment; filename="brief.pdf"\r\n\r\nJVBERi0xLjQ*',
        )
    )
    assert content_at(mail) == PLACES
    assert reasons(mail) == {"brief.pdf": "damaged"}


# ------------------------------------------------------------------ headers


def test_a_mail_without_any_header_of_its_own_is_read():
    mail = read(b"\r\n" + PLACES.encode())
    assert content_at(mail) == PLACES
    assert mail.sender == Address("", "")
    assert (mail.message_id, mail.subject, mail.sent_at) == ("", "", None)


def test_a_mail_that_nobody_dated_is_set_aside_only_where_no_server_did():
    raw = b"From: jan@voorbeeldstad.nl\r\n\r\nTekst."
    assert read(raw).received_at == RECEIVED_AT
    with pytest.raises(SetAside, match="nowhere when it was received"):
        read_mail(raw, None, ReadingConfig())


@pytest.mark.parametrize(
    ("headers", "received"),
    [
        (("Received: a; Thu, 9 Apr 2026 10:00:00 +0200", "Received: b; Wed, 8 Apr 2026"), 8),
        (("Date: Thu, 9 Apr 2026 12:00:00 +0200",), 10),
    ],
)
def test_the_topmost_server_dates_a_mail_before_its_sender(headers, received):
    raw = "\r\n".join(headers).encode() + b"\r\nFrom: a@b.nl\r\n\r\nTekst."
    mail = read_mail(raw, None, ReadingConfig())
    assert mail.received_at == datetime(2026, 4, 9, received, tzinfo=UTC)


def test_a_bounce_has_an_empty_return_path():
    assert read(raw_mail("Tekst.", "Return-Path: <>")).return_path == ""
    assert read(raw_mail("Tekst.")).return_path is None


def test_only_the_topmost_results_of_authentication_count():
    mail = read(
        raw_mail(
            "Tekst.",
            "Authentication-Results: mx.minjenv.nl; spf=fail; dkim=none",
            "Authentication-Results: mx.minjenv.nl; spf=pass; dkim=pass; dmarc=pass",
        )
    )
    assert (mail.authentication.spf, mail.authentication.dmarc) == ("fail", "none")
