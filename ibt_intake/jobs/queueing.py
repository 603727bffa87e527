"""Nudges, as jobs in Procrastinate's tables."""

import contextlib
from collections.abc import Iterable
from typing import Any

import procrastinate
from procrastinate import exceptions
from procrastinate.jobs import Job
from sqlalchemy import Engine

from ibt_intake.jobs.nudges import Nudge
from storage.jobs import SCHEMA


def job_of(app: procrastinate.App, nudge: Nudge) -> Job:
    """A nudge as Procrastinate queues it."""
    ready = app.configure_task(
        nudge.task.value,
        allow_unknown=False,
        lock=nudge.lock,
        queueing_lock=nudge.key,
        priority=nudge.priority,
    )
    return ready.make_new_job(about=nudge.about)


async def put(app: procrastinate.App, jobs: Iterable[Job]) -> None:
    """Queue jobs; those that another has queued meanwhile are there already."""
    waiting = list(jobs)
    try:
        await app.job_manager.batch_defer_jobs_async(waiting)
    except exceptions.AlreadyEnqueued:
        for job in waiting:
            with contextlib.suppress(exceptions.AlreadyEnqueued):
                await app.job_manager.batch_defer_jobs_async([job])


def connection_of(engine: Engine) -> dict[str, Any]:
    """How Procrastinate reaches its tables: as we do the database, with their schema in front."""
    _, found = engine.dialect.create_connect_args(engine.url)
    options = f"{found.get('options', '')} -c search_path={SCHEMA}".strip()
    return {**found, "options": options}
