"""The outbox: what stands in it is sent once, and every move is on the record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rules.occasions import Occasion
from rules.outgoing import Outgoing, OutgoingState, Return
from storage.database import snapshot, transaction
from storage.errors import Refused
from storage.events import events_of, verify_events
from storage.handed_over import handed_over_since
from storage.outgoing import (
    entries_with_message_ids,
    entry_with,
    next_due,
    not_copied,
    outbox,
    outbox_counts,
    sent_to,
)
from storage.proposed import hold, propose, reword
from storage.returns import add_return, returns_on
from storage.sending import (
    INTERRUPTED,
    bounced,
    cancel,
    copied,
    defer,
    doubt,
    found_sent,
    hand_over,
    postpone,
    queue,
    recover,
    refuse,
    retry,
    sent,
    settle,
    take,
)
from tests.storage.conftest import NOON, keep

HOUR = timedelta(hours=1)
LETTER = Outgoing(
    occasion=Occasion.REMINDER,
    municipality="Ede",
    reference="7473202",
    trigger="2026-04-30",
    to=("griffie@ede.nl",),
    cc=(),
    subject="Herinnering",
    text="Geachte heer, mevrouw,",
    html="<p>Geachte heer, mevrouw,</p>",
    message_id="<ibt.1@example.nl>",
    in_reply_to="<a@ede.nl>",
    references=("<b@ede.nl>", "<a@ede.nl>"),
)


def numbered(number):
    """A letter like it, set off by something else."""
    return replace(LETTER, trigger=f"{number}", message_id=f"<ibt.{number}@example.nl>")


@pytest.fixture
def queued(engine):
    """The id of a letter that waits for its turn."""
    with transaction(engine) as session:
        entry = propose(session, LETTER, NOON)
        queue(session, entry, NOON, officer="jansen")
    return entry


@pytest.fixture
def in_hand(engine, queued):
    """The id of a letter that is being sent."""
    with transaction(engine) as session:
        take(session, queued, NOON)
    return queued


def found(engine, entry):
    with snapshot(engine) as session:
        return entry_with(session, entry)


def test_a_proposed_mail_is_found_as_it_was_written_down(engine):
    with transaction(engine) as session:
        entry = propose(session, LETTER, NOON, held_because=("unread_mail",))
    kept = found(engine, entry)
    assert kept.outgoing == LETTER
    assert (kept.state, kept.held_because) == (OutgoingState.PROPOSED, ("unread_mail",))


def test_the_same_thing_sets_off_one_mail(engine):
    with transaction(engine) as session:
        propose(session, LETTER, NOON)
        assert (
            propose(session, replace(LETTER, message_id="<x@y>", subject="Nog een"), NOON) is None
        )
        assert len(outbox(session)) == 1


def test_even_a_cancelled_mail_is_not_proposed_again(engine, queued):
    with transaction(engine) as session:
        cancel(session, queued, NOON, officer="jansen")
        assert propose(session, LETTER, NOON) is None


def test_the_mail_that_waits_longest_is_next(engine):
    with transaction(engine) as session:
        late, early = (propose(session, numbered(each), NOON) for each in (1, 2))
        queue(session, late, NOON + HOUR)
        queue(session, early, NOON)
        assert next_due(session, NOON + HOUR).id == early
        take(session, early, NOON + HOUR)
        assert next_due(session, NOON + HOUR).id == late


@pytest.mark.parametrize(
    "move",
    [
        pytest.param(lambda session, entry: sent(session, entry, NOON), id="sent"),
        pytest.param(lambda session, entry: refuse(session, entry, "550", NOON), id="refused"),
        pytest.param(lambda session, entry: doubt(session, entry, "cut", NOON), id="uncertain"),
        pytest.param(lambda session, entry: found_sent(session, entry, NOON), id="found"),
    ],
)
def test_only_a_mail_that_waits_for_its_turn_has_a_next_try(engine, queued, move):
    assert found(engine, queued).next_try_at == NOON
    with transaction(engine) as session:
        take(session, queued, NOON)
    assert found(engine, queued).next_try_at is None
    with transaction(engine) as session:
        postpone(session, queued, "451 later", NOON + HOUR, NOON)
    assert found(engine, queued).next_try_at == NOON + HOUR
    with transaction(engine) as session:
        take(session, queued, NOON + HOUR)
        move(session, queued)
    assert found(engine, queued).next_try_at is None


def test_a_mail_goes_out_after_all_its_states(engine, in_hand):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
        sent(session, in_hand, NOON + HOUR)
        assert [each.id for each in not_copied(session, 10)] == [in_hand]
        copied(session, in_hand, NOON + HOUR)
        assert not_copied(session, 10) == []
    kept = found(engine, in_hand)
    assert (kept.state, kept.sent_at, kept.tries) == (OutgoingState.SENT, NOON + HOUR, 1)
    with snapshot(engine) as session:
        told = [event.action for event in events_of(session, kept.subject)]
        assert told == ["mail_proposed", "mail_queued", "mail_sending", "mail_sent"]
        assert verify_events(session) == []


def test_a_mail_in_hand_is_in_nobody_elses(engine, in_hand):
    with transaction(engine) as session:
        assert next_due(session, NOON + HOUR) is None
    with pytest.raises(Refused, match="is sending by now"), transaction(engine) as session:
        take(session, in_hand, NOON)


def test_a_postponed_mail_comes_back_at_its_time_and_not_before(engine, in_hand):
    with transaction(engine) as session:
        postpone(session, in_hand, "451 later", NOON + HOUR, NOON)
        assert next_due(session, NOON + HOUR - timedelta(seconds=1)) is None
        assert next_due(session, NOON + HOUR).last_error == "451 later"


def test_a_deferred_mail_tells_why_and_counts_no_try(engine, queued):
    with transaction(engine) as session:
        defer(session, queued, ("unread_mail",), NOON + HOUR)
        assert next_due(session, NOON) is None
        kept = next_due(session, NOON + HOUR)
        assert (kept.tries, kept.held_because) == (0, ("unread_mail",))


def test_a_crash_before_the_mail_was_handed_over_was_no_try(engine, in_hand):
    with transaction(engine) as session:
        assert recover(session, NOON) == (1, 0)
        assert next_due(session, NOON).id == in_hand


def test_a_crash_after_it_leaves_the_mail_uncertain(engine, in_hand):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
    with transaction(engine) as session:
        assert recover(session, NOON) == (0, 1)
        assert next_due(session, NOON + HOUR) is None
    kept = found(engine, in_hand)
    assert (kept.state, kept.last_error) == (OutgoingState.UNCERTAIN, INTERRUPTED)


def test_a_try_that_was_refused_leaves_no_trace_of_being_handed_over(engine, in_hand):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
        postpone(session, in_hand, "451 later", NOON, NOON)
        take(session, in_hand, NOON)
        assert recover(session, NOON) == (1, 0)


def test_doubt_is_settled_by_what_is_found_or_by_an_officer(engine, in_hand):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
        doubt(session, in_hand, "silence", NOON)
        settle(session, in_hand, NOON + HOUR, was_sent=True)
    assert found(engine, in_hand).sent_at == NOON


def test_a_mail_that_an_officer_knows_was_not_sent_waits_again(engine, in_hand):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
        doubt(session, in_hand, "silence", NOON)
        settle(session, in_hand, NOON, was_sent=False, officer="jansen")
        assert next_due(session, NOON).id == in_hand


def test_a_refused_mail_waits_for_an_officer_who_tries_it_anew(engine, in_hand):
    with transaction(engine) as session:
        refuse(session, in_hand, "550 no such user", NOON)
        assert next_due(session, NOON + HOUR) is None
        retry(session, in_hand, NOON + HOUR, officer="jansen")
        assert next_due(session, NOON + HOUR).tries == 0


@pytest.mark.parametrize("deed", [retry, cancel, settle])
def test_what_was_sent_cannot_be_taken_back_or_sent_again(engine, in_hand, deed):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
        sent(session, in_hand, NOON)
    more = {"was_sent": False} if deed is settle else {}
    with pytest.raises(Refused, match="is sent by now"), transaction(engine) as session:
        deed(session, in_hand, NOON, officer="jansen", **more)


def test_a_mail_that_came_back_is_bounced_once(engine, in_hand):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
        sent(session, in_hand, NOON)
        assert bounced(session, in_hand, NOON + HOUR)
        assert not bounced(session, in_hand, NOON + HOUR)
    assert found(engine, in_hand).state is OutgoingState.BOUNCED


def test_words_change_only_while_the_mail_waits_for_an_officer(engine):
    changed = replace(LETTER, subject="Verzoek", to=("info@ede.nl",))
    with transaction(engine) as session:
        entry = propose(session, LETTER, NOON)
        reword(session, entry, changed, NOON, officer="jansen")
        queue(session, entry, NOON)
    assert found(engine, entry).outgoing == changed
    with pytest.raises(Refused, match="look at the list"), transaction(engine) as session:
        reword(session, entry, LETTER, NOON)


def test_why_a_mail_is_held_can_change_until_nothing_holds_it(engine):
    with transaction(engine) as session:
        entry = propose(session, LETTER, NOON, held_because=("unread_mail",))
        hold(session, entry, ())
    assert found(engine, entry).held_because == ()


def test_mails_are_found_by_state_case_address_and_message_id(engine, in_hand):
    with transaction(engine) as session:
        hand_over(session, in_hand, NOON)
        sent(session, in_hand, NOON)
        other = propose(session, replace(numbered(2), municipality="Oss"), NOON)
    with snapshot(engine) as session:
        assert [each.id for each in outbox(session, {OutgoingState.SENT})] == [in_hand]
        assert [each.id for each in outbox(session, municipality="Oss", reference="7473202")] == [
            other
        ]
        assert [each.id for each in sent_to(session, ["Griffie@EDE.nl"], NOON)] == [in_hand]
        assert sent_to(session, ["griffie@ede.nl"], NOON + HOUR) == []
        assert [each.id for each in handed_over_since(session, NOON)] == [in_hand]
        assert [each.id for each in entries_with_message_ids(session, ["<ibt.2@example.nl>"])] == [
            other
        ]
        counts = outbox_counts(session)
    assert (counts[OutgoingState.SENT], counts[OutgoingState.PROPOSED]) == (1, 1)
    assert counts[OutgoingState.BOUNCED] == 0


def test_what_came_back_is_tied_once(engine, queued, arrival):
    with transaction(engine) as session:
        mail = keep(session, arrival(1), NOON).mail
        assert add_return(session, queued, mail, Return.BOUNCE, NOON)
        assert not add_return(session, queued, mail, Return.BOUNCE, NOON)
    with snapshot(engine) as session:
        found = [(each.mail, each.what, each.at) for each in returns_on(session, queued)]
    assert found == [(mail, Return.BOUNCE, NOON)]


def test_the_outbox_forgets_nothing(engine, queued):
    with pytest.raises(DBAPIError, match="are never"), engine.begin() as connection:
        connection.execute(text("DELETE FROM outgoing"))
