"""Whether the program does its work: what is known of it, and what is wrong with that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.decisions import Disposition
from rules.occasions import Occasion
from rules.outgoing import OutgoingState

FETCHING, SENDING, LOOKING = "fetch", "send", "deadlines"  # steps of the daemon, by their beats


class Queue(StrEnum):
    """Where something waits, and for whom."""

    TO_READ = "to_read"  # kept, and to be read and judged
    TO_RECOGNISE = "to_recognise"  # the same by text recognition (OCR), behind all others
    TO_RETRY = "to_retry"  # a step failed; it is tried again by itself
    SET_ASIDE = "set_aside"  # it failed for good: a person looks
    WORK_LIST = "work_list"  # judged: an officer looks
    PROPOSED = "proposed"  # a mail of ours that an officer is to agree with
    TO_SEND = "to_send"  # the same, once its moment has come
    UNCERTAIN = "uncertain"  # the server may have taken it: an officer settles it
    REFUSED = "refused"  # the server will not take it: an officer looks


@dataclass(frozen=True, slots=True)
class Backlog:
    """How long a queue is, and since when its oldest waits."""

    count: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """The end of the audit trail."""

    events: int
    signed_at: datetime | None  # None: no event yet
    is_signed: bool  # with the key of this installation


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the database tells of the program's work; no names, no words of mails."""

    beats: Mapping[str, datetime]  # when each step last ended well
    began_at: datetime | None  # when a daemon first began; None: none ever did
    is_running: bool  # whether a daemon is at work
    is_paused: bool  # a back-up was restored: nothing is sent before somebody says so
    queues: Mapping[Queue, Backlog]
    mails: Mapping[Disposition, int]  # those that are filed
    outgoing: Mapping[tuple[Occasion, OutgoingState], int]
    trail: Trail | None  # None: the row of its end was deleted
    size: int  # bytes of the database


@dataclass(frozen=True, slots=True)
class Expiry:
    """What must be renewed before a day."""

    what: str  # the section of the settings that names it
    on: date
    warn_days: int


@dataclass(frozen=True, slots=True)
class Watched:
    """By what the vitals are judged."""

    silence: timedelta  # without a good pass, after which something is wrong
    looks_every: timedelta  # between two looks at due dates
    expiries: Sequence[Expiry] = ()


class Grade(StrEnum):
    """How bad it is."""

    GOOD = "good"
    LOOK = "look"  # the program works; a person is to do something
    BAD = "bad"  # the program does not do its work


class Matter(StrEnum):
    """What is looked at, in the order in which it is told."""

    DATABASE = "database"
    FETCH = "fetch"
    READ = "read"
    RECOGNISE = "recognise"
    DEADLINES = "deadlines"
    SEND = "send"
    PAUSE = "pause"
    SET_ASIDE = "set_aside"
    OUTGOING = "outgoing"
    EXPIRY = "expiry"
    TRAIL = "trail"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one matter stands."""

    matter: Matter
    grade: Grade
    since: datetime | None = None  # the moment that it hangs on; None: there is none yet


def findings(vitals: Vitals, watched: Watched, now: datetime) -> list[Finding]:
    """How each matter stands at a moment, a finding each."""
    found = list(found_of_steps(vitals, watched, now))
    found.append(Finding(Matter.PAUSE, Grade.LOOK if vitals.is_paused else Grade.GOOD))
    found.append(found_of_queues(vitals, Matter.SET_ASIDE, Queue.SET_ASIDE))
    found.append(found_of_queues(vitals, Matter.OUTGOING, Queue.UNCERTAIN, Queue.REFUSED))
    found.append(Finding(Matter.EXPIRY, worst(grade_of(each, now) for each in watched.expiries)))
    trail = vitals.trail
    is_whole = trail is not None and trail.is_signed
    found.append(
        Finding(
            Matter.TRAIL,
            Grade.GOOD if is_whole else Grade.BAD,
            trail.signed_at if trail else None,
        )
    )
    return found


def found_of_steps(vitals: Vitals, watched: Watched, now: datetime) -> Iterator[Finding]:
    """How the steps of the daemon stand."""
    beats, silence = vitals.beats, watched.silence
    # A step that never ended well is silent since the daemon first began.
    fetched = beats.get(FETCHING, vitals.began_at)
    yield Finding(Matter.FETCH, silent(fetched, silence, now), beats.get(FETCHING))
    for matter, queue in ((Matter.READ, Queue.TO_READ), (Matter.RECOGNISE, Queue.TO_RECOGNISE)):
        waits = vitals.queues[queue].oldest
        is_long = waits is not None and now - waits > silence
        # Reading a year of mail takes longer than any silence, and is no fault.
        yield Finding(matter, Grade.LOOK if is_long else Grade.GOOD, waits)
    for matter, step, longest in (
        (Matter.DEADLINES, LOOKING, silence + watched.looks_every),
        (Matter.SEND, SENDING, silence),
    ):
        # Who takes in mail by `poll` alone has neither step.
        last = beats.get(step, vitals.began_at) if vitals.is_running else None
        yield Finding(matter, silent(last, longest, now), beats.get(step))


def silent(last: datetime | None, silence: timedelta, now: datetime) -> Grade:
    """Bad where the moment that a step's silence is counted from is too long ago."""
    return Grade.BAD if last is not None and now - last > silence else Grade.GOOD


def found_of_queues(vitals: Vitals, matter: Matter, *queues: Queue) -> Finding:
    """Worth a look where something waits for a person."""
    oldest = [line.oldest for each in queues if (line := vitals.queues[each]).oldest]
    return Finding(matter, Grade.LOOK if oldest else Grade.GOOD, min(oldest, default=None))


def grade_of(expiry: Expiry, now: datetime) -> Grade:
    """Bad from its day on, worth a look ahead of it."""
    left = (expiry.on - now.date()).days
    if left < 0:
        return Grade.BAD
    return Grade.LOOK if left <= expiry.warn_days else Grade.GOOD


def worst(grades: Iterator[Grade]) -> Grade:
    """The worst of them, good without any."""
    order = list(Grade)
    return max(grades, key=order.index, default=Grade.GOOD)
