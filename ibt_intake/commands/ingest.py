"""`ibt-intake ingest`: take in mail from disk."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from ibt_intake.options import config_option, format_option
from ibt_intake.stopping import ends_at_once

NAMES_TOLD = 20


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option
@config_option
def command(paths: tuple[Path, ...], output_format: str, config_file: Path | None) -> None:
    """Take in the mails in PATHS as if the mailbox had delivered them.

    .eml files, folders of them, mbox or Maildir. The topmost Received header gives the time of
    receipt. The same file once more changes nothing. In a folder, a file that is called something
    else, as a .pdf, and does not begin as a mail does, is left alone; their names are told.
    Where workers are at work, the mails are kept here, and read by them after newer ones. Where
    `run`, `poll` or another `ingest` is, it reads them. Scanned pages are recognised at the end.
    """
    with ends_at_once(1):
        take_in(paths, output_format, config_file)


def told_of(left: Sequence[Path]) -> str:
    """Which files were left alone, so that a mail among them is not lost unseen."""
    names = ", ".join(map(shown, left[:NAMES_TOLD]))
    more = f" and {len(left) - NAMES_TOLD} more" if len(left) > NAMES_TOLD else ""
    return (
        f"files left alone: {len(left)}, as neither their names nor their first lines are those of "
        f"a mail ({names}{more}); call one of them .eml to have it taken in"
    )


def shown(path: Path) -> str:
    """A path as it can be printed; names are bytes, of any encoding."""
    return os.fsencode(path).decode("utf-8", "replace")


def take_in(paths: tuple[Path, ...], output_format: str, config_file: Path | None) -> None:
    """Take in mails, and say how many."""
    from threading import Event

    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.ingestion import ingest
    from ibt_intake.logs import quiet_logging
    from ibt_intake.tables import print_tally
    from intake.errors import TOLD_TO_STOP, Stop
    from intake.leases import TAKEN_OVER
    from intake.signals import heeded

    config = load_config(config_file)
    quiet_logging()
    engine = open_storage(config)
    stop, told = Event(), Event()

    def end() -> None:
        told.set()
        stop.set()

    with heeded(end):
        tally, others = ingest(paths, engine, config, stop, lost=stop.set)
    print_tally(tally, output_format)
    if others:
        click.echo(others, err=True)
    if tally.left_alone:
        click.echo(told_of(tally.left_alone), err=True)
    if stop.is_set():
        raise Stop(TOLD_TO_STOP if told.is_set() else TAKEN_OVER)
