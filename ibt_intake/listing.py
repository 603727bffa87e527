"""Lists of tasks, exchanges, municipalities and contacts: first looked at, then taken over."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake.importing import told
from intake.errors import RegistryFileError, Stop
from intake.municipality_lists import Listed, read_contact_list, read_municipality_list
from intake.task_lists import Under, read_exchanges, read_tasks
from rules.deadlines import received_on
from rules.distribution import DistributionDecision, Exchange, Task, decision_of
from rules.registry import Municipality
from storage.contacts import changed_contacts, import_contacts
from storage.database import snapshot, transaction
from storage.distribution import ENTERED, EXCHANGES, TASKS, all_decisions, distribution
from storage.entries import Imported
from storage.facts import Change, Dataclass, Kept, changes, known, record
from storage.periods import PERIODS, Period
from storage.registry import (
    changed_municipalities,
    import_municipalities,
    registry,
)

Read = TypeVar("Read")
Thing = TypeVar("Thing", bound=Dataclass)
NOTHING = "-"  # where a table of changes has no figure


@dataclass(frozen=True, slots=True)
class Looked:
    """What a list would change, and how it is done."""

    heads: tuple[str, ...]
    rows: list[list[str]]  # those that change, with what was and what will be
    would: Imported
    take_over: Callable[[], Imported]


def look(looked: Looked, *, apply: bool) -> None:
    """Show what a list changes, do it where asked, and tell the sum in one line."""
    from ibt_intake.tables import print_table

    if looked.rows:
        print_table(list(looked.heads), looked.rows)
    done = looked.take_over() if apply else looked.would
    counts = f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged"
    click.echo(counts if apply else f"{counts}; nothing was changed, --apply does it", err=True)


def read_or_stop(read: Callable[[], Read]) -> Read:
    """What a file holds. Raises Stop, each fault told before."""
    try:
        return read()
    except RegistryFileError as error:
        raise told([error]) from error


def look_at_facts(
    engine: Engine,
    kept: Kept[Thing],
    facts: Sequence[Thing],
    heads: tuple[str, ...],
    row_of: Callable[[Change[Thing]], list[str]],
    now: datetime | None = None,
) -> Looked:
    """What facts of one kind would change; now: when they come in, None: at this moment."""
    with snapshot(engine) as session:
        found = changes(session, kept, facts)

    def take_over() -> Imported:
        with transaction(engine) as session:
            return record(session, kept, facts, now=now or datetime.now(UTC))

    added = sum(each.before is None for each in found)
    would = Imported(added, len(found) - added, len(facts) - len(found))
    return Looked(heads, [row_of(each) for each in found], would, take_over)


def under(session: Session, cycle: int, now: datetime | None = None) -> Under:
    """What a list of a cycle must agree with. Raises Stop for one that cannot come yet.

    now: when it comes in, None: at this moment.
    """
    facts = distribution(session)
    last = facts.decisions[-1]
    if not 1 <= cycle <= last.cycle + 1:
        raise Stop(f"there is no cycle {cycle}; write 1 to {last.cycle + 1}")
    today = received_on(now or datetime.now(UTC))
    decision = decision_of(facts.decisions, cycle)
    names = registry(session).municipalities
    return Under(cycle, decision, facts.decisions[0].decided_on, today, names, facts)


def tasks_in(path: Path, engine: Engine, cycle: int, now: datetime | None = None) -> Looked:
    """What a list of tasks would change; now: as above."""
    with snapshot(engine) as session:
        expected = under(session, cycle, now)
    tasks = read_or_stop(lambda: read_tasks(path, expected))
    heads = ("municipality", "category", "sort", "from", "before", "after")
    return look_at_facts(engine, TASKS, tasks, heads, task_row, now)


def task_row(each: Change[Task]) -> list[str]:
    """A change of a task, as shown."""
    task, before = each.fact, each.before
    return [
        task.municipality,
        task.category.value,
        "indicative" if task.is_indicative else "legal",
        NOTHING if task.valid_from == date.min else task.valid_from.isoformat(),
        NOTHING if before is None else str(before.places),
        str(task.places),
    ]


def exchanges_in(path: Path, engine: Engine, cycle: int) -> Looked:
    """What a list of exchanges would change."""
    with snapshot(engine) as session:
        expected = under(session, cycle)
    exchanges = read_or_stop(lambda: read_exchanges(path, expected))
    heads = ("from", "to", "category", "agreed on", "document", "before", "after")
    return look_at_facts(engine, EXCHANGES, exchanges, heads, exchange_row)


def exchange_row(each: Change[Exchange]) -> list[str]:
    """A change of an exchange, as shown."""
    fact, before = each.fact, each.before
    return [
        fact.giver,
        fact.taker,
        fact.category.value,
        fact.agreed_on.isoformat(),
        fact.document,
        NOTHING if before is None else str(before.places),
        str(fact.places),
    ]


def decision_entered(
    engine: Engine, decision: DistributionDecision, now: datetime | None = None
) -> Looked:
    """What a distribution decision would change; now: as above.

    Raises Stop for one out of order.
    """
    with snapshot(engine) as session:
        check_order(decision, all_decisions(session))
    heads = ("cycle", "decided on", "due", "decided on before", "due before")

    def row_of(each: Change[DistributionDecision]) -> list[str]:
        now, was = each.fact, each.before
        before = [NOTHING, NOTHING] if was is None else [str(was.decided_on), str(was.due)]
        return [str(now.cycle), str(now.decided_on), str(now.due), *before]

    return look_at_facts(engine, ENTERED, [decision], heads, row_of, now)


def check_order(decision: DistributionDecision, taken: Sequence[DistributionDecision]) -> None:
    """Raise Stop for a decision that does not stand in one order with those that are known."""
    if not 2 <= decision.cycle <= taken[-1].cycle + 1:
        raise Stop(
            f"cycle {decision.cycle} cannot be entered; the first is fixed, and the next is "
            f"{taken[-1].cycle + 1}"
        )
    if decision.due <= decision.decided_on:
        raise Stop("the places are due after the day of the decision; check both days")
    for each in taken:
        is_before = each.cycle < decision.cycle and each.decided_on >= decision.decided_on
        is_after = each.cycle > decision.cycle and each.decided_on <= decision.decided_on
        if is_before or is_after:
            raise Stop(
                f"cycle {each.cycle} was decided on {each.decided_on:%d-%m-%Y}; check the day of "
                f"cycle {decision.cycle}"
            )


def municipalities_in(path: Path, engine: Engine, now: datetime | None = None) -> Looked:
    """What a list of municipalities would change; now: as above."""
    with snapshot(engine) as session:
        municipalities = registry(session).municipalities
        successors = {each.code: each.successor_code for each in known(session, PERIODS)}
    listed = read_or_stop(lambda: read_municipality_list(path, municipalities, successors))
    entries = [each.municipality for each in listed]
    with snapshot(engine) as session:
        other = changed_municipalities(session, entries)
        periods = changes(session, PERIODS, periods_of(session, listed))
    rows = [row for new, was in other for row in municipality_rows(new, was)]
    names = {each.municipality.code: each.municipality.name for each in listed}
    for each in periods:
        before = NOTHING if each.before is None else told_period(each.before)
        code = each.fact.code
        rows.append([code, names[code], "days", before, told_period(each.fact)])

    def take_over() -> Imported:
        moment = now or datetime.now(UTC)
        with transaction(engine) as session:
            import_municipalities(session, entries, now=moment)
            record(session, PERIODS, periods_of(session, listed), now=moment)
        return would

    added = {new.code for new, was in other if was is None}
    changed = {new.code for new, _ in other} | {each.fact.code for each in periods}
    would = Imported(len(added), len(changed - added), len(listed) - len(changed))
    return Looked(("code", "municipality", "what", "before", "after"), rows, would, take_over)


def municipality_rows(new: Municipality, was: Municipality | None) -> Iterator[list[str]]:
    """What changes of a municipality, as shown."""
    for what in ("name", "province", "domain", "aliases"):
        before = NOTHING if was is None else cell_of(getattr(was, what))
        after = cell_of(getattr(new, what))
        if before != after and not (was is None and not after):
            yield [new.code, new.name, what, before, after]


def cell_of(value: str | tuple[str, ...]) -> str:
    """A name, or several, in one cell."""
    return value if isinstance(value, str) else "; ".join(value)


def periods_of(session: Session, listed: Sequence[Listed]) -> list[Period]:
    """The days that a list tells of; none for a municipality that always was and will be."""
    told_before = {each.code for each in known(session, PERIODS)}
    found = [
        Period(each.municipality.code, each.valid_from, each.valid_to, each.successor_code)
        for each in listed
        if each.has_period
    ]
    return [
        each
        for each in found
        if each.code in told_before or each != Period(each.code, None, None, "")
    ]


def told_period(period: Period) -> str:
    """The days of a municipality in a few words."""
    first = period.valid_from.isoformat() if period.valid_from else ""
    last = period.valid_to.isoformat() if period.valid_to else ""
    successor = f", then {period.successor_code}" if period.successor_code else ""
    return f"{first}..{last}{successor}"


def contacts_in(path: Path, engine: Engine) -> Looked:
    """What a list of contacts would change: all addresses of whom it names."""
    with snapshot(engine) as session:
        municipalities = registry(session).municipalities
    contacts = read_or_stop(lambda: read_contact_list(path, municipalities))
    with snapshot(engine) as session:
        found = changed_contacts(session, contacts)

    def take_over() -> Imported:
        with transaction(engine) as session:
            return import_contacts(session, contacts, now=datetime.now(UTC))

    rows = [
        [role.value, name, " ".join(before) or NOTHING, " ".join(after)]
        for role, name, before, after in found
    ]
    added = sum(len(after) for _, _, before, after in found if not before)
    changed = sum(len(after) for _, _, before, after in found if before)
    would = Imported(added, changed, len(contacts) - added - changed)
    return Looked(("role", "contact", "before", "after"), rows, would, take_over)
