"""Files of the registry, brought into the database: all of them, or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlmodel import Session

from intake.errors import RegistryFileError, Stop
from intake.registry import (
    kind_of_file,
    read_contacts,
    read_municipalities,
    read_organisations,
    read_requests,
)
from rules.contacts import Contact
from rules.registry import Municipality, Organisation, Request
from storage.contacts import import_contacts
from storage.database import snapshot, transaction
from storage.entries import Imported
from storage.ledger import State, mails_by_state
from storage.registry import (
    import_municipalities,
    import_organisations,
    import_requests,
    registry,
)


@dataclass(slots=True)
class Files:
    """What the files hold, by file name."""

    municipalities: dict[str, tuple[Municipality, ...]] = field(default_factory=dict)
    organisations: dict[str, tuple[Organisation, ...]] = field(default_factory=dict)
    requests: dict[str, tuple[Request, ...]] = field(default_factory=dict)
    contacts: dict[str, tuple[Contact, ...]] = field(default_factory=dict)


def import_tables(
    paths: Sequence[Path], engine: Engine, now: datetime | None = None
) -> list[list[str]]:
    """A row for each file: its table, and how many entries were added, changed, unchanged.

    now: when they come in, None: at this moment. Raises Stop, after each fault was told, before
    anything has changed.
    """
    with snapshot(engine) as session:
        known = registry(session).municipalities
    files = read_files(paths, known)
    with transaction(engine) as session:
        done = list(imported(session, files, now or datetime.now(UTC)))
        filed = mails_by_state(session)[State.FILED]
    if filed and any(
        result.added or result.changed for _, table, result in done if table != "contacts"
    ):
        click.echo(
            f"{filed} mails were judged before this; `ibt-intake reanalyse` shows what changes "
            "for them",
            err=True,
        )
    return [
        [name, table, str(result.added), str(result.changed), str(result.unchanged)]
        for name, table, result in done
    ]


def imported(session: Session, files: Files, now: datetime) -> Iterator[tuple[str, str, Imported]]:
    """What each file did to its table, with the names of both."""
    for name, municipalities in files.municipalities.items():
        yield name, "municipalities", import_municipalities(session, municipalities, now=now)
    for name, organisations in files.organisations.items():
        yield name, "organisations", import_organisations(session, organisations, now=now)
    for name, requests in files.requests.items():
        yield name, "requests", import_requests(session, requests, now=now)
    for name, contacts in files.contacts.items():
        yield name, "contacts", import_contacts(session, contacts, now=now)


def read_files(paths: Sequence[Path], known: Sequence[Municipality]) -> Files:
    """What the files hold; a request may name a municipality of another file."""
    files = Files()
    errors: list[RegistryFileError] = []
    kinds: dict[Path, str] = {}
    for path in paths:
        try:
            kinds[path] = kind_of_file(path)
            if kinds[path] == "municipalities":
                files.municipalities[path.name] = read_municipalities(path)
            elif kinds[path] == "organisations":
                files.organisations[path.name] = read_organisations(path)
        except RegistryFileError as error:
            errors.append(error)
    new = [each for rows in files.municipalities.values() for each in rows]
    for path in [path for path, kind in kinds.items() if kind in ("requests", "contacts")]:
        try:
            if kinds[path] == "requests":
                files.requests[path.name] = read_requests(path, [*known, *new])
            else:
                files.contacts[path.name] = read_contacts(path, [*known, *new])
        except RegistryFileError as error:
            errors.append(error)
    if errors:
        raise told(errors)
    return files


def told(errors: Sequence[RegistryFileError]) -> Stop:
    """The error to end with, after each fault was told, but for a single one."""
    total = sum(error.total for error in errors)
    if total == 1:
        return errors[0]
    faults = [fault for error in errors for fault in error.faults]
    for fault in faults:
        click.echo(fault, err=True)
    which = "told above" if len(faults) == total else f"the first {len(faults)} told above"
    return Stop(f"{total} faults, {which}; mend them; nothing was changed")
