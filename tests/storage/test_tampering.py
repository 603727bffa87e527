"""Fifty ways of chance to meddle with the audit trail, by who holds the whole database.

Whoever does so knows the program: hashes are made to fit, the head follows. The key is not in the
database, and that must be enough.
"""

import multiprocessing
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage.config import DatabaseConfig
from storage.database import open_database, snapshot, transaction
from storage.events import Event, all_events, chained, head_of_events, record_event, verify_events
from tests.databases import unguarded
from tests.storage.conftest import NOON

SEED = 20260612
EVENTS = 20
TIMES = 50
WRITERS, EACH = 8, 25


@pytest.fixture
def config(url, tmp_path):
    return DatabaseConfig(url=url, audit_key_file=tmp_path / "audit.key", busy_seconds=60)


def record(engine, times, actor="jansen"):
    for number in range(times):
        with transaction(engine) as session:
            record_event(
                session, NOON + timedelta(seconds=number), "decided", f"case:{number}", actor=actor
            )


# ------------------------------------------------------------------ what is done to the trail


def change(chance, events):
    """Another value in one field of one event, its hash left as it was."""
    at = chance.randrange(len(events))
    name = chance.choice(["actor", "action", "object", "before", "after", "hash"])
    return [*events[:at], replace(events[at], **{name: "anders"}), *events[at + 1 :]]


def delete(chance, events):
    """One event less; the others keep their numbers, or move up."""
    at = chance.randrange(len(events))
    left = events[:at] + events[at + 1 :]
    return numbered(left) if chance.random() < 0.5 else left


def swap(chance, events):
    """Two events in each other's place, under each other's numbers or their own."""
    one, other = sorted(chance.sample(range(len(events)), 2))
    made = list(events)
    made[one], made[other] = events[other], events[one]
    return numbered(made)


def cut(chance, events):
    """The last few are gone, or all."""
    return events[: chance.randrange(len(events))]


def add(chance, events):
    """One more that nobody recorded, at its place in the chain."""
    at = chance.randrange(len(events) + 1)
    made = replace(events[0], action="extension_granted", actor="pietersen")
    return numbered([*events[:at], made, *events[at:]])


DEEDS = (change, delete, swap, cut, add)


def numbered(events):
    """The events, numbered from one."""
    return [replace(each, seq=number) for number, each in enumerate(events, 1)]


def rechained(events):
    """The events with hashes that fit, all along."""
    made, last = [], ""
    for event in numbered(events):
        made.append(chained(replace(event, prev_hash=last)))
        last = made[-1].hash
    return made


def put(connection, events, *, is_head_moved):
    """Write a trail in place of the one that is there."""
    connection.execute(text("DELETE FROM events"))
    names = Event.__slots__
    if events:
        rows = [{name: getattr(each, name) for name in names} for each in events]
        columns, values = ", ".join(names), ", ".join(f":{name}" for name in names)
        stored = text(f"INSERT INTO events ({columns}) VALUES ({values})")
        for row in rows:
            row["at"] = row["at"].strftime("%Y-%m-%d %H:%M:%S.%f")
            if connection.dialect.name == "postgresql":
                row["at"] += "+00"
        connection.execute(stored, rows)
    if is_head_moved:
        end = {"count": len(events), "hash": events[-1].hash if events else ""}
        connection.execute(text("UPDATE event_head SET count = :count, hash = :hash"), end)


def breaks(engine):
    with snapshot(engine) as session:
        return verify_events(session)


# ------------------------------------------------------------------ what is found


def test_fifty_manipulations_of_chance_are_all_found(engine):
    record(engine, EVENTS)
    with snapshot(engine) as session:
        events, head = list(all_events(session)), head_of_events(session)
    chance = random.Random(SEED)
    unfound = []
    for number in range(TIMES):
        deed = DEEDS[number % len(DEEDS)]
        made = deed(chance, events)
        fits = chance.random() < 0.5
        follows = chance.random() < 0.5
        with engine.begin() as connection:
            unguarded(connection)
            put(connection, rechained(made) if fits else made, is_head_moved=follows)
        if not breaks(engine):
            unfound.append((number, deed.__name__, fits, follows))
        with engine.begin() as connection:  # as it was, with its signature
            put(connection, events, is_head_moved=True)
        assert breaks(engine) == [], "the trail as it was is whole"
    assert unfound == []
    assert head.count == EVENTS


def append(config, actor):
    engine = open_database(config)
    record(engine, EACH, actor)
    engine.dispose()


def test_eight_writers_at_once_do_not_fork_the_chain(engine, config):
    fresh = multiprocessing.get_context("spawn")  # forking would share the connections
    writers = [fresh.Process(target=append, args=(config, actor)) for actor in "abcdefgh"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert breaks(engine) == []
    with snapshot(engine) as session:
        assert head_of_events(session).count == WRITERS * EACH
        actors = [event.actor for event in all_events(session)]
    assert {actor: actors.count(actor) for actor in "abcdefgh"} == dict.fromkeys("abcdefgh", EACH)
