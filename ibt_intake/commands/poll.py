"""`ibt-intake poll`: one pass."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option
from ibt_intake.stopping import ends_at_once


@click.command("poll")
@format_option
@config_option
def command(output_format: str, config_file: Path | None) -> None:
    """Take in what is new in the mailbox, judge it, and stop.

    Fails where a folder gives no mail, once the other folders are done.
    """
    with ends_at_once(1):
        poll(output_format, config_file)


def poll(output_format: str, config_file: Path | None) -> None:
    """Make one pass, and say what it did."""
    from threading import Event

    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.jobs.beside import refuse_beside_workers
    from ibt_intake.logs import quiet_logging
    from ibt_intake.progress import progress
    from ibt_intake.tables import print_tally
    from ibt_intake.working import at_work
    from intake.errors import TOLD_TO_STOP, Stop
    from intake.leases import TAKEN_OVER, leased
    from intake.signals import heeded

    config = load_config(config_file)
    quiet_logging()
    engine = open_storage(config)
    stop, told = Event(), Event()

    def end() -> None:
        told.set()
        stop.set()

    with (
        heeded(end),
        leased(engine, stop.set, refuse=lambda: refuse_beside_workers(engine, config)),
        at_work(config, engine) as (worker, _),
        progress("Taking in mail") as advance,
    ):
        seconds = config.reading.ocr_pass_seconds
        tally = worker.take_in(stop, whole=True, recognises_for=seconds, each=advance)
    if tally.has_any or not tally.faults:
        print_tally(tally, output_format)
    if stop.is_set():
        raise Stop(TOLD_TO_STOP if told.is_set() else TAKEN_OVER)
    if tally.faults:
        raise tally.faults[0]
