"""`ibt-intake jobs`: what workers have in hand, what waits for them, and how it is called off."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option, officer_option


@click.group("jobs")
def command() -> None:
    """Work that is queued for workers, on PostgreSQL."""


@command.command("list")
@format_option
@config_option
def list_(output_format: str, config_file: Path | None) -> None:
    """What is in hand, what waits and what failed, in this order; and how many workers there are.

    Only the first mails of a backlog are queued; `ibt-intake health` counts all that wait.
    """
    from ibt_intake.accounts import opened
    from ibt_intake.config import load_config
    from ibt_intake.jobs.table import print_jobs
    from storage.jobs import prepare_jobs

    engine = opened(config_file)
    prepare_jobs(engine)
    from ibt_intake.jobs.queued import queued

    print_jobs(queued(engine), engine, load_config(config_file), output_format)


@command.command("cancel")
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
@click.option("--mail", default="", help="Only this mail of it: the first characters of its key.")
@officer_option
@config_option
def cancel(number: int, mail: str, officer: str, config_file: Path | None) -> None:
    """Have a job not be done; a mail that is not to be read waits for a person.

    Where mails pile up a job reads several: --mail sets one of them aside, the others are read.
    One that is in hand ends where it safely can. What is done again and again, as fetching, comes
    again when it is due.
    """
    from ibt_intake.accounts import opened
    from storage.jobs import prepare_jobs

    engine = opened(config_file)
    prepare_jobs(engine)
    from ibt_intake.jobs.queued import call_off

    click.echo(call_off(engine, number, officer, mail))
