"""`ibt-intake demo`: a cycle of supervision with a sample mailbox."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.command("demo")
@click.option(
    "--folder",
    default="ibt-intake-demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the demo keeps its database; emptied when it is the demo's own.",
)
@click.option(
    "--serve/--no-serve",
    "is_serving",
    default=True,
    show_default=True,
    help="End by serving the pages for case officers on loopback.",
)
@config_option
def command(folder: Path, is_serving: bool, config_file: Path | None) -> None:
    """Play a cycle of supervision with made-up figures and mails, and show how it stands.

    Letters to all who fall short, their answers, talks, promises, a merger, the next decision; the
    pages are those of 11 January 2027. The mails come by IMAP from a Dovecot of its own where that
    is installed, else from a Maildir. Your own settings and database are not touched; --config is
    only checked.
    """
    from ibt_intake.config import load_config
    from ibt_intake.demonstration import demonstrate
    from ibt_intake.logs import quiet_logging

    load_config(config_file)
    quiet_logging()
    demonstrate(folder, is_serving=is_serving)
