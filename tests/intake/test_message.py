import random
import time
from datetime import UTC, datetime

import pytest

from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.message import EMPTY_LINE, head_of, read_message, split_head
from intake.reading import read_mail
from rules.mail import Address, Owner
from tests import files
from tests.files import File, mail_with, raw_mail
from tests.intake.reads import RECEIVED_AT, content_at, owned, read, reasons

PLACES = "De gemeente realiseert 120 opvangplaatsen op 1 oktober 2026."
DUTCH = "Geïnteresseerde inwoners; één locatie à € 5 – ‘nu’."


def multipart(*parts: str, kind: str = "mixed") -> bytes:
    """A mail of those parts, each with its own headers, as they stand."""
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return raw_mail(body, content_type=f'multipart/{kind}; boundary="b"')


def in_time(raw: bytes, seconds: float = 5, **limits):
    """The mail, read within the time; of this process, for a busy machine is no fault."""
    started = time.process_time()
    mail = read(raw, **limits)
    assert time.process_time() - started < seconds
    return mail


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


@pytest.mark.parametrize(
    "date",
    ["", "gisteren", "2026-04-09", "Thu, 99 Apr 2026 10:00:00", "Fri, 31 Dec 9999 23:59:00 -1400"],
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


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_headers_end_at_an_empty_line_whichever_line_ends_it_has(ending):
    body = ending.join([b"Regel."] * 11_000 + [PLACES.encode()])
    mail = read(ending.join([b"From: jan@voorbeeldstad.nl", b"Subject: Reactie", b"", body]))
    assert mail.subject == "Reactie"
    assert content_at(mail).endswith(PLACES)


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b"From jan@x.nl Thu Apr  9 2026\n"])
def test_what_stands_before_the_headers_hides_none(before):
    assert read(before + raw_mail(PLACES)).sender.address == "jan@voorbeeldstad.nl"


# ------------------------------------------------------------------ forms of a body


def test_a_body_that_is_only_a_page_shows_what_its_reader_sees():
    page = (
        "<style>p{color:red}</style><p>Er komen 120 plaatsen.</p>"
        '<p style="display:none">Er komen 900.</p><p hidden>Er komen 901.</p>'
        '<span style="font-size:0px">902</span><div style="visibility: hidden">903</div>'
        "<script>alert(904)</script><!-- 905 --><p>Met groet</p>"
    )
    content = content_at(read(raw_mail(page, content_type="text/html")))
    assert content == "Er komen 120 plaatsen.\n\nMet groet"


def test_of_two_forms_of_a_body_one_is_read():
    plain, page = (
        f"Content-Type: text/plain\r\n\r\n{PLACES}",
        f"Content-Type: text/html\r\n\r\n<p>{PLACES}</p>",
    )
    assert content_at(read(multipart(plain, page, kind="alternative"))) == PLACES
    assert content_at(read(multipart(plain, page))) == PLACES


def test_a_plain_form_that_only_points_to_the_page_gives_way():
    plain = "Content-Type: text/plain\r\n\r\nUw programma toont geen HTML."
    page = f"Content-Type: text/html\r\n\r\n<p>{PLACES}</p><p>{PLACES.replace('120', '130')}</p>"
    assert content_at(read(multipart(plain, page, kind="alternative"))).startswith(PLACES)


def test_a_page_behind_a_plain_text_that_is_no_form_of_it_is_read_too():
    mail = read(
        multipart(
            "Content-Type: text/plain\r\n\r\nHierbij onze reactie op uw verzoek.",
            f"Content-Type: text/html\r\n\r\n<p>{PLACES}</p>",
        )
    )
    assert content_at(mail) == f"Hierbij onze reactie op uw verzoek.\n\n{PLACES}"


def test_a_page_that_is_declared_plain_is_a_page():
    assert content_at(read(raw_mail(f"<html><body><p>{PLACES}</p></body></html>"))) == PLACES


@pytest.mark.parametrize("body", ["", "\r\n\r\n", " "])
def test_an_empty_body_is_a_text_without_content(body):
    assert content_at(read(raw_mail(body))).strip() == ""


def test_a_body_of_only_an_image_is_read_from_its_attachment():
    mail = read(mail_with(File("scan.png", files.picture(PLACES), "image/png"), body=""))
    assert content_at(mail, "scan.png") == PLACES


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed",
        'multipart/mixed; boundary="nergens"',
        "tekst",
        "text/plain; charset",
        "text/",
        "/",
    ],
)
def test_a_content_type_that_leads_nowhere_still_gives_the_text(content_type):
    assert PLACES in content_at(
        read(raw_mail(f"--b\r\n\r\n{PLACES}\r\n", content_type=content_type))
    )


@pytest.mark.parametrize("media_type", ["text/markdown", "text/x-eigen", "text/enriched"])
def test_text_of_any_type_is_read(media_type):
    mail = read(multipart(f"Content-Type: {media_type}\r\n\r\n{PLACES}"))
    assert content_at(mail, "bijlage-1") == PLACES


# ------------------------------------------------------------------ too much of it


def test_b3_thousands_of_parts_are_read_as_far_as_allowed_and_it_says_so():
    parts = [f"Content-Type: text/plain\r\n\r\nDeel {number}." for number in range(1500)]
    mail = in_time(multipart(*parts))
    assert "Deel 400." in content_at(mail)
    assert reasons(mail) == {"overige onderdelen": "too many files inside"}


@pytest.mark.parametrize("depth", [60, 300, 2000])
@pytest.mark.parametrize("kind", ["multipart", "message"])
def test_b2_parts_within_parts_are_read_to_a_depth_and_the_mail_stands(depth, kind):
    if kind == "multipart":
        raw = "".join(
            f'Content-Type: multipart/mixed; boundary="b{at}"\r\n\r\n--b{at}\r\n'
            for at in range(depth)
        )
    else:
        raw = "Content-Type: message/rfc822\r\n\r\n" * depth
    mail = in_time(f"From: jan@voorbeeldstad.nl\r\n{raw}\r\n{PLACES}".encode())
    assert mail.sender.address == "jan@voorbeeldstad.nl"
    assert "nested too deep" in [*reasons(mail).values(), *mail.defects]


def test_b2_a_deep_part_leaves_those_behind_it():
    deep = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(60)
    )
    ends = "".join(f"\r\n--b{n}--\r\n" for n in reversed(range(60)))
    mail = read(multipart(f"{deep}\r\nDiep.{ends}", f"Content-Type: text/plain\r\n\r\n{PLACES}"))
    assert content_at(mail) == PLACES
    assert list(reasons(mail).values()) == ["nested too deep"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(["X-Lang: " + "x" * 2_000_000], id="one of two megabytes"),
        pytest.param([f"X-{number}: x" for number in range(100_000)], id="a hundred thousand"),
        pytest.param(["Received: a by b; Thu, 9 Apr 2026 10:00:00 +0200"] * 20_000, id="hops"),
        pytest.param(["To: " + ", ".join(f"a{n}@x.nl" for n in range(100_000))], id="recipients"),
        pytest.param(["Cc: " + '"' * 100_000], id="quotes"),
        pytest.param(["Cc: " + "(" * 100_000], id="brackets"),
        pytest.param(["Cc: " + "<" * 100_000], id="angle brackets"),
        pytest.param(["X-A: " + " ".join(["=?utf-8?Q?a?="] * 50_000)], id="encoded words"),
        pytest.param(
            ["Content-Disposition: inline; " + "; ".join(f"n*{n}=a" for n in range(100_000))],
            id="pieces",
        ),
        pytest.param(["Content-Language: " + ";" * 1_000_000], id="semicolons"),
        pytest.param(["References: " + "<a@b> " * 100_000], id="references"),
    ],
)
def test_b3_headers_beyond_measure_are_cut_and_the_mail_is_read(headers):
    mail = in_time(raw_mail(PLACES, "Subject: Reactie", *headers))
    assert content_at(mail) == PLACES
    assert mail.subject == "Reactie"
    assert mail.sender.address == "jan@voorbeeldstad.nl"


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Content-Type: text/plain; " + ";" * 1_000_000, id="semicolons"),
        pytest.param(
            "Content-Disposition: attachment; "
            + "; ".join(f"filename*{n}=a" for n in range(50_000)),
            id="pieces of a name",
        ),
        pytest.param(
            "Content-Disposition: attachment; filename=" + "=?utf-8?Q?a?= " * 50_000,
            id="encoded name",
        ),
    ],
)
def test_b3_headers_of_a_part_beyond_measure_are_cut(header):
    mail = in_time(multipart(f"Content-Type: text/plain\r\n\r\n{PLACES}", f"{header}\r\n\r\nDeel."))
    assert PLACES in content_at(mail)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("x" * 2_000_000, id="one line"),
        pytest.param("x " * 200_000, id="words"),
        pytest.param("A\r\n\r\n" * 30_000, id="short paragraphs"),
        pytest.param("> x\r\n" * 30_000, id="quoted"),
        pytest.param("____________\r\n" * 20_000, id="rules"),
        pytest.param("Waarom voldoet uw gemeente niet?\r\n" * 8_000, id="questions"),
        pytest.param("Op 9 april schreef Jan:\r\n" + "tekst\r\n" * 30_000, id="below a quote"),
        pytest.param("Van: a@b.nl\r\n" * 20_000, id="heads"),
        pytest.param("- \r\n" * 40_000, id="items"),
        pytest.param("a\tb\r\n" * 40_000, id="rows"),
        pytest.param(" " * 1_000_000 + "x", id="spaces"),
        pytest.param("aaa. " * 200_000, id="sentences"),
        pytest.param("1" * 2_000_000, id="digits"),
    ],
)
def test_b16_a_body_of_megabytes_is_read_in_time(body):
    in_time(raw_mail(body), seconds=8)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 100_000 + PLACES, id="deep"),
        pytest.param("<p>x</p>" * 20_000, id="flat"),
        pytest.param("<table><tr><td>" * 800 + PLACES, id="tables"),
        pytest.param("<td>" * 30_000 + PLACES, id="cells"),
        pytest.param("<blockquote type=cite>" * 1500 + PLACES, id="quotes"),
        pytest.param("<" * 100_000 + " " + PLACES, id="brackets"),
        pytest.param("<table><tr>" + "<td><p>x</p></td>" * 5_000 + "</tr></table>", id="row"),
    ],
)
def test_b10_a_page_built_to_take_long_is_read_in_time(page):
    mail = in_time(raw_mail(page, content_type="text/html"), seconds=8)
    assert PLACES not in page or "realiseert" in content_at(mail)


def test_an_answer_below_a_page_of_quotes_is_the_senders():
    quote = "<blockquote type=cite><div>Hoeveel plaatsen?</div></blockquote>"
    page = f"<div>Ja, 120 plaatsen.</div>{quote}"
    mail = read(raw_mail(page, content_type="text/html"))
    assert owned(mail, Owner.SENDER) == ["Ja, 120 plaatsen."]


@pytest.mark.parametrize(
    "date",
    ["Fri, 31 Dec 9999 23:59:59 +0000", "Thu, 1 Jan 1970 00:00:00 +0000", "1 Jan 0100 00:00 +0000"],
)
def test_a_date_that_cannot_be_meant_is_none(date):
    message = read_message(f"Received: by mx; {date}\nDate: {date}\n\nTekst".encode())
    assert (message.sent_at, message.received_at) == (None, None)


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\r\n\n", b"\n\r\n", b"\n\n", b"\r\r"])
def test_the_first_empty_line_ends_a_head_however_it_is_written(end):
    body = b"Tekst.\r\n\r\nMeer.\n\nNog.\r\rSlot."
    assert split_head(b"A: b\r\nC: d" + end + body) == (b"A: b\r\nC: d", end, body)


def test_the_first_of_several_empty_lines_ends_a_head():
    chance = random.Random(20261123)
    seen = set()
    for _ in range(2_000):
        raw = b"".join(chance.choices((b"\r\n", b"\n", b"\r", b"a"), k=chance.randrange(9)))
        found = [(at, each) for each in EMPTY_LINE if (at := raw.find(each)) >= 0]
        start, mark = min(found, default=(len(raw), b""))
        assert split_head(raw) == (raw[:start], mark, raw[start + len(mark) :])
        seen.add(mark)
    assert seen == {*EMPTY_LINE, b""}


def test_a_head_behind_empty_lines_is_looked_at():
    assert (
        head_of(b"\xef\xbb\xbf\r\n\r\nMessage-ID: <1@a.nl>\r\n\r\nTekst").message_id == "<1@a.nl>"
    )


@pytest.mark.parametrize("line", [b"X-A: b\r\n", b"X-A: " + b"b" * 1_000_000 + b"\n"])
def test_b3_a_head_of_25_megabytes_costs_the_first_look_next_to_nothing(line):
    raw = b"Message-ID: <1@a.nl>\n" + line * (25_000_000 // len(line))
    before = time.process_time()
    assert head_of(raw).message_id == "<1@a.nl>"
    assert time.process_time() - before < 0.5


@pytest.mark.parametrize("line", [b"\r", b"\n", b"--\r\n"])
def test_b16_lines_beyond_measure_are_cut_and_it_says_so(line):
    raw = b"From: a@b.nl\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nTekst.\r\n"
    message = read_message(raw + line * 3_000_000)
    assert "lines cut to size" in message.defects
    assert str(message.tree.get_payload(0)).strip().startswith("Tekst.")
