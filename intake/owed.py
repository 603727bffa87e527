"""Tries that were counted for nothing, and are to be taken back."""

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import Engine

from storage.database import transaction
from storage.errors import StorageError
from storage.failures import Failure, give_back


class Owed:
    """Tries of mails that came to nothing for no fault of theirs.

    While the database is away none can be taken back. Forgotten, three such outages on one scan
    would set it aside, as if it had ended the program.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tries: dict[str, Failure | None] = {}

    def add(self, tries: Mapping[str, Failure | None]) -> None:
        """Take back a try of each mail, now or with the next `settle`; and what failed before."""
        self._tries |= tries
        with suppress(StorageError):
            self.settle()

    def settle(self) -> None:
        """Take back what could not be taken back before. Raises StorageError."""
        if not self._tries:
            return
        with transaction(self._engine) as session:
            for mail, before in self._tries.items():
                give_back(session, mail, before)
        self._tries.clear()
