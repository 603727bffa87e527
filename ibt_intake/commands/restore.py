"""`ibt-intake restore`: a back-up, brought into an empty place."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--officer", default="", help="Who does this, for the audit trail.")
@click.option(
    "--new-audit-key",
    is_flag=True,
    help="The old audit.key is lost: sign with a new one, and let the trail tell.",
)
@config_option
def command(file: Path, officer: str, new_audit_key: bool, config_file: Path | None) -> None:
    """Bring a back-up into the database of the settings, which must be empty.

    Nothing is sent afterwards until `ibt-intake outbox resume`: mails may have gone out since the
    back-up of which it knows nothing.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.restoring import note_restored, restore
    from storage.pauses import Pause

    config = load_config(config_file)
    held = restore(config, file, is_key_new=new_audit_key, officer=officer)
    note_restored(config, open_storage(config), held)
    click.echo(
        f"restored: {held.rows['raw_mails']} mails, {held.rows['cases']} cases, "
        f"{held.rows['outgoing']} mails of the outbox, {held.events} events; all are there"
    )
    click.echo(Pause(held.made_at).told, err=True)
