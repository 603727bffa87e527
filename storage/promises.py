"""What municipalities promised, and what came of it by a day: from mails, letters and reports."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from rules.cases import Case, merged
from rules.deadlines import last_moment
from rules.distribution import (
    DistributionDecision,
    Realised,
    Task,
    realised_of_requests,
)
from rules.mergers import counts_together, heir_on, together_on
from rules.outcomes import Course, courses_on
from rules.owed import Distribution, owed_on
from rules.promised import inherited, tellings_of
from storage.cases import case_of
from storage.distribution import distribution
from storage.letters import letters_known
from storage.mails_then import mails_then
from storage.remembered import remembered


@dataclass(frozen=True, slots=True)
class Promised:
    """The promises as they stand on a day, with the figures that they are held against."""

    decisions: tuple[DistributionDecision, ...]  # by cycle
    courses: tuple[Course, ...]  # in order of receipt
    tasks: tuple[Task, ...]  # as owed on that day
    realised: tuple[Realised, ...]  # by reports and letters, up to that day


@remembered(answers=4)
def promises_on(session: Session, on: date, *, municipality: str | None = None) -> Promised:
    """The promises of all municipalities, or of one, with what came of them by a day.

    Only mails received, letters sent and places counted by the end of that day are looked at, as
    they were known then. One that went up in another by then is told with that other.
    """
    facts = distribution(session, last_moment(on))
    names = names_together(facts, municipality, on)
    return promised_on(cases_to(session, on, names), facts, on, municipality=municipality)


def names_together(
    facts: Distribution, municipality: str | None, on: date
) -> tuple[str, ...] | None:
    """A municipality with those that it is one with on a day; None: all."""
    return None if municipality is None else together_on(facts.validities, municipality, on)


def promised_on(
    cases: Sequence[Case], facts: Distribution, on: date, *, municipality: str | None = None
) -> Promised:
    """The same, of cases and facts that were read before.

    municipality: None where the cases are those of all, else they are those of it and of those
    that it is one with.
    """
    requests = [each.request for each in cases if each.request and each.request.letter_date <= on]
    of_letters = realised_of_requests(requests, facts.decisions, facts.cycles_told)
    names = names_together(facts, municipality, on)
    counted = counted_by([*facts.reported, *of_letters], on, names)
    realised = counts_together(counted, facts.validities, on)
    tasks = [each for each in owed_on(facts, on) if names is None or each.municipality in names]
    tellings = [
        inherited(each, heir_on(facts.validities, each.municipality, on))
        for each in tellings_of(merged(cases, on), facts.decisions, facts.cycles_told, on=on)
    ]
    courses = courses_on(tellings, tasks, realised, on=on)
    return Promised(facts.decisions, courses, tuple(tasks), tuple(realised))


def cases_to(session: Session, on: date, municipalities: Collection[str] | None) -> list[Case]:
    """The cases known on a day, with the mails that had come; without what was decided on them."""
    letters = letters_known(session, last_moment(on), municipalities=municipalities)
    requests = {(each.municipality, each.reference): each for each in letters}
    mails = mails_then(session, last_moment(on), municipalities)
    keys = sorted(requests.keys() | mails.keys())
    return [case_of(key, requests.get(key), mails[key], []) for key in keys]


def counted_by(
    realised: Sequence[Realised], on: date, names: Collection[str] | None
) -> list[Realised]:
    """The counts up to a day, each once: of those of one day the first goes before the others."""
    found: dict[tuple[object, ...], Realised] = {}
    for each in realised:
        if each.counted_on <= on and (names is None or each.municipality in names):
            key = each.municipality, each.cycle, each.category, each.counted_on
            found.setdefault(key, each)
    return list(found.values())
