"""`ibt-intake registry`: municipalities, organisations and requests."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ibt_intake.options import DAY, config_option

if TYPE_CHECKING:
    from sqlalchemy import Engine


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
@click.option("--cycle", type=int, help="Of which decision, where two run on that day.")
@click.option("--apply", is_flag=True, help="Take the figures over; else only show the changes.")
@config_option
def import_report(
    file: Path,
    province: str,
    counted_on: datetime,
    cycle: int | None,
    *,
    apply: bool,
    config_file: Path | None,
) -> None:
    """Take over the places realised from a province's progress report, CSV or XLSX.

    The columns are Provincie, Gemeente, Categorie, Taak, Gerealiseerd and Peildatum. A fault is
    told with its row and column, and then nothing changes.
    """
    from ibt_intake.listing import look
    from ibt_intake.reporting import report_in

    engine = storage_of(config_file)
    look(report_in(file, engine, province, counted_on.date(), cycle), apply=apply)


LIST = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
CYCLE = click.option("--cycle", type=int, required=True, help="Of which decision, from 1.")
APPLY = click.option("--apply", is_flag=True, help="Take it over; else only show the changes.")


@command.command("import-tasks")
@LIST
@CYCLE
@APPLY
@config_option
def import_tasks(file: Path, cycle: int, *, apply: bool, config_file: Path | None) -> None:
    """Take over the tasks under a distribution decision, CSV or XLSX.

    The columns are Gemeente, Categorie and Taak, and where needed Provincie, Soort (wettelijk or
    indicatief) and Vanaf, the day from which a task holds. They overrule those of letters.
    """
    from ibt_intake.listing import look, tasks_in

    look(tasks_in(file, storage_of(config_file), cycle), apply=apply)


@command.command("import-exchanges")
@LIST
@CYCLE
@APPLY
@config_option
def import_exchanges(file: Path, cycle: int, *, apply: bool, config_file: Path | None) -> None:
    """Take over exchanges of tasks between municipalities, CSV or XLSX.

    The columns are Van, Naar, Categorie, Plaatsen, Datum and Document; 0 places take one back.
    """
    from ibt_intake.listing import exchanges_in, look

    look(exchanges_in(file, storage_of(config_file), cycle), apply=apply)


@command.command("import-municipalities")
@LIST
@APPLY
@config_option
def import_municipalities(file: Path, *, apply: bool, config_file: Path | None) -> None:
    """Take over municipalities and the days on which they exist, CSV or XLSX.

    The columns are Code, Gemeente, Provincie and Domein, and where needed Andere namen, Vanaf,
    Tot en met and Opvolger, the code of the municipality that takes over the day after.
    """
    from ibt_intake.listing import look, municipalities_in

    look(municipalities_in(file, storage_of(config_file)), apply=apply)


@command.command("import-contacts")
@LIST
@APPLY
@config_option
def import_contacts(file: Path, *, apply: bool, config_file: Path | None) -> None:
    """Take over whom mails go to, CSV or XLSX.

    The columns are Naam and E-mailadres, and Soort (gemeente or cdk) where it is not only
    municipalities. All addresses of whom the file names are replaced.
    """
    from ibt_intake.listing import contacts_in, look

    look(contacts_in(file, storage_of(config_file)), apply=apply)


@command.command("import-letters")
@LIST
@CYCLE
@click.option(
    "--term-days",
    type=click.IntRange(1, 366),
    default=21,
    show_default=True,
    help="Days to answer in, from the date of a letter on.",
)
@click.option(
    "--words",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="The letter as text, UTF-8, by which quotations of it are known.",
)
@APPLY
@config_option
def import_letters(
    file: Path,
    cycle: int,
    term_days: int,
    words: Path | None,
    *,
    apply: bool,
    config_file: Path | None,
) -> None:
    """Take over letters that were sent from elsewhere, CSV or XLSX.

    The columns are Gemeente, Kenmerk and Datum. Task and realised places are those known on that
    day; a letter that is there already keeps its own.
    """
    from ibt_intake.letters import letters_in
    from ibt_intake.listing import look

    looked = letters_in(file, storage_of(config_file), cycle, term_days, words)
    look(looked, apply=apply)


@command.command("decision")
@CYCLE
@click.option("--decided-on", type=DAY, required=True, help="The day of the decision.")
@click.option("--due", type=DAY, required=True, help="The day on which the places must be there.")
@APPLY
@config_option
def enter_decision(
    cycle: int, decided_on: datetime, due: datetime, *, apply: bool, config_file: Path | None
) -> None:
    """Enter a distribution decision when it is taken; from that day on its cycle runs."""
    from ibt_intake.listing import decision_entered, look
    from rules.distribution import DistributionDecision

    decision = DistributionDecision(cycle, decided_on.date(), due.date())
    look(decision_entered(storage_of(config_file), decision), apply=apply)


def storage_of(config_file: Path | None) -> "Engine":
    """The database that the settings name."""
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config

    return open_storage(load_config(config_file))
