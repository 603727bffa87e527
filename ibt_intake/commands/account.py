"""`ibt-intake account`: who may sign in on the pages for case officers."""

from pathlib import Path

import click

from ibt_intake.options import config_option

ROLES = ["reader", "officer", "coordinator", "administrator"]
password_option = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File that holds the password; else it is asked on the terminal.",
)


@click.group("account")
def command() -> None:
    """Who may sign in on the pages for case officers, and what each may do there."""


@command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the account may do.")
@click.option("--display-name", default="", help="Name beside decisions; else NAME.")
@password_option
@config_option
def add(
    name: str,
    role: str,
    display_name: str,
    password_file: Path | None,
    config_file: Path | None,
) -> None:
    """Make an account that signs in with a password."""
    from ibt_intake.accounts import add_local_account

    add_local_account(config_file, name, display_name or name, role, password_file)
    click.echo(f"account {name} added as {role}; another password is chosen at signing in")


@command.command("list")
@config_option
def list_accounts(config_file: Path | None) -> None:
    """Every account with its role, and whether it may sign in."""
    from ibt_intake.accounts import opened, rows_of_accounts
    from ibt_intake.tables import print_table

    rows = rows_of_accounts(opened(config_file))
    print_table(["account", "name", "role", "signs in with", "reports", "access"], rows)


@command.command("disable")
@click.argument("name")
@config_option
def disable(name: str, config_file: Path | None) -> None:
    """Take an account's access away, and sign it out; `enable` gives it back."""
    from ibt_intake.accounts import opened, set_access

    set_access(opened(config_file), name, is_active=False)
    click.echo(f"account {name} disabled and signed out")


@command.command("enable")
@click.argument("name")
@config_option
def enable(name: str, config_file: Path | None) -> None:
    """Give a disabled account its access back."""
    from ibt_intake.accounts import opened, set_access

    set_access(opened(config_file), name, is_active=True)
    click.echo(f"account {name} enabled")


@command.command("reports")
@click.argument("name")
@click.argument("given", type=click.Choice(["give", "take"]), metavar="give|take")
@config_option
def reports(name: str, given: str, config_file: Path | None) -> None:
    """Give an account the right to reports of talks, or take it; it is signed out.

    No role brings this right along.
    """
    from ibt_intake.accounts import opened, set_reports_right

    set_reports_right(opened(config_file), name, is_given=given == "give")
    told = "may read reports of talks" if given == "give" else "may no longer read reports of talks"
    click.echo(f"{name} {told}; it is signed out")


@command.command("password")
@click.argument("name")
@password_option
@config_option
def password(name: str, password_file: Path | None, config_file: Path | None) -> None:
    """Give an account another password, and sign it out."""
    from ibt_intake.accounts import change_password

    change_password(config_file, name, password_file)
    click.echo(f"password of {name} changed; it is signed out everywhere")


@command.command("second-step-off")
@click.argument("name")
@config_option
def second_step_off(name: str, config_file: Path | None) -> None:
    """Have an account sign in without a code, whose telephone was lost; it is signed out."""
    from ibt_intake.accounts import drop_step, opened

    drop_step(opened(config_file), name)
    click.echo(f"{name} signs in without a second step; it is signed out everywhere")
