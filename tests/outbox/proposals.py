"""Mails that are proposed to three municipalities, moment by moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rules.occasions import Occasion, Policy
from rules.outgoing import OutgoingState
from rules.practice import DEFAULTS
from storage.database import transaction
from storage.sending import hand_over, queue, sent, take
from tests.outbox.world import World

PROPOSED, QUEUED = OutgoingState.PROPOSED, OutgoingState.QUEUED
EDE, TIEL, URK = ("Ede", "7400001"), ("Tiel", "7400002"), ("Urk", "7400003")


def on(day, hour=9):
    """A moment of a day in April 2026, or in May from 31 on."""
    return datetime(2026, 4, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


def told(world, *states):
    """Occasion, municipality, state and why it waits, of each mail in the outbox."""
    return sorted(
        (
            each.outgoing.occasion.value,
            each.outgoing.municipality,
            each.state.value,
            " ".join(each.held_because),
        )
        for each in world.entries(*states)
    )


def with_policies(world, **policies):
    chosen = {Occasion(name): Policy(value) for name, value in policies.items()}
    return World(
        world.engine, replace(world.practice, policies=dict(DEFAULTS) | chosen), world.numbers
    )


def send(world, entry, now):
    """A mail goes out."""
    with transaction(world.engine) as session:
        if entry.state is PROPOSED:
            queue(session, entry.id, now, officer="jansen")
        take(session, entry.id, now)
        hand_over(session, entry.id, now)
        sent(session, entry.id, now)


def of_occasion(world, occasion):
    return [each for each in world.entries() if each.outgoing.occasion == occasion]
