"""`ibt-intake token`: what other programs may read by the API."""

from pathlib import Path

import click

from ibt_intake.options import config_option
from rules.scopes import Scope

MOST_DAYS = 366


@click.group("token")
def command() -> None:
    """Access tokens: what other programs may read by the API, each until some day."""


@command.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([each.value for each in Scope]),
    help="What it opens; may be given several times.",
)
@click.option(
    "--days",
    default=90,
    show_default=True,
    type=click.IntRange(1, MOST_DAYS),
    help="How long it serves.",
)
@config_option
def add(name: str, scopes: tuple[str, ...], days: int, config_file: Path | None) -> None:
    """Make a token for the program NAME, and print it once: only its hash is kept."""
    from ibt_intake.accounts import opened
    from ibt_intake.tokens import add_token

    token, last = add_token(opened(config_file), name, scopes, days)
    click.echo(token)
    click.echo(
        f"token of {name}: serves until {last:%d-%m-%Y}, and is shown this once; give it to that "
        "program alone",
        err=True,
    )


@command.command("list")
@config_option
def list_tokens(config_file: Path | None) -> None:
    """Every token with what it opens, and whether it still does."""
    from ibt_intake.accounts import opened
    from ibt_intake.tables import print_table
    from ibt_intake.tokens import rows_of_tokens

    rows = rows_of_tokens(opened(config_file))
    print_table(["program", "scopes", "made", "until", "state"], rows)


@command.command("revoke")
@click.argument("name")
@config_option
def revoke(name: str, config_file: Path | None) -> None:
    """Have the token of NAME open nothing any more, at once."""
    from ibt_intake.accounts import opened
    from ibt_intake.tokens import revoke_token

    revoke_token(opened(config_file), name)
    click.echo(f"token of {name} revoked")
