"""Who answers the demo's letters, when and how, and what comes of what they promise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from ibt_intake.demo.chance import chosen, number, shuffled
from ibt_intake.demo.country import Owed, Places
from ibt_intake.demo.days import DUE, LAST_REPLY, LETTER, MORE_TIME, at
from rules.judgement import Category, Element
from rules.office_hours import is_working_day


class Way(StrEnum):
    """How a municipality answers."""

    COMPLETE = "complete"  # in time, with all that was asked
    LATE = "late"  # the same, after the last day
    INCOMPLETE = "incomplete"  # in time, without one of the elements
    SUPPLEMENTED = "supplemented"  # the same, and what lacked in a second mail
    EXTENDED = "extended"  # more time was asked for and granted
    ONLY_EXTENSION = "only_extension"  # more time was asked for and granted, and nothing came
    NOTIFIED = "notified"  # by article 8 first, then an answer
    ONLY_NOTIFIED = "only_notified"
    SILENT = "silent"


# Of those whom the round asks; who is not counted here is silent.
COUNTS = {
    Way.COMPLETE: 84,
    Way.LATE: 14,
    Way.INCOMPLETE: 24,
    Way.SUPPLEMENTED: 7,
    Way.EXTENDED: 10,
    Way.ONLY_EXTENSION: 4,
    Way.NOTIFIED: 8,
    Way.ONLY_NOTIFIED: 4,
}
# Twenterand stands as its letter that was made public has it; Wijdemeren is to merge.
SET = {"Twenterand": Way.COMPLETE, "Wijdemeren": Way.COMPLETE}
WHOLE = frozenset({Way.COMPLETE, Way.LATE, Way.SUPPLEMENTED, Way.EXTENDED, Way.NOTIFIED})


class Fate(StrEnum):
    """What comes of a promise."""

    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"  # its day has passed since the last report
    OPEN = "open"


SET_FATES = {"Twenterand": Fate.OPEN, "Wijdemeren": Fate.OPEN}
FATES = (Fate.KEPT,) * 5 + (Fate.BROKEN,) * 3 + (Fate.UNKNOWN,) * 2 + (Fate.OPEN,) * 6
BEFORE_REPORT = (
    ("op 1 juli 2026", date(2026, 7, 1)),
    ("uiterlijk op 1 augustus 2026", date(2026, 8, 1)),
    ("op 15 augustus 2026", date(2026, 8, 15)),
    ("uiterlijk op 1 september 2026", date(2026, 9, 1)),
    ("op 1 oktober 2026", date(2026, 10, 1)),
)
MOMENTS: Mapping[Fate, Sequence[tuple[str, date]]] = {
    Fate.KEPT: BEFORE_REPORT,
    Fate.BROKEN: BEFORE_REPORT,
    Fate.UNKNOWN: (
        ("op 1 november 2026", date(2026, 11, 1)),
        ("uiterlijk op 1 december 2026", date(2026, 12, 1)),
        ("op 15 december 2026", date(2026, 12, 15)),
    ),
    Fate.OPEN: (
        ("op 1 maart 2027", date(2027, 3, 1)),
        ("uiterlijk op 1 juli 2027", date(2027, 7, 1)),
        ("in het derde kwartaal van 2027", date(2027, 9, 30)),
        ("in mei 2027", date(2027, 5, 31)),
        ("in het eerste kwartaal van 2028", date(2028, 3, 31)),
        ("uiterlijk op 1 januari 2028", date(2028, 1, 1)),
    ),
}


class Sort(StrEnum):
    """What a mail of the plan is."""

    REPLY = "reply"
    SUPPLEMENT = "supplement"  # only what lacked
    EXTENSION = "extension"
    NOTIFICATION = "notification"


@dataclass(frozen=True, slots=True)
class Promised:
    """The places that lack, by a moment."""

    when: str  # as the letter says it
    latest: date
    places: Mapping[Category, int]
    fate: Fate


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """A mail that a municipality sends."""

    sort: Sort
    received_at: datetime
    states: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Course:
    """What one municipality does with its letter."""

    municipality: str
    owed: Owed
    way: Way
    promised: Promised
    mails: tuple[PlannedMail, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all that was asked has come in the end."""
        return self.way in WHOLE

    @property
    def promises(self) -> bool:
        """Whether any of its mails says when."""
        return any(Element.TIMELINE in each.states for each in self.mails)

    @property
    def keeps(self) -> bool:
        """Whether the second report shows the places."""
        return self.promises and self.promised.fate is Fate.KEPT


ASKED = (Element.CURRENT_STATE, Element.FACTS, Element.STEPS, Element.TIMELINE)
ALL = frozenset(ASKED)
OF_NOTIFICATION = ALL - {Element.CURRENT_STATE}


def courses(country: Mapping[str, Owed], asked: Iterable[str]) -> tuple[Course, ...]:
    """What each municipality of the round does, by name."""
    ways = ways_of(asked)
    return tuple(course(name, country[name], way) for name, way in sorted(ways.items()))


def ways_of(asked: Iterable[str]) -> dict[str, Way]:
    """How each answers: so many of each way, the same each time."""
    names = shuffled(asked, "way")
    found = {name: SET[name] for name in names if name in SET}
    ways = [way for way, count in COUNTS.items() for _ in range(count)]
    for way in found.values():
        ways.remove(way)
    left = [name for name in names if name not in found]
    ways += [Way.SILENT] * (len(left) - len(ways))
    return found | dict(zip(left, ways, strict=True))


def course(name: str, owed: Owed, way: Way) -> Course:
    """What one municipality does."""
    fate = SET_FATES.get(name, chosen(FATES, name, "fate"))
    when, latest = chosen(MOMENTS[fate], name, "moment")
    lacks = {each: owed.lacks(each) for each in (Category.REGULAR, Category.AMV)}
    places = {each: count for each, count in lacks.items() if count}
    promised = Promised(when, latest, places, fate)
    return Course(name, owed, way, promised, tuple(mails_of(name, way)))


def mails_of(name: str, way: Way) -> Iterator[PlannedMail]:
    """The mails of one municipality, in order."""
    lacking = chosen(ASKED, name, "lacks")
    if way in (Way.EXTENDED, Way.ONLY_EXTENSION):
        yield mail(name, Sort.EXTENSION, LETTER + timedelta(days=8), DUE, frozenset())
    if way in (Way.NOTIFIED, Way.ONLY_NOTIFIED):
        yield mail(name, Sort.NOTIFICATION, LETTER, LETTER + timedelta(days=9), OF_NOTIFICATION)
    if way in (Way.COMPLETE, Way.NOTIFIED):
        yield mail(name, Sort.REPLY, LETTER + timedelta(days=11), DUE, ALL)
    elif way is Way.LATE:
        yield mail(name, Sort.REPLY, DUE + timedelta(days=1), LAST_REPLY, ALL)
    elif way is Way.EXTENDED:
        yield mail(name, Sort.REPLY, DUE + timedelta(days=4), MORE_TIME, ALL)
    elif way in (Way.INCOMPLETE, Way.SUPPLEMENTED):
        yield mail(name, Sort.REPLY, LETTER + timedelta(days=5), DUE, ALL - {lacking})
    if way is Way.SUPPLEMENTED:
        since = DUE + timedelta(days=6)
        yield mail(name, Sort.SUPPLEMENT, since, LAST_REPLY, frozenset({lacking}))


def mail(name: str, sort: Sort, first: date, last: date, states: frozenset[Element]) -> PlannedMail:
    """A mail of a working day and hour between two days."""
    days = [first + timedelta(days=gone) for gone in range((last - first).days + 1)]
    working = [day for day in days if is_working_day(day)]
    told = (name, sort.value)
    hour, minute = 8 + number(*told, "hour") % 9, number(*told, "minute") % 60
    return PlannedMail(sort, at(chosen(working, *told, "day"), hour, minute), states)


def counted_anew(country: Mapping[str, Owed], plan: Iterable[Course]) -> dict[str, Places]:
    """The places of the second report: what was promised and kept is there."""
    found = {name: each.there for name, each in country.items()}
    for each in plan:
        if each.keeps:
            found[each.municipality] = replace(each.owed.task)
    return found
