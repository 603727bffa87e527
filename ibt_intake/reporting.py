"""A province's progress report, brought into the database after a look at what it changes."""

from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from ibt_intake.importing import told
from intake.errors import Stop
from intake.progress_reports import Expected, read_progress_report
from intake.registry import RegistryFileError
from rules.deadlines import received_on
from rules.distribution import DECISIONS, Realised, in_force_on, tasks_of_requests
from rules.registry import Registry
from storage.database import snapshot, transaction
from storage.progress import Difference, differences, import_realised
from storage.registry import Imported, registry


def read_report(
    path: Path, engine: Engine, province: str, counted_on: date
) -> tuple[tuple[Realised, ...], list[Difference]]:
    """What a report holds, and what it would change. Raises Stop, each fault told before."""
    with snapshot(engine) as session:
        known = registry(session)
    expected = expected_of(known, province, counted_on, datetime.now(UTC))
    try:
        entries = read_progress_report(path, expected)
    except RegistryFileError as error:
        raise told([error]) from error
    with snapshot(engine) as session:
        return entries, differences(session, entries)


def expected_of(known: Registry, province: str, counted_on: date, now: datetime) -> Expected:
    """What a report must agree with. Raises Stop where there can be none such."""
    provinces = sorted({each.province for each in known.municipalities})
    if province not in provinces:
        raise Stop(f"{province!r} is not a known province; write one of {', '.join(provinces)}")
    decision = in_force_on(DECISIONS, counted_on)
    if decision is None:
        first = f"{DECISIONS[0].decided_on:%d-%m-%Y}"
        raise Stop(
            f"no distribution decision held on {counted_on:%d-%m-%Y}; the first is of {first}"
        )
    tasks = tasks_of_requests(known.requests, DECISIONS)
    today = received_on(now)
    return Expected(province, decision.cycle, counted_on, today, known.municipalities, tasks)


def take_over(engine: Engine, entries: tuple[Realised, ...]) -> Imported:
    """Bring the counts into the database: all of them, or none."""
    with transaction(engine) as session:
        return import_realised(session, entries, now=datetime.now(UTC))


def summed_up(found: list[Difference], total: int, *, applied: Imported | None) -> None:
    """Tell in one line, behind the table, what was done or would be."""
    added = applied.added if applied else sum(each.before is None for each in found)
    changed = applied.changed if applied else len(found) - added
    counts = f"{added} added, {changed} changed, {total - added - changed} unchanged"
    click.echo(counts if applied else f"{counts}; nothing was changed, --apply does it", err=True)
