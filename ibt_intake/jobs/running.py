"""A worker of the settings, from its start to its end."""

from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.jobs.beside import refuse_beside_daemon
from ibt_intake.jobs.due import nudges
from ibt_intake.jobs.engine import Workers
from ibt_intake.jobs.listening import listening
from ibt_intake.jobs.nudges import Nudge, Queue
from ibt_intake.working import rhythm_of, work_of
from intake.mailbox import open_mailbox
from intake.mailbox.protocol import Mailbox
from intake.signals import heeded
from intake.steps import now
from storage.database import snapshot, transaction
from storage.heartbeats import note_beginning
from storage.jobs import let_go_when_cut_off

SHORTEST_SECONDS = 30  # of silence within a unit of work: a busy machine is not cut off


def share_work(config: Config, engine: Engine, queues: Sequence[str]) -> None:
    """Work with others until told to stop. Raises Stop where a daemon has the work for itself."""
    refuse_beside_daemon(engine)
    cut_off_seconds = max(SHORTEST_SECONDS, config.worker.silent_seconds)
    let_go_when_cut_off(engine, cut_off_seconds)
    with transaction(engine) as session:
        note_beginning(session, now())
    rhythm = rhythm_of(config)

    def due() -> list[Nudge]:
        with snapshot(engine) as session:
            return nudges(session, rhythm, now())

    with closing(work_of(config, engine)) as work:
        workers = Workers(
            engine=engine,
            cut_off_seconds=cut_off_seconds,
            do=work.do,
            due=due,
            queues=queues,
            refuse=lambda: refuse_beside_daemon(engine),
            look_seconds=config.worker.look_seconds,
            silent_seconds=config.worker.silent_seconds,
        )
        heard = mailboxes_to_hear(config) if Queue.FETCH in queues else {}
        with heeded(workers.end), listening(engine, heard, workers.fetch_soon):
            workers.run()


def mailboxes_to_hear(config: Config) -> dict[str, Mailbox]:
    """The mailboxes whose server may tell of new mail, by name."""
    return {
        name: open_mailbox(each)
        for name, each in config.every_mailbox().items()
        if each.kind == "imap" and each.idle
    }
