"""The head of a mail ends at its first empty line."""

import random
import time

import pytest

from intake.message import head_of
from intake.message_head import EMPTY_LINE, split_head
from tests.files import raw_mail
from tests.intake.raws import PLACES
from tests.intake.reads import content_at, read


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_headers_end_at_an_empty_line_whichever_line_ends_it_has(ending):
    body = ending.join([b"Regel."] * 11_000 + [PLACES.encode()])
    mail = read(ending.join([b"From: jan@voorbeeldstad.nl", b"Subject: Reactie", b"", body]))
    assert mail.subject == "Reactie"
    assert content_at(mail).endswith(PLACES)


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b"From jan@x.nl Thu Apr  9 2026\n"])
def test_what_stands_before_the_headers_hides_none(before):
    assert read(before + raw_mail(PLACES)).sender.address == "jan@voorbeeldstad.nl"


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
