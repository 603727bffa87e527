"""`ibt-intake registry`: municipalities, organisations and requests."""

from datetime import datetime
from pathlib import Path

import click

from ibt_intake.options import DAY, config_option


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


@command.command("import-report")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--province", required=True, help="Whose report it is, by its official name.")
@click.option("--on", "counted_on", type=DAY, required=True, help="The day of the figures.")
@click.option("--apply", is_flag=True, help="Take the figures over; else only show the changes.")
@config_option
def import_report(
    file: Path, province: str, counted_on: datetime, *, apply: bool, config_file: Path | None
) -> None:
    """Take over the places realised from a province's progress report, CSV or XLSX.

    The columns are Provincie, Gemeente, Categorie, Taak, Gerealiseerd and Peildatum. A fault is
    told with its row and column, and then nothing changes.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.reporting import read_report, summed_up, take_over
    from ibt_intake.tables import print_table

    engine = open_storage(load_config(config_file))
    entries, found = read_report(file, engine, province, counted_on.date())
    if found:
        rows = [
            [
                each.reported.municipality,
                each.reported.category.value,
                "-" if each.before is None else str(each.before),
                str(each.reported.places),
            ]
            for each in found
        ]
        print_table(["municipality", "category", "before", "after"], rows)
    summed_up(found, len(entries), applied=take_over(engine, entries) if apply else None)
