"""Decisions, tasks and exchanges as they were recorded, and as they were known on a past day."""

import json
from dataclasses import replace
from datetime import date, timedelta

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlmodel import Session

from rules.distribution import DECISIONS, DistributionDecision, Exchange, Task
from rules.judgement import Category
from rules.owed import owed_by
from rules.registry import Municipality, Request, Validity
from storage.database import MIGRATIONS, open_database, snapshot, transaction
from storage.distribution import ENTERED, EXCHANGES, TASKS, all_decisions, distribution
from storage.events import events_by_action
from storage.facts import known, record
from storage.periods import PERIODS, Period, all_validities
from storage.progress import COUNTS
from storage.registry import import_municipalities, import_requests
from tests.databases import lose
from tests.storage.conftest import NOON
from tests.storage.test_progress import JULY, MORE

LATER = NOON + timedelta(days=1)
URK = Task("Urk", 1, Category.REGULAR, 85)
SECOND = DistributionDecision(2, date(2026, 12, 18), date(2027, 7, 1))


def recorded(engine, kept, *facts, now=NOON):
    with transaction(engine) as session:
        result = record(session, kept, facts, now=now, actor="jansen")
    return result.added, result.changed, result.unchanged


def test_a_correction_leaves_what_was_known_before(engine):
    assert recorded(engine, COUNTS, JULY) == (1, 0, 0)
    assert recorded(engine, COUNTS, MORE, now=LATER) == (0, 1, 0)
    with snapshot(engine) as session:
        assert known(session, COUNTS) == [MORE]
        assert known(session, COUNTS, NOON) == [JULY]
        assert known(session, COUNTS, NOON - timedelta(seconds=1)) == []


def test_the_next_decision_joins_the_first_and_may_be_corrected(engine):
    with snapshot(engine) as session:
        assert all_decisions(session) == DECISIONS
    assert recorded(engine, ENTERED, replace(SECOND, decided_on=date(2026, 12, 17))) == (1, 0, 0)
    assert recorded(engine, ENTERED, SECOND, now=LATER) == (0, 1, 0)
    with snapshot(engine) as session:
        assert all_decisions(session) == (*DECISIONS, SECOND)
        assert len(all_decisions(session, NOON)) == 2
        (event,) = events_by_action(session, "registry_changed")
    assert (event.actor, event.object) == ("jansen", "distribution_decisions:2")
    assert json.loads(event.before) == {"decided_on": "2026-12-17"}
    assert json.loads(event.after) == {"decided_on": "2026-12-18"}


def test_an_imported_task_overrules_that_of_the_letter_and_comes_back_as_it_was(engine):
    letter = Request("1", "Urk", date(2026, 4, 9), 21, 80, 8, 0, 0)
    with transaction(engine) as session:
        import_requests(session, [letter], now=NOON)
    guess = replace(URK, cycle=2, is_indicative=True, valid_from=date(2026, 2, 27))
    recorded(engine, TASKS, URK, guess, now=LATER)
    amv = Task("Urk", 1, Category.AMV, 8)
    with snapshot(engine) as session:
        assert list(distribution(session).tasks) == [amv, URK, guess]
        assert list(distribution(session, NOON).tasks) == [replace(URK, places=80), amv]


def test_an_exchange_is_taken_back_with_none(engine):
    given = Exchange(1, "Urk", "Dronten", Category.REGULAR, date(2026, 6, 1), 30, "brief 1")
    dronten = Task("Dronten", 1, Category.REGULAR, 200)
    recorded(engine, TASKS, URK, dronten)
    recorded(engine, EXCHANGES, given)
    recorded(engine, EXCHANGES, replace(given, places=0, document="brief 2"), now=LATER)
    day = date(2026, 6, 2)
    with snapshot(engine) as session:
        before, after = distribution(session, NOON), distribution(session)
    regular = Category.REGULAR
    assert owed_by(before, "Urk", 1, day)[regular] == 55
    assert owed_by(before, "Dronten", 1, day)[regular] == 230
    assert owed_by(after, "Urk", 1, day)[regular] == 85


def test_the_days_of_municipalities_are_told_by_name(engine):
    with transaction(engine) as session:
        both = [
            Municipality("GM1696", "Wijdemeren", "Noord-Holland", "wijdemeren.nl", ()),
            Municipality("GM0402", "Hilversum", "Noord-Holland", "hilversum.nl", ()),
        ]
        import_municipalities(session, both, now=NOON)
    recorded(engine, PERIODS, Period("GM1696", None, date(2026, 12, 31), "GM0402"))
    with snapshot(engine) as session:
        assert all_validities(session) == [
            Validity("Wijdemeren", None, date(2026, 12, 31), "Hilversum")
        ]


def test_counts_of_an_earlier_version_are_known_from_their_import_on(config, tmp_path):
    lose(tmp_path)  # where one has all tables
    engine = open_database(config)
    at = NOON.strftime("%Y-%m-%d %H:%M:%S.%f+00")
    with engine.begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", str(MIGRATIONS))
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0012")
        connection.execute(
            text(
                "INSERT INTO progress_counts (municipality, cycle, category, counted_on, places) "
                "VALUES ('Urk', 1, 'regular', '2025-07-01', 5)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO events VALUES (1, :at, '', 'registry_imported', 'progress_counts', "
                "'{}', '{}', '', '')"
            ),
            {"at": at if engine.dialect.name == "postgresql" else at.removesuffix("+00")},
        )
        command.upgrade(settings, "head")
    with engine.connect() as connection:
        session = Session(connection)
        assert known(session, COUNTS, NOON) == [JULY]
        assert known(session, COUNTS, NOON - timedelta(seconds=1)) == []
    engine.dispose()


def test_a_fact_of_each_kind_is_stored_once_however_often_it_comes(engine):
    period = Period("GM1696", None, date(2026, 12, 31), "GM0402")
    given = Exchange(1, "Urk", "Dronten", Category.AMV, date(2026, 6, 1), 3, "brief 1")
    for kept, fact in ((TASKS, URK), (EXCHANGES, given), (PERIODS, period), (ENTERED, SECOND)):
        assert recorded(engine, kept, fact) == (1, 0, 0)
        assert recorded(engine, kept, fact, now=LATER) == (0, 0, 1)
        with engine.connect() as connection:
            table = kept.row.__tablename__
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 1
