"""`ibt-intake poll`: one pass."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("poll")
@format_option
@config_option
def command(output_format: str, config_file: Path | None) -> None:
    """Take in what is new in the mailbox, judge it, and stop.

    Fails where a folder gives no mail, once the other folders are done.
    """
    from threading import Event

    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.logs import quiet_logging
    from ibt_intake.progress import progress
    from ibt_intake.tables import print_tally
    from ibt_intake.working import at_work
    from intake.daemon import TAKEN_OVER, leased
    from intake.errors import Stop

    config = load_config(config_file)
    quiet_logging()
    engine = open_storage(config)
    stop = Event()
    with (
        leased(engine, stop.set),
        at_work(config, engine) as (worker, _),
        progress("Taking in mail") as advance,
    ):
        tally = worker.take_in(stop, whole=True, each=advance)
    print_tally(tally, output_format)
    if stop.is_set():
        raise Stop(TAKEN_OVER)
    if tally.faults:
        raise tally.faults[0]
