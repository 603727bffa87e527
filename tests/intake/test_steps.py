"""Each step may be run again with the same result, and one bad mail stops no other."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from intake import steps
from intake.errors import SetAside
from intake.mailbox.watch import Watch
from storage.database import snapshot
from storage.errors import DatabaseUnusable
from storage.events import events_by_action
from storage.failures import failures
from storage.judgements import judgements_on_file
from storage.ledger import State, mails_by_state
from tests.intake.stepping import Mailbox, break_mails, file, keep


def ask(engine, question, *arguments):
    with snapshot(engine) as session:
        answer = question(session, *arguments)
        return answer if isinstance(answer, dict) else list(answer)


def test_new_mails_are_kept_and_known_ones_are_not_asked_for(engine):
    mailbox = Mailbox(INBOX={1, 2, 3})
    assert keep(engine, mailbox).kept == 3
    assert keep(engine, mailbox).kept == 0
    assert mailbox.fetched == [1, 2, 3]


def test_a_folder_that_fails_does_not_hold_up_the_others(engine):
    tally = keep(engine, Mailbox(Stil=None, INBOX={1, 2}))
    assert tally.kept == 2
    assert [str(fault) for fault in tally.faults] == ["folder Stil is silent"]


def test_a_stop_between_batches_leaves_the_rest_for_the_next_pass(engine):
    mailbox, watch, stop = Mailbox(INBOX={1, 2, 3}), Watch(), Event()
    stop.set()
    assert keep(engine, mailbox, watch, stop).kept == 1
    assert keep(engine, mailbox, watch).kept == 2


def test_waiting_mails_are_filed_the_oldest_first(engine, judge):
    keep(engine, Mailbox(INBOX={3, 1, 2}))
    assert file(engine, judge).filed == 3
    found = ask(engine, judgements_on_file)
    events = ask(engine, events_by_action, "filed")
    assert [event.object for event in events] == [f"mail:{each.mail}" for each in found]


def test_filing_again_changes_nothing(engine, judge):
    keep(engine, Mailbox(INBOX={1}))
    file(engine, judge)
    assert file(engine, judge).filed == 0
    assert len(ask(engine, events_by_action, "filed")) == 1


def test_a_stop_comes_after_the_mail_in_hand(engine, judge):
    keep(engine, Mailbox(INBOX={1, 2, 3}))
    stop = Event()
    assert file(engine, judge, stop, each=stop.set).filed == 1
    assert ask(engine, mails_by_state) == {
        State.FILED: 1,
        State.KEPT: 2,
        State.WANTS_OCR: 0,
        State.SET_ASIDE: 0,
    }


def test_a_mail_that_cannot_be_read_is_set_aside_with_its_reason(engine, judge, monkeypatch):
    break_mails(monkeypatch, SetAside("it has no date"), 2)
    keep(engine, Mailbox(INBOX={1, 2, 3}))
    tally = file(engine, judge)
    assert (tally.filed, tally.set_aside) == (2, 1)
    (failure,) = ask(engine, failures)
    assert (failure.reason, failure.tries) == ("it has no date", 1)
    assert failure.next_try_at is not None


def test_a_fault_of_ours_is_told_by_place_without_words_of_the_mail(engine, judge, monkeypatch):
    break_mails(monkeypatch, RecursionError("Geachte minister"), 1)
    keep(engine, Mailbox(INBOX={1}))
    file(engine, judge)
    (failure,) = ask(engine, failures)
    assert failure.reason.startswith("unforeseen RecursionError at ")
    assert "Geachte" not in failure.reason


def test_after_three_tries_a_mail_waits_for_a_person(engine, judge, monkeypatch):
    break_mails(monkeypatch, SetAside("no"), 1)
    keep(engine, Mailbox(INBOX={1}))
    later = datetime.now(UTC)
    for _ in range(5):
        monkeypatch.setattr(steps, "now", lambda at=later: at)
        file(engine, judge)
        later += timedelta(days=1)
    (failure,) = ask(engine, failures)
    assert (failure.tries, failure.next_try_at) == (3, None)


def test_a_mail_that_can_be_read_at_last_is_set_aside_no_more(engine, judge, monkeypatch):
    keep(engine, Mailbox(INBOX={1}))
    with monkeypatch.context() as broken:
        break_mails(broken, SetAside("no"), 1)
        file(engine, judge)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(steps, "now", lambda: tomorrow)
    assert file(engine, judge).filed == 1
    assert ask(engine, failures) == []


def test_a_database_that_fails_is_no_fault_of_the_mail(engine, judge, monkeypatch):
    break_mails(monkeypatch, DatabaseUnusable("no room left"), 1)
    keep(engine, Mailbox(INBOX={1}))
    with pytest.raises(DatabaseUnusable):
        file(engine, judge)
    assert ask(engine, mails_by_state)[State.KEPT] == 1


def test_filed_mails_are_marked_once_in_a_life(engine, judge):
    mailbox, marked = Mailbox(INBOX={1, 2}), {}
    keep(engine, mailbox)
    steps.mark_filed(mailbox, engine, marked)
    file(engine, judge)
    steps.mark_filed(mailbox, engine, marked)
    steps.mark_filed(mailbox, engine, marked)
    assert mailbox.marked == [("INBOX", 7, [1, 2])]


def test_a_mail_on_the_server_without_a_row_is_told_at_the_comparison(engine, capsys):
    class Unreadable(Mailbox):
        def fetch(self, folder, uids):
            return super().fetch(folder, [uid for uid in uids if uid != 2])

    keep(engine, Unreadable(INBOX={1, 2}), whole=True)
    assert "not_taken_in" in capsys.readouterr().out
