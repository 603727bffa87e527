"""Of two that want the same, one gets it."""

import multiprocessing
from datetime import timedelta

from storage.database import open_database, transaction
from storage.leases import Lease, acquire, lease_of, release, renew
from tests.servers import PATIENCE
from tests.storage.conftest import NOON


def test_a_free_lease_is_had(engine):
    with transaction(engine) as session:
        assert acquire(session, "daemon", "a", NOON, 60)
        assert lease_of(session, "daemon") == Lease("daemon", "a", NOON + timedelta(seconds=60))


def test_a_held_lease_is_not_had_by_another(engine):
    with transaction(engine) as session:
        acquire(session, "daemon", "a", NOON, 60)
        assert not acquire(session, "daemon", "b", NOON + timedelta(seconds=59), 60)
        assert lease_of(session, "daemon").holder == "a"


def test_a_lease_that_ran_out_is_free(engine):
    with transaction(engine) as session:
        acquire(session, "daemon", "a", NOON, 60)
        assert acquire(session, "daemon", "b", NOON + timedelta(seconds=60), 60)


def test_its_holder_may_ask_again(engine):
    with transaction(engine) as session:
        assert acquire(session, "daemon", "a", NOON, 60)
        assert acquire(session, "daemon", "a", NOON, 90)


def test_a_renewed_lease_runs_longer(engine):
    with transaction(engine) as session:
        acquire(session, "daemon", "a", NOON, 60)
        assert renew(session, "daemon", "a", NOON + timedelta(seconds=30), 60)
        assert not acquire(session, "daemon", "b", NOON + timedelta(seconds=80), 60)


def test_a_lease_that_another_took_cannot_be_renewed(engine):
    with transaction(engine) as session:
        acquire(session, "daemon", "a", NOON, 60)
        acquire(session, "daemon", "b", NOON + timedelta(seconds=70), 60)
        assert not renew(session, "daemon", "a", NOON + timedelta(seconds=71), 60)


def test_a_released_lease_is_free_at_once(engine):
    with transaction(engine) as session:
        acquire(session, "daemon", "a", NOON, 60)
        release(session, "daemon", "a")
        assert lease_of(session, "daemon") is None
        assert acquire(session, "daemon", "b", NOON, 60)


def test_nobody_releases_the_lease_of_another(engine):
    with transaction(engine) as session:
        acquire(session, "daemon", "a", NOON, 60)
        release(session, "daemon", "b")
        assert lease_of(session, "daemon").holder == "a"


def test_leases_of_other_names_are_apart(engine):
    with transaction(engine) as session:
        assert acquire(session, "daemon", "a", NOON, 60)
        assert acquire(session, "outbox", "b", NOON, 60)


def try_from_another_process(config, holder, start, had):
    engine = open_database(config)
    start.wait(PATIENCE)
    with transaction(engine) as session:
        if acquire(session, "daemon", holder, NOON, 60):
            had.put(holder)
    engine.dispose()


def test_of_several_processes_that_try_at_once_one_has_it(config, engine):
    fresh = multiprocessing.get_context("spawn")
    start, had = fresh.Barrier(3), fresh.Queue()
    tries = [
        fresh.Process(target=try_from_another_process, args=(config, holder, start, had))
        for holder in "abc"
    ]
    for one in tries:
        one.start()
    for one in tries:
        one.join(PATIENCE)
    winner = had.get(timeout=PATIENCE)
    assert had.empty()
    with transaction(engine) as session:
        assert lease_of(session, "daemon").holder == winner
