"""Distribution decisions, tasks and exchanges, as recorded, and all that follows from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from rules.distribution import (
    DECISIONS,
    DistributionDecision,
    Exchange,
    Letter,
    Task,
    overruled,
    tasks_of_requests,
)
from rules.judgement import Category
from rules.owed import Distribution
from storage.cycles import cycles_told
from storage.facts import Kept, known
from storage.letters import letters_known
from storage.periods import all_validities
from storage.progress import all_realised
from storage.tables.facts import DecisionRow, ExchangeRow, TaskRow

OF_CATEGORY = (("category", Category),)
ENTERED = Kept(DecisionRow, DistributionDecision, ("cycle",))
TASKS = Kept(
    TaskRow,
    Task,
    ("municipality", "cycle", "category", "is_indicative", "valid_from"),
    OF_CATEGORY,
)
EXCHANGES = Kept(
    ExchangeRow, Exchange, ("cycle", "giver", "taker", "category", "agreed_on"), OF_CATEGORY
)


def all_decisions(
    session: Session, known_at: datetime | None = None
) -> tuple[DistributionDecision, ...]:
    """The decisions, those of the program and those entered, by cycle."""
    found = {each.cycle: each for each in (*DECISIONS, *known(session, ENTERED, known_at))}
    return tuple(found[cycle] for cycle in sorted(found))


def tasks_under(
    session: Session,
    decisions: Sequence[DistributionDecision],
    told: Mapping[Letter, int],
    known_at: datetime | None,
) -> list[Task]:
    """All tasks, where the decisions and the cycles of letters were read before."""
    letters = letters_known(session, known_at)
    of_letters = tasks_of_requests(letters, decisions, told)
    return overruled(of_letters, known(session, TASKS, known_at))


def all_exchanges(session: Session, known_at: datetime | None = None) -> list[Exchange]:
    """The exchanges of tasks, those taken back (with 0 places) included."""
    return known(session, EXCHANGES, known_at)


def distribution(session: Session, known_at: datetime | None = None) -> Distribution:
    """All that is known of tasks and places; known_at: None for what is known now."""
    decisions = all_decisions(session, known_at)
    told = cycles_told(session, known_at) if len(decisions) > 1 else {}
    return Distribution(
        decisions=decisions,
        tasks=tuple(tasks_under(session, decisions, told, known_at)),
        exchanges=tuple(all_exchanges(session, known_at)),
        validities=tuple(all_validities(session, known_at)),
        reported=tuple(all_realised(session, known_at)),
        cycles_told=told,
    )
