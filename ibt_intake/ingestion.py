"""Mails on disk, taken in as if the mailbox had delivered them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from threading import Event

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.posting import returns_of
from ibt_intake.progress import progress
from intake.authentication import Senders
from intake.mailbox.disk import mails_on_disk
from intake.reader_process import Known, ReaderProcess
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
    with snapshot(engine) as session:
        known = Known(
            registry(session),
            config.reading,
            config.deadlines.roll_over,
            returns,
            Senders(config.sender),
            config.antivirus,
        )
    with closing(ReaderProcess(known)) as reader, progress("Taking in mail") as advance:
        reader.warm()
        for batch in in_batches(arrivals):
            keep_batch(engine, batch, tally)
            if stop.is_set():
                return tally
        file_waiting(engine, reader, tally, stop, correspondence=returns, each=advance)
    return tally


def in_batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """The mails in lots that are kept together."""
    rest = iter(arrivals)
    while batch := list(islice(rest, BATCH)):
        yield batch
