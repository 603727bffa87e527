"""`ibt-intake audit`: the audit trail, noted elsewhere or signed anew."""

from pathlib import Path

import click

from ibt_intake.options import config_option, officer_option


@click.group("audit")
def command() -> None:
    """The audit trail: noted elsewhere, or signed anew."""


@command.command("note")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@config_option
def note(file: Path, config_file: Path | None) -> None:
    """Add where the trail ends now to FILE; keep it on another system.

    The daemon does the same each day where `audit_notes` under [database] names a file, and
    `check` holds the trail against that file.
    """
    from datetime import UTC, datetime

    from ibt_intake.accounts import opened
    from storage.database import snapshot
    from storage.event_notes import note_head

    with snapshot(opened(config_file)) as session:
        head = note_head(session, file, datetime.now(UTC))
    click.echo(f"noted in {file}: {head.count if head else 0} events")


@command.command("sign")
@officer_option
@click.option("--reason", required=True, help="What happened, for the audit trail.")
@config_option
def sign(officer: str, reason: str, config_file: Path | None) -> None:
    """Sign the trail as it stands, after its key was lost or its end was found unsigned.

    What is wrong with it is told first, and stays wrong: find out what happened before.
    """
    from ibt_intake.auditing import signed_anew
    from ibt_intake.config import load_config

    head, breaks = signed_anew(load_config(config_file), officer, reason)
    for each in breaks:
        click.echo(f"event {each.seq} {each.what}", err=True)
    click.echo(f"signed: {head.count} events, of which the last tells who signed, and why")
