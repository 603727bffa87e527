"""`ibt-intake serve`: the pages for case officers."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.command("serve")
@config_option
def command(config_file: Path | None) -> None:
    """Serve the pages for case officers, until SIGTERM or Ctrl-C.

    On loopback unless [review] says otherwise; make the first account with `account add`.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.logs import start_logging
    from ibt_intake.serving import serve

    config = load_config(config_file)
    start_logging(config.log)
    serve(config, open_storage(config))
