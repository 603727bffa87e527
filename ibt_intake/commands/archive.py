"""`ibt-intake archive`: cases as packages for the archive."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option, officer_option


@click.command("archive")
@click.argument("cases", nargs=-1)
@click.option("--closed", is_flag=True, help="Every case that is closed and not held.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder that the packages come in, one ZIP for each case.",
)
@officer_option
@click.option("--force", is_flag=True, help="Write over a package of today that is there already.")
@format_option
@config_option
def command(
    cases: tuple[str, ...],
    closed: bool,
    folder: Path,
    officer: str,
    force: bool,
    output_format: str,
    config_file: Path | None,
) -> None:
    """Make packages of CASES for the archive: mails as they came, and what was sent and decided.

    A case is named as Ede/7473202; its reference or its municipality alone will do where that is
    one case's. Each record is a folder with its file, described in the terms of MDTO by the
    settings of [archive]. Reports of talks never go along. The audit trail tells who made a package
    of what. The packages hold real mails: they are as confidential as the mailbox.
    """
    from datetime import UTC, datetime

    from ibt_intake.archiving import Order, archive_cases, print_archived
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config

    if closed == bool(cases):
        raise click.UsageError("name the cases, or ask for all that are closed with --closed")
    config = load_config(config_file)
    order = Order(config.archive, folder, officer, force, datetime.now(UTC))
    is_any = False
    for each in archive_cases(open_storage(config), order, cases):
        print_archived(each, output_format)
        is_any = True
    if not is_any:
        click.echo("no case is closed; nothing was made", err=True)
