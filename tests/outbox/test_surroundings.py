"""What a mail that could not be judged may be, told from its first bytes."""

from outbox.surroundings import unread_by_municipality
from storage.database import snapshot, transaction
from storage.failures import set_aside
from storage.ledger import Arrival, keep_all
from tests.memory import MEGABYTE, measured
from tests.storage.conftest import NOON


def test_r24_who_sent_large_mails_that_were_set_aside_is_told_without_reading_them(engine, world):
    with transaction(engine) as session:
        for uid in range(1, 4):
            raw = b"From: info@ede.nl\r\n\r\n%d" % uid + b"tekst\r\n" * MEGABYTE
            kept = keep_all(session, [Arrival("ibt", "INBOX", 7, uid, raw, "", NOON)], NOON)
            set_aside(session, kept[0].mail, "read", "too many pages", NOON)
    with snapshot(engine) as session, measured() as memory:
        assert unread_by_municipality(session) == {"Ede": (NOON, NOON, NOON)}
    assert memory.most < 5 * MEGABYTE


def test_mail_without_a_byte_that_was_set_aside_is_of_nobody_and_stops_nothing(engine, world):
    with transaction(engine) as session:
        arrivals = [
            Arrival("ibt", "INBOX", 7, uid, raw, "", NOON)
            for uid, raw in enumerate([b"", b"From: info@ede.nl\r\n\r\ntekst\r\n"], start=1)
        ]
        for kept in keep_all(session, arrivals, NOON):
            set_aside(session, kept.mail, "read", "this is no mail: it is empty", NOON)
    with snapshot(engine) as session:
        assert unread_by_municipality(session) == {"Ede": (NOON,)}
