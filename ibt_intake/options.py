"""Options that several commands share."""

from collections.abc import Callable
from datetime import datetime
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


FIRST_YEAR, LAST_YEAR = 2000, 2100  # others are typing errors


class Day(click.DateTime):
    """A day as machines write it, and as officers do."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d", "%d-%m-%Y"])

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The day, in a year that can be meant."""
        day: datetime = super().convert(value, param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{value!r} is not a day in {FIRST_YEAR} to {LAST_YEAR}.", param, ctx)
        return day


DAY = Day()


def named(context: click.Context, option: click.Parameter, value: str) -> str:
    """A name, which an empty word is not: that stands for the program itself."""
    if not value.strip():
        raise click.BadParameter("is empty; give a name")
    return value.strip()


officer_option = click.option(
    "--officer", required=True, callback=named, help="Who decides this, for the audit trail."
)
