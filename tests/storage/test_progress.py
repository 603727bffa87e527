"""What provinces report, by day, and how the audit trail tells of it."""

import json
from dataclasses import replace
from datetime import date

from rules.distribution import Realised
from rules.judgement import Category
from storage.database import snapshot, transaction
from storage.events import events_by_action
from storage.facts import Change
from storage.progress import all_realised, differences, import_realised
from tests.storage.conftest import NOON

JULY = Realised("Urk", 1, Category.REGULAR, date(2025, 7, 1), 5)
OCTOBER = replace(JULY, counted_on=date(2025, 10, 1), places=9)
MORE = replace(JULY, places=7)


def imported(engine, *entries):
    with transaction(engine) as session:
        result = import_realised(session, entries, now=NOON, actor="jansen")
    return result.added, result.changed, result.unchanged


def known(engine):
    with snapshot(engine) as session:
        return all_realised(session)


def test_counts_of_a_later_day_leave_those_before(engine):
    assert imported(engine, JULY) == (1, 0, 0)
    assert imported(engine, OCTOBER) == (1, 0, 0)
    assert known(engine) == [JULY, OCTOBER]


def test_what_an_import_would_change_is_told_before_it_does(engine):
    imported(engine, JULY)
    with snapshot(engine) as session:
        found = differences(session, [MORE, OCTOBER])
        assert found == [Change(MORE, JULY), Change(OCTOBER, None)]
        assert differences(session, [JULY]) == []


def test_a_correction_is_an_event_with_both_figures_and_twice_is_none(engine):
    imported(engine, JULY)
    assert imported(engine, MORE) == (0, 1, 0)
    assert imported(engine, MORE) == (0, 0, 1)
    assert known(engine) == [MORE]
    with snapshot(engine) as session:
        (change,) = events_by_action(session, "registry_changed")
        wholes = events_by_action(session, "registry_imported")
    assert (change.actor, change.object) == ("jansen", "progress_counts:Urk/1/regular/2025-07-01")
    assert (json.loads(change.before), json.loads(change.after)) == ({"places": 5}, {"places": 7})
    assert [(each.object, json.loads(each.after)["changed"]) for each in wholes] == [
        ("progress_counts", 0),
        ("progress_counts", 1),
    ]
