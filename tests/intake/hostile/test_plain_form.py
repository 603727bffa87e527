"""Where a mail is held to be plain, mail-parser finds nothing wrong with it either."""

import random
from pathlib import Path

import pytest

from intake.message import tree_of
from intake.plain_form import is_plain
from intake.second_reader import SecondReader
from tests.intake.hostile.mutation import mutated
from tests.intake.hostile.odd_mails import ALL

SEED = 20261122
WHOLE = 20_000
MAILS = sorted((Path(__file__).parents[2] / "corpus/data/dev/mails").glob("*.eml"))
POOL = [each.raw for each in ALL if len(each.raw) < 60_000]
ENCODED_NAMES = (
    b"From: =?utf-8?q?Zo=C3=AB_J.?= de\r\n Vries | Ede <z@ede.nl>\r\n"
    b'Content-Type: text/plain; name="=?utf-8?b?w6k=?="\r\n'
    b"Content-Disposition: attachment; filename*=utf-8''co%C3%B6rdinatie%202.txt\r\n"
    b"\r\nHallo.\r\n"
)


def defects_by_mail_parser(raw):
    """What it finds wrong; None where it is not asked."""
    if not is_plain(tree_of(raw)[0]):
        return None
    return SecondReader(tree_of(raw)[0]).defects


@pytest.mark.parametrize("odd", ALL, ids=lambda odd: odd.name)
def test_nothing_is_wrong_with_an_odd_mail_that_is_plain(odd):
    assert not defects_by_mail_parser(odd.raw)


def test_nothing_is_wrong_with_plain_mails_changed_at_random(length):
    chance = random.Random(SEED)
    plain = [mail for mail in POOL if is_plain(tree_of(mail)[0])]
    plain += [ENCODED_NAMES] * (len(plain) // 5)
    told = [
        defects_by_mail_parser(mutated(chance.choice(plain), chance))
        for _ in range(length.of("changed plain mails", whole=WHOLE, short=1_000))
    ]
    assert not any(told)
    assert 0.02 < sum(each is not None for each in told) / len(told) < 0.9


def test_most_mails_of_municipalities_are_plain():
    assert MAILS
    told = [defects_by_mail_parser(each.read_bytes()) for each in MAILS]
    assert not any(told)
    assert sum(each is not None for each in told) > 0.7 * len(told)


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("From: Gemeente Ede <info@ede.nl>", True),
        ('To: "Jansen, J." <j.jansen@ede.nl>,\r\n info@ede.nl', True),
        (
            "Received: from a.nl (a.nl [10.0.0.1]) by b.nl id <1@b.nl>; 9 Apr 2026 08:00:00 +0200",
            True,
        ),
        ("From: info@ede.nl <ander@ede.nl>", False),
        ("From: Jansen <j@ede.nl> <k@ede.nl>", False),
        ("From: =?utf-8?q?Zo=C3=AB?= J.\r\n de Vries <z@ede.nl>", True),
        ("Content-Disposition: attachment; filename*=utf-8''co%C3%B6rdinatie.txt", True),
        ("Content-Disposition: attachment; filename*0*=utf-8''co%C3%B6", False),
        ('Content-Disposition: attachment; filename="=?utf-8?b?w6k=?="', True),
        ('Content-Disposition: attachment; filename="=?utf-7?b?w6k=?="', False),
        (f"From: =?utf-8?q?{'=C3=AB' * 11}?= <z@ede.nl>", False),  # longer than RFC 2047 has it
        ("From: =?utf-8?q?J=2C?= <j@ede.nl>", False),
        ("Date: Mon, 9 Apr 2026 08:00:00 +0200", False),  # it is a Thursday
        ("Received: from a.nl (a.nl; 9 Apr 2026 08:00:00 +0200", False),
        ("Received: from a.nl by b.nl", False),
        ("Subject: één", False),
    ],
)
def test_headers_are_plain_as_programs_write_them(header, plain):
    raw = f"{header}\r\nContent-Type: text/plain\r\n\r\nHallo.\r\n".encode()
    assert is_plain(tree_of(raw)[0]) is plain


@pytest.mark.parametrize(
    ("encoding", "body", "plain"),
    [
        ("quoted-printable", b"=C3=A9=C3=A9n", True),
        ("quoted-printable", b"=E9=E9n", False),
        ("base64", b"w6nDqW4=", True),
        ("base64", b"w6nDqW4", False),
        ("8bit", "één".encode(), False),
        ("7bit", b"een", True),
        ("x-uuencode", b"een", False),
    ],
)
def test_a_text_is_plain_where_it_is_what_it_declares(encoding, body, plain):
    raw = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
    raw += encoding.encode() + b"\r\n\r\n" + body
    assert is_plain(tree_of(raw)[0]) is plain
