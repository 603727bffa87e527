"""`ibt-intake health`: whether the daemon does its work."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.command("health")
@config_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object and nothing else.")
def command(config_file: Path | None, as_json: bool) -> None:
    """Say whether the daemon does its work, a line a matter; fails if it does not.

    Reads what the daemon left in the database, changes nothing and asks no server, so that a
    service manager may call it every minute: `check` tries everything out.
    """
    import json
    from datetime import UTC, datetime

    from ibt_intake.config import load_config
    from ibt_intake.health import Unwell, health, told
    from ibt_intake.logs import quiet_logging
    from rules.health import Grade, worst

    quiet_logging()
    now = datetime.now(UTC)
    found = health(load_config(config_file), now)
    grade = worst(each.grade for each in found)
    if as_json:
        matters = {
            each.matter.value: {
                "grade": each.grade.value,
                "since": each.since.isoformat() if each.since else None,
                "told": told(each, now),
            }
            for each in found
        }
        click.echo(json.dumps({"grade": grade.value, "at": now.isoformat(), "matters": matters}))
    else:
        for each in found:
            click.echo(f"{each.grade.value:4}  {each.matter.value:10} {told(each, now)}")
    if grade is Grade.BAD:
        bad = [each.matter.value for each in found if each.grade is Grade.BAD]
        raise Unwell(f"not well: {', '.join(bad)}; see the lines that begin with bad")
