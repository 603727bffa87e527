"""Values in lots: one statement names a good many of them, and not any number."""

from collections.abc import Collection, Iterator
from typing import TypeVar

Value = TypeVar("Value")
MOST = 500  # values in one IN (...): every database takes as many


def lots_of(values: Collection[Value], most: int = MOST) -> Iterator[list[Value]]:
    """The values in their order, so many at a time."""
    ordered = list(values)
    return (ordered[at : at + most] for at in range(0, len(ordered), most))
