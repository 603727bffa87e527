"""`ibt-intake ingest`: take in mail from disk."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option
@config_option
def command(paths: tuple[Path, ...], output_format: str, config_file: Path | None) -> None:
    """Take in the mails in PATHS as if the mailbox had delivered them.

    .eml files, folders of them, mbox or Maildir. The topmost Received header gives the time of
    receipt. The same file once more changes nothing.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.ingestion import ingest
    from ibt_intake.logs import quiet_logging
    from ibt_intake.tables import print_tally

    config = load_config(config_file)
    quiet_logging()
    print_tally(ingest(paths, open_storage(config), config), output_format)
