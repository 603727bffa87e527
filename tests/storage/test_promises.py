"""Promises come from the mails of cases, as they stand by an officer's word, at any past day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rules.decisions import CorrectPlaces, CorrectTimeline, NotForUs, TakeFromCase
from rules.distribution import Realised
from rules.judgement import (
    Availability,
    Category,
    PlaceCount,
    PlaceRole,
    Statement,
    TimelineState,
)
from rules.outcomes import Outcome
from rules.registry import Municipality, Request
from storage.database import snapshot, transaction
from storage.facts import record
from storage.mail_decisions import decide_mail
from storage.periods import PERIODS, Period
from storage.progress import import_realised
from storage.promises import promises_on
from storage.registry import import_municipalities, import_requests
from storage.versions import version_of_mail
from tests.review.mails import NOW, add_mail

ON = NOW.date()  # 1 July 2026
SUMMER, WINTER = date(2026, 6, 20), date(2027, 1, 31)
LETTER = Request("7473202", "Ede", date(2026, 5, 1), 21, 100, 10, 5, 1)
SENTENCE = Statement("De 40 plekken zijn er dan.", "body", 0, 26)
PLACES = (PlaceCount(Category.REGULAR, PlaceRole.PLANNED, 40, SENTENCE),)


def promising(session, number, day, places=PLACES, municipality="Ede"):
    """A mail of so many days ago that promises 40 places for a day."""
    moment = Availability("dan", day, day, SENTENCE)
    return add_mail(session, number, municipality=municipality, timeline=(moment,), places=places)


@pytest.fixture
def mails(engine):
    """Ede promises June, moves it to January; a report of the day after June counts 44."""
    with transaction(engine) as session:
        import_requests(session, [LETTER], now=NOW)
        first = promising(session, 40, SUMMER)
        last = promising(session, 5, WINTER)
        promising(session, 6, WINTER, municipality="Urk")
        counted = [Realised("Ede", 1, Category.REGULAR, SUMMER + timedelta(days=1), 39)]
        import_realised(session, counted, now=NOW - timedelta(days=10))
    return first, last


def seen(engine, on=ON, municipality="Ede"):
    """What each promise is for and what came of it."""
    with snapshot(engine) as session:
        found = promises_on(session, on, municipality=municipality)
    return [
        (each.promise.latest, each.promise.places, each.outcome.value) for each in found.courses
    ]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (ON - timedelta(days=41), []),
        (SUMMER, [(SUMMER, 40, Outcome.OPEN)]),
        (SUMMER + timedelta(days=1), [(SUMMER, 40, Outcome.BROKEN)]),
        (ON, [(SUMMER, 40, Outcome.BROKEN), (WINTER, 40, Outcome.OPEN)]),
    ],
)
def test_a_past_day_is_told_with_what_had_come_by_then(engine, mails, on, expected):
    assert seen(engine, on) == expected


@pytest.mark.parametrize("what", [NotForUs(), TakeFromCase("Ede", "7473202")])
def test_a_mail_that_an_officer_takes_out_promises_nothing(engine, mails, what):
    decide(engine, mails[0], what)
    assert seen(engine) == [(WINTER, 40, Outcome.OPEN)]


def test_what_an_officer_corrects_is_what_was_promised(engine, mails):
    day = date(2026, 9, 1)
    moment = Availability("1 september", day, day, SENTENCE)
    decide(engine, mails[1], CorrectTimeline(TimelineState.STATED, (moment,)))
    decide(engine, mails[1], CorrectPlaces(()))
    assert seen(engine)[1:] == [(day, None, Outcome.OPEN)]


def test_one_municipality_is_told_as_among_all(engine, mails):
    with snapshot(engine) as session:
        whole, one = promises_on(session, ON), promises_on(session, ON, municipality="Ede")
    assert [each for each in whole.courses if each.promise.municipality == "Ede"] == list(
        one.courses
    )
    assert {each.promise.municipality for each in whole.courses} == {"Ede", "Urk"}
    assert whole.tasks == one.tasks  # Urk was sent no letter


def test_a_letter_tells_what_was_there_where_no_report_does(engine, mails):
    with snapshot(engine) as session:
        found = promises_on(session, ON, municipality="Ede").realised
    told = {(each.category, each.counted_on): each.places for each in found}
    due = date(2025, 7, 1)
    assert told == {
        (Category.REGULAR, due): 5,
        (Category.AMV, due): 1,
        (Category.REGULAR, SUMMER + timedelta(days=1)): 39,
    }


def decide(engine, mail, what):
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        decide_mail(session, mail, what, reason="x", officer="jansen", version=version, now=NOW)


def test_after_a_merger_the_successor_keeps_the_promises(engine, mails):
    """Ede promised; it goes up in Urk, where both are counted together from then on."""
    day = date(2027, 1, 4)
    at = datetime(2027, 1, 4, 8, tzinfo=UTC)
    with transaction(engine) as session:
        names = [Municipality(f"GM{each}", each, "Flevoland", "", ()) for each in ("Ede", "Urk")]
        import_municipalities(session, names, now=NOW)
        period = Period("GMEde", None, date(2026, 12, 31), "GMUrk")
        record(session, PERIODS, [period], now=at)
        both = [
            Realised("Urk", 1, Category.REGULAR, date(2026, 6, 1), 7),
            Realised("Urk", 1, Category.REGULAR, day, 99),
        ]
        import_realised(session, both, now=at)
    with snapshot(engine) as session:
        before = promises_on(session, date(2026, 12, 31))
        after = promises_on(session, day)
        one = promises_on(session, day, municipality="Ede")
    assert {each.promise.municipality for each in before.courses} >= {"Ede"}
    heirs = [each.promise for each in after.courses if each.promise.said_by == "Ede"]
    assert {each.municipality for each in heirs} == {"Urk"}
    assert not [each for each in after.courses if each.promise.municipality == "Ede"]
    assert [each.promise for each in one.courses if each.promise.said_by == "Ede"] == heirs
    assert {each.municipality for each in after.realised} == {"Urk"}
    regular = {
        each.counted_on: each.places
        for each in after.realised
        if each.category is Category.REGULAR and each.cycle == 1
    }
    assert regular[day] == 99  # counted after the merger: the places of both
    assert regular[SUMMER + timedelta(days=1)] == 39 + 7
