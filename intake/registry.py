"""Municipalities, organisations and requests out of files: the program's own, or the ministry's."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from intake.errors import RegistryFileError
from intake.registry_rows import (
    KINDS,
    ContactRow,
    MunicipalityRow,
    OrganisationRow,
    RequestRow,
    checked,
)
from intake.table_files import table
from rules.contacts import Contact, ContactRole
from rules.registry import Municipality, Organisation, Registry, Request

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def default_registry() -> Registry:
    """The municipalities and organisations that ship with the program; no requests."""
    return Registry(
        municipalities=read_municipalities(DATA / "municipalities.csv"),
        organisations=read_organisations(DATA / "organisations.csv"),
        requests=(),
    )


def split(value: str) -> tuple[str, ...]:
    """The entries of a cell that holds several, parted by semicolons."""
    return tuple(part.strip() for part in value.split(";") if part.strip())


def read_requests(path: Path, municipalities: Sequence[Municipality]) -> tuple[Request, ...]:
    """The requests in a CSV or XLSX file, in its order. Raises RegistryFileError."""
    rows = checked(path.name, table(path), RequestRow)
    known = {each.name for each in municipalities}
    faults = [
        f"{path.name}, row {number}: municipality = {row.municipality!r} is not known; write its "
        "official name"
        for number, row in rows.items()
        if row.municipality not in known
    ]
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows.items():
        before = seen.setdefault((row.reference, row.municipality), number)
        if before != number:
            faults.append(
                f"{path.name}, row {number}: reference = {row.reference!r} stands in row {before} "
                "too; leave one of them out"
            )
    if faults:
        raise RegistryFileError(faults)
    return tuple(Request(**row.model_dump()) for row in rows.values())


def read_municipalities(path: Path) -> tuple[Municipality, ...]:
    """The municipalities in a CSV or XLSX file. Raises RegistryFileError."""
    rows = checked(path.name, table(path), MunicipalityRow)
    return tuple(
        Municipality(row.code, row.name, row.province, row.domain, split(row.aliases))
        for row in rows.values()
    )


def read_organisations(path: Path) -> tuple[Organisation, ...]:
    """The organisations in a CSV or XLSX file. Raises RegistryFileError."""
    rows = checked(path.name, table(path), OrganisationRow)
    return tuple(
        Organisation(row.domain, row.name, split(row.municipality_codes)) for row in rows.values()
    )


def read_contacts(path: Path, municipalities: Sequence[Municipality]) -> tuple[Contact, ...]:
    """The contacts in a CSV or XLSX file, in its order. Raises RegistryFileError."""
    rows = checked(path.name, table(path), ContactRow)
    known = {
        ContactRole.MUNICIPALITY: {each.name for each in municipalities},
        ContactRole.KINGS_COMMISSIONER: {each.province for each in municipalities},
    }
    faults = [
        f"{path.name}, row {number}: contact = {row.contact!r} is not known; write the official "
        "name of a municipality, or of a province for its kings_commissioner"
        for number, row in rows.items()
        if row.contact not in known[row.role]
    ]
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in rows.items():
        before = seen.setdefault((row.role, row.contact, row.address.lower()), number)
        if before != number:
            faults.append(
                f"{path.name}, row {number}: {row.address} stands in row {before} too; leave one "
                "of them out"
            )
    if faults:
        raise RegistryFileError(faults)
    return tuple(Contact(row.role, row.contact, row.address) for row in rows.values())


def kind_of_file(path: Path) -> str:
    """Which table a file holds, told by its columns. Raises RegistryFileError."""
    rows = table(path)
    if not rows:
        raise RegistryFileError([f"{path.name}: holds nothing below its first row; add the rows"])
    columns = set(next(iter(rows.values())))
    for kind, model in KINDS.items():
        fields = model.model_fields
        required = {name for name, field in fields.items() if field.is_required()}
        if len(required & columns) * 2 > len(required):
            return kind
    raise RegistryFileError(
        [
            f"{path.name}, row 1: columns {', '.join(sorted(map(str, columns))) or 'none'} are of "
            "no known table; requests have reference, municipality, letter_date, term_days, "
            "regular_task, amv_task, regular_realised, amv_realised"
        ]
    )
