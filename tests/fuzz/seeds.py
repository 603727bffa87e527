"""Inputs that fuzzing begins with."""

from collections.abc import Iterator

from tests.intake.hostile.odd_mails import ALL
from tests.outbox import reports
from tests.outbox.mails import LETTER

MOST_BYTES = 6_000
TIMES = (
    "De plekken zijn er uiterlijk op 1 juli 2027, dat is in het derde kwartaal.",
    "Wij verwachten tussen medio maart en eind mei 2028 te openen, niet eerder dan week 12.",
    "Binnen anderhalf jaar na vergunning, dus in de loop van 2027/2028 of Q3 2027.",
    "Over zes à acht maanden; 29-2-2028, 2027-02, 1-7-'27, de eerste helft van dat jaar.",
    "Van 1 januari t/m 31 december 2029, a.s. zomer of vóór kerst, z.s.m.",
)
VALUES = (
    (
        "Herinnering vóór 30 april",
        "Toezicht",
        "Geachte,\n.\nGroet",
        "<p>x</p>",
        "a@ede.nl",
        "<a@b>",
    ),
    ("=?utf-8?q?a=0D=0ABcc:_x?=", '"a" <b@c.nl>', "{{7*7}}", "<script>", "a@súdwest.nl b@c.nl", ""),
    ("a" * 300, "é" * 80, "x\r\n.\r\ny", "", "", "<" + "a" * 240 + "@b>"),
    ("{% include 'x' %}", "a, b; c", "\ud800", "&amp;", "a b", "<a@b> <c@d>"),
)


def mails() -> Iterator[bytes]:
    """Odd mails and reports."""
    yield from (each.raw for each in ALL if len(each.raw) <= MOST_BYTES)
    yield reports.dsn(LETTER)
    yield reports.answer(LETTER, automatic=True)
    yield reports.postfix_free_form(LETTER)


def times() -> Iterator[bytes]:
    """Sentences that tell a time."""
    yield from (each.encode() for each in TIMES)


def values() -> Iterator[bytes]:
    """Values of a mail, parted as the targets take them apart."""
    for each in VALUES:
        yield b"\xff".join(value.encode("utf-8", "surrogatepass") for value in each)
        yield from (b"\1" + value.encode("utf-8", "surrogatepass") for value in each)
