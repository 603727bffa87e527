"""How long to leave a server alone after it failed."""

import random
import time
from collections.abc import Callable

from intake.errors import TryLater

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 600.0
# A mail room of many programs must not come back to a restarted server all at once.
JITTER = 0.25


class BackOff:
    """One try per step; the steps double up to ten minutes, each somewhat longer or shorter."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._failures = 0
        self._not_before = 0.0

    @property
    def seconds_left(self) -> float:
        """How long until the next try may be made."""
        return max(0.0, self._not_before - self._clock()) if self._failures else 0.0

    def admit(self, what: str) -> None:
        """Raise `TryLater` when it is too early for the next try."""
        if left := self.seconds_left:
            raise TryLater(
                f"{what} failed {self._failures} times; the next try is in {left:.0f} seconds"
            )

    def failed(self) -> None:
        """Count a failure; the next try is a step away."""
        step = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(self._failures, 30))
        self._failures += 1
        self._not_before = self._clock() + step * (1 + JITTER * (2 * self._chance() - 1))

    def succeeded(self) -> None:
        """Start again from the first step."""
        self._failures = 0
