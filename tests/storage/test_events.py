"""Whatever is done to the audit trail shows."""

import multiprocessing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import open_database, snapshot, transaction
from storage.errors import DatabaseUnusable
from storage.events import Head, chained, events_of, head_of_events, record_event, verify_events
from tests.storage.conftest import NOON


def record(engine, times, actor="jansen"):
    for number in range(times):
        with transaction(engine) as session:
            record_event(
                session,
                NOON + timedelta(seconds=number),
                "extension_granted",
                f"case:{number}",
                actor=actor,
                before={"due": None},
                after={"due": "2026-05-14", "kinds": ["é", "b"]},
            )


def breaks(engine, noted=None):
    with snapshot(engine) as session:
        return [(found.seq, found.what) for found in verify_events(session, noted)]


def meddle(engine, *statements):
    """Change the tables as someone with the file in hands could, triggers or not."""
    with engine.begin() as connection:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS events_refuse_{verb}"))
        for statement in statements:
            connection.execute(text(statement))


def test_an_untouched_trail_holds(engine):
    assert breaks(engine) == []
    record(engine, 5)
    assert breaks(engine) == []


def test_events_are_told_in_order_with_what_changed(engine):
    record(engine, 2)
    with snapshot(engine) as session:
        (event,) = events_of(session, "case:1")
    assert (event.seq, event.actor, event.at) == (2, "jansen", NOON + timedelta(seconds=1))
    assert event.before == '{"due":null}'
    assert event.after == '{"due":"2026-05-14","kinds":["é","b"]}'


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2026-04-09 12:00:09.000000'"),
        ("actor", "'pietersen'"),
        ("action", "'extension_refused'"),
        ("object", "'case:9'"),
        ("before", "'{}'"),
        ("after", '\'{"due":"2026-06-14"}\''),
        ("hash", "'00'"),
    ],
)
def test_a_changed_event_is_found(engine, column, value):
    record(engine, 4)
    meddle(engine, f"UPDATE events SET {column} = {value} WHERE seq = 2")
    assert (2, "was changed") in breaks(engine)


def test_a_changed_event_with_a_hash_that_fits_breaks_the_chain_behind_it(engine):
    record(engine, 4)
    with snapshot(engine) as session:
        (event,) = events_of(session, "case:1")
    forged = chained(replace(event, actor="pietersen"))
    meddle(engine, f"UPDATE events SET actor = 'pietersen', hash = '{forged.hash}' WHERE seq = 2")
    assert breaks(engine) == [(3, "does not follow from the one before")]


def test_a_deleted_event_is_found(engine):
    record(engine, 4)
    meddle(engine, "DELETE FROM events WHERE seq = 2")
    assert breaks(engine) == [(2, "is missing")]


def test_a_deleted_event_is_found_where_the_rest_moved_up(engine):
    record(engine, 4)
    meddle(
        engine,
        "DELETE FROM events WHERE seq = 2",
        "UPDATE events SET seq = 2 WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = 4",
        "UPDATE event_head SET count = 3",
    )
    assert (2, "does not follow from the one before") in breaks(engine)


def test_swapped_events_are_found(engine):
    record(engine, 4)
    meddle(
        engine,
        "UPDATE events SET seq = 99 WHERE seq = 2",
        "UPDATE events SET seq = 2 WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = 99",
    )
    assert {seq for seq, _ in breaks(engine)} >= {2, 3}


def test_a_cut_tail_is_found(engine):
    record(engine, 4)
    meddle(engine, "DELETE FROM events WHERE seq > 2")
    assert breaks(engine) == [(3, "the last ones are missing")]


def test_an_emptied_trail_is_found(engine):
    record(engine, 4)
    meddle(engine, "DELETE FROM events")
    assert breaks(engine) == [(1, "the last ones are missing")]


def test_an_event_slipped_in_behind_the_last_is_found(engine):
    record(engine, 2)
    meddle(
        engine,
        "INSERT INTO events SELECT 3, at, actor, action, object, before, after, hash, hash "
        "FROM events WHERE seq = 2",
    )
    assert (3, "was changed") in breaks(engine)


def test_a_deleted_head_is_found_and_nothing_is_appended(engine):
    record(engine, 2)
    meddle(engine, "DELETE FROM event_head")
    assert breaks(engine) == [(3, "the head differs")]
    with pytest.raises(DatabaseUnusable, match="restore it from a back-up"):
        record(engine, 1)


def test_a_trail_written_anew_with_its_head_is_found_by_a_noted_head(engine):
    record(engine, 3)
    with snapshot(engine) as session:
        noted = head_of_events(session)
    meddle(engine, "DELETE FROM events", "UPDATE event_head SET count = 0, hash = ''")
    record(engine, 3, actor="pietersen")
    assert breaks(engine) == []
    assert breaks(engine, noted) == [(3, "is not the one that was noted")]
    assert breaks(engine, Head(5, "ab")) == [(5, "was noted, but is missing")]


@pytest.mark.parametrize("statement", ["UPDATE events SET actor = ''", "DELETE FROM events"])
def test_the_database_refuses_to_change_an_event(engine, statement):
    record(engine, 1)
    with pytest.raises(IntegrityError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))


def append_from_another_process(config, actor):
    engine = open_database(config)
    record(engine, 40, actor=actor)
    engine.dispose()


def test_two_writers_do_not_fork_the_chain(config, engine):
    fresh = multiprocessing.get_context("spawn")  # forking would share SQLite's file handles
    writers = [
        fresh.Process(target=append_from_another_process, args=(config, actor)) for actor in "ab"
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert breaks(engine) == []
    with snapshot(engine) as session:
        assert head_of_events(session).count == 80
