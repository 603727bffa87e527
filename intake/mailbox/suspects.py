"""Mails on which a connection broke: one of them may be what breaks it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from intake.errors import IntakeError


class Suspects:
    """How often a connection broke on each mail of a folder, for as long as it was not given."""

    def __init__(self) -> None:
        self._breaks: dict[int, int] = {}

    def parted(self, uids: Sequence[int]) -> tuple[list[int], list[int]]:
        """The mails on which nothing broke, in their order, and the others: the least in front.

        So of several that break it each time, none keeps the next from being tried.
        """
        calm = [uid for uid in uids if uid not in self._breaks]
        doubtful = [uid for uid in uids if uid in self._breaks]
        return calm, sorted(doubtful, key=lambda uid: self._breaks[uid])

    @contextmanager
    def watched(self, batch: Sequence[int]) -> Iterator[None]:
        """While these mails are fetched together."""
        try:
            yield
        except IntakeError:
            for uid in batch:
                self._breaks[uid] = self._breaks.get(uid, 0) + 1
            raise
        for uid in batch:
            self._breaks.pop(uid, None)
