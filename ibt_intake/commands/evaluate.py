"""`ibt-intake evaluate`: how well mails are judged."""

import json
from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("evaluate")
@click.argument("folder", metavar="SET", type=click.Path(path_type=Path))
@click.option("--errors", default=10, show_default=True, help="Wrong mails to tell of, at most.")
@format_option
@config_option
def command(folder: Path, errors: int, output_format: str, config_file: Path | None) -> None:
    """Precision, recall and F1 against the labelled set in folder SET."""
    from ibt_intake.config import load_config
    from ibt_intake.measuring import measure, print_scores, summary

    scores = measure(folder, load_config(config_file))
    if output_format == "jsonl":
        click.echo(json.dumps(summary(scores)))
    else:
        print_scores(scores, errors=errors)
