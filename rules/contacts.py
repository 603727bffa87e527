"""Whom mails go to: the addresses that the ministry knows, never those of a mail that came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Addresses = Mapping[str, tuple[str, ...]]  # by municipality or province


class ContactRole(StrEnum):
    """Whom an address reaches."""

    MUNICIPALITY = "municipality"
    KINGS_COMMISSIONER = "kings_commissioner"


@dataclass(frozen=True, slots=True)
class Contact:
    """An address of a municipality, or of a province's King's Commissioner."""

    role: ContactRole
    name: str  # the municipality's official name, or the province
    address: str


def addresses_of(names: Iterable[str], contacts: Addresses) -> tuple[str, ...]:
    """The addresses of some municipalities, each once; empty where one of them has none."""
    wanted = list(names)
    if any(not contacts.get(each) for each in wanted):
        return ()
    found = [address for each in wanted for address in contacts[each]]
    return tuple({address.lower(): address for address in reversed(found)}.values())[::-1]
