"""Where a case stands on the intervention ladder, by what persons decided; the rules move nothing.

Two days count: the one on which a step was taken, and the one on which it was written down here.
On a past day a case stands where it was known to stand at the end of that day, so the same day
asked twice gives the same answer, whatever is written down or undone since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.deadlines import end_of_day, received_on
from rules.decisions import CloseLadder, Decided, OnCase, SetLadderStep

Move = SetLadderStep | CloseLadder
LAST_STEP = 6
NEAREST = 1  # steps; one further is a jump


@dataclass(frozen=True, slots=True)
class Rung:
    """A place on the ladder."""

    step: int
    is_closed: bool  # the supervision of this case ended there
    since: date | None  # None: nobody took a step
    decided: Decided[OnCase] | None  # what put it there last


def taken_on(decided: Decided[OnCase]) -> date:
    """The day on which a step was taken, where none is told the day that it was written down."""
    what = decided.what
    told = what.taken_on if isinstance(what, Move) else None
    return told or received_on(decided.at)


def moves_of(decisions: Iterable[Decided[OnCase]]) -> list[Decided[OnCase]]:
    """The steps among what was decided, in the order in which they were taken."""
    moves = [each for each in decisions if isinstance(each.what, Move)]
    return sorted(moves, key=lambda each: (taken_on(each), each.at, each.id))


def moves_on(decisions: Iterable[Decided[OnCase]], on: date) -> list[Decided[OnCase]]:
    """The steps that stood at the end of a day, as far as was known then.

    decisions: undone ones too, as they stood until somebody undid them.
    """
    end = end_of_day(on)
    return [
        each
        for each in moves_of(decisions)
        if each.at < end
        and taken_on(each) <= on
        and (each.undone_at is None or each.undone_at >= end)
    ]


def rung_on(decisions: Iterable[Decided[OnCase]], on: date, begun: int) -> Rung:
    """Where a case stood at the end of a day.

    decisions: undone ones too; begun: its step before anybody took one.
    """
    return rung(moves_on(decisions, on), begun)


def rung(moves: Iterable[Decided[OnCase]], begun: int) -> Rung:
    """Where steps lead that all stand."""
    found = Rung(begun, is_closed=False, since=None, decided=None)
    for each in moves_of(moves):
        step = each.what.step if isinstance(each.what, SetLadderStep) else found.step
        is_closed = isinstance(each.what, CloseLadder)
        found = Rung(step, is_closed, taken_on(each), each)
    return found


def is_jump(before: int, after: int) -> bool:
    """Whether a step passes others over, up or down: then a person must say that it is meant."""
    return abs(after - before) > NEAREST
