"""How a talk stands, and what can be done to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.talks import (
    Talk,
    TalkDeed,
    TalkFacts,
    TalkKind,
    TalkState,
    TalkVersion,
    as_of,
    before_last,
    cancelled,
    held,
    in_order,
    may,
    moved,
)

START = datetime(2026, 7, 10, 8, tzinfo=UTC)
PLANNED = TalkFacts(TalkKind.OFFICIAL, START, 60, "Den Haag", "de wethouder")
MOVED = moved(PLANNED, START + timedelta(days=7), 30, "", "ziek")
DEEDS = set(TalkDeed) - {TalkDeed.PLANNED}


def talk(*deeds, number=1):
    versions = tuple(
        TalkVersion(at, deed, facts, START + timedelta(hours=at), "jansen")
        for at, (deed, facts) in enumerate(deeds)
    )
    return Talk(number, "x@ibt-intake", versions)


FIRST = (TalkDeed.PLANNED, PLANNED)


@pytest.mark.parametrize(
    ("deed", "facts", "state", "can"),
    [
        (TalkDeed.MOVED, MOVED, TalkState.PLANNED, DEEDS),
        (TalkDeed.HELD, held(PLANNED, date(2026, 7, 11), "x"), TalkState.HELD, {TalkDeed.UNDONE}),
        (TalkDeed.CANCELLED, cancelled(MOVED, "x"), TalkState.CANCELLED, {TalkDeed.UNDONE}),
        (TalkDeed.UNDONE, PLANNED, TalkState.PLANNED, DEEDS - {TalkDeed.UNDONE}),
    ],
)
def test_what_can_be_done_to_a_talk_follows_from_how_it_stands(deed, facts, state, can):
    found = talk(FIRST, (deed, facts))
    assert found.state is state
    assert {each for each in TalkDeed if may(found, each)} == can
    assert before_last(found) == PLANNED


def test_a_talk_that_was_only_planned_has_nothing_to_undo():
    assert not may(talk(FIRST), TalkDeed.UNDONE)


def test_a_talk_is_told_as_it_was_known_at_a_moment():
    found = talk(FIRST, (TalkDeed.MOVED, MOVED))
    assert as_of(found, START) is None
    assert as_of(found, START + timedelta(hours=1)).facts == PLANNED
    assert as_of(found, START + timedelta(hours=2)) == found


def test_planned_talks_come_first_the_next_one_before_the_later():
    late, soon = (
        talk((TalkDeed.PLANNED, each), number=number)
        for number, each in enumerate([MOVED, PLANNED], 1)
    )
    old = talk(FIRST, (TalkDeed.HELD, held(PLANNED, date(2026, 7, 10), "x")), number=3)
    past = replace(PLANNED, planned_for=START - timedelta(days=9))
    older = talk(FIRST, (TalkDeed.CANCELLED, cancelled(past, "x")), number=4)
    assert [each.id for each in in_order([older, old, late, soon])] == [2, 1, 3, 4]
