"""Lists of municipalities with the days on which they exist, and of whom mails go to."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from intake.progress_cells import folded, told_as
from intake.registry import split
from intake.registry_rows import FIRST_DAY, LAST_DAY, address_of
from intake.row_values import choice_in, day_of_row, note_twice, text_in, unknown
from intake.sheet_rows import Cells, Faults, Layout, rows_of_list
from rules.contacts import Contact, ContactRole
from rules.registry import Municipality

CODE = re.compile(r"GM\d{4}", re.A)  # of Statistics Netherlands
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}", re.A)


class Column(StrEnum):
    """The columns of a list of municipalities, by the heading they are told with."""

    CODE = "Code"
    NAME = "Gemeente"
    PROVINCE = "Provincie"
    DOMAIN = "Domein"
    ALIASES = "Andere namen"  # semicolons between them
    VALID_FROM = "Vanaf"  # the first day
    VALID_TO = "Tot en met"  # the last day
    SUCCESSOR = "Opvolger"  # the code of who takes over


class ContactColumn(StrEnum):
    """The columns of a list of contacts."""

    ROLE = "Soort"
    NAME = "Naam"
    ADDRESS = "E-mailadres"


PERIOD = (Column.VALID_FROM, Column.VALID_TO, Column.SUCCESSOR)
MUNICIPALITY_LIST = Layout(
    tuple(Column),
    {
        "gemeentecode": Column.CODE,
        "name": Column.NAME,
        "gemeentenaam": Column.NAME,
        "province": Column.PROVINCE,
        "domain": Column.DOMAIN,
        "aliases": Column.ALIASES,
        "valid_from": Column.VALID_FROM,
        "valid_to": Column.VALID_TO,
        "successor": Column.SUCCESSOR,
    },
    frozenset({Column.ALIASES, *PERIOD}),
)
CONTACT_LIST = Layout(
    tuple(ContactColumn),
    {
        "role": ContactColumn.ROLE,
        "contact": ContactColumn.NAME,
        "gemeente": ContactColumn.NAME,
        "address": ContactColumn.ADDRESS,
        "adres": ContactColumn.ADDRESS,
    },
    frozenset({ContactColumn.ROLE}),
)
ROLES = {
    "gemeente": ContactRole.MUNICIPALITY.value,
    "cdk": ContactRole.KINGS_COMMISSIONER.value,
    "municipality": ContactRole.MUNICIPALITY.value,
    "kings_commissioner": ContactRole.KINGS_COMMISSIONER.value,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A municipality of a list; has_period: whether the list tells on which days it exists."""

    municipality: Municipality
    has_period: bool
    valid_from: date | None
    valid_to: date | None
    successor_code: str  # "" without


def read_municipality_list(
    path: Path, known: Sequence[Municipality], successors: Mapping[str, str] | None = None
) -> tuple[Listed, ...]:
    """The municipalities of a list, in its order.

    successors: the codes that are known already, by the code of whom they come after.

    Raises RegistryFileError with a line for each fault: one fault, and nothing is taken over.
    """
    found = Faults()
    seen: dict[object, int] = {}
    provinces = {each.province for each in known}
    read = [
        (number, listed)
        for number, cells in rows_of_list(path, MUNICIPALITY_LIST, found)
        if (listed := read_municipality(number, cells, provinces, seen, found)) is not None
    ]
    check_together(read, known, found)
    check_circles(read, successors or {}, found)
    found.refuse(path.name)
    return tuple(each for _, each in read)


def read_municipality(
    number: int, cells: Cells, provinces: Collection[str], seen: dict[object, int], found: Faults
) -> Listed | None:
    """One row, None after a fault."""
    code = matching(number, Column.CODE, cells, CODE, "a code as GM0402", found)
    name = text_in(number, Column.NAME, cells, found)
    province = text_in(number, Column.PROVINCE, cells, found)
    if province is not None and province not in provinces:
        what = f"{told_as(province)} is no province; write its official name"
        found.fault(number, Column.PROVINCE, what)
    domain = matching(number, Column.DOMAIN, cells, DOMAIN, "a mail domain as hilversum.nl", found)
    start, end, successor = period_in(number, cells, code, found)
    for column, value in ((Column.CODE, code), (Column.NAME, name)):
        if value is not None:
            note_twice(number, column, (column, folded(value)), value, seen, found)
    if not (code and name and province and domain):
        return None
    aliases = split(str(cells.get(Column.ALIASES) or ""))
    municipality = Municipality(code, name, province, domain, aliases)
    return Listed(municipality, any(each in cells for each in PERIOD), start, end, successor)


def period_in(
    number: int, cells: Cells, code: str | None, found: Faults
) -> tuple[date | None, date | None, str]:
    """The days on which a municipality exists, and the code of its successor."""
    start, end = (
        day_of_row(number, each, cells, found, first=FIRST_DAY, last=LAST_DAY, is_needed=False)
        for each in (Column.VALID_FROM, Column.VALID_TO)
    )
    if start and end and end < start:
        what = f"{end:%d-%m-%Y} lies before {start:%d-%m-%Y}; check both"
        found.fault(number, Column.VALID_TO, what)
    successor = ""
    if cells.get(Column.SUCCESSOR) is not None:
        what = "a code as GM0402"
        successor = matching(number, Column.SUCCESSOR, cells, CODE, what, found) or ""
    if successor and successor == code:
        found.fault(number, Column.SUCCESSOR, "is the municipality itself; write the other one")
    if end and not cells.get(Column.SUCCESSOR) and f"{Column.SUCCESSOR}" in cells:
        found.fault(number, Column.SUCCESSOR, "is empty, but it ends; write who takes over")
    if successor and not cells.get(Column.VALID_TO):
        found.fault(number, Column.VALID_TO, "is empty, but it has a successor; write its last day")
    return start, end, successor


def matching(
    number: int, column: str, cells: Cells, form: re.Pattern[str], example: str, found: Faults
) -> str | None:
    """The words of a cell that must have a form, None after a fault."""
    value = text_in(number, column, cells, found)
    if value is not None and not form.fullmatch(value):
        found.fault(number, column, f"{told_as(value)} is not {example}; check it")
        return None
    return value


def check_together(
    read: Sequence[tuple[int, Listed]], known: Sequence[Municipality], found: Faults
) -> None:
    """Note names of other municipalities, and successors that nobody knows."""
    names = {each.name: each.code for each in known}
    codes = {each.code for each in known} | {each.municipality.code for _, each in read}
    for number, each in read:
        code, name = each.municipality.code, each.municipality.name
        if names.get(name, code) != code:
            what = f"{name} has the code {names[name]}, not {code}; check both"
            found.fault(number, Column.NAME, what)
        if each.successor_code and each.successor_code not in codes:
            what = f"{each.successor_code} is no known municipality; add it to the list"
            found.fault(number, Column.SUCCESSOR, what)


def check_circles(
    read: Sequence[tuple[int, Listed]], known: Mapping[str, str], found: Faults
) -> None:
    """Note a municipality that would go up in itself, by way of its successors."""
    told = {each.municipality.code: each.successor_code for _, each in read if each.has_period}
    after = {**known, **told}
    for number, each in read:
        code, passed = each.successor_code, set[str]()
        while code and code not in passed:
            passed.add(code)
            code = after.get(code, "")
        if each.municipality.code in passed - {each.successor_code}:
            what = f"{each.successor_code} goes up in {each.municipality.code} again; check both"
            found.fault(number, Column.SUCCESSOR, what)


def read_contact_list(path: Path, known: Sequence[Municipality]) -> tuple[Contact, ...]:
    """The contacts of a list, in its order. Raises RegistryFileError as above."""
    found = Faults()
    seen: dict[object, int] = {}
    read = [
        read_contact(number, cells, known, seen, found)
        for number, cells in rows_of_list(path, CONTACT_LIST, found)
    ]
    found.refuse(path.name)
    return tuple(each for each in read if each is not None)


def read_contact(
    number: int,
    cells: Cells,
    known: Sequence[Municipality],
    seen: dict[object, int],
    found: Faults,
) -> Contact | None:
    """One row, None after a fault."""
    told: str | None = ContactRole.MUNICIPALITY.value
    if cells.get(ContactColumn.ROLE) is not None:
        told = choice_in(number, ContactColumn.ROLE, cells, ROLES, found)
    name = text_in(number, ContactColumn.NAME, cells, found)
    if name is not None and told == ContactRole.MUNICIPALITY.value:
        if name not in {each.name for each in known}:
            found.fault(number, ContactColumn.NAME, unknown(name, known))
    elif name is not None and told and name not in {each.province for each in known}:
        what = f"{told_as(name)} is no province; write the one of this commissioner"
        found.fault(number, ContactColumn.NAME, what)
    written = text_in(number, ContactColumn.ADDRESS, cells, found)
    if not (told and name and written):
        return None
    try:
        address = address_of(written)
    except ValueError as error:
        found.fault(number, ContactColumn.ADDRESS, f"{told_as(written)} {error}")
        return None
    note_twice(
        number, ContactColumn.ADDRESS, (told, name, address.lower()), "this address", seen, found
    )
    return Contact(ContactRole(told), name, address)
