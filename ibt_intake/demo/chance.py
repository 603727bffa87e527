"""What hangs on chance in the demo hangs on names: each run makes the same."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

Thing = TypeVar("Thing")


def number(*told: object) -> int:
    """A number that looks like chance, the same for the same words."""
    return int.from_bytes(blake2b("/".join(map(str, told)).encode(), digest_size=8).digest())


def chosen(options: Sequence[Thing], *told: object) -> Thing:
    """One of these, the same for the same words."""
    return options[number(*told) % len(options)]


def shuffled(names: Iterable[str], *told: object) -> list[str]:
    """Names in an order that looks like chance."""
    return sorted(names, key=lambda name: (number(name, *told), name))
