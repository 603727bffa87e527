"""A mail beyond measure is read as far as allowed, in time, and says so."""

import pytest

from intake.message import read_message
from tests.files import raw_mail
from tests.intake.raws import PLACES, in_time, multipart
from tests.intake.reads import content_at, read, reasons


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


@pytest.mark.parametrize("line", [b"\r", b"\n", b"--\r\n"])
def test_b16_lines_beyond_measure_are_cut_and_it_says_so(line):
    raw = b"From: a@b.nl\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nTekst.\r\n"
    message = read_message(raw + line * 3_000_000)
    assert "lines cut to size" in message.defects
    assert str(message.tree.get_payload(0)).strip().startswith("Tekst.")
