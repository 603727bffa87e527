"""Queued work, as a table for people and as lines for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.jobs.beside import sharing
from ibt_intake.jobs.nudges import Task
from ibt_intake.tables import print_table
from intake.noted import NAME_CHARS
from storage.jobs import Crowd

if TYPE_CHECKING:  # Procrastinate comes with it
    from ibt_intake.jobs.queued import Queued


def print_jobs(
    jobs: Sequence["Queued"], engine: Engine, config: Config, output_format: str
) -> None:
    """Jobs, a row each, and who is at work."""
    if output_format == "jsonl":
        for job in jobs:
            at = job.next_try_at.isoformat() if job.next_try_at else None
            print(json.dumps({**asdict(job), "next_try_at": at}))
        return
    rows = [
        [
            str(job.number),
            job.state.replace("_", " "),
            job.task + (", backfill" if job.is_backfill else ""),
            about(job) or "-",
            str(job.tries),
            f"{job.next_try_at:%Y-%m-%d %H:%M} UTC" if job.next_try_at else "-",
            str(job.worker or "-"),
        ]
        for job in jobs
    ]
    print_table(["number", "state", "task", "about", "tries", "not before", "worker"], rows)
    if found := sharing(engine, config):
        print(told(found))


def about(job: "Queued") -> str:
    """What a job is about: of some mails the first, as logs call it, and how many more."""
    first, *more = job.about.split() if job.task == Task.READ else [job.about]
    return first[:NAME_CHARS] + (f" +{len(more)}" if more else "")


def told(found: Crowd) -> str:
    """Who is at work, and at how much, in words."""
    workers = "1 worker" if found.workers == 1 else f"{found.workers} workers"
    return f"{workers} at work; {told_of_jobs(found)}"


def told_of_jobs(found: Crowd) -> str:
    """How much waits, is in hand and failed, in words."""
    return f"{found.queued} jobs wait, {found.in_hand} in hand, {found.failed} failed"
