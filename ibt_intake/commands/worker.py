"""`ibt-intake worker`: one of several processes that share the work."""

from pathlib import Path

import click

from ibt_intake.jobs.nudges import Queue
from ibt_intake.options import config_option
from ibt_intake.stopping import ends_at_once

QUEUES = tuple(each.value for each in Queue)


@click.command("worker")
@click.option(
    "--queues",
    default=",".join(QUEUES),
    show_default=True,
    callback=lambda _context, _option, value: chosen(value),
    help="What to take part in, parted by commas.",
)
@config_option
def command(queues: tuple[str, ...], config_file: Path | None) -> None:
    """Share the work with other workers on a PostgreSQL database, until SIGTERM or Ctrl-C.

    Start as many as there are processors, on as many machines as you like, each with the same
    settings and keys. The mail in hand is finished first; what a worker that is killed had in
    hand, another does.
    """
    with ends_at_once(0):
        work(queues, config_file)


def chosen(value: str) -> tuple[str, ...]:
    """The queues by name."""
    names = tuple(each.strip() for each in value.split(","))
    if wrong := [each for each in names if each not in QUEUES]:
        raise click.BadParameter(f"{wrong[0]!r} is none of {', '.join(QUEUES)}")
    return names


def work(queues: tuple[str, ...], config_file: Path | None) -> None:
    """Be a worker."""
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.logs import start_logging
    from storage.jobs import prepare_jobs

    config = load_config(config_file)
    start_logging(config.log)
    engine = open_storage(config)
    prepare_jobs(engine)
    # Only now, as on SQLite the packages that it needs may not be there.
    from ibt_intake.jobs.running import share_work

    share_work(config, engine, queues)
