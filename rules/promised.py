"""What municipalities promise: each moment that a mail states, with the places that go with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.cases import Case, CaseMail
from rules.cycles import cycle_of_case
from rules.deadlines import received_on
from rules.distribution import NOTHING_TOLD, DistributionDecision, Letter
from rules.judgement import SUBSTANTIVE, Availability, Category, Statement, TimelineState
from rules.promised_places import Part, parts_by_moment

NO_CYCLE = 0  # sorts before all cycles
# "De planning is als volgt: ..." hangs on nothing, though "als" opens many a condition.
AS_FOLLOWS = re.compile(r"als\s+volgt\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Promise:
    """Places that a municipality says will be there, as one mail says it."""

    municipality: str
    cycle: int | None  # None: nobody can tell it yet
    mail: str  # the name that storage gives it
    received_at: datetime
    number: int  # among the promises of its mail, from 0
    statement: Statement
    when: str  # the moment in the sender's words
    earliest: date | None  # None: at any time from the day on which it was stated
    latest: date | None  # None: no end is told
    category: Category
    places: int | None  # None: no number goes with the moment
    condition: str  # what it hangs on, in the sender's words; "" nothing
    said_by: str = ""  # the municipality that said it, where that went up in another since

    @property
    def stated_on(self) -> date:
        """The day of receipt."""
        return received_on(self.received_at)

    @property
    def is_firm(self) -> bool:
        """Whether it says how many, by when, and hangs on nothing."""
        return self.places is not None and self.latest is not None and not self.condition


@dataclass(frozen=True, slots=True)
class Telling:
    """What one mail says about times for a municipality in a cycle."""

    municipality: str
    cycle: int | None  # None: nobody can tell it yet
    mail: str
    received_at: datetime
    promises: tuple[Promise, ...]
    takes_back: bool  # it says that no time can be given

    @property
    def received_on(self) -> date:
        """The day of receipt."""
        return received_on(self.received_at)


def tellings_of(
    cases: Iterable[Case],
    decisions: Sequence[DistributionDecision],
    told: Mapping[Letter, int] = NOTHING_TOLD,
    *,
    on: date,
) -> tuple[Telling, ...]:
    """What the mails that had come by a day say about times, in order of receipt.

    A case of this is a municipality in a cycle: a mail that answers several letters of one cycle
    speaks once. Where nobody can tell the cycle of a case, its mails speak under none. Mails that
    are in no case, or not for us, do not speak here. told: the cycles of letters that a round or an
    officer told.
    """
    found: dict[tuple[str, int | None, str], Telling] = {}
    for case in sorted(cases, key=lambda each: (each.municipality, each.reference or "")):
        of_letter = told.get((case.municipality, case.reference or ""))
        cycle = cycle_of_case(case, decisions, of_letter).cycle
        for mail in case.mails:
            day = received_on(mail.received_at)
            if day > on or not mail.judgement.kinds & SUBSTANTIVE:
                continue
            telling = telling_of(case.municipality, cycle, mail)
            if telling.promises or telling.takes_back:
                found.setdefault((case.municipality, cycle, mail.mail), telling)
    return tuple(sorted(found.values(), key=in_time))


def inherited(telling: Telling, heir: str) -> Telling:
    """What a municipality said, as the word of its heir: of itself, or whom it went up in."""
    if heir == telling.municipality:
        return telling
    promises = tuple(
        replace(each, municipality=heir, said_by=each.municipality) for each in telling.promises
    )
    return replace(telling, municipality=heir, promises=promises)


def in_time(telling: Telling) -> tuple[datetime, str, str, int]:
    """The order of receipt."""
    return telling.received_at, telling.mail, telling.municipality, telling.cycle or NO_CYCLE


def telling_of(municipality: str, cycle: int | None, mail: CaseMail) -> Telling:
    """What a mail says about times for one of its municipalities."""
    judgement = mail.judgement
    stated = judgement.timeline_state is TimelineState.STATED
    timeline = judgement.timeline if stated else ()
    # Of several municipalities it is not told whose places these are.
    places = judgement.places if len(judgement.municipalities) <= 1 else ()
    parts = [
        (moment, part)
        for moment, parts in parts_by_moment(timeline, places)
        if is_ahead(moment, received_on(mail.received_at))
        for part in parts
    ]
    return Telling(
        municipality=municipality,
        cycle=cycle,
        mail=mail.mail,
        received_at=mail.received_at,
        promises=tuple(
            promise(municipality, cycle, mail, number, moment, part)
            for number, (moment, part) in enumerate(parts)
        ),
        takes_back=judgement.timeline_state is TimelineState.UNKNOWN,
    )


def is_ahead(moment: Availability, day: date) -> bool:
    """Whether a moment lay ahead when it was stated: what had passed is no promise."""
    if moment.earliest is None and moment.latest is None:
        return False
    return moment.latest is None or moment.latest >= day


def promise(
    municipality: str,
    cycle: int | None,
    mail: CaseMail,
    number: int,
    moment: Availability,
    part: Part,
) -> Promise:
    """One part of what a mail promises."""
    return Promise(
        municipality=municipality,
        cycle=cycle,
        mail=mail.mail,
        received_at=mail.received_at,
        number=number,
        statement=moment.statement,
        when=moment.text,
        earliest=bounded(moment.earliest, date.min),
        latest=bounded(moment.latest, date.max),
        category=part.category,
        places=part.places,
        condition="" if AS_FOLLOWS.match(moment.condition) else moment.condition,
    )


def bounded(day: date | None, never: date) -> date | None:
    """An edge of a span, None where the calendar's own end stands for an open one."""
    return None if day == never else day
