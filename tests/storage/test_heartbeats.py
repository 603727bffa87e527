"""Each step's last sign of life is kept."""

from datetime import timedelta

from storage.database import snapshot, transaction
from storage.heartbeats import beat, began_at, last_beats, note_beginning
from tests.storage.conftest import NOON


def test_no_step_has_beaten_in_a_new_database(engine):
    with snapshot(engine) as session:
        assert last_beats(session) == {}


def test_the_last_beat_of_each_step_counts(engine):
    for step, minutes in (("poll", 0), ("file", 1), ("poll", 2)):
        with transaction(engine) as session:
            beat(session, step, NOON + timedelta(minutes=minutes))
    with snapshot(engine) as session:
        assert last_beats(session) == {
            "file": NOON + timedelta(minutes=1),
            "poll": NOON + timedelta(minutes=2),
        }


def test_the_first_beginning_stays_and_is_no_step(engine):
    with snapshot(engine) as session:
        assert began_at(session) is None
    for minutes in (0, 5):
        with transaction(engine) as session:
            note_beginning(session, NOON + timedelta(minutes=minutes))
    with snapshot(engine) as session:
        assert began_at(session) == NOON
        assert last_beats(session) == {}
