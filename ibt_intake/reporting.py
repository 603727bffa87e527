"""A province's progress report, brought into the database after a look at what it changes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from ibt_intake.listing import NOTHING, Looked, look_at_facts, read_or_stop
from intake.errors import Stop
from intake.progress_reports import Expected, read_progress_report
from rules.deadlines import received_on
from rules.distribution import Realised, running_on
from rules.mergers import exists_on
from rules.owed import Distribution, owed_on
from rules.registry import Municipality
from storage.database import snapshot
from storage.distribution import distribution
from storage.facts import Change
from storage.progress import COUNTS
from storage.registry import registry


def report_in(
    path: Path,
    engine: Engine,
    province: str,
    counted_on: date,
    cycle: int | None = None,
    now: datetime | None = None,
) -> Looked:
    """What a report would change. Raises Stop, each fault told before.

    now: when it comes in, None: at this moment.
    """
    now = now or datetime.now(UTC)
    with snapshot(engine) as session:
        known, facts = registry(session).municipalities, distribution(session)
    expected = expected_of(known, facts, province, counted_on, now, cycle)
    entries = read_or_stop(lambda: read_progress_report(path, expected))
    heads = ("municipality", "category", "before", "after")
    return look_at_facts(engine, COUNTS, entries, heads, count_row, now)


def count_row(each: Change[Realised]) -> list[str]:
    """A change of a count, as shown."""
    return [
        each.fact.municipality,
        each.fact.category.value,
        NOTHING if each.before is None else str(each.before.places),
        str(each.fact.places),
    ]


def expected_of(
    known: Sequence[Municipality],
    facts: Distribution,
    province: str,
    counted_on: date,
    now: datetime,
    cycle: int | None = None,
) -> Expected:
    """What a report must agree with. Raises Stop where there can be none such."""
    provinces = sorted({each.province for each in known})
    if province not in provinces:
        raise Stop(f"{province!r} is not a known province; write one of {', '.join(provinces)}")
    running = running_on(facts.decisions, counted_on)
    if not running:
        first = f"{facts.decisions[0].decided_on:%d-%m-%Y}"
        raise Stop(
            f"no distribution decision held on {counted_on:%d-%m-%Y}; the first is of {first}"
        )
    if cycle is None and len(running) > 1:
        told = " and ".join(map(str, running))
        raise Stop(f"cycles {told} run on {counted_on:%d-%m-%Y}; name the report's by --cycle")
    if cycle is not None and cycle not in running:
        raise Stop(f"cycle {cycle} does not run on {counted_on:%d-%m-%Y}; check --cycle and --on")
    there = [each for each in known if exists_on(facts.validities, each.name, counted_on)]
    tasks = owed_on(facts, counted_on)
    return Expected(province, cycle or running[0], counted_on, received_on(now), there, tasks)
