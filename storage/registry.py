"""The registry: municipalities, organisations and the ministry's requests, and their import."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from rules.registry import Municipality, Organisation, Registry, Request
from storage.case_states import refresh_cases
from storage.entries import Entry, Imported, entries, entry_of
from storage.events import CHANGED, PROGRAM, Facts, record_event
from storage.periods import all_validities
from storage.tables.registry import MunicipalityRow, OrganisationRow, RequestRow
from storage.tables.row import Row


def registry(session: Session) -> Registry:
    """The three tables, each in the order of its keys, and the days of municipalities."""
    return Registry(
        municipalities=tuple(entries(session, Municipality, order=("code",))),
        organisations=tuple(entries(session, Organisation, order=("domain",))),
        requests=tuple(entries(session, Request, order=("reference", "municipality"))),
        validities=tuple(all_validities(session)),
    )


def municipality_names(session: Session) -> list[str]:
    """The official names, sorted."""
    return list(session.exec(select(MunicipalityRow.name).order_by(col(MunicipalityRow.name))))


def municipality_named(session: Session, name: str) -> Municipality | None:
    """The municipality of that official name, None where the registry knows none."""
    row = session.exec(select(MunicipalityRow).where(MunicipalityRow.name == name)).first()
    return entry_of(row, Municipality) if row else None


def letter_references(session: Session) -> list[str]:
    """The references of all letters, each once, the newest letter's first."""
    newest = func.max(RequestRow.letter_date)
    grouped = select(RequestRow.reference).group_by(col(RequestRow.reference))
    return list(session.exec(grouped.order_by(newest.desc(), col(RequestRow.reference))))


def provinces_by_name(session: Session) -> dict[str, str]:
    """The municipalities by name, each with its province."""
    rows = select(MunicipalityRow.name, MunicipalityRow.province)
    return dict(session.exec(rows.order_by(col(MunicipalityRow.name))).all())


def municipalities_by_domain(session: Session) -> dict[str, frozenset[str]]:
    """The municipalities that a mail domain may write for, by domain in lower case."""
    known = session.exec(select(MunicipalityRow.code, MunicipalityRow.name, MunicipalityRow.domain))
    found: defaultdict[str, set[str]] = defaultdict(set)
    names = {}
    for code, name, domain in known:
        names[code] = name
        found[domain.lower()].add(name)
    services = select(OrganisationRow.domain, OrganisationRow.municipality_codes)
    for domain, codes in session.exec(services):
        found[domain.lower()] |= {names[code] for code in codes if code in names}
    return {domain: frozenset(some) for domain, some in found.items()}


def import_municipalities(
    session: Session, entries: Sequence[Municipality], *, now: datetime, actor: str = PROGRAM
) -> Imported:
    """Add municipalities, or bring those of the same code up to date."""
    return imported(session, entries, MunicipalityRow, ("code",), actor=actor, now=now)


def changed_municipalities(
    session: Session, entries: Sequence[Municipality]
) -> list[tuple[Municipality, Municipality | None]]:
    """The municipalities that are new, or other than before, each with what was; in that order."""
    rows = {row.code: row for row in session.exec(select(MunicipalityRow))}
    before = [entry_of(rows[e.code], Municipality) if e.code in rows else None for e in entries]
    return [(e, was) for e, was in zip(entries, before, strict=True) if was != e]


def import_organisations(
    session: Session, entries: Sequence[Organisation], *, now: datetime, actor: str = PROGRAM
) -> Imported:
    """Add organisations, or bring those of the same domain up to date."""
    return imported(session, entries, OrganisationRow, ("domain",), actor=actor, now=now)


def import_requests(
    session: Session, entries: Sequence[Request], *, now: datetime, actor: str = PROGRAM
) -> Imported:
    """Add requests, or bring those of the same reference and municipality up to date."""
    keys = ("reference", "municipality")
    result = imported(session, entries, RequestRow, keys, actor=actor, now=now)
    if result.added or result.changed:  # each request is a case
        refresh_cases(session, {(each.municipality, each.reference) for each in entries}, now)
    return result


def imported(
    session: Session,
    entries: Sequence[Entry],
    row_type: type[MunicipalityRow | OrganisationRow | RequestRow],
    keys: tuple[str, ...],
    *,
    actor: str,
    now: datetime,
) -> Imported:
    """What came of the entries; each change is an event, and so is the import as a whole."""
    table = row_type.__tablename__
    rows = {key_of(row, keys): row for row in session.exec(select(row_type))}
    added = changed = 0
    for entry in entries:
        key = key_of(entry, keys)
        row = rows.get(key)
        if row is None:
            rows[key] = row_type(**columns_of(entry))
            session.add(rows[key])
            added += 1
        elif (before := entry_of(row, type(entry))) != entry:
            row.sqlmodel_update(columns_of(entry))
            subject = f"{table}:{'/'.join(key)}"
            facts = {"before": facts_of(before), "after": facts_of(entry)}
            record_event(session, now, CHANGED, subject, actor=actor, **facts)
            changed += 1
    session.flush()
    result = Imported(added, changed, len(entries) - added - changed)
    if added or changed:
        record_event(
            session, now, "registry_imported", str(table), actor=actor, after=asdict(result)
        )
    return result


def key_of(thing: Row | Entry, keys: tuple[str, ...]) -> tuple[str, ...]:
    """What tells one entry, or its row, from the others."""
    return tuple(str(getattr(thing, key)) for key in keys)


def columns_of(entry: Municipality | Organisation | Request) -> dict[str, Any]:
    """The entry as columns: JSON knows lists, not tuples."""
    values = asdict(entry)
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def facts_of(entry: Municipality | Organisation | Request) -> Facts:
    """The entry as an event tells it."""
    values = asdict(entry)
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}
