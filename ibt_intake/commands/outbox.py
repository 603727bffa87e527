"""`ibt-intake outbox`: mails that go out, what became of them, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ibt_intake.options import config_option, format_option, officer_option

if TYPE_CHECKING:  # the help is there at once without them
    from datetime import datetime

    from sqlmodel import Session


entry_argument = click.argument("entry", type=click.IntRange(1, 2**63 - 1), metavar="NUMBER")


@click.group("outbox")
def command() -> None:
    """Mails that go out: proposed, queued, sent, uncertain, refused, cancelled, bounced."""


@command.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(
        "proposed queued sending sent uncertain refused cancelled bounced".split(),
    ),
    help="Only mails in this state; may be given several times.",
)
@format_option
@config_option
def list_(states: tuple[str, ...], output_format: str, config_file: Path | None) -> None:
    """Every mail with its number, its state, and why it waits or failed."""
    from ibt_intake.accounts import opened
    from ibt_intake.outbox_table import print_outbox
    from rules.outgoing import OutgoingState
    from storage.database import snapshot
    from storage.outgoing import outbox

    with snapshot(opened(config_file)) as session:
        entries = outbox(session, [OutgoingState(each) for each in states])
    print_outbox(entries, output_format)


@command.command("retry")
@entry_argument
@officer_option
@config_option
def retry(entry: int, officer: str, config_file: Path | None) -> None:
    """Have a mail that was refused or cancelled, or that waits, tried anew."""
    from storage.sending import retry

    _do(config_file, lambda session, now: retry(session, entry, now, officer=officer))


@command.command("again")
@entry_argument
@officer_option
@config_option
def again(entry: int, officer: str, config_file: Path | None) -> None:
    """Have a mail that bounced proposed once more, to the address that the registry has now.

    It waits for an officer on the pages, who can change it before it goes.
    """
    from storage.repeats import ask_again

    _do(config_file, lambda session, now: ask_again(session, entry, now, officer=officer))


@command.command("cancel")
@entry_argument
@officer_option
@click.option("--reason", default="", help="Why, for who looks at the list later.")
@config_option
def cancel(entry: int, officer: str, reason: str, config_file: Path | None) -> None:
    """Have a mail that was not sent never be sent."""
    from storage.sending import cancel

    _do(config_file, lambda session, now: cancel(session, entry, now, officer=officer, why=reason))


@command.command("settle")
@entry_argument
@click.argument("what", type=click.Choice(["sent", "not-sent"]))
@officer_option
@config_option
def settle(entry: int, what: str, officer: str, config_file: Path | None) -> None:
    """End the doubt about an uncertain mail; one that was not sent waits for its turn again.

    Look into the log of the mail server, or ask the municipality: if it was sent after all, it
    gets the mail twice.
    """
    from storage.sending import settle

    was_sent = what == "sent"
    _do(
        config_file,
        lambda session, now: settle(session, entry, now, was_sent=was_sent, officer=officer),
    )


@command.command("resume")
@officer_option
@click.option(
    "--without-copies",
    is_flag=True,
    help="There is no folder of what was sent: what was called for before now never goes out.",
)
@config_option
def resume(officer: str, without_copies: bool, config_file: Path | None) -> None:
    """Let mails go out again after a back-up was restored.

    First take in what came meanwhile (`ibt-intake poll`). Then the mails that wait are looked up
    in the folder of what was sent; those found there count as sent, now and before each mail that
    goes out later.
    """
    from ibt_intake.accounts import opened
    from ibt_intake.config import load_config
    from ibt_intake.resuming import resumed

    config = load_config(config_file)
    click.echo(resumed(config, opened(config_file), officer, is_blind=without_copies))


def _do(config_file: Path | None, deed: Callable[[Session, datetime], None]) -> None:
    """One deed, in a unit of work of its own."""
    from datetime import UTC, datetime

    from ibt_intake.accounts import opened
    from storage.database import transaction

    with transaction(opened(config_file)) as session:
        deed(session, datetime.now(UTC))
