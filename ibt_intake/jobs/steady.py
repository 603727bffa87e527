"""Who is at work, and how jobs ended: told also where the database is away just then."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from procrastinate import exceptions
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

AWAY = (exceptions.ConnectorException, psycopg.Error, OSError)
RECONNECT_SECONDS = 2.0
TELL_TIMES = 30


class Steady(JobManager):
    """Tells how a job ended, also where the database is away just then.

    Else the job would stay in the hand of a worker that lives and has done with it, and so would
    its lock.
    """

    def __init__(
        self, connector: BaseConnector, is_over: Callable[[], bool], refuse: Callable[[], None]
    ) -> None:
        """is_over: whether the worker is to stop; its jobs are then found without it.

        refuse: see `Workers`.
        """
        super().__init__(connector)
        self._is_over = is_over
        self._refuse = refuse
        self._number = 0  # of the worker, which both its hands have
        self._hands = 0
        self._one_by_one = asyncio.Lock()

    async def register_worker(self) -> int:
        """The number of the worker, at its start and after the database was away."""
        async with self._one_by_one:
            if not self._hands:
                self._number = await self._registered()
            self._hands += 1
        return self._number

    async def unregister_worker(self, worker_id: int) -> None:
        """The worker is no more, once both hands have ended."""
        self._hands -= 1
        if not self._hands:
            await super().unregister_worker(worker_id)

    async def _registered(self) -> int:
        """A number of its own, unless it may not work."""
        number = await super().register_worker()
        try:
            # Only now: who began to work alone in between has looked before, and left its lease,
            # or looks after this and finds the worker. So never do both go on.
            await asyncio.to_thread(self._refuse)
        except BaseException:
            with contextlib.suppress(*AWAY):
                await super().unregister_worker(number)
            raise
        return number

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """See the class."""
        await self._told(lambda: super(Steady, self).finish_job(job, status, delete_job))

    async def retry_job(self, job: Job, *arguments: Any, **named: Any) -> None:
        """See the class."""
        await self._told(lambda: super(Steady, self).retry_job(job, *arguments, **named))

    async def _told(self, tell: Callable[[], Awaitable[None]]) -> None:
        for _ in range(TELL_TIMES):
            try:
                await tell()
                return
            except exceptions.ConnectorException as error:
                if self._is_over() or not isinstance(error.__cause__, psycopg.OperationalError):
                    raise
                await asyncio.sleep(RECONNECT_SECONDS)
        await tell()
