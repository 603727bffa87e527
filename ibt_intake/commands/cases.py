"""`ibt-intake cases`: how every case stands."""

from datetime import datetime
from pathlib import Path

import click

from ibt_intake.options import DAY, config_option, format_option


@click.command("cases")
@click.option("--as-of", type=DAY, help="The day, as 2026-05-01 or 01-05-2026; else today.")
@format_option
@config_option
def command(as_of: datetime | None, output_format: str, config_file: Path | None) -> None:
    """Every case as it stands at the end of a day: status, missing elements, due date, flags.

    Only what was received by the end of that day counts, as it was known then.
    """
    from datetime import UTC

    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.tables import print_cases
    from intake.output import case, line
    from intake.overdue import states_of
    from rules.calendar import HOLIDAYS
    from rules.deadlines import last_moment, received_on

    config = load_config(config_file)
    day = as_of.date() if as_of else received_on(datetime.now(UTC))
    roll_over = config.deadlines.roll_over
    states = states_of(open_storage(config), day, last_moment(day), HOLIDAYS, roll_over=roll_over)
    if output_format == "jsonl":
        for state in states:
            click.echo(line(case(state)))
    else:
        print_cases(states, day)
