"""What is queued and in hand, for people; and how it is called off."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import procrastinate
import psycopg
from procrastinate import exceptions
from procrastinate.jobs import Job
from sqlalchemy import Engine

from ibt_intake.jobs.nudges import BACKFILL, Task
from ibt_intake.jobs.queueing import connection_of
from storage.database import transaction
from storage.errors import DatabaseBusy, Refused
from storage.faults import ASK_SERVER, place_of
from storage.jobs import FAILED, IN_HAND, QUEUED
from storage.turns import hold_back

HELD_BACK = "an officer called its reading off; look at the mail, then try again"
WORDS = {QUEUED: "queued", IN_HAND: "in_hand", FAILED: "failed"}


@dataclass(frozen=True, slots=True)
class Queued:
    """A job as it stands."""

    number: int
    task: str
    about: str  # the mailbox, or the mails with spaces between; "": neither
    state: str
    is_backfill: bool
    tries: int
    next_try_at: datetime | None
    worker: int | None  # that has it in hand


def queued(engine: Engine) -> list[Queued]:
    """The jobs that wait, are in hand or failed; those in hand first, then in their order."""
    with asked(engine) as app:
        found = [
            Queued(
                number=job.id or 0,
                task=job.task_name,
                about=str(job.task_kwargs.get("about", "")),
                state=WORDS[state],
                is_backfill=job.priority == BACKFILL,
                tries=job.attempts,
                next_try_at=job.scheduled_at,
                worker=job.worker_id,
            )
            for state in (IN_HAND, QUEUED, FAILED)
            for job in sorted(
                app.job_manager.list_jobs(status=state), key=lambda job: (-job.priority, job.id)
            )
        ]
    return found


def call_off(engine: Engine, number: int, officer: str, only: str = "") -> str:
    """Have a job not be done; what became of it, for people.

    Mails whose reading is called off wait for a person, as the rows say: else they would be
    queued anew at the next look. only: how the key of one of them begins; the job goes on with
    its other mails. Raises Refused where there is no such job, or not one such mail in it.
    """
    with asked(engine) as app:
        jobs = list(app.job_manager.list_jobs(id=number))
        mails = mails_of(jobs[0]) if jobs else []
        called_off = the_one(mails, only, number) if jobs and only else mails
        is_whole = len(called_off) == len(mails)
        if not jobs or not is_to_come(app, jobs[0], is_whole=is_whole):
            raise Refused(f"no job {number} is queued or in hand; look at `ibt-intake jobs list`")
    if not mails:
        return f"job {number} ({jobs[0].task_name}) is called off; it comes again when it is due"
    now = datetime.now(UTC)
    with transaction(engine) as session:
        held = sum(hold_back(session, mail, HELD_BACK, officer, now) for mail in called_off)
    return told_of(jobs[0], held, is_whole=is_whole)


def told_of(job: Job, held: int, *, is_whole: bool) -> str:
    """What became of a job that reads, of which so many mails now wait for a person."""
    what = f"job {job.id} " + ("is called off" if is_whole else "goes on without this mail")
    if not held:
        return f"{what}, but what it was to read was read already"
    which = "1 mail is" if held == 1 else f"{held} mails are"
    told = f"{what}; {which} set aside, to wait for a person"
    # A good reading is not thrown away.
    return (
        f"{told}; one that is being read just now is filed yet" if job.status == IN_HAND else told
    )


def mails_of(job: Job) -> list[str]:
    """The mails that a job reads; none where it does something else."""
    is_reading = job.task_name in (Task.READ, Task.OCR)
    return str(job.task_kwargs["about"]).split() if is_reading else []


def the_one(mails: Sequence[str], only: str, number: int) -> list[str]:
    """The mail whose key begins so. Raises Refused where it is none of them, or not one."""
    found = [mail for mail in mails if mail.startswith(only)]
    if len(found) == 1:
        return found
    how_many = "several mails" if found else "no mail"
    raise Refused(
        f"job {number} reads {how_many} whose key begins with {only!r}; "
        "`ibt-intake jobs list --format jsonl` names them in full"
    )


def is_to_come(app: procrastinate.App, job: Job, *, is_whole: bool) -> bool:
    """Whether a job was queued or in hand; all of one that is called off is so by this."""
    if is_whole:
        return app.job_manager.cancel_job_by_id(job.id or 0, abort=True)
    return job.status in (QUEUED, IN_HAND)


@contextmanager
def asked(engine: Engine) -> Iterator[procrastinate.App]:
    """Procrastinate, to ask it something. Raises DatabaseBusy where its database is away."""
    connector = procrastinate.SyncPsycopgConnector(
        kwargs=connection_of(engine), min_size=1, max_size=1
    )
    app = procrastinate.App(connector=connector)
    try:
        with app.open():
            yield app
    except (exceptions.ConnectorException, psycopg.Error) as error:
        raise DatabaseBusy(
            f"the database {place_of(engine.url)} does not answer; {ASK_SERVER}"
        ) from error
