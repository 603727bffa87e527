"""Procrastinate as the engine of the workers: who does which job when, and again if it failed."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import procrastinate
import psycopg
import structlog
from procrastinate import exceptions
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from sqlalchemy import Engine

from ibt_intake.jobs.nudges import (
    LOOKING,
    PRIORITIES,
    QUEUES,
    Nudge,
    Queue,
    Task,
    in_lots,
    keys_in,
)
from intake.errors import IntakeError, unforeseen
from outbox.errors import OutboxError
from storage.errors import StorageError
from storage.jobs import FAILED, IN_HAND, QUEUED, SCHEMA, reach_of
from storage.lots import lots_of

AWAY = (exceptions.ConnectorException, psycopg.Error, OSError)
FIRST_SECONDS = {Task.READ: 5.0, Task.OCR: 5.0}  # before a second try
OTHER_SECONDS = 60.0  # a server that refuses us is to be left alone
SOON_SECONDS = 5.0  # where only the database was away
LONGEST_SECONDS = 1800.0
RECONNECT_SECONDS = 2.0
TELL_TIMES = 30
AT_ONCE = 200  # jobs queued by one statement
FORGET_HOURS = 24 * 7  # jobs that failed or were cancelled
FORGET_EVERY = 3600  # seconds
CONNECTIONS = 6

log = structlog.get_logger()

Do = Callable[[Task, str, Event], None]


@dataclass
class Workers:
    """One worker of those who share the work, for as long as it is to work."""

    engine: Engine
    do: Do
    due: Callable[[], list[Nudge]]  # see `due.nudges`
    queues: Sequence[str]
    look_seconds: int
    silent_seconds: int  # of a worker, after which its jobs are another's
    cut_off_seconds: int  # without an answer of the database, after which to give up
    refuse: Callable[[], None]  # raises Stop where who works alone has the work
    stop: Event = field(default_factory=Event)
    _told: asyncio.Event = field(default_factory=asyncio.Event)
    _over: asyncio.Event = field(default_factory=asyncio.Event)  # told, or the database is away
    _news: asyncio.Queue[str] = field(default_factory=asyncio.Queue)  # mailboxes with new mail
    _loop: asyncio.AbstractEventLoop | None = None

    def run(self) -> None:
        """Work until `end` is called; the job in hand is finished first. Raises as `refuse`."""
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # we tell what matters
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
        try:
            asyncio.run(self._run())
        finally:
            self._loop = None  # who calls `end` from now on finds that it has ended

    def end(self) -> None:
        """Finish what is in hand, then stop; from any thread."""
        self.stop.set()
        if self._loop:
            self._loop.call_soon_threadsafe(self._told.set)

    def fetch_soon(self, mailbox: str) -> None:
        """Have what is new in a mailbox fetched by whoever is free; from any thread."""
        if loop := self._loop:
            with contextlib.suppress(RuntimeError):  # it has ended just now
                loop.call_soon_threadsafe(self._news.put_nowait, mailbox)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self.stop.is_set():
            return
        log.info("started", queues=list(self.queues))
        while not self._told.is_set():
            try:
                await self._work()
            except (*AWAY, StorageError) as error:
                log.error("database_away", reason=type(error.__cause__ or error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), RECONNECT_SECONDS)
        log.info("stopped")

    async def _work(self) -> None:
        """Work until told to stop, or the database is away."""
        app = self._app()
        self._over.clear()
        try:
            await app.open_async()
            hands = [asyncio.create_task(self._hand(app, queues)) for queues in self._shares()]
            hands.append(asyncio.create_task(self._queue_news(app)))
            told = asyncio.create_task(self._told.wait())
            await asyncio.wait({*hands, told}, return_when=asyncio.FIRST_COMPLETED)
            told.cancel()
            self._over.set()  # else a scan in hand would hold up all of its work for many minutes
            for hand in hands:
                hand.cancel()  # which has it finish what it has in hand
            ends = await asyncio.gather(*hands, return_exceptions=True)
            for end in ends:
                if isinstance(end, Exception):
                    raise end
        finally:
            with contextlib.suppress(*AWAY):
                await app.close_async()

    def _shares(self) -> list[list[str]]:
        """What each of its two hands takes part in: scans hold up nothing else."""
        others = [LOOKING, *(each for each in self.queues if each != Queue.OCR)]
        return [others, [Queue.OCR]] if Queue.OCR in self.queues else [others]

    async def _hand(self, app: procrastinate.App, queues: Sequence[str]) -> None:
        """Do what is queued, one after the other, until cancelled."""
        await app.run_worker_async(
            queues=queues,
            install_signal_handlers=False,
            delete_jobs="successful",
            fetch_job_polling_interval=self.look_seconds,
            abort_job_polling_interval=self.look_seconds,
            update_heartbeat_interval=self.silent_seconds / 4,
            stalled_worker_timeout=self.silent_seconds,
        )

    async def _queue_news(self, app: procrastinate.App) -> None:
        """Queue fetches that are asked for, until cancelled."""
        while True:
            await put(app, [job_of(app, Nudge(Task.FETCH, await self._news.get()))])

    def _app(self) -> procrastinate.App:
        """The tasks by name, on connections of their own."""
        app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                kwargs=connection_of(self.engine) | reach_of(self.cut_off_seconds),
                min_size=1,
                max_size=CONNECTIONS,
            )
        )

        app.job_manager = Steady(app.connector, self._told.is_set, self.refuse)

        async def look(timestamp: int) -> None:
            with told_of_look():
                await self._look(app)
            if timestamp % FORGET_EVERY < self.look_seconds:
                await app.job_manager.delete_old_jobs(
                    FORGET_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
                )

        every = f"* * * * * */{self.look_seconds}"
        app.periodic(cron=every, queueing_lock=Task.LOOK.value)(
            app.task(
                name=Task.LOOK.value,
                queue=LOOKING,
                priority=PRIORITIES[Task.LOOK],
                queueing_lock=Task.LOOK.value,
            )(look)
        )
        for task in Task:
            if task is not Task.LOOK:
                app.task(name=task.value, queue=QUEUES[task], retry=Patience(task))(
                    self._doing(app, task)
                )
        return app

    def _doing(self, app: procrastinate.App, task: Task) -> Callable[..., Any]:
        """The task, done in a thread: the loop goes on telling that this worker lives."""

        async def done(about: str) -> None:
            stop = Event()
            work = asyncio.create_task(asyncio.to_thread(self._done, task, about, stop))
            waits = asyncio.create_task(self._over.wait())
            try:
                await asyncio.wait({work, waits}, return_when=asyncio.FIRST_COMPLETED)
            except asyncio.CancelledError:
                stop.set()
                await asyncio.wait({work})
                raise
            finally:
                waits.cancel()
            stop.set()
            await work
            if task in (Task.FETCH, Task.COMPARE):
                await self._look(app)  # what was kept need not wait for the next look

        return done

    def _done(self, task: Task, about: str, stop: Event) -> None:
        """Do it; what went wrong is told here, as the traceback could tell too much."""
        try:
            self.do(task, about, stop)
        except (IntakeError, OutboxError, StorageError) as error:
            log.error("job_failed", task=task.value, reason=str(error))
            raise
        except Exception as error:
            log.error("job_failed", task=task.value, reason=unforeseen(error))
            raise

    async def _look(self, app: procrastinate.App) -> None:
        """Free what silent workers had in hand, then queue what the rows say is undone."""
        await self._free(app)
        wanted = await asyncio.to_thread(self.due)
        queued = {
            key
            for status in (QUEUED, IN_HAND)
            for job in await app.job_manager.list_jobs_async(status=status)
            for key in keys_in(job.queueing_lock or "")
        }
        undone = [each for each in wanted if each.key not in queued]
        jobs = [job_of(app, each) for each in in_lots(undone)]
        for some in lots_of(jobs, AT_ONCE):
            await put(app, some)

    async def _free(self, app: procrastinate.App) -> None:
        """Have others do what workers that were killed, or cut off, had in hand."""
        manager = app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self.silent_seconds):
            log.warning("worker_silent", task=job.task_name)
            # Another may have freed it meanwhile, or the same be queued anew: then it is done with.
            with contextlib.suppress(exceptions.ConnectorException):
                try:
                    await manager.retry_job(job)
                except exceptions.UniqueViolation:
                    await manager.finish_job(job, Status(FAILED), delete_job=True)


@contextlib.contextmanager
def told_of_look() -> Iterator[None]:
    """Log what goes wrong, but for a database that is away: that is told where the worker ends."""
    try:
        yield
    except StorageError as error:
        log.error("look_failed", reason=str(error))
        raise
    except AWAY:
        raise
    except Exception as error:
        log.error("look_failed", reason=unforeseen(error))
        raise


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
