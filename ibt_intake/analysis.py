"""Mails on disk, judged one by one without a database."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ibt_intake.config import Config
from ibt_intake.progress import progress
from intake.attachments.child import stop
from intake.authentication import Senders
from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.judging import load_judge
from intake.mailbox.disk import mails_on_disk
from intake.output import analysed, unreadable
from intake.patience import at_most
from intake.reading import read_mail
from intake.registry import default_registry, read_requests
from intake.steps import unforeseen
from rules.judge import Judge
from storage.ledger import Arrival


def analyse(
    paths: Sequence[Path], requests: Path | None, config: Config
) -> Iterator[dict[str, Any]]:
    """The judgement of each mail, as `analyse` prints it, in the order given."""
    registry = default_registry()
    if requests is not None:
        found = read_requests(requests, registry.municipalities)
        registry = replace(registry, requests=found)
    judge = load_judge(registry, roll_over=config.deadlines.roll_over)
    arrivals = [each for path in paths for each in mails_on_disk(path)]
    try:
        with progress("Judging", len(arrivals)) as advance:
            for arrival in arrivals:
                yield analysis_of(arrival, judge, config.reading, Senders(config.sender))
                advance()
    finally:
        stop()


def analysis_of(
    arrival: Arrival, judge: Judge, reading: ReadingConfig, senders: Senders
) -> dict[str, Any]:
    """The judgement of one mail; a fault of ours makes it unreadable, and the rest goes on."""
    try:
        with at_most(reading.mail_seconds):
            mail = read_mail(arrival.raw, arrival.received_at, reading)
            mail = senders.checked(mail, arrival.raw)
            return analysed(arrival.folder, mail.received_at, judge.judge(mail))
    except SetAside as error:
        return unreadable(arrival.folder, str(error))
    except Exception as error:
        return unreadable(arrival.folder, unforeseen(error))
