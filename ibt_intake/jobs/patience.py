"""When a job that failed is tried again."""

import asyncio

import procrastinate
from procrastinate import exceptions
from procrastinate.jobs import Job

from ibt_intake.jobs.nudges import Task
from storage.errors import StorageError

FIRST_SECONDS = {Task.READ: 5.0, Task.OCR: 5.0}  # before a second try
OTHER_SECONDS = 60.0  # a server that refuses us is to be left alone
SOON_SECONDS = 5.0  # where only the database was away
LONGEST_SECONDS = 1800.0


class Patience(procrastinate.BaseRetryStrategy):
    """Again and again, longer and longer apart: rows still say that it is undone."""

    def __init__(self, task: Task) -> None:
        self._first = FIRST_SECONDS.get(task, OTHER_SECONDS)

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> procrastinate.RetryDecision | None:
        """When it is tried again."""
        if isinstance(exception, asyncio.CancelledError | exceptions.JobAborted):
            return None
        first = SOON_SECONDS if isinstance(exception, StorageError) else self._first
        seconds = min(LONGEST_SECONDS, first * 2.0 ** min(job.attempts, 16))
        return procrastinate.RetryDecision(retry_in={"seconds": int(seconds)})
