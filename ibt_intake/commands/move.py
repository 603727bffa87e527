"""`ibt-intake move`: from SQLite to PostgreSQL."""

from pathlib import Path

import click

from ibt_intake.options import config_option, officer_option


@click.command("move")
@click.option(
    "--to",
    "address",
    required=True,
    metavar="URL",
    help="An empty database: postgresql+psycopg://USER@HOST/NAME.",
)
@officer_option
@config_option
def command(address: str, officer: str, config_file: Path | None) -> None:
    """Move all that the SQLite database of the settings holds to PostgreSQL.

    Stop all programs first, the pages too. The rows of each table are read back there and compared;
    all is moved, or nothing. Nothing is written to the SQLite file from then on. Give the password
    by PGPASSWORD or ~/.pgpass, not in URL: others on the machine can read a command line.
    """
    from ibt_intake.config import load_config
    from ibt_intake.moving import move

    moved = move(load_config(config_file), address, officer=officer)
    click.echo(
        f"moved to {moved.target}: {moved.rows['raw_mails']} mails, {moved.rows['cases']} cases, "
        f"{moved.rows['outgoing']} mails of the outbox, {moved.events} events; all are there"
    )
    click.echo(
        f"name it by url under [database] in config.toml, then start the programs; nothing is "
        f"written to {moved.source} any more",
        err=True,
    )
