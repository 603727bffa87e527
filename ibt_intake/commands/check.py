"""`ibt-intake check`: what works."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.command("check")
@config_option
def command(config_file: Path | None) -> None:
    """Say what works, a line each; fails if anything does not.

    Settings, holidays, mailbox, secrets, text recognition, outbox, templates, links in mails to
    officers, database with mails set aside, audit trail, signs of life of the daemon.
    """
    from ibt_intake.checking import Failed, checks
    from ibt_intake.logs import quiet_logging

    quiet_logging()
    failed = 0
    for name, told, is_good in checks(config_file):
        click.echo(f"{'ok ' if is_good else 'BAD'}  {name:12} {told}")
        failed += not is_good
    if failed:
        raise Failed(f"{failed} of the checks failed; see the lines that begin with BAD")
