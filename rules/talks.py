"""Talks with municipalities: planned, moved, held or cancelled, as told at each moment.

A talk is an event with a kind and no step of the ladder: it moves nothing there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum


class TalkKind(StrEnum):
    """At which level a talk is held."""

    OFFICIAL = "official"  # ambtelijk: between officials
    ADMINISTRATIVE = "administrative"  # bestuurlijk: with those who govern


class TalkState(StrEnum):
    """How a talk stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class TalkDeed(StrEnum):
    """What was done to a talk."""

    PLANNED = "planned"
    MOVED = "moved"
    HELD = "held"
    CANCELLED = "cancelled"
    UNDONE = "undone"  # what was done last


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """What holds of a talk."""

    kind: TalkKind
    planned_for: datetime  # aware
    minutes: int
    place: str
    participants: str  # in words
    held_on: date | None = None  # None: not held, as far as is known
    is_cancelled: bool = False
    why: str = ""  # it was moved or cancelled

    @property
    def state(self) -> TalkState:
        """How the talk stands by these facts."""
        if self.is_cancelled:
            return TalkState.CANCELLED
        return TalkState.HELD if self.held_on else TalkState.PLANNED

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.planned_for + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class TalkVersion:
    """What holds of a talk from a moment on."""

    number: int  # from 0
    deed: TalkDeed
    facts: TalkFacts
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk, with all that ever held of it."""

    id: int
    uid: str  # in calendars
    versions: tuple[TalkVersion, ...]  # in order; the last one holds

    @property
    def now(self) -> TalkVersion:
        """What holds."""
        return self.versions[-1]

    @property
    def facts(self) -> TalkFacts:
        """What holds of it."""
        return self.now.facts

    @property
    def state(self) -> TalkState:
        """How it stands."""
        return self.facts.state


def as_of(talk: Talk, moment: datetime) -> Talk | None:
    """A talk as it was known at a moment, that excluded; None before it was written down."""
    known = tuple(each for each in talk.versions if each.recorded_at < moment)
    return replace(talk, versions=known) if known else None


def moved(facts: TalkFacts, to: datetime, minutes: int, place: str, why: str) -> TalkFacts:
    """The talk at another time or place."""
    return replace(facts, planned_for=to, minutes=minutes, place=place, why=why)


def held(facts: TalkFacts, on: date, participants: str) -> TalkFacts:
    """The talk as it was held, with who was there."""
    return replace(facts, held_on=on, participants=participants, why="")


def cancelled(facts: TalkFacts, why: str) -> TalkFacts:
    """The talk that will not be held."""
    return replace(facts, is_cancelled=True, why=why)


def may(talk: Talk, deed: TalkDeed) -> bool:
    """Whether that can be done to a talk as it stands; an undoing is not undone."""
    if deed is TalkDeed.UNDONE:
        return len(talk.versions) > 1 and talk.now.deed is not TalkDeed.UNDONE
    return deed is not TalkDeed.PLANNED and talk.state is TalkState.PLANNED


def before_last(talk: Talk) -> TalkFacts:
    """What held before the last deed."""
    return talk.versions[-2].facts


def in_order(talks: Sequence[Talk]) -> list[Talk]:
    """The planned ones first, the next to come before the later; then the others, newest first."""
    planned = [each for each in talks if each.state is TalkState.PLANNED]
    others = [each for each in talks if each.state is not TalkState.PLANNED]
    return [
        *sorted(planned, key=lambda each: (each.facts.planned_for, each.id)),
        *sorted(others, key=lambda each: (each.facts.planned_for, each.id), reverse=True),
    ]
