"""Mails that were read and judged, until all that was found of them is filed in one commit."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from intake import steps
from intake.correspondence import Correspondence
from intake.errors import unforeseen
from intake.noted import about
from intake.steps import put_aside, tell_filed
from intake.taking import Taken, Taker
from intake.tally import Tally
from rules.case_keys import links_to_cases
from storage.database import transaction
from storage.errors import StorageError
from storage.filing import Filing, file_lot
from storage.ledger import Step, Waiting

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail that is to be filed."""

    mail: Waiting
    raw: bytes
    taken: Taken
    seconds: float  # that reading and judging took


class JudgedLot:
    """Mails that are to be filed together, in the order in which they were judged."""

    def __init__(
        self,
        engine: Engine,
        taker: Taker,
        tally: Tally,
        correspondence: Correspondence,
        step: Step,
    ) -> None:
        """step: by which they were read."""
        self._engine = engine
        self._taker = taker
        self._tally = tally
        self._correspondence = correspondence
        self._step = step
        self._judged: list[Judged] = []
        self._since = 0.0

    @property
    def mails(self) -> list[Waiting]:
        """The mails that are not filed yet."""
        return [each.mail for each in self._judged]

    @property
    def size(self) -> int:
        """The bytes of these mails."""
        return sum(len(each.raw) for each in self._judged)

    def seconds(self, now: float) -> float:
        """How long the first has waited; now: of the clock that `add` was told by."""
        return now - self._since if self._judged else 0.0

    def add(self, judged: Judged, now: float) -> None:
        """Have one more filed; now: seconds of a clock that never goes back."""
        if not self._judged:
            self._since = now
        self._judged.append(judged)

    def file(self) -> None:
        """File what is judged; where that cannot be together, one by one."""
        if self._judged and not self._is_filed(len(self._judged)):
            while self._judged:
                self._is_filed(1)

    def _is_filed(self, count: int) -> bool:
        """File the first of what is judged: judgements, links, flags and events in one commit.

        False: one of them cannot be filed. By itself, it is set aside.
        """
        judged = self._judged[:count]
        try:
            with transaction(self._engine) as session:
                self._write(session, judged)
        except StorageError:
            raise
        except Exception as error:
            if count > 1:
                log.warning("lot_parted", mails=count, reason=unforeseen(error))
                return False
            with about(judged[0].mail.mail):
                put_aside(self._engine, judged[0].mail, error, self._tally, step=self._step)
        else:
            self._tell(judged)
        del self._judged[:count]
        return True

    def _tell(self, judged: Sequence[Judged]) -> None:
        """Count and log that mails were filed."""
        self._tally.filed += len(judged)
        for each in judged:
            with about(each.mail.mail):
                tell_filed(each.taken, each.seconds)

    def _write(self, session: Session, judged: Sequence[Judged]) -> None:
        """Write what was found, and tell those who sent what mails came back on."""
        now = steps.now()
        requests, validities = self._taker.requests, self._taker.validities
        lot = [
            Filing(
                each.mail.mail,
                each.taken.mail,
                each.taken.judgement,
                each.taken.version,
                links_to_cases(each.taken.judgement, requests, validities),
            )
            for each in judged
        ]
        file_lot(session, lot, now)
        for each in judged:
            taken = each.taken
            self._correspondence.note(
                session, each.mail.mail, each.raw, taken.mail, taken.judgement, taken.report, now
            )
