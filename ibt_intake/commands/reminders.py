"""`ibt-intake reminders`: what goes out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ibt_intake.options import DAY, config_option, format_option

if TYPE_CHECKING:  # the help is there at once without them
    from sqlalchemy import Engine

    from ibt_intake.config import Config
    from outbox.sending import Sending
    from rules.outgoing import OutgoingState


@click.command("reminders")
@click.option("--as-of", type=DAY, help="The day, as 2026-05-01 or 01-05-2026; else now.")
@click.option(
    "--send", is_flag=True, help="Send what the policies send, and propose the rest to officers."
)
@format_option
@config_option
def command(
    as_of: datetime | None, send: bool, output_format: str, config_file: Path | None
) -> None:
    """Every mail that is called for on a day: acknowledgements, reminders, requests, digests.

    For each: send, propose, or why it is held. Nothing changes without --send; what an officer
    has to approve waits for that on the pages.
    """
    from datetime import UTC

    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.logs import quiet_logging
    from ibt_intake.reminding import called_for, print_called
    from rules.deadlines import last_moment, received_on

    config = load_config(config_file)
    quiet_logging()
    now = datetime.now(UTC)
    if as_of and as_of.date() != received_on(now):
        if send:
            raise click.UsageError("--send sends what is called for today; leave --as-of away")
        now = last_moment(as_of.date())
    engine = open_storage(config)
    if send:
        deliver_now(config, engine, output_format)
    else:
        print_called(called_for(config, engine, now), now, output_format)


def deliver_now(config: Config, engine: Engine, output_format: str) -> None:
    """Bring the outbox up to date, send what is due, and say what was done."""
    from threading import Event

    from ibt_intake.reminding import turn_of
    from intake.signals import heeded
    from outbox.errors import Stop as Paused
    from storage.database import snapshot
    from storage.outgoing import outbox_counts

    stop = Event()
    with heeded(stop.set):
        tally = turn_of(config, engine)(stop)
    with snapshot(engine) as session:
        states = outbox_counts(session)
    print_counts(tally, states, output_format)
    if tally.pause:
        raise Paused(tally.pause.told)
    if tally.fault:
        raise tally.fault


def print_counts(tally: Sending, states: dict[OutgoingState, int], output_format: str) -> None:
    """What one pass did, and how many mails wait after it."""
    import json

    from rules.outgoing import OutgoingState

    counts = {
        "sent": tally.sent,
        "postponed": tally.postponed,
        "refused": tally.refused,
        "uncertain": tally.uncertain,
        "queued": states[OutgoingState.QUEUED],
        "proposed": states[OutgoingState.PROPOSED],
    }
    if output_format == "jsonl":
        click.echo(json.dumps(counts))
    else:
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
