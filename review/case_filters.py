"""The filters of the list of cases: what an address asks for, and what officers choose from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from review.addresses import NO, NONE, YES, day_of, one_of, yes_or_no
from review.dates import day
from review.ladder import STEPS, step
from review.visit import Visit
from review.words import word
from rules.case_state import Status
from rules.mergers import joined_on
from storage.case_counts import CaseCounts
from storage.case_filter import CaseFilter
from storage.case_list import case_list, municipalities_like
from storage.cycles import cycles_of_cases
from storage.distribution import all_decisions
from storage.periods import all_validities

WORDS_CHARS = 100


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter: as in the address, as read, and how many cases it leaves."""

    value: str
    text: str
    count: int


def filter_of(visit: Visit, session: Session) -> CaseFilter:
    """The cases that the address asks for; a value that is none of ours asks for nothing."""
    query = visit.query
    letter, officer = query.get("brief", ""), query.get("van")
    words = words_of(visit)
    is_reference = any(each.isdecimal() for each in words)
    ladder = query.get("trede", "")
    own = with_joined(visit, session, query.get("gemeente", ""))
    searched = municipalities_like(session, words) if words and not is_reference else None
    return CaseFilter(
        reference="" if letter == NONE else words if is_reference else query.get("kenmerk") or None,
        letter_date=day_of(letter),
        province="" if query.get("provincie") == NONE else query.get("provincie") or None,
        municipality=own[0] if len(own) == 1 else None,
        municipalities=both_of(own if len(own) > 1 else None, searched),
        numbers=of_cycle(session, query.get("cyclus", "")),
        status=one_of(Status, query.get("stand")),
        is_answered=yes_or_no(query.get("beantwoord")),
        is_late=yes_or_no(query.get("laat")),
        is_acknowledged=yes_or_no(query.get("bevestigd")),
        ladder_step=int(ladder) if ladder in map(str, STEPS) else None,
        officer="" if officer == NONE else officer or None,
        due_from=day_of(query.get("vanaf", "")),
        due_until=day_of(query.get("tot", "")),
    )


def of_cycle(session: Session, asked: str) -> frozenset[int] | None:
    """The cases of a cycle, or of none for '-'; None where no cycle is asked for."""
    if not asked:
        return None
    decisions = all_decisions(session)
    known = {str(each.cycle): each.cycle for each in decisions}
    if asked != NONE and asked not in known:
        return None
    wanted = known.get(asked)
    cycles = cycles_of_cases(session, decisions)
    return frozenset(number for number, cycle in cycles.items() if cycle == wanted)


def cycle_counts(session: Session, visit: Visit, which: CaseFilter) -> dict[int | None, int]:
    """How many cases the list would hold with each cycle; nothing where there is but one."""
    decisions = all_decisions(session)
    if len(decisions) == 1:
        return {}
    cycles = cycles_of_cases(session, decisions)
    others = case_list(session, replace(which, numbers=None), visit.today, limit=None)
    return dict(Counter(cycles.get(each.number) for each in others))


def with_joined(visit: Visit, session: Session, municipality: str) -> tuple[str, ...]:
    """A municipality with those that went up in it: their cases are its own. Empty for ""."""
    if not municipality:
        return ()
    joined = joined_on(all_validities(session), visit.today).get(municipality, [])
    return (municipality, *(each.municipality for each in joined))


def both_of(some: tuple[str, ...] | None, others: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The names that are in both; None leaves all in."""
    if some is None or others is None:
        return others if some is None else some
    return tuple(each for each in some if each in others)


def words_of(visit: Visit) -> str:
    """What the officer searches for: a municipality or a reference."""
    return visit.query.get("woorden", "").strip()[:WORDS_CHARS]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its name in the address, its label, and the values to choose from."""

    name: str
    label: str
    options: list[Option]


def filters_of(
    counts: CaseCounts, cycles: Mapping[int | None, int], names: Mapping[str, str]
) -> list[Filter]:
    """The filters that the list has now.

    cycles: as of `cycle_counts`; names: of officers, by account.
    """
    found = [
        Filter("brief", "Brief van", letters(counts.letters)),
        Filter("provincie", "Provincie", provinces(counts.provinces)),
        Filter("stand", "Stand", statuses(counts.statuses)),
        Filter("laat", "Te laat ontvangen", lateness(counts.late)),
        Filter("trede", "Trede van de ladder", ladder_steps(counts.ladder)),
        Filter("van", "Behandelaar", officers(counts.officers, names)),
    ]
    if cycles:
        found.append(Filter("cyclus", "Verdeelbesluit", decisions(cycles)))
    return found


def letters(counts: Mapping[date | None, int]) -> list[Option]:
    """The days of letters, the oldest first."""
    ordered = sorted(counts.items(), key=lambda each: each[0] or date.max)
    return [
        Option(each.isoformat(), day(each), count) if each else Option(NONE, "zonder brief", count)
        for each, count in ordered
    ]


def provinces(counts: Mapping[str, int]) -> list[Option]:
    """The provinces of municipalities."""
    return [
        Option(each or NONE, each or "onbekend", count) for each, count in sorted(counts.items())
    ]


def statuses(counts: Mapping[Status, int]) -> list[Option]:
    """How cases stand."""
    return [Option(each.value, word(each).text, counts[each]) for each in Status if each in counts]


def lateness(counts: Mapping[bool, int]) -> list[Option]:
    """Whether answers came late."""
    return [
        Option(YES, "ja", count) if is_late else Option(NO, "nee", count)
        for is_late, count in sorted(counts.items())
    ]


def ladder_steps(counts: Mapping[int, int]) -> list[Option]:
    """The steps of the ladder that cases are on."""
    return [Option(str(each), step(each), count) for each, count in sorted(counts.items())]


def officers(counts: Mapping[str, int], names: Mapping[str, str]) -> list[Option]:
    """Who handles cases."""
    return [
        Option(each or NONE, names.get(each, each) or "niemand", count)
        for each, count in sorted(counts.items())
    ]


def decisions(counts: Mapping[int | None, int]) -> list[Option]:
    """The distribution decisions that cases are of."""
    ordered = sorted(counts.items(), key=lambda each: each[0] or 0)
    return [
        Option(str(each or NONE), str(each) if each else "nog te kiezen", count)
        for each, count in ordered
    ]
