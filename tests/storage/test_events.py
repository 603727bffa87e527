"""Whatever is done to the audit trail shows."""

import os
import re
import stat
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import audit_key_file, snapshot, transaction
from storage.errors import DatabaseUnusable, KeyUnusable
from storage.event_heads import key_at
from storage.event_notes import is_note_due, note_head, noted_heads
from storage.events import (
    chained,
    events_of,
    head_of_events,
    record_event,
    sign_anew,
    verify_events,
)
from tests.databases import unguarded
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


def breaks(engine, *noted):
    with snapshot(engine) as session:
        return [(found.seq, found.what) for found in verify_events(session, noted)]


def meddle(engine, *statements):
    """Change the tables as someone with the file in hands could, triggers or not."""
    with engine.begin() as connection:
        unguarded(connection)
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
    assert breaks(engine) == [(3, "the head is missing")]
    with pytest.raises(DatabaseUnusable, match="restore it from a back-up"):
        record(engine, 1)


def head_in(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT count, hash, mac FROM event_head")).one()


def test_a_tail_cut_with_its_head_moved_back_is_found(engine):
    record(engine, 4)
    meddle(
        engine,
        "DELETE FROM events WHERE seq > 2",
        "UPDATE event_head SET count = 2, hash = (SELECT hash FROM events WHERE seq = 2)",
    )
    assert breaks(engine) == [(3, "the head is not signed with our key: others were cut off")]
    with pytest.raises(DatabaseUnusable, match=r"not signed.*`ibt-intake audit sign`"):
        record(engine, 1)


def test_a_trail_set_back_to_an_earlier_signed_end_is_found_by_a_note_of_a_later_one(engine):
    record(engine, 2)
    earlier = head_in(engine)
    record(engine, 3)
    with snapshot(engine) as session:
        noted = head_of_events(session)
    count, digest, mac = earlier
    meddle(
        engine,
        "DELETE FROM events WHERE seq > 2",
        f"UPDATE event_head SET count = {count}, hash = '{digest}', mac = '{mac}'",
    )
    assert breaks(engine) == []
    assert breaks(engine, noted) == [(5, "was noted, but is missing")]
    record(engine, 3, actor="pietersen")
    assert breaks(engine, noted) == [(5, "is not the one that was noted")]


def test_what_was_signed_anew_tells_so_and_why(engine):
    record(engine, 4)
    meddle(
        engine,
        "DELETE FROM events WHERE seq > 2",
        "UPDATE event_head SET count = 2, hash = (SELECT hash FROM events WHERE seq = 2)",
    )
    with transaction(engine) as session:
        sign_anew(session, NOON, "beheer", "uit een oude back-up")
    assert breaks(engine) == []
    with snapshot(engine) as session:
        (event,) = events_of(session, "trail")
    assert (event.action, event.actor) == ("trail_signed", "beheer")
    assert event.after == '{"events":2,"reason":"uit een oude back-up"}'


def test_without_its_key_nothing_is_appended_and_no_other_is_made(config, engine):
    record(engine, 2)
    key = audit_key_file(config, engine.url)
    key.unlink()
    key_at.cache_clear()
    with pytest.raises(KeyUnusable, match=r"audit\.key, is not there; put it back"):
        record(engine, 1)
    assert not key.exists()


# ------------------------------------------------------------------ notes


def noted(engine, file):
    with snapshot(engine) as session:
        heads, faults = noted_heads(session, file)
        return verify_events(session, heads) + faults


def test_the_trail_is_held_against_the_notes_that_were_made_of_it(engine, tmp_path):
    file = tmp_path / "elsewhere" / "notes.jsonl"
    for day in range(3):
        record(engine, 2)
        with snapshot(engine) as session:
            note_head(session, file, NOON + timedelta(days=day))
    assert len(file.read_text().splitlines()) == 3
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert noted(engine, file) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("{", "line 2 of .* cannot be read", id="no JSON"),
        pytest.param(
            '{"at":"2026-04-09T12:00:00Z","count":9,"hash":"ab","mac":"00"}',
            "stands in line 2 of .* unsigned",
            id="not ours",
        ),
    ],
)
def test_a_note_that_is_not_ours_is_told(engine, tmp_path, line, told):
    file = tmp_path / "notes.jsonl"
    record(engine, 2)
    with snapshot(engine) as session:
        note_head(session, file, NOON)
    with file.open("a") as opened:
        opened.write(f"{line}\n")
    (fault,) = noted(engine, file)
    assert re.search(told, fault.what)


def test_notes_are_due_once_a_day(engine, tmp_path):
    file = tmp_path / "notes.jsonl"
    assert is_note_due(file, NOON)
    record(engine, 1)
    with snapshot(engine) as session:
        note_head(session, file, NOON)
    os.utime(file, (NOON.timestamp(), NOON.timestamp()))
    assert not is_note_due(file, NOON + timedelta(hours=5))
    assert is_note_due(file, NOON + timedelta(hours=21))


# ------------------------------------------------------------------ the database's own guard


@pytest.mark.parametrize("statement", ["UPDATE events SET actor = ''", "DELETE FROM events"])
def test_the_database_refuses_to_change_an_event(engine, statement):
    record(engine, 1)
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))
