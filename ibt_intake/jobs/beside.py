"""Who is at work beside: a daemon has the work for itself, workers share it among them."""

from datetime import timedelta

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.jobs.work import now
from intake.daemon import LEASE, is_dead
from intake.errors import Stop
from storage.database import snapshot
from storage.jobs import are_there_jobs, crowd_of
from storage.leases import lease_of


def refuse_beside_daemon(engine: Engine) -> None:
    """Raise Stop where `ibt-intake run` or `poll` is at work here."""
    with snapshot(engine) as session:
        held = lease_of(session, LEASE)
    if held and held.until > now() and not is_dead(held.holder):
        raise Stop(
            f"the daemon ({held.holder}) takes in mail for this database by itself; stop it first, "
            "then start workers"
        )


def refuse_beside_workers(engine: Engine, config: Config) -> None:
    """Raise Stop where workers are at work here; one that was killed is, until it is silent."""
    if found := workers_at_work(engine, config):
        raise Stop(
            f"workers ({found}) are at work on this database; stop them first, or wait until those "
            f"that were killed count as silent ({config.worker.silent_seconds} seconds)"
        )


def workers_at_work(engine: Engine, config: Config) -> int:
    """How many workers were heard of lately; 0 where there never was one, as on SQLite."""
    since = now() - timedelta(seconds=config.worker.silent_seconds)
    with snapshot(engine) as session:
        return crowd_of(session, since).workers if are_there_jobs(session) else 0
