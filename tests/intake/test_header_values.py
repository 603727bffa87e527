"""Values of headers are legible, and none that cannot be meant is believed."""

import pytest

from intake.message import read_message
from rules.mail import Address
from tests.files import raw_mail
from tests.intake.reads import read


@pytest.mark.parametrize(
    "date",
    [
        "",
        "gisteren",
        "2026-04-09",
        "1 Jan 0001 00:00 +0000",
        "Thu, 99 Apr 2026 10:00:00",
        "Fri, 31 Dec 9999 23:59:00 -1400",
    ],
)
def test_a_date_that_is_none_is_none(date):
    assert read(raw_mail("Tekst.", f"Date: {date}")).sent_at is None


def test_two_authors_are_both_kept():
    mail = read(raw_mail("Tekst.", "From: piet@anderstad.nl"))
    assert [sender.address for sender in mail.senders] == [
        "jan@voorbeeldstad.nl",
        "piet@anderstad.nl",
    ]


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("Gemeente Súdwest <info@sudwest.nl>", "Gemeente Súdwest", "info@sudwest.nl"),
        ("=?utf-8?q?S=C3=BAdwest?= <Info@Sudwest.NL>", "Súdwest", "info@sudwest.nl"),
        ('"Jansen, Jan" <jan@x.nl>', "Jansen, Jan", "jan@x.nl"),
        ("=?utf-8?q?Jansen=2C_Jan?= <jan@x.nl>", "Jansen, Jan", "jan@x.nl"),
        ("jan@x.nl (Jan Jansen)", "Jan Jansen", "jan@x.nl"),
        ("Jan Jansen", "Jan Jansen", ""),
        ("Jansen, Jan <jan@x.nl>", "Jansen, Jan", "jan@x.nl"),
        ('"Gemeente Ede <info@ede.nl>', "Gemeente Ede", "info@ede.nl"),
    ],
)
def test_an_author_has_a_name_and_an_address(value, name, address):
    raw = f"From: {value}\r\n\r\nTekst.".encode()
    assert read(raw).sender == Address(name, address)


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        pytest.param("Reactie gemeente Súdwest".encode(), "Reactie gemeente Súdwest", id="UTF-8"),
        pytest.param("Reactie één".encode("windows-1252"), "Reactie één", id="windows-1252"),
        pytest.param(b"=?utf-8?B?UmVhY3RpZSDDqcOpbg==?=", "Reactie één", id="encoded"),
        pytest.param(b"=?utf-8?Q?Reactie_=E9=E9n?=", "Reactie één", id="wrong charset"),
        pytest.param(b"=?x-onbekend?Q?Reactie_=E9=E9n?=", "Reactie één", id="unknown charset"),
        pytest.param(
            b"=?utf-8?Q?Reac?=\r\n =?utf-8?Q?tie_=C3?=\r\n =?utf-8?Q?=A9?=",
            "Reactie é",
            id="in pieces",
        ),
        pytest.param(b"lang\r\n\tgevouwen", "lang gevouwen", id="folded"),
        pytest.param(b"=?utf-8?Q?a=0D=0ABcc:_x@y.nl?=", "a Bcc: x@y.nl", id="line break encoded"),
        pytest.param(b"pad C:\\users =?utf-8?Q?=E2=82=AC?=", "pad C:\\users €", id="backslash"),
        pytest.param(b"=?utf-8?B?kapot", "=?utf-8?B?kapot", id="half an encoded word"),
        pytest.param(b"nul\x00 hier\x1b[31m", "nul hier [31m", id="control characters"),
    ],
)
def test_a_subject_is_shown_as_one_readable_line(subject, shown):
    raw = b"Received: a; Thu, 9 Apr 2026 10:00:00 +0200\r\nSubject: " + subject + b"\r\n\r\nTekst."
    assert read(raw).subject == shown


@pytest.mark.parametrize(
    "date",
    ["Fri, 31 Dec 9999 23:59:59 +0000", "Thu, 1 Jan 1970 00:00:00 +0000", "1 Jan 0100 00:00 +0000"],
)
def test_a_date_that_cannot_be_meant_is_none(date):
    message = read_message(f"Received: by mx; {date}\nDate: {date}\n\nTekst".encode())
    assert (message.sent_at, message.received_at) == (None, None)
