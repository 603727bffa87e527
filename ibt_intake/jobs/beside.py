"""Who is at work beside: a daemon has the work for itself, workers share it among them."""

from datetime import timedelta

from sqlalchemy import Engine

from ibt_intake.config import Config
from intake.errors import Occupied, Stop
from intake.leases import LEASE, RECOGNISING, is_dead
from intake.steps import now
from storage.database import snapshot
from storage.jobs import Crowd, are_there_jobs, crowd_of
from storage.leases import lease_of


def refuse_beside_daemon(engine: Engine) -> None:
    """Raise Stop where `ibt-intake run`, `poll` or `ingest` is at work here."""
    with snapshot(engine) as session:
        found = [lease_of(session, name) for name in (LEASE, RECOGNISING)]
    for held in found:
        if held and held.until > now() and not is_dead(held.holder):
            raise Stop(
                f"another program ({held.holder}) takes in mail for this database by itself; stop "
                "it first, or wait until it has ended, then start workers"
            )


def refuse_beside_workers(engine: Engine, config: Config) -> None:
    """Raise Occupied where workers are at work here; one that was killed is, until it is silent."""
    if found := workers_at_work(engine, config):
        raise Occupied(
            f"workers ({found.workers}) are at work on this database",
            "stop them first, or wait until those that were killed count as silent "
            f"({config.worker.silent_seconds} seconds)",
        )


def workers_at_work(engine: Engine, config: Config) -> Crowd | None:
    """The workers that were heard of lately; None where there are none."""
    found = sharing(engine, config)
    return found if found and found.workers else None


def sharing(engine: Engine, config: Config) -> Crowd | None:
    """Who shares the work now, and at how much; None where nobody ever did, as on SQLite."""
    since = now() - timedelta(seconds=config.worker.silent_seconds)
    with snapshot(engine) as session:
        return crowd_of(session, since) if are_there_jobs(session) else None


def left_to(others: Occupied, engine: Engine, config: Config) -> str:
    """Who reads what is kept, and what to do where those were killed: that nobody knows yet."""
    found = workers_at_work(engine, config)
    if found is None:
        return (
            f"{others.by}: it reads what is kept now, the oldest first; if it has ended by then, "
            "the next `run`, `poll` or `ingest` does"
        )
    heard = f", last heard of at {found.heard_at:%H:%M:%S} UTC" if found.heard_at else ""
    return (
        f"workers ({found.workers}{heard}) read what is kept now; if they were killed, start one, "
        f"or ingest the same again once they count as silent ({config.worker.silent_seconds} "
        "seconds)"
    )
