"""A turn asks the database as much, however many mails wait in it."""

import pytest
from sqlalchemy import event

from rules.judgement import Flag, Kind
from rules.outgoing import Return
from storage.database import transaction
from storage.returns import add_return
from storage.sending import hand_over, queue, sent, take
from tests.outbox.proposals import EDE, TIEL, URK, of_occasion, on, with_policies
from tests.outbox.world import REPLY, WHOLE


@pytest.fixture
def asked(world):
    """The statements that a turn sends at a moment at which nothing is to be done."""
    statements = []
    event.listen(world.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    def count(now):
        world.turns(now)
        statements.clear()
        assert with_policies(world).turns(now) == 0
        return len(statements)

    return count


def test_receipts_that_wait_cost_no_statement_each(world, asked):
    unsure = {"stated": WHOLE, "flags": frozenset({Flag.SENDER_UNVERIFIED})}
    world.receives(on(14), [EDE], REPLY, **unsure)
    of_one = asked(on(14, 10))
    for case in (EDE, TIEL, URK, EDE, TIEL, URK):
        world.receives(on(14), [case], REPLY, **unsure)
    assert asked(on(14, 11)) == of_one
    assert len(of_occasion(world, "acknowledgement")) == 7


def test_reports_of_mails_that_came_back_cost_no_statement_each(world, asked):
    reminders = with_policies(world, reminder="propose")
    reminders.turns(on(22))
    entries = of_occasion(world, "reminder")
    comes_back(world, entries[0], EDE)
    of_one = asked(on(22, 11))
    for entry, case in zip(entries[1:], (TIEL, URK), strict=True):
        comes_back(world, entry, case)
    assert asked(on(22, 12)) == of_one


def comes_back(world, entry, case):
    """A mail goes out, and its report comes in."""
    with transaction(world.engine) as session:
        queue(session, entry.id, on(22))
        take(session, entry.id, on(22))
        hand_over(session, entry.id, on(22))
        sent(session, entry.id, on(22))
    report = world.receives(on(22, 10), [case], Kind.BOUNCE)
    with transaction(world.engine) as session:
        add_return(session, entry.id, report, Return.BOUNCE, on(22, 10))
