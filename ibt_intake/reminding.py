"""What goes out by the settings: what works it out, and what sends it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Event

import click
from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.posting import deliver, ids_of, outbox_of
from ibt_intake.tables import dutch_day, print_table
from intake.output import line
from outbox import proposing
from outbox.clearance import Gate
from outbox.proposing import Proposer, held_because, key_of
from outbox.sending import Sending
from outbox.templates import Templates
from outbox.weighing import Weighed
from rules.deadlines import received_on
from rules.holds import HoldReason
from rules.occasions import Policy
from rules.outgoing import OutgoingState
from rules.proposals import Called
from storage.database import snapshot, transaction
from storage.heartbeats import beat
from storage.outgoing import OutboxEntry, outbox

SENDING = "send"  # the heartbeat of the way out
STANDING = (OutgoingState.PROPOSED, OutgoingState.QUEUED)


def now_in_utc() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def proposer_of(config: Config) -> Proposer:
    """What works out which mails are called for, by the settings."""
    ids = ids_of(config)

    def message_id(called: Called) -> str:
        return ids.made_for(
            called.municipality, called.reference, called.occasion.value, called.trigger
        )

    return Proposer(
        practice=config.outbox.practice(),
        templates=Templates(config.outbox.templates),
        message_id=message_id,
        address=pages_address(config),
    )


def pages_address(config: Config) -> str:
    """Where the pages are, as mails to officers name it."""
    review = config.review
    return review.address or f"http://{review.host}:{review.port}"


def turn_of(
    config: Config, engine: Engine, *, now: Callable[[], datetime] = now_in_utc
) -> Callable[[Event], Sending]:
    """One turn: bring the outbox up to date with the cases, then send what is due in it.

    A turn that ends well leaves a sign of life for `check`.
    """
    proposer = proposer_of(config)
    way_out = outbox_of(config, engine, clear=Gate(proposer), now=now)

    def turn(stop: Event) -> Sending:
        proposer.prepare(engine, now())
        tally = deliver(way_out, stop)
        if tally.fault is None:
            with transaction(engine) as session:
                beat(session, SENDING, now())
        return tally

    return turn


def called_for(config: Config, engine: Engine, now: datetime) -> list[tuple[Weighed, str]]:
    """What is called for at a moment and has not gone out, each with what is to become of it."""
    proposer = proposer_of(config)
    with snapshot(engine) as session:
        known = {key_of(each.outgoing): each for each in outbox(session)}
        found = proposer.weigh(session, now)
    told = []
    for weighed in found:
        entry = known.get(key_of(weighed.called))
        if entry is None or entry.state in STANDING:
            told.append((weighed, becomes(weighed, entry, proposer, now)))
    return told


def becomes(weighed: Weighed, entry: OutboxEntry | None, proposer: Proposer, now: datetime) -> str:
    """What is to become of a mail: "send", "propose", or "held: " and why."""
    if because := held_because(weighed, entry, now):
        return f"held: {', '.join(because)}"
    if entry is not None and entry.state is OutgoingState.QUEUED:
        return Policy.SEND.value
    return proposing.becomes(weighed.called, proposer.practice).value


def print_called(found: Sequence[tuple[Weighed, str]], now: datetime, output_format: str) -> None:
    """What is called for, a row or an object each."""
    if output_format == "jsonl":
        for weighed, becoming in found:
            click.echo(line(object_of(weighed, becoming)))
        return
    rows = [
        [
            weighed.called.municipality or "-",
            weighed.called.reference or "-",
            weighed.called.occasion.value,
            dutch_day(received_on(weighed.called.since)),
            becoming,
        ]
        for weighed, becoming in found
    ]
    columns = ["municipality", "reference", "occasion", "since", "what"]
    print_table(columns, rows, f"Mails called for on {dutch_day(received_on(now))}")
    held = sum(becoming.startswith("held") for _, becoming in found)
    print(f"{len(found)} mails: {len(found) - held} may go out, {held} held")
    if any(HoldReason.ONBOARDING in weighed.held_because for weighed, _ in found):
        click.echo(
            "onboarding: what lay there before mails were first sent never goes out by itself",
            err=True,
        )


def object_of(weighed: Weighed, becoming: str) -> dict[str, object]:
    """A mail that is called for, as other programs read it."""
    called = weighed.called
    return {
        "occasion": called.occasion.value,
        "municipality": called.municipality,
        "reference": called.reference,
        "trigger": called.trigger,
        "since": received_on(called.since).isoformat(),
        "becomes": becoming.partition(":")[0],
        "held_because": [each.value for each in weighed.held_because],
        "to": list(weighed.to),
        "cc": list(weighed.cc),
    }
