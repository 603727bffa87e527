"""What was worked out before, so that what comes back is not worked out again."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import islice
from typing import Generic, TypeVar

WORDS_KEPT = 20_000  # words, numbers and marks: official prose repeats them, mail after mail

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """What is worked out of things, of many at once.

    worked_out: gives what belongs to each of some things, in order, and is asked about at_once
    of them at the most; most: of how many it is kept, those met first go where there are more.
    """

    def __init__(
        self,
        worked_out: Callable[[Sequence[Key]], Iterable[Value]],
        *,
        most: int,
        at_once: int,
    ) -> None:
        self._worked_out = worked_out
        self._most = most
        self._at_once = at_once
        self._kept: dict[Key, Value] = {}

    def of(self, keys: Sequence[Key]) -> list[Value]:
        """What belongs to each, in order."""
        new = [key for key in dict.fromkeys(keys) if key not in self._kept]
        for start in range(0, len(new), self._at_once):
            some = new[start : start + self._at_once]
            self._kept.update(zip(some, self._worked_out(some), strict=True))
        found = [self._kept[key] for key in keys]
        for key in list(islice(self._kept, max(0, len(self._kept) - self._most))):
            del self._kept[key]
        return found


class Known(dict[Key, Value]):
    """What is worked out of things, one by one: `known[thing]`, twice as fast as `lru_cache`.

    most: of how many it is kept; where there are more, all are worked out anew.
    """

    def __init__(self, worked_out: Callable[[Key], Value], *, most: int) -> None:
        super().__init__()
        self._worked_out = worked_out
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        found = self[key] = self._worked_out(key)
        return found
