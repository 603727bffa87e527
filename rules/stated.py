"""What a mail states, and the kinds of it that are told by that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rules.judgement import Kind

SUBSTANCE = ("facts", "current_state", "steps", "timeline", "declaration")
ENOUGH = 1.6  # summed chances of elements, from which a mail is of substance whatever it asks


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of a mail; margin: how far the closest decision lies from its border."""

    kinds: frozenset[Kind]
    margin: float


class Stated:
    """What a mail states, asked only where the answer matters: to weigh its sentences takes long.

    Of what is plainly a stranger's, or about another law, nobody asks.
    """

    def __init__(self, ask: Callable[[], Mapping[str, float]]) -> None:
        """ask: for each element how probable it is that the mail states it."""
        self._ask = ask

    @cached_property
    def chances(self) -> Mapping[str, float]:
        """For each element how probable it is that the mail states it."""
        return self._ask()

    @cached_property
    def substance(self) -> float:
        """How much it states of what the ministry asks for."""
        return sum(self.chances.get(name, 0.0) for name in SUBSTANCE)
