"""Mails on disk, taken in as if the mailbox had delivered them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.posting import returns_of
from ibt_intake.progress import progress
from intake.authentication import Senders
from intake.lots import file_waiting
from intake.mailbox.disk import mails_on_disk
from intake.reader_process import Known, ReaderProcess
from intake.steps import keep_batch
from intake.tally import Tally
from storage.database import snapshot
from storage.ledger import Arrival
from storage.ministry_words import ministry_words
from storage.registry import registry


def ingest(paths: Sequence[Path], engine: Engine, config: Config, stop: Event) -> Tally:
    """Keep every mail first, then judge and file all that waits, until told to stop.

    Raises Stop on a wrong path.
    """
    returns = returns_of(config)
    with snapshot(engine) as session:
        known = Known(
            registry(session),
            config.reading,
            config.deadlines.roll_over,
            returns,
            Senders(config.sender),
            config.antivirus,
            ministry_words(session),
        )
    with closing(ReaderProcess(known)) as reader, progress("Taking in mail") as advance:
        reader.warm()
        tally = keep(paths, engine, config, stop)
        file_waiting(engine, reader, tally, stop, correspondence=returns, each=advance)
    return tally


def keep(paths: Sequence[Path], engine: Engine, config: Config, stop: Event) -> Tally:
    """Keep every mail, until told to stop; they wait to be read. Raises Stop on a wrong path."""
    tally = Tally()
    arrivals = (arrival for path in paths for arrival in mails_on_disk(path, tally.left_alone))
    for batch in in_lots(arrivals, config.mailbox.batch_mails, config.mailbox.batch_bytes):
        keep_batch(engine, batch, tally)
        if stop.is_set():
            break
    return tally


def in_lots(arrivals: Iterable[Arrival], mails: int, size: int) -> Iterator[list[Arrival]]:
    """The mails in lots that are kept together: so many, or fewer once they hold so many bytes."""
    lot: list[Arrival] = []
    for arrival in arrivals:
        lot.append(arrival)
        if len(lot) >= mails or sum(len(each.raw) for each in lot) >= size:
            yield lot
            lot = []
    if lot:
        yield lot
