"""`ibt-intake backup`: all that is stored, in one file."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a FILE that is there already.")
@config_option
def command(file: Path, force: bool, config_file: Path | None) -> None:
    """Copy all that is stored to FILE, while the daemon goes on.

    The copy is of one moment, read back and checked before it gets its name, and readable by this
    user alone. It holds mails and message-id.key, and not audit.key: keep a copy of that elsewhere,
    as who has both can forge the audit trail. A server's database is copied by pg_dump.
    """
    from ibt_intake.backups import back_up
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config

    config = load_config(config_file)
    made = back_up(config, open_storage(config), file, is_replaced=force)
    click.echo(
        f"{file}: {made.rows['raw_mails']} mails, {made.rows['cases']} cases, "
        f"{made.rows['outgoing']} mails of the outbox, {made.events} events; "
        f"{file.stat().st_size / 1e6:.1f} MB, read back and checked"
    )
