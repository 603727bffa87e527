"""Mails that wait are taken in by lots: read and judged one after the other, filed in one commit.

A commit, and making anew the states of cases, cost nearly the same for fifty mails as for one. A
mail that was in hand when the program was ended is a lot of its own from then on, so that one that
ends the program each time leaves no other waiting for a person.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from intake import steps
from intake.correspondence import NO_CORRESPONDENCE, Correspondence
from intake.errors import PutOff, SetAside, TryLater, unforeseen
from intake.noted import about
from intake.steps import leave_for_ocr, put_aside, take_once, tell_filed
from intake.taking import Taken, Taker
from intake.tally import Tally
from rules.cases import links_to_cases
from storage.database import snapshot, transaction
from storage.errors import StorageError
from storage.failures import IN_HAND, give_back, take_in_hand, take_lot_in_hand
from storage.filing import Filing, file_lot
from storage.judgements import shared_message_ids
from storage.ledger import Step, Waiting, raws_of, waiting

AT_ONCE = 100  # mails asked for at a time; more come with the next question
LOT_MAILS = 50
LOT_BYTES = 4 << 20  # of mails, in memory until they are filed; one alone may have more
LOT_SECONDS = 5.0  # then what is judged is filed, so that officers need not wait for the rest

log = structlog.get_logger()


def file_waiting(
    engine: Engine,
    taker: Taker,
    tally: Tally,
    stop: Event,
    *,
    correspondence: Correspondence = NO_CORRESPONDENCE,
    each: Callable[[], None] = lambda: None,
) -> None:
    """Read, judge and file every mail that waits, the oldest first, until told to stop.

    correspondence: told of each mail as it is filed; each: called when a mail has been read and
    judged, to show progress.
    """
    while not stop.is_set():
        with snapshot(engine) as session:
            found = waiting(session, steps.now(), AT_ONCE)
        if not found:
            return
        for mails in in_lots(found):
            if stop.is_set():
                return
            Lot(engine, taker, tally, correspondence).take_in(mails, stop, each)


def in_lots(mails: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """The mails, in order, as they are taken in together."""
    lot: list[Waiting] = []
    for mail in mails:
        is_full = len(lot) == LOT_MAILS or sum(each.size for each in lot) + mail.size > LOT_BYTES
        if lot and (is_full or mail.tries or lot[0].tries):
            yield lot
            lot = []
        lot.append(mail)
    if lot:
        yield lot


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail that is to be filed."""

    mail: Waiting
    raw: bytes
    taken: Taken
    seconds: float  # that reading and judging took


class Lot:
    """Mails that are taken in together."""

    def __init__(
        self,
        engine: Engine,
        taker: Taker,
        tally: Tally,
        correspondence: Correspondence,
        *,
        step: Step = Step.READ,
    ) -> None:
        """step: by which they are read."""
        self._step = step
        self._engine = engine
        self._taker = taker
        self._tally = tally
        self._correspondence = correspondence
        self._judged: list[Judged] = []
        self._since = 0.0  # when the first of these was judged
        self._met: set[str] = set()  # Message-IDs of mails of this lot so far
        self._shared: frozenset[str] = frozenset()  # those that several mails carry

    def take_in(
        self, mails: Sequence[Waiting], stop: Event, each: Callable[[], None] = lambda: None
    ) -> None:
        """Bring mails to their cases; one that fails is set aside, and the rest goes on.

        mails: as `in_lots` parts them; stop and each: see `file_waiting`.
        """
        left = self._in_hand(mails)
        try:
            with snapshot(self._engine) as session:
                raws = raws_of(session, [mail.mail for mail in left])
                self._shared = shared_message_ids(session, {mail.message_id for mail in left})
            while left and not stop.is_set():
                with about(left[0].mail):
                    self._judge(left[0], raws.pop(left[0].mail))
                del left[0]
                each()
                if self._judged and time.monotonic() - self._since > LOT_SECONDS:
                    self._file()
            self._file()
        finally:
            # Those that nobody came to; after a fault of storage also those that are not filed.
            self._give_back([*(each.mail for each in self._judged), *left])

    def _in_hand(self, mails: Sequence[Waiting]) -> list[Waiting]:
        """Those of the mails that are to be read; a try of each is counted before it is made."""
        if mails[0].tries or self._step is Step.OCR:
            return [mail for mail in mails if self._is_tried_again(mail)]
        with transaction(self._engine) as session:
            ours = take_lot_in_hand(session, [mail.mail for mail in mails], self._step, steps.now())
        return [mail for mail in mails if mail.mail in ours]

    def _is_tried_again(self, mail: Waiting) -> bool:
        """Whether a mail may be tried again; one that ended the program too often is set aside."""
        with transaction(self._engine) as session:
            if take_in_hand(session, mail.mail, self._step, steps.now()):
                return True
        often = SetAside(f"{IN_HAND}, several times; look at it, then try again")
        with about(mail.mail):
            put_aside(self._engine, mail, often, self._tally, step=self._step)
        return False

    def _judge(self, mail: Waiting, raw: bytes) -> None:
        """Read and judge a mail; where that fails, set it aside."""
        started = time.monotonic()
        try:
            taken = take_once(self._taker, mail, raw, lambda by: self._is_second(mail, raw, by))
        except (StorageError, TryLater):
            raise
        except PutOff:
            leave_for_ocr(self._engine, mail, self._tally)
            return
        except Exception as error:
            put_aside(self._engine, mail, error, self._tally, step=self._step)
            return
        if not self._judged:
            self._since = time.monotonic()
        self._judged.append(Judged(mail, raw, taken, time.monotonic() - started))
        self._met |= {mail.message_id, taken.mail.message_id}

    def _is_second(self, mail: Waiting, raw: bytes, message_id: str) -> bool:
        """See `is_copy`; the mails of this lot that may be the first are filed before."""
        if not message_id:
            return False
        if message_id in self._met:
            self._file()
        elif message_id == mail.message_id and message_id not in self._shared:
            return False
        return steps.is_second(self._engine, mail, raw, message_id)

    def _file(self) -> None:
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

    def _give_back(self, mails: Sequence[Waiting]) -> None:
        """Take back the tries of mails that came to nothing for no fault of theirs."""
        if mails:
            with suppress(StorageError), transaction(self._engine) as session:
                for mail in mails:
                    give_back(session, mail.mail)
