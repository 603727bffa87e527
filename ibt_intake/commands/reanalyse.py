"""`ibt-intake reanalyse`: judge the stored mails again."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("reanalyse")
@click.option("--apply", "is_applied", is_flag=True, help="File what changes.")
@format_option
@config_option
def command(is_applied: bool, output_format: str, config_file: Path | None) -> None:
    """Judge the stored mails again with today's rules and registry, and show what would change.

    For each mail what the program finds, old and new; for each case its status, missing elements,
    due date and lateness as they stand today, with what officers decided.

    Nothing changes without --apply; what officers decided stands even then.
    """
    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.logs import quiet_logging
    from ibt_intake.rejudging import print_changes, rejudged

    config = load_config(config_file)
    quiet_logging()
    changes = rejudged(open_storage(config), config, is_applied=is_applied)
    print_changes(changes, output_format, is_applied=is_applied)
