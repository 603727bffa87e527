"""The worker and the daemon of the settings: where the parts of the way in are wired together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine

from ibt_intake.auditing import note_when_due
from ibt_intake.config import Config
from ibt_intake.posting import returns_of
from ibt_intake.reminding import turn_of
from intake.authentication import Senders
from intake.daemon import Daemon
from intake.mailbox import open_mailbox
from intake.mailbox.protocol import Mailbox
from intake.overdue import tell_overdue
from intake.worker import Worker
from outbox.sender import Sender


@contextmanager
def at_work(config: Config, engine: Engine) -> Iterator[tuple[Worker, Mailbox]]:
    """The worker of the settings and its mailbox, ended well whatever happens."""
    mailbox = open_mailbox(config.mailbox)
    worker = Worker(
        engine,
        mailbox,
        config.reading,
        roll_over=config.deadlines.roll_over,
        marks=config.mailbox.mark != "none",
        correspondence=returns_of(config),
        senders=Senders(config.sender),
        antivirus=config.antivirus,
    )
    try:
        yield worker, mailbox
    finally:
        worker.close()


def sender_of(config: Config, engine: Engine) -> Sender:
    """What works out and sends mails beside the daemon."""
    return Sender(turn_of(config, engine), every_seconds=config.daemon.send_seconds)


def daemon_of(config: Config, engine: Engine, worker: Worker, mailbox: Mailbox) -> Daemon:
    """The daemon of the settings."""
    return Daemon(
        worker,
        mailbox,
        engine,
        poll_seconds=config.mailbox.poll_seconds,
        every={
            "deadlines": config.daemon.deadline_minutes * 60,
            "reconcile": config.daemon.reconcile_hours * 3600,
            "retry": config.daemon.retry_seconds,
        },
        tell_overdue=lambda: at_each_hour(config, engine, datetime.now(UTC)),
        companion=sender_of(config, engine),
    )


def at_each_hour(config: Config, engine: Engine, now: datetime) -> None:
    """What the daemon does beside mails: tell what is overdue, note where the trail ends."""
    tell_overdue(engine, now)
    note_when_due(engine, config.database.audit_notes, now)
