"""Mails on disk, judged one by one without a database."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from ibt_intake.config import Config
from ibt_intake.progress import progress
from intake.authentication import Senders
from intake.errors import SetAside, unforeseen
from intake.mailbox.disk import mails_on_disk
from intake.output import analysed, unreadable
from intake.reader_process import Known, ReaderProcess
from intake.registry import default_registry, read_requests
from intake.taking import Taker
from storage.ledger import Arrival


def analyse(
    paths: Sequence[Path], requests: Path | None, config: Config
) -> Iterator[dict[str, Any]]:
    """The judgement of each mail, as `analyse` prints it, in the order given."""
    registry = default_registry()
    if requests is not None:
        found = read_requests(requests, registry.municipalities)
        registry = replace(registry, requests=found)
    known = Known(
        registry,
        config.reading,
        config.deadlines.roll_over,
        senders=Senders(config.sender),
        antivirus=config.antivirus,
    )
    arrivals = [each for path in paths for each in mails_on_disk(path, [])]
    with closing(ReaderProcess(known)) as reader, progress("Judging", len(arrivals)) as advance:
        for arrival in arrivals:
            yield analysis_of(arrival, reader)
            advance()


def analysis_of(arrival: Arrival, taker: Taker) -> dict[str, Any]:
    """The judgement of one mail; a fault of ours makes it unreadable, and the rest goes on."""
    try:
        found = taker.take(arrival.raw, arrival.received_at, is_duplicate=False)
        return analysed(arrival.folder, found.mail.received_at, found.judgement)
    except SetAside as error:
        return unreadable(arrival.folder, str(error))
    except Exception as error:
        return unreadable(arrival.folder, unforeseen(error))
