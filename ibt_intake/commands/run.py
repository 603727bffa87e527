"""`ibt-intake run`: the daemon."""

from pathlib import Path

import click

from ibt_intake.options import config_option
from ibt_intake.stopping import ends_at_once


@click.command("run")
@config_option
def command(config_file: Path | None) -> None:
    """Take in mail as it comes, and watch the deadlines, until SIGTERM or Ctrl-C.

    The mail in hand is finished first. One instance at a time works on a database.
    """
    with ends_at_once(0):
        work(config_file)


def work(config_file: Path | None) -> None:
    """Be the daemon."""
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.logs import start_logging
    from ibt_intake.working import at_work, daemon_of

    config = load_config(config_file)
    start_logging(config.log)
    engine = open_storage(config)
    with at_work(config, engine) as (worker, mailbox):
        daemon_of(config, engine, worker, mailbox).run()
