"""Mails on disk, taken in as if the mailbox had delivered them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import Event

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.posting import returns_of
from ibt_intake.progress import progress
from intake.attachments import child
from intake.authentication import Senders
from intake.judging import load_judge
from intake.mailbox.disk import mails_on_disk
from intake.steps import file_waiting, keep_batch
from intake.tally import Tally
from storage.database import snapshot
from storage.ledger import Arrival
from storage.registry import registry

BATCH = 50  # mails kept in one commit


def ingest(paths: Sequence[Path], engine: Engine, config: Config, stop: Event) -> Tally:
    """Keep every mail first, then judge and file all that waits, until told to stop.

    Raises Stop on a wrong path.
    """
    tally, returns = Tally(), returns_of(config)
    arrivals = (arrival for path in paths for arrival in mails_on_disk(path))
    try:
        with progress("Taking in mail") as advance:
            for batch in in_batches(arrivals):
                keep_batch(engine, batch, tally)
                if stop.is_set():
                    return tally
            with snapshot(engine) as session:
                judge = load_judge(
                    registry(session),
                    roll_over=config.deadlines.roll_over,
                    threads=returns.case_of,
                )
            file_waiting(
                engine,
                judge,
                config.reading,
                tally,
                stop,
                correspondence=returns,
                senders=Senders(config.sender),
                each=advance,
            )
    finally:
        child.stop()
    return tally


def in_batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """The mails in lots that are kept together."""
    rest = iter(arrivals)
    while batch := list(islice(rest, BATCH)):
        yield batch
