"""The worker and the daemon of the settings: where the parts of the way in are wired together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from ibt_intake.auditing import note_when_due
from ibt_intake.config import Config
from ibt_intake.filers import both_filers
from ibt_intake.jobs.beside import refuse_beside_workers
from ibt_intake.jobs.due import Rhythm
from ibt_intake.jobs.work import Work
from ibt_intake.reminding import turn_of
from intake.config import MailboxConfig
from intake.daemon import Daemon
from intake.errors import Stop
from intake.fetching import Fetcher
from intake.mailbox import open_mailbox
from intake.mailbox.protocol import Mailbox
from intake.memory import give_back_at_once
from intake.overdue import tell_overdue
from intake.worker import Worker
from outbox.sender import Sender


@contextmanager
def at_work(config: Config, engine: Engine) -> Iterator[tuple[Worker, Mailbox]]:
    """The worker of the settings and its mailbox, ended well whatever happens."""
    give_back_at_once()
    only = only_mailbox(config)
    mailbox = open_mailbox(only)
    fetcher = Fetcher(engine, mailbox, marks=only.mark != "none")
    fresh = timedelta(days=config.worker.new_days)
    worker = Worker(engine, fetcher, *both_filers(config, engine), fresh=fresh)
    try:
        yield worker, mailbox
    finally:
        worker.close()


def only_mailbox(config: Config) -> MailboxConfig:
    """The one mailbox of the settings. Raises Stop where there are more: workers share those."""
    found = config.every_mailbox()
    if len(found) > 1:
        raise Stop(
            f"the settings name {len(found)} mailboxes ({', '.join(found)}), which takes workers; "
            "start `ibt-intake worker`, or leave one under [mailbox] in config.toml"
        )
    return next(iter(found.values()))


def work_of(config: Config, engine: Engine) -> Work:
    """All that a worker can do, by the settings."""
    give_back_at_once()
    fetchers = {
        name: Fetcher(engine, open_mailbox(each), marks=each.mark != "none", is_alone=False)
        for name, each in config.every_mailbox().items()
    }
    # Workers are as many as processors: mails are recognised side by side, not their pages.
    pages = {"ocr_pages_at_once": config.reading.ocr_pages_at_once or 1}
    alike = {"reading": config.reading.model_copy(update=pages)}
    return Work(
        engine,
        fetchers,
        *both_filers(config.model_copy(update=alike), engine),
        send=turn_of(config, engine),
        tell_overdue=lambda: at_each_hour(config, engine, datetime.now(UTC)),
    )


def rhythm_of(config: Config) -> Rhythm:
    """How often workers do what, by the settings."""
    return Rhythm(
        polls={
            name: timedelta(seconds=each.poll_seconds)
            for name, each in config.every_mailbox().items()
        },
        compare=timedelta(hours=config.daemon.reconcile_hours),
        send=timedelta(seconds=config.daemon.send_seconds),
        deadlines=timedelta(minutes=config.daemon.deadline_minutes),
        fresh=timedelta(days=config.worker.new_days),
    )


def sender_of(config: Config, engine: Engine) -> Sender:
    """What works out and sends mails beside the daemon."""
    return Sender(turn_of(config, engine), every_seconds=config.daemon.send_seconds)


def daemon_of(config: Config, engine: Engine, worker: Worker, mailbox: Mailbox) -> Daemon:
    """The daemon of the settings."""
    return Daemon(
        worker,
        mailbox,
        engine,
        poll_seconds=only_mailbox(config).poll_seconds,
        every={
            "deadlines": config.daemon.deadline_minutes * 60,
            "reconcile": config.daemon.reconcile_hours * 3600,
            "retry": config.daemon.retry_seconds,
        },
        tell_overdue=lambda: at_each_hour(config, engine, datetime.now(UTC)),
        companion=sender_of(config, engine),
        refuse=lambda: refuse_beside_workers(engine, config),
    )


def at_each_hour(config: Config, engine: Engine, now: datetime) -> None:
    """What the daemon does beside mails: tell what is overdue, note where the trail ends."""
    tell_overdue(engine, now)
    note_when_due(engine, config.database.audit_notes, now)
