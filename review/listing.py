"""Lists: which page of it, in which order, and how to come to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.datastructures import QueryParams

PAGE = "pagina"
SORT = "volgorde"
DESCENDING = "-"  # before a key: from high to low
AROUND = 1  # pages on either side of the one shown
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Sorting:
    """The column that a list goes by."""

    key: str
    is_descending: bool

    def next_of(self, key: str) -> str:
        """What to ask for when a column is clicked: the other way round where it is this one."""
        return f"{DESCENDING}{key}" if key == self.key and not self.is_descending else key

    def aria(self, key: str) -> str:
        """The value of aria-sort for a column."""
        if key != self.key:
            return "none"
        return "descending" if self.is_descending else "ascending"


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a list."""

    number: int  # from 1
    rows: int  # on a page
    total: int  # in the whole list

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.rows))

    @property
    def first_row(self) -> int:
        """The number of the first row shown, from 1; 0 in an empty list."""
        return min(self.total, (self.number - 1) * self.rows + 1)

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.total, self.number * self.rows)

    def numbers(self) -> list[int | None]:
        """The pages to link to; None: a gap."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        shown = sorted({1, self.last, *(each for each in near if 1 <= each <= self.last)})
        found: list[int | None] = []
        for each in shown:
            if found and each - (found[-1] or 0) > 1:
                found.append(None)
            found.append(each)
        return found


def page_number(query: QueryParams) -> int:
    """The page that is asked for; the first where that makes no sense."""
    asked = query.get(PAGE, "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def one_page(
    query: QueryParams, things: Sequence[Thing], rows: int
) -> tuple[Sequence[Thing], Paging]:
    """What of a list stands on the page asked for; on the last where that lies beyond it."""
    whole = Paging(page_number(query), rows, len(things))
    shown = Paging(min(whole.number, whole.last), rows, whole.total)
    return things[(shown.number - 1) * rows : shown.number * rows], shown


def sorting(query: QueryParams, keys: tuple[str, ...], default: str) -> Sorting:
    """The order that is asked for, out of the keys that a list knows."""
    asked = query.get(SORT, default)
    if asked.removeprefix(DESCENDING) not in keys:
        asked = default
    return Sorting(asked.removeprefix(DESCENDING), asked.startswith(DESCENDING))
