"""A case that turns overdue is written down once for each last day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.overdue import OVERDUE, tell_overdue
from intake.registry import default_registry
from rules.decisions import GrantExtension
from rules.registry import Request
from storage.case_decisions import decide_case
from storage.database import migrate, open_database, snapshot, transaction
from storage.events import events_by_action
from storage.registry import import_municipalities, import_requests
from storage.versions import version_of_case
from tests.databases import database_at

LETTER = date(2026, 4, 9)
DUE = date(2026, 4, 30)


@pytest.fixture
def engine(tmp_path):
    engine = open_database(database_at(tmp_path))
    migrate(engine)
    now = datetime(2026, 4, 9, tzinfo=UTC)
    with transaction(engine) as session:
        import_municipalities(session, default_registry().municipalities, now=now)
        requests = [
            Request(f"74732{n}", name, LETTER, 21, 90, 9, 0, 0)
            for n, name in ((10, "Ede"), (11, "Oss"))
        ]
        import_requests(session, requests, now=now)
    yield engine
    engine.dispose()


def look(engine, day, hour=12):
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return tell_overdue(engine, moment)


def told(engine):
    with snapshot(engine) as session:
        return [(event.object, event.after) for event in events_by_action(session, OVERDUE)]


def test_on_the_last_day_nothing_is_overdue_yet(engine):
    assert look(engine, DUE) == 0


def test_the_day_begins_in_the_netherlands_not_in_utc(engine):
    assert look(engine, DUE, hour=21) == 0
    assert look(engine, DUE, hour=22) == 2  # 1 May, 00:00 in summer time


def test_it_is_told_once_however_often_one_looks(engine):
    assert look(engine, DUE + timedelta(days=1)) == 2
    assert [look(engine, DUE + timedelta(days=n)) for n in (1, 2, 90)] == [0, 0, 0]
    assert told(engine) == [
        ("case:Ede/7473210", '{"due":"2026-04-30"}'),
        ("case:Oss/7473211", '{"due":"2026-04-30"}'),
    ]


def test_a_look_that_was_missed_is_made_up_by_the_next(engine):
    assert look(engine, DUE + timedelta(days=40)) == 2


def test_a_clock_that_went_back_tells_nothing_again(engine):
    look(engine, DUE + timedelta(days=1))
    assert look(engine, DUE - timedelta(days=1)) == 0
    assert look(engine, DUE + timedelta(days=1)) == 0


def test_a_later_last_day_is_told_by_itself(engine):
    look(engine, DUE + timedelta(days=1))
    later = date(2026, 5, 20)
    with transaction(engine) as session:
        decide_case(
            session,
            "Ede",
            "7473210",
            GrantExtension(later),
            officer="jansen",
            version=version_of_case(session, "Ede", "7473210"),
            now=datetime(2026, 5, 2, tzinfo=UTC),
        )
    assert look(engine, later) == 0
    assert look(engine, later + timedelta(days=1)) == 1
    assert told(engine)[-1] == ("case:Ede/7473210", '{"due":"2026-05-20"}')
