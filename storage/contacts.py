"""The addresses that mails go to, and their import."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from rules.contacts import Addresses, Contact, ContactRole
from storage.entries import Imported
from storage.events import PROGRAM, record_event
from storage.tables.registry import ContactRow


def contacts(session: Session, role: ContactRole) -> Addresses:
    """The addresses by municipality or province, in the order imported."""
    rows = select(ContactRow.name, ContactRow.address).where(ContactRow.role == role.value)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, address in session.exec(rows.order_by(col(ContactRow.id))):
        found[name].append(address)
    return {name: tuple(addresses) for name, addresses in found.items()}


def changed_contacts(
    session: Session, entries: Sequence[Contact]
) -> list[tuple[ContactRole, str, tuple[str, ...], tuple[str, ...]]]:
    """Whose addresses an import would change: role, name, those before and those after."""
    wanted: defaultdict[tuple[ContactRole, str], list[str]] = defaultdict(list)
    for entry in entries:
        wanted[entry.role, entry.name].append(entry.address)
    before = {role: contacts(session, role) for role in ContactRole}
    found = [
        (role, name, before[role].get(name, ()), tuple(addresses))
        for (role, name), addresses in wanted.items()
    ]
    return [each for each in found if each[2] != each[3]]


def import_contacts(
    session: Session, entries: Sequence[Contact], *, now: datetime, actor: str = PROGRAM
) -> Imported:
    """Put these addresses in place of those of the same municipalities and provinces.

    One that is not named keeps its own: an address that no longer works goes by naming the others.
    """
    wanted: defaultdict[tuple[ContactRole, str], list[str]] = defaultdict(list)
    for entry in entries:
        wanted[entry.role, entry.name].append(entry.address)
    before = {role: contacts(session, role) for role in ContactRole}
    added = changed = unchanged = 0
    for (role, name), addresses in wanted.items():
        known = before[role].get(name, ())
        if known == tuple(addresses):
            unchanged += len(addresses)
            continue
        replace_contacts(session, role, name, addresses)
        added += 0 if known else len(addresses)
        changed += len(addresses) if known else 0
        # Who may be written to is no secret within the house, and changed by people.
        subject = f"contacts:{role.value}/{name}"
        facts = {"before": {"addresses": list(known)}, "after": {"addresses": addresses}}
        record_event(session, now, "contacts_changed", subject, actor=actor, **facts)
    result = Imported(added, changed, unchanged)
    if added or changed:
        record_event(
            session, now, "registry_imported", "contacts", actor=actor, after=asdict(result)
        )
    return result


def replace_contacts(
    session: Session, role: ContactRole, name: str, addresses: Sequence[str]
) -> None:
    """Write the addresses of one municipality or province in place of what was there."""
    session.exec(
        delete(ContactRow).where(col(ContactRow.role) == role.value, col(ContactRow.name) == name)
    )
    rows = [{"role": role.value, "name": name, "address": address} for address in addresses]
    session.exec(insert(ContactRow), params=rows)
