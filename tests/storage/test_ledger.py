"""Each mail is taken in once, wherever and however often it is met."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import select

from storage.database import snapshot, transaction
from storage.errors import UnknownMail
from storage.ledger import (
    State,
    keep_all,
    known_uids,
    mails_by_state,
    raw_of,
    reconcile,
    waiting,
)
from storage.tables.mails import ArrivalRow, RawMailRow
from tests.storage.conftest import NOON, keep


def kept(engine, *arrivals):
    with transaction(engine) as session:
        return keep_all(session, arrivals, NOON)


def count(engine, row):
    with snapshot(engine) as session:
        return session.exec(select(func.count()).select_from(row)).one()


def waiting_mails(engine, now=NOON, limit=100):
    with snapshot(engine) as session:
        return [found.mail for found in waiting(session, now, limit)]


def test_a_kept_mail_is_named_by_its_bytes_and_gives_them_back(engine, arrival):
    (one,) = kept(engine, arrival(1))
    assert one.is_new
    assert one.mail == hashlib.sha256(arrival(1).raw).hexdigest()
    with snapshot(engine) as session:
        assert raw_of(session, one.mail) == arrival(1).raw


def test_a_mail_that_is_not_there_is_an_error_that_names_it(engine):
    with snapshot(engine) as session, pytest.raises(UnknownMail, match="abc"):
        raw_of(session, "abc")


def test_keeping_again_changes_nothing(engine, arrival):
    (first,) = kept(engine, arrival(1))
    (second,) = kept(engine, arrival(1))
    assert (second.mail, second.is_new) == (first.mail, False)
    assert (count(engine, RawMailRow), count(engine, ArrivalRow)) == (1, 1)


def test_a_batch_with_known_and_new_mails_keeps_the_new(engine, arrival):
    kept(engine, arrival(1), arrival(2))
    assert [one.is_new for one in kept(engine, arrival(2), arrival(3))] == [False, True]
    assert count(engine, RawMailRow) == 3


def test_known_uids_are_those_of_one_folder_and_uidvalidity(engine, arrival):
    kept(engine, arrival(1), arrival(2, folder="Archief"), arrival(3, uidvalidity=8))
    with snapshot(engine) as session:
        assert known_uids(session, "ibt", "INBOX", 7) == {1}


def test_an_unknown_uidvalidity_makes_no_uid_known(engine, arrival):
    kept(engine, arrival(1, uidvalidity=0))
    with snapshot(engine) as session:
        assert known_uids(session, "ibt", "INBOX", 0) == set()


def test_with_an_unknown_uidvalidity_the_bytes_decide(engine, arrival):
    kept(engine, arrival(1, uid=5, uidvalidity=0))
    again, other = kept(engine, arrival(1, uid=6, uidvalidity=0), arrival(2, uid=5, uidvalidity=0))
    assert (again.is_new, other.is_new) == (False, True)
    assert len(waiting_mails(engine)) == 2


def test_a_changed_uidvalidity_doubles_no_mail_and_skips_none(engine, arrival):
    kept(engine, arrival(1, uid=1), arrival(2, uid=2))
    # The server numbers from 1 again, with a new mail in between.
    renumbered = [
        arrival(1, uid=1, uidvalidity=8),
        arrival(3, uid=2, uidvalidity=8),
        arrival(2, uid=3, uidvalidity=8),
    ]
    assert [one.is_new for one in kept(engine, *renumbered)] == [False, True, False]
    assert len(waiting_mails(engine)) == 3
    with snapshot(engine) as session:
        assert known_uids(session, "ibt", "INBOX", 8) == {1, 2, 3}


def test_a_mail_copied_to_another_folder_is_one_mail_in_two_places(engine, arrival):
    kept(engine, arrival(1))
    (copy,) = kept(engine, arrival(1, folder="Archief"))
    assert not copy.is_new
    assert count(engine, ArrivalRow) == 2


def test_equal_bytes_twice_in_one_batch_are_one_mail(engine, arrival):
    assert [one.is_new for one in kept(engine, arrival(1, uid=1), arrival(1, uid=2))] == [
        True,
        False,
    ]
    with snapshot(engine) as session:
        assert known_uids(session, "ibt", "INBOX", 7) == {1, 2}


def test_a_mail_sent_twice_has_other_trace_headers_and_counts_twice(engine, arrival):
    first = arrival(1)
    second = replace(first, uid=2, raw=b"Received: from a; Fri, 10 Apr 2026\r\n" + first.raw)
    assert [one.is_new for one in kept(engine, first, second)] == [True, True]


def test_one_message_id_on_two_contents_is_two_mails(engine, arrival):
    first = arrival(1)
    assert kept(engine, first, replace(first, uid=2, raw=b"other"))[1].is_new
    assert len(waiting_mails(engine)) == 2


def test_other_bytes_under_a_known_uid_are_not_lost(engine, arrival):
    kept(engine, arrival(1, uid=1))
    (one,) = kept(engine, arrival(2, uid=1))
    assert one.is_new
    assert one.mail in waiting_mails(engine)


@pytest.mark.parametrize("message_id", ["", "<a\0b@example.nl>", "<\udc80@example.nl>"])
def test_an_odd_message_id_stops_nothing(engine, arrival, message_id):
    assert kept(engine, replace(arrival(1), message_id=message_id))[0].is_new


def test_nothing_is_kept_where_the_transaction_fails(engine, arrival):
    def power_cut():
        with transaction(engine) as session:
            keep(session, arrival(1), NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        power_cut()
    assert waiting_mails(engine) == []
    with snapshot(engine) as session:
        assert known_uids(session, "ibt", "INBOX", 7) == set()


def test_the_oldest_received_waits_in_front(engine, arrival):
    late, early = kept(engine, arrival(30), arrival(10))
    assert waiting_mails(engine) == [early.mail, late.mail]
    assert waiting_mails(engine, limit=1) == [early.mail]


def test_a_mail_without_moment_of_receipt_waits_by_when_it_was_taken_in(engine, arrival):
    (unknown,) = kept(engine, replace(arrival(5), received_at=None))
    later, earlier = kept(
        engine,
        replace(arrival(6), received_at=NOON + timedelta(days=1)),
        replace(arrival(7), received_at=NOON - timedelta(days=1)),
    )
    assert waiting_mails(engine) == [earlier.mail, unknown.mail, later.mail]


def test_states_are_counted(engine, arrival):
    kept(engine, arrival(1), arrival(2))
    with snapshot(engine) as session:
        assert mails_by_state(session) == {
            State.KEPT: 2,
            State.WANTS_OCR: 0,
            State.FILED: 0,
            State.SET_ASIDE: 0,
        }


def test_reconciling_finds_what_was_never_taken_in(engine, arrival):
    kept(engine, arrival(1))
    with transaction(engine) as session:
        difference = reconcile(session, "ibt", "INBOX", 7, [1, 2, 3], NOON)
    assert (difference.not_taken_in, difference.gone) == ({2, 3}, set())


def test_reconciling_reports_what_has_gone_once(engine, arrival):
    kept(engine, arrival(1), arrival(2))
    for gone in ({2}, set()):
        with transaction(engine) as session:
            assert reconcile(session, "ibt", "INBOX", 7, [1], NOON).gone == gone


def test_reconciling_touches_no_other_folder(engine, arrival):
    kept(engine, arrival(1), arrival(2, folder="Archief"))
    with transaction(engine) as session:
        assert reconcile(session, "ibt", "INBOX", 7, [1], NOON).gone == set()
        assert reconcile(session, "ibt", "Archief", 7, [], NOON).gone == {2}


def test_reconciling_takes_a_mailbox_of_many_mails(engine, arrival):
    kept(engine, *(arrival(number) for number in range(1, 1201)))
    with transaction(engine) as session:
        assert len(reconcile(session, "ibt", "INBOX", 7, [], NOON).gone) == 1200
