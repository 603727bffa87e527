"""What each municipality owes on a day, and what is there: after exchanges and mergers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.distribution import (
    DistributionDecision,
    Exchange,
    Letter,
    Realised,
    Task,
    after_exchanges,
    holding_on,
    tasks_of,
)
from rules.judgement import Category
from rules.mergers import realised_together, tasks_together
from rules.registry import Validity


@dataclass(frozen=True, slots=True)
class Distribution:
    """All that is known of tasks and places, each with the day from which it holds."""

    decisions: tuple[DistributionDecision, ...]  # by cycle
    tasks: tuple[Task, ...]  # legal and indicative
    exchanges: tuple[Exchange, ...]
    validities: tuple[Validity, ...]
    reported: tuple[Realised, ...]
    # The cycles of letters, where a round or an officer told them; else their days tell.
    cycles_told: Mapping[Letter, int] = field(default_factory=dict)


def owed_on(facts: Distribution, day: date) -> list[Task]:
    """The legal task of each municipality, cycle and category, as it is owed on a day."""
    tasks = after_exchanges(holding_on(facts.tasks, day), facts.exchanges, day)
    return tasks_together(tasks, facts.validities, facts.decisions, day)


def expected_on(facts: Distribution, day: date) -> list[Task]:
    """The indicative tasks as they stand on a day: to be shown beside, and compared with nothing.

    One that was merged since has handed them on as it has its other tasks.
    """
    tasks = holding_on(facts.tasks, day, is_indicative=True)
    return tasks_together(tasks, facts.validities, facts.decisions, day)


def there_on(facts: Distribution, day: date) -> list[Realised]:
    """The places of each municipality, cycle and category as last reported by a day."""
    return realised_together(facts.reported, facts.validities, day)


def owed_by(facts: Distribution, municipality: str, cycle: int, day: date) -> dict[Category, int]:
    """What one municipality owes under one decision on a day, by category."""
    return tasks_of(owed_on(facts, day), municipality, cycle)


def exchanged_by(
    exchanges: Iterable[Exchange], municipality: str, cycle: int, day: date
) -> list[Exchange]:
    """The exchanges in which a municipality gave or took by a day, in order of agreement."""
    some = [
        each
        for each in exchanges
        if each.cycle == cycle
        and each.agreed_on <= day
        and each.places
        and municipality in (each.giver, each.taker)
    ]
    return sorted(some, key=lambda each: (each.agreed_on, each.giver, each.taker, each.category))
