"""Procrastinate as the engine of the workers: who does which job when."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import procrastinate
import structlog
from procrastinate import exceptions
from procrastinate.jobs import Status
from sqlalchemy import Engine

from ibt_intake.jobs.nudges import LOOKING, PRIORITIES, QUEUES, Nudge, Queue, Task, in_lots, keys_in
from ibt_intake.jobs.patience import Patience
from ibt_intake.jobs.queueing import connection_of, job_of, put
from ibt_intake.jobs.steady import AWAY, RECONNECT_SECONDS, Steady
from intake.errors import IntakeError, unforeseen
from outbox.errors import OutboxError
from storage.errors import StorageError
from storage.jobs import FAILED, IN_HAND, QUEUED, reach_of
from storage.lots import lots_of

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
