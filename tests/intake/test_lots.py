"""Mails are taken in by lots as they would be one after the other."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from intake import judged_lot, lots, reader_process
from intake.config import ReadingConfig
from intake.desk import Desk
from intake.errors import TryLater
from intake.judging import load_judge
from intake.lots import LOT_BYTES, LOT_MAILS, WaitingLine, file_waiting, in_lots
from intake.reader_process import Known, ReaderProcess
from intake.registry import default_registry
from intake.tally import Tally
from rules.judgement import Flag
from storage.database import snapshot, transaction
from storage.errors import DatabaseUnusable
from storage.events import events_by_action
from storage.failures import (
    IN_HAND,
    failures,
    set_aside,
    take_in_hand,
    take_lot_in_hand,
    try_again,
)
from storage.judgements import judgements_on_file
from storage.ledger import Arrival, State, Waiting, keep_all, mails_by_state, waiting
from storage.turns import hold_back
from tests.intake.mails import numbered

AT = datetime(2026, 4, 9, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk():
    return Desk(load_judge(default_registry()), ReadingConfig())


@pytest.fixture
def sizes(monkeypatch):
    """The sizes of the lots that were filed."""
    found = []

    def filed(session, lot, now, before=judged_lot.file_lot):
        found.append(len(lot))
        before(session, lot, now)

    monkeypatch.setattr(judged_lot, "file_lot", filed)
    return found


def keep(engine, *raws):
    """Keep mails, a minute after one another; their names."""
    arrivals = [
        Arrival("ibt", "INBOX", 7, uid, raw, id_of(raw), AT + timedelta(minutes=uid))
        for uid, raw in enumerate(raws, 1)
    ]
    with transaction(engine) as session:
        return [each.mail for each in keep_all(session, arrivals, AT)]


def id_of(raw):
    """As a first look tells it."""
    return next(
        line[12:].decode() for line in raw.splitlines() if line.lower().startswith(b"message-id: ")
    )


def take_in(engine, desk):
    tally = Tally()
    file_waiting(engine, desk, tally, Event())
    return tally


def flags(engine):
    """The flags of each mail on file, in order of receipt."""
    with snapshot(engine) as session:
        return [each.judgement.flags for each in judgements_on_file(session)]


def test_mails_are_filed_together(engine, desk, sizes):
    keep(engine, *map(numbered, range(1, 6)))
    assert take_in(engine, desk).filed == 5
    assert sizes == [5]


@pytest.mark.parametrize("which", [0, 1])
def test_one_of_two_reading_processes_killed_amid_a_pile_loses_and_doubles_nothing(
    engine, monkeypatch, which
):
    monkeypatch.setattr(reader_process.os, "sched_getaffinity", lambda _: {0, 1})
    keep(engine, *map(numbered, range(60)))
    tally, read = Tally(), []

    def each():
        read.append(1)
        if len(read) == 20:
            reader._clerks[which]._process.kill()

    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        file_waiting(engine, reader, tally, Event(), each=each)
    assert (tally.filed, tally.set_aside, len(read)) == (60, 0, 60)
    with snapshot(engine) as session:
        filed = [event.object for event in events_by_action(session, "filed")]
        found = [each.message_id for each in judgements_on_file(session)]
    assert len(set(filed)) == len(filed) == 60
    assert sorted(found) == sorted(f"<mail-{number}@example.nl>" for number in range(60))


class Noting:
    """A taker that counts the mails that were begun."""

    def __init__(self, desk):
        self.requests, self.validities = desk.requests, desk.validities
        self.desk, self.begun = desk, 0

    def begin(self, raw, received_at, **options):
        """As `Taker.begin`."""
        self.begun += 1
        return self.desk.begin(raw, received_at, **options)

    def rest(self):
        """As `Taker.rest`."""


@pytest.mark.parametrize(
    ("most_bytes", "begun_and_filed"),
    [
        pytest.param(lots.HELD_BYTES, [(5, 3), (7, 3), (7, 1)], id="two ahead"),
        pytest.param(1, [(3, 3), (6, 3), (7, 1)], id="no more than one lot in memory"),
    ],
)
def test_mails_are_begun_before_those_that_came_first_are_filed(
    engine, desk, monkeypatch, most_bytes, begun_and_filed
):
    for name, value in (("LOT_MAILS", 3), ("AHEAD", 2), ("HELD_BYTES", most_bytes)):
        monkeypatch.setattr(lots, name, value)
    taker, found = Noting(desk), []

    def filed(session, lot, now, before=judged_lot.file_lot):
        found.append((taker.begun, len(lot)))
        before(session, lot, now)

    monkeypatch.setattr(judged_lot, "file_lot", filed)
    keep(engine, *map(numbered, range(1, 8)))
    assert take_in(engine, taker).filed == 7
    assert found == begun_and_filed


def test_a_copy_is_told_from_the_first_of_its_own_lot(engine, desk):
    first = numbered(1)
    keep(engine, first, numbered(2), b"X-Way: another\r\n" + first, numbered(3))
    assert take_in(engine, desk).filed == 4
    assert [Flag.DUPLICATE in each for each in flags(engine)] == [False, False, True, False]


def test_a_copy_is_told_by_message_ids_that_the_first_look_missed(engine, desk):
    first = numbered(1)
    raws = [first, b"X-Way: another\r\n" + first]
    arrivals = [Arrival("ibt", "INBOX", 7, uid, raw, "", AT) for uid, raw in enumerate(raws)]
    with transaction(engine) as session:
        keep_all(session, arrivals, AT)
    take_in(engine, desk)
    assert sorted(Flag.DUPLICATE in each for each in flags(engine)) == [False, True]


def test_what_was_in_hand_when_the_program_ended_is_taken_by_itself(engine, desk, sizes):
    names = keep(engine, *map(numbered, range(1, 6)))
    with transaction(engine) as session:
        assert take_lot_in_hand(session, names[:3], "read", AT) == frozenset(names[:3])
    assert take_in(engine, desk).filed == 5
    assert sizes == [1, 1, 1, 2]
    with snapshot(engine) as session:
        assert failures(session) == []


def test_what_another_has_in_hand_is_left_to_it(engine):
    names = keep(engine, *map(numbered, range(1, 4)))
    with transaction(engine) as session:
        take_in_hand(session, names[0], "read", AT)
    with transaction(engine) as session:
        assert take_lot_in_hand(session, names, "read", AT) == frozenset(names[1:])


@dataclass
class Refusing:
    """A correspondence that goes wrong on one mail."""

    mail: str
    error: Exception

    def note(self, session, sha256, *_):
        """As `Correspondence.note`."""
        if sha256 == self.mail:
            raise self.error


def test_one_that_cannot_be_filed_is_set_aside_and_the_others_are_filed(engine, desk, sizes):
    names = keep(engine, *map(numbered, range(1, 4)))
    refusing, tally, judged = Refusing(names[1], ValueError("no")), Tally(), []
    file_waiting(
        engine, desk, tally, Event(), correspondence=refusing, each=lambda: judged.append(1)
    )
    assert (tally.filed, tally.set_aside) == (2, 1)
    assert (sizes, len(judged)) == ([3, 1, 1, 1], 3)
    with snapshot(engine) as session:
        assert [(each.mail, each.tries) for each in failures(session)] == [(names[1], 1)]


def test_a_database_that_fails_while_a_lot_is_parted_counts_no_try_of_the_rest(engine, desk, sizes):
    names = keep(engine, *map(numbered, range(1, 4)))

    class Failing(Refusing):
        def note(self, session, sha256, *_):
            if sizes == [3, 1, 1]:
                raise DatabaseUnusable("no room left")
            super().note(session, sha256)

    with pytest.raises(DatabaseUnusable):
        file_waiting(
            engine, desk, Tally(), Event(), correspondence=Failing(names[0], ValueError("no"))
        )
    with snapshot(engine) as session:
        assert [(each.mail, each.tries) for each in waiting(session, AT, 9)] == [
            (name, 0) for name in names[1:]
        ]
        assert [(each.mail, each.tries) for each in failures(session)] == [(names[0], 1)]


def test_one_that_was_called_off_is_filed_once_an_officer_has_it_tried(engine, desk, sizes):
    names = keep(engine, *map(numbered, range(1, 4)))
    with transaction(engine) as session:
        hold_back(session, names[1], "called off", "jansen", AT)
        try_again(session, names[1], "jansen", AT)
    assert take_in(engine, desk).filed == 3
    assert sizes == [1, 1, 1]


def test_a_tried_one_that_was_called_off_since_it_was_listed_is_left_to_a_person(engine, desk):
    names = keep(engine, *map(numbered, range(1, 4)))
    with transaction(engine) as session:
        set_aside(session, names[1], "read", "too slow", AT)
        listed = waiting(session, datetime.now(UTC), 9)
        hold_back(session, names[1], "called off", "jansen", AT)
    tally = Tally()
    WaitingLine(engine, desk, tally, Event()).take_in(listed)
    assert (len(listed), tally.filed, tally.set_aside) == (3, 2, 0)
    with snapshot(engine) as session:
        (failure,) = failures(session)
    assert (failure.reason, failure.next_try_at) == ("called off", None)


def test_a_pass_ends_where_nothing_comes_of_what_waits(engine, desk, monkeypatch):
    keep(engine, numbered(1))
    monkeypatch.setattr(lots, "take_lot_in_hand", lambda *_: frozenset())
    assert take_in(engine, desk).filed == 0


def test_one_that_ended_the_program_too_often_is_set_aside_unread(engine, desk, sizes):
    (name,) = keep(engine, numbered(1))
    for _ in range(3):
        with transaction(engine) as session:
            assert take_in_hand(session, name, "read", AT)
    assert take_in(engine, desk).set_aside == 1
    assert sizes == []
    with snapshot(engine) as session:
        (failure,) = failures(session)
    assert failure.reason.startswith(IN_HAND)
    assert failure.next_try_at is None


class Stopped(Noting):
    """A taker that is told to stop while it reads."""

    def begin(self, raw, received_at, **options):
        """As `Taker.begin`."""

        def ended():
            raise TryLater("the reading process was ended")

        return ended


def test_an_ordinary_stop_over_one_that_failed_often_is_no_failure(engine, desk):
    (name,) = keep(engine, numbered(1))
    with transaction(engine) as session:
        for _ in range(3):
            set_aside(session, name, "read", "too many pages", AT)
        try_again(session, name, "jansen", AT)
        (before,) = failures(session)
    for _ in range(3):
        with pytest.raises(TryLater):
            take_in(engine, Stopped(desk))
        with snapshot(engine) as session:
            assert failures(session) == [before]
    assert take_in(engine, desk).filed == 1


def test_a_database_that_fails_counts_no_try_of_any(engine, desk, monkeypatch):
    keep(engine, *map(numbered, range(1, 4)))

    def fails(*_):
        raise DatabaseUnusable("no room left")

    monkeypatch.setattr(judged_lot, "file_lot", fails)
    with pytest.raises(DatabaseUnusable):
        take_in(engine, desk)
    with snapshot(engine) as session:
        assert [each.tries for each in waiting(session, AT, 9)] == [0, 0, 0]
        assert mails_by_state(session)[State.KEPT] == 3


def test_lots_are_bounded_and_mails_tried_before_stand_alone():
    many = [Waiting(str(number), None, 0, size=1) for number in range(LOT_MAILS + 1)]
    large = [Waiting(name, None, 0, size=LOT_BYTES) for name in "ab"]
    tried = [Waiting("c", None, 1), Waiting("d", None, 0), Waiting("e", None, 2)]
    assert [len(lot) for lot in in_lots(many)] == [LOT_MAILS, 1]
    assert [[each.mail for each in lot] for lot in in_lots([*large, *tried])] == [
        ["a"],
        ["b"],
        ["c"],
        ["d"],
        ["e"],
    ]
