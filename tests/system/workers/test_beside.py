"""One that works alone and a worker that start at the same moment: never do both go on."""

from dataclasses import dataclass, field
from functools import partial
from threading import Barrier, Event, Thread

import pytest

from ibt_intake.config import Config
from ibt_intake.jobs import beside
from ibt_intake.jobs.beside import refuse_beside_daemon, refuse_beside_workers, workers_at_work
from ibt_intake.jobs.engine import Workers
from intake.errors import Stop
from intake.leases import leased
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot
from storage.jobs import prepare_jobs
from storage.leases import lease_of
from tests.system.programs import until

ROUNDS = 12
AT_WORK = Config(worker={"look_seconds": 1, "silent_seconds": 30})


@pytest.fixture(autouse=True)
def both_live(monkeypatch):
    """Else a lease of this process would count as that of an earlier one with its number."""
    monkeypatch.setattr(beside, "is_dead", lambda holder: False)


@pytest.fixture(scope="module")
def engine(postgresql, tmp_path_factory):
    """A database of both."""
    key = tmp_path_factory.mktemp("key") / "audit.key"
    config = DatabaseConfig(url=postgresql.database(), audit_key_file=key)
    engine = open_database(config)
    migrate(engine)
    prepare_jobs(engine)
    yield engine
    engine.dispose()


@dataclass
class Part:
    """What one of both came to, in a thread of its own."""

    goes_on: Event = field(default_factory=Event)
    told: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def start(self, work):
        """Begin; what stops it is kept."""
        self.thread = Thread(target=self._run, args=(work,), daemon=True)
        self.thread.start()

    def _run(self, work):
        try:
            work()
        except Stop as stop:
            self.told.append(str(stop))
        except Exception as fault:
            self.faults.append(fault)

    def is_settled(self):
        """Whether it went on, or was stopped."""
        assert not self.faults, self.faults
        return self.goes_on.is_set() or bool(self.told)


def worker(engine, part, refuse):
    """A worker that finds nothing to do, and tells when it looks for it."""

    def due():
        part.goes_on.set()
        return []

    return Workers(
        engine=engine,
        do=lambda task, about, stop: None,
        due=due,
        queues=["fetch"],
        look_seconds=AT_WORK.worker.look_seconds,
        silent_seconds=AT_WORK.worker.silent_seconds,
        cut_off_seconds=30,
        refuse=refuse,
    )


def alone(engine, part, begin, end):
    """Work alone until told to end."""
    begin.wait()
    with leased(engine, end.set, refuse=partial(refuse_beside_workers, engine, AT_WORK)):
        part.goes_on.set()
        assert end.wait(60)


def share(shared, begin):
    """Work with others until told to end."""
    begin.wait()
    shared.run()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_both_at_the_same_moment_never_both_go_on(engine, number):
    begin, end = Barrier(2), Event()
    first, second = Part(), Part()
    shared = worker(engine, second, partial(refuse_beside_daemon, engine))
    first.start(partial(alone, engine, first, begin, end))
    second.start(partial(share, shared, begin))
    until(lambda: first.is_settled() and second.is_settled(), "that both are settled")
    end.set()
    shared.end()
    first.thread.join(60)
    second.thread.join(60)
    assert not (first.goes_on.is_set() and second.goes_on.is_set())
    assert workers_at_work(engine, AT_WORK) is None
    with snapshot(engine) as session:
        assert lease_of(session, "intake") is None


def test_a_worker_finds_who_began_alone_since_it_first_looked(engine):
    part = Part()
    with leased(engine, lambda: None):
        part.start(worker(engine, part, partial(refuse_beside_daemon, engine)).run)
        part.thread.join(60)
    assert part.is_settled()
    assert not part.goes_on.is_set()
    assert "takes in mail for this database by itself" in part.told[0]
    assert workers_at_work(engine, AT_WORK) is None


def test_who_works_alone_finds_a_worker_that_began_since_it_first_looked(engine):
    part = Part()
    shared = worker(engine, part, lambda: None)

    def looks():
        yield
        part.start(shared.run)
        until(part.is_settled, "that the worker is at work")
        refuse_beside_workers(engine, AT_WORK)

    refuse = partial(next, looks())
    with (
        pytest.raises(Stop, match=r"workers \(1\) are at work"),
        leased(engine, print, refuse=refuse),
    ):
        pytest.fail("it goes on beside the worker")
    shared.end()
    part.thread.join(60)
