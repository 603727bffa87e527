"""`ibt-intake analyse`: judge mails without a database and without writing anything."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("analyse")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--requests",
    "requests_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The requests that were sent before: CSV or XLSX.",
)
@format_option
@config_option
def command(
    paths: tuple[Path, ...],
    requests_file: Path | None,
    output_format: str,
    config_file: Path | None,
) -> None:
    """Judge the mails in PATHS: .eml files, folders of them, mbox or Maildir.

    Nothing is stored. Mails come in the order given, those of a folder sorted by name.
    """
    from ibt_intake.analysis import analyse
    from ibt_intake.config import load_config
    from ibt_intake.tables import print_mails
    from intake.output import line

    found = analyse(paths, requests_file, load_config(config_file))
    if output_format == "jsonl":
        for each in found:
            click.echo(line(each))
    else:
        print_mails(list(found))
