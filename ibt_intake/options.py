"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def config_option(command: Command) -> Command:
    """--config FILE, handed to the command as `config_file`."""
    option = click.option(
        "--config",
        "config_file",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Settings; else config.toml in the working directory, else the defaults.",
    )
    return option(command)


def format_option(command: Command) -> Command:
    """--format table or jsonl, handed to the command as `output_format`."""
    option = click.option(
        "--format",
        "output_format",
        type=click.Choice(["table", "jsonl"]),
        default="table",
        show_default=True,
        help="A table for people, or one JSON object a line and nothing else.",
    )
    return option(command)


# As officers write a day, and as machines do.
DAY = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])
