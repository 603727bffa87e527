"""`ibt-intake registry`: municipalities, organisations and requests."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.group("registry")
def command() -> None:
    """What the ministry knows beforehand: municipalities, who mails for them, its requests."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@config_option
def import_files(files: tuple[Path, ...], config_file: Path | None) -> None:
    """Take over requests, municipalities, organisations or contacts from CSV or XLSX files.

    The columns tell which table a file holds. A fault in any file is told line by line, and
    then nothing changes.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.importing import import_tables
    from ibt_intake.tables import print_table

    rows = import_tables(files, open_storage(load_config(config_file)))
    print_table(["file", "table", "added", "changed", "unchanged"], rows)
