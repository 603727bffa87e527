"""`ibt-intake evaluate`: how well mails are judged."""

import json
from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("evaluate")
@click.argument("folder", metavar="[SET]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--corrections",
    "is_of_corrections",
    is_flag=True,
    help="Measure on the stored mails that officers dealt with or corrected, in place of a SET.",
)
@click.option(
    "--errors",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Errors to tell of, at most, the worst first.",
)
@format_option
@config_option
def command(
    folder: Path | None,
    is_of_corrections: bool,
    errors: int,
    output_format: str,
    config_file: Path | None,
) -> None:
    """Precision, recall and F1 against the labelled set in folder SET, or against officers.

    Confidence is held beside how many mails were fully right.
    """
    if (folder is None) is not is_of_corrections:
        raise click.UsageError("Name a SET, or give --corrections; one of the two.")
    from ibt_intake.config import load_config
    from ibt_intake.measuring import measure, print_scores, summary

    config = load_config(config_file)
    if folder is None:
        from ibt_intake.bootstrap import open_storage
        from ibt_intake.correcting import measure_corrections

        scores = measure_corrections(open_storage(config), config)
    else:
        scores = measure(folder, config)
    if output_format == "jsonl":
        click.echo(json.dumps(summary(scores, errors=errors)))
    else:
        print_scores(scores, errors=errors)
