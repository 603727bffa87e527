"""Imports add and change, say how much, and leave a trail."""

from dataclasses import replace
from datetime import date

from rules.registry import Municipality, Organisation, Request, Validity
from storage.database import snapshot, transaction
from storage.events import events_of
from storage.facts import record
from storage.periods import PERIODS, Period
from storage.registry import (
    Imported,
    import_municipalities,
    import_organisations,
    import_requests,
    registry,
)
from tests.storage.conftest import NOON

EDE = Municipality("GM0228", "Ede", "Gelderland", "ede.nl", ("Ede (Gld)",))
TIEL = Municipality("GM0281", "Tiel", "Gelderland", "tiel.nl", ())
BUCH = Organisation("debuch.nl", "Werkorganisatie BUCH", ("GM0373", "GM0383"))
REQUEST = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)


def put(engine, add, *entries, actor=""):
    with transaction(engine) as session:
        return add(session, entries, now=NOON, actor=actor)


def stored(engine):
    with snapshot(engine) as session:
        return registry(session)


def test_what_is_imported_comes_back_in_order(engine):
    put(engine, import_municipalities, TIEL, EDE)
    put(engine, import_organisations, BUCH)
    put(engine, import_requests, REQUEST)
    found = stored(engine)
    assert (found.municipalities, found.organisations) == ((EDE, TIEL), (BUCH,))
    assert found.requests == (REQUEST,)


def test_an_import_says_what_it_added_changed_and_left(engine):
    assert put(engine, import_municipalities, EDE) == Imported(1, 0, 0)
    moved = replace(EDE, domain="gemeente-ede.nl", aliases=())
    assert put(engine, import_municipalities, moved, TIEL) == Imported(1, 1, 0)
    assert put(engine, import_municipalities, moved, TIEL) == Imported(0, 0, 2)
    assert stored(engine).municipalities == (moved, TIEL)


def test_what_a_file_leaves_out_stays(engine):
    put(engine, import_municipalities, EDE)
    put(engine, import_municipalities, TIEL)
    assert stored(engine).municipalities == (EDE, TIEL)


def test_who_judges_mails_knows_who_went_up_in_whom(engine):
    put(engine, import_municipalities, EDE, TIEL)
    with transaction(engine) as session:
        merged = Period("GM0281", None, date(2026, 12, 31), "GM0228")
        record(session, PERIODS, [merged], now=NOON, actor="jansen")
    assert stored(engine).validities == (Validity("Tiel", None, date(2026, 12, 31), "Ede"),)


def test_one_reference_may_stand_for_several_municipalities(engine):
    other = replace(REQUEST, municipality="Tiel")
    assert put(engine, import_requests, REQUEST, other) == Imported(2, 0, 0)


def test_a_line_that_comes_twice_in_a_file_is_added_once(engine):
    assert put(engine, import_requests, REQUEST, REQUEST) == Imported(1, 0, 1)


def test_a_changed_request_is_told_with_before_and_after(engine):
    put(engine, import_requests, REQUEST)
    put(engine, import_requests, replace(REQUEST, term_days=28), actor="jansen")
    with snapshot(engine) as session:
        (event,) = events_of(session, "requests:7473202/Ede")
    assert (event.action, event.actor) == ("registry_changed", "jansen")
    assert '"term_days":21' in event.before
    assert '"letter_date":"2026-04-09"' in event.before
    assert '"term_days":28' in event.after


def test_an_import_is_told_where_it_changed_something(engine):
    for _ in range(2):
        put(engine, import_requests, REQUEST, actor="jansen")
    with snapshot(engine) as session:
        (event,) = events_of(session, "requests")
    assert event.after == '{"added":1,"changed":0,"unchanged":0}'
