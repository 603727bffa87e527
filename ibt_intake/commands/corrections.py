"""`ibt-intake corrections`: what officers corrected, as labelled mails."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.group("corrections")
def command() -> None:
    """What officers corrected, as labelled mails. Nothing is learnt from them by itself."""


@command.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@config_option
def export(folder: Path, config_file: Path | None) -> None:
    """Write the mails that officers dealt with or corrected as a labelled set in a new FOLDER.

    The labels are what holds after their decisions. The set holds the mails themselves: it is
    as confidential as the mailbox.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.correcting import export_corrections

    config = load_config(config_file)
    number = export_corrections(open_storage(config), config, folder)
    click.echo(f"{number} labelled mails in {folder}; nothing was learnt from them")
