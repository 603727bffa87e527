"""Mails on disk, taken in as if the mailbox had delivered them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.filers import both_filers
from ibt_intake.jobs.beside import left_to, refuse_beside_workers
from ibt_intake.progress import progress
from intake.errors import Occupied
from intake.leases import leased
from intake.mailbox.disk import mails_on_disk
from intake.steps import keep_batch
from intake.tally import Tally
from storage.ledger import Arrival


def ingest(
    paths: Sequence[Path],
    engine: Engine,
    config: Config,
    stop: Event,
    *,
    lost: Callable[[], None],
) -> tuple[Tally, str]:
    """Keep every mail first, then judge and file all that waits, until told to stop.

    What it did; and who reads what was kept, "" but where others take in mail already: two that
    read the same would do it twice. lost: called when another has taken over all the same. Raises
    Stop on a wrong path.
    """
    tally = Tally()
    refuse = partial(refuse_beside_workers, engine, config)
    filer, recogniser = both_filers(config, engine)
    with closing(filer), closing(recogniser), progress("Taking in mail") as advance:
        try:
            with leased(engine, lost, refuse=refuse):
                filer.warm()
                keep(paths, engine, config, tally, stop)
                filer.file_waiting(tally, stop, each=advance)
        except Occupied as others:
            keep(paths, engine, config, tally, stop)
            return tally, left_to(others, engine, config)
        # By now without that lease: no poll is refused for the hours that many scans take. Workers
        # may have begun in between, and read those then.
        fresh = timedelta(days=config.worker.new_days)
        recogniser.recognise(tally, stop, fresh, each=advance, refuse=refuse)
        tally.wants_ocr = recogniser.left()
    return tally, ""


def keep(paths: Sequence[Path], engine: Engine, config: Config, tally: Tally, stop: Event) -> None:
    """Keep every mail, until told to stop; they wait to be read. Raises Stop on a wrong path."""
    arrivals = (arrival for path in paths for arrival in mails_on_disk(path, tally.left_alone))
    for batch in in_lots(arrivals, config.mailbox.batch_mails, config.mailbox.batch_bytes):
        keep_batch(engine, batch, tally)
        if stop.is_set():
            break


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
