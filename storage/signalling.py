"""Step 1 of the ladder for the whole country: what the figures say of each municipality."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from rules.distribution import DistributionDecision, Exchange
from rules.judgement import Category
from rules.mergers import joined_on
from rules.owed import Distribution, exchanged_by, expected_on
from rules.signalling import Signal, signals_on
from storage.distribution import distribution
from storage.registry import provinces_by_name


@dataclass(frozen=True, slots=True)
class ListedSignal:
    """What the figures say of a municipality, and what stands beside them."""

    signal: Signal
    province: str
    exchanges: tuple[Exchange, ...]  # in which it gave or took by the day
    joined: tuple[str, ...]  # the municipalities that went up in it by the day
    expected: Mapping[Category, int]  # its indicative task of the next cycle: no verdict on it


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of tasks and places, and the municipalities with their provinces."""

    facts: Distribution
    provinces: Mapping[str, str]


def known_for_signals(session: Session, known_at: datetime | None = None) -> Known:
    """All that a list of any day and cycle is made of; known_at: None for what is known now."""
    return Known(distribution(session, known_at), provinces_by_name(session))


def signal_list(known: Known, decision: DistributionDecision, on: date) -> list[ListedSignal]:
    """What the figures of a day say of each municipality that exists on it, by name."""
    facts = known.facts
    joined = joined_on(facts.validities, on)
    expected: defaultdict[str, dict[Category, int]] = defaultdict(dict)
    for each in expected_on(facts, on):
        if each.cycle == decision.cycle + 1:
            expected[each.municipality][each.category] = each.places
    return [
        ListedSignal(
            signal=each,
            province=known.provinces[each.municipality],
            exchanges=tuple(exchanged_by(facts.exchanges, each.municipality, decision.cycle, on)),
            joined=tuple(part.municipality for part in joined.get(each.municipality, [])),
            expected=expected[each.municipality],
        )
        for each in signals_on(known.provinces, decision, facts, on=on)
    ]
