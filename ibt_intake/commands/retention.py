"""`ibt-intake retention`: what has been kept long enough."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("retention")
@click.option("--apply", "is_applied", is_flag=True, help="Destroy it; else nothing changes.")
@click.option("--officer", default="", help="Who decides this; needed with --apply.")
@format_option
@config_option
def command(is_applied: bool, officer: str, output_format: str, config_file: Path | None) -> None:
    """What has been kept long enough by the terms of [retention]: mails, texts, judgements.

    Terms count from the closing of a case, which is when an officer confirms that it is complete,
    or what happened in it after that. A mail waits for the last of its cases; a case that is held
    keeps all. With --apply it is destroyed, and a declaration is written; back-ups still hold it
    until they are destroyed too.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.destroying import destroyed, found_expired, print_expired

    config = load_config(config_file)
    engine = open_storage(config)
    found = found_expired(config, engine)
    print_expired(found, output_format)
    if is_applied and found:
        if not officer.strip():
            raise click.UsageError("--apply destroys; say who decides it with --officer")
        for file in destroyed(config, engine, found, officer.strip()):
            click.echo(f"destroyed; the declaration is {file}", err=True)
    elif found:
        click.echo("nothing was destroyed; add --apply to do so", err=True)
