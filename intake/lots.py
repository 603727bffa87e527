"""Mails that wait are taken in one after the other, and filed by lots, each in one commit.

A commit, and making anew the states of cases, cost nearly the same for fifty mails as for one. A
mail that was in hand when the program was ended is a lot of its own from then on, so that one that
ends the program each time leaves no other waiting for a person.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event

from sqlalchemy import Engine

from intake import steps
from intake.correspondence import NO_CORRESPONDENCE, Correspondence
from intake.errors import PutOff, SetAside, TryLater
from intake.judged_lot import Judged, JudgedLot
from intake.noted import about
from intake.owed import Owed
from intake.steps import leave_for_ocr, put_aside, take_once
from intake.taking import Promise, Taker
from intake.tally import Tally
from storage.database import snapshot, transaction
from storage.errors import StorageError
from storage.failures import (
    IN_HAND,
    Failure,
    failure_of,
    take_in_hand,
    take_lot_in_hand,
)
from storage.judgements import shared_message_ids
from storage.ledger import Step, Waiting, raws_of, waiting
from storage.turns import waiting_mail

AT_ONCE = 500  # mails asked for at a time; more come with the next question
AHEAD = 32  # mails that wait to be read while others are filed
LOT_MAILS = 50
LOT_BYTES = 4 << 20  # of mails that are filed together; one alone may have more
HELD_BYTES = 2 * LOT_BYTES  # of mails in memory; one alone may have more
LOT_SECONDS = 5.0  # then what is judged is filed, so that officers need not wait for the rest


def file_waiting(
    engine: Engine,
    taker: Taker,
    tally: Tally,
    stop: Event,
    *,
    correspondence: Correspondence = NO_CORRESPONDENCE,
    each: Callable[[], None] = lambda: None,
    owed: Owed | None = None,
) -> None:
    """Read, judge and file every mail that waits, the oldest first, until told to stop.

    correspondence: told of each mail as it is filed; each: called when a mail has been read and
    judged, to show progress; owed: what takes back tries of mails that are not filed.
    """
    before: list[Waiting] = []
    try:
        while not stop.is_set():
            with snapshot(engine) as session:
                found = waiting(session, steps.now(), AT_ONCE)
            if not found or found == before:  # nothing came of it: the next pass may do better
                return
            before = found
            line = WaitingLine(
                engine,
                taker,
                tally,
                stop,
                correspondence=correspondence,
                each=each,
                ahead=AHEAD,
                owed=owed,
            )
            line.take_in(found)
    finally:
        taker.rest()


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
class Ahead:
    """A mail that is being read, or waits for that while others are filed."""

    mail: Waiting
    raw: bytes
    is_duplicate: bool  # as far as could be told before it was read
    taken: Promise
    since: float


class WaitingLine:
    """Mails that wait, on their way to their cases in the order in which they came.

    While they are read others before them are filed, so that several processes are at work.
    """

    def __init__(
        self,
        engine: Engine,
        taker: Taker,
        tally: Tally,
        stop: Event,
        *,
        correspondence: Correspondence = NO_CORRESPONDENCE,
        each: Callable[[], None] = lambda: None,
        step: Step = Step.READ,
        ahead: int = 0,
        owed: Owed | None = None,
    ) -> None:
        """step: by which they are read; ahead: how many wait to be read while others are filed.

        For the rest see `file_waiting`.
        """
        self._step = step
        self._most_ahead = ahead
        self._owed = owed or Owed(engine)
        self._engine = engine
        self._taker = taker
        self._tally = tally
        self._stop = stop
        self._each = each
        self._failed: dict[str, Failure] = {}  # before they were taken in hand
        self._left: deque[Waiting] = deque()  # in hand, and not begun
        self._ahead: deque[Ahead] = deque()
        self._judged = JudgedLot(engine, taker, tally, correspondence, step)
        self._last = 0.0  # when the last of these was judged
        self._begun: set[str] = set()  # Message-IDs of all that were begun
        self._met: set[str] = set()  # those of all that were judged, as read too
        self._shared: set[str] = set()  # those that several mails carry

    def take_in(self, mails: Sequence[Waiting]) -> None:
        """Bring mails to their cases; one that fails is set aside, and the rest goes on."""
        try:
            for lot in in_lots(mails):
                if self._stop.is_set():
                    break
                self._begin(lot)
            self._finish()
        finally:
            # Those that nobody came to; after a fault of storage also those that are not filed.
            ahead = (each.mail for each in self._ahead)
            undone = [*self._judged.mails, *ahead, *self._left]
            self._owed.add({each.mail: self._failed.get(each.mail) for each in undone})

    def _begin(self, lot: Sequence[Waiting]) -> None:
        """Have the mails of a lot read; what came before them is filed meanwhile."""
        held = self._judged.size + sum(len(each.raw) for each in self._ahead)
        if lot[0].tries or held + sum(each.size for each in lot) > HELD_BYTES:
            self._finish()
        self._left = deque(self._in_hand(lot))
        with snapshot(self._engine) as session:
            raws = raws_of(session, [mail.mail for mail in self._left])
            self._shared |= shared_message_ids(session, {mail.message_id for mail in self._left})
        while self._left and not self._stop.is_set():
            mail = self._left[0]
            with about(mail.mail):
                self._ahead.append(self._begun_with(mail, raws.pop(mail.mail)))
            self._left.popleft()
            while len(self._ahead) > self._most_ahead and not self._stop.is_set():
                self._judge_first()
        if lot[0].tries:
            self._finish()

    def _begun_with(self, mail: Waiting, raw: bytes) -> Ahead:
        """A mail that the reading process has from now on."""
        by = mail.message_id
        is_duplicate = by != "" and (
            by in self._begun
            or (by in self._shared and steps.is_second(self._engine, mail, raw, by))
        )
        self._begun.add(by)
        taken = self._taker.begin(raw, mail.received_at, is_duplicate=is_duplicate)
        return Ahead(mail, raw, is_duplicate, taken, time.monotonic())

    def _finish(self) -> None:
        """File all that was begun, until told to stop."""
        while self._ahead and not self._stop.is_set():
            self._judge_first()
        self._judged.file()

    def _judge_first(self) -> None:
        """Wait for the mail that was begun first; file what is judged once it is a lot."""
        with about(self._ahead[0].mail.mail):
            self._judge(self._ahead[0])
        self._ahead.popleft()
        self._last = time.monotonic()
        self._each()
        is_full = len(self._judged.mails) == LOT_MAILS or self._judged.size > LOT_BYTES
        if is_full or self._judged.seconds(self._last) > LOT_SECONDS:
            self._judged.file()

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
            if waiting_mail(session, mail.mail, steps.now(), step=self._step) is None:
                return False  # filed, called off or put off since the line was made
            before = failure_of(session, mail.mail)
            if take_in_hand(session, mail.mail, self._step, steps.now()):
                if before:
                    self._failed[mail.mail] = before
                return True
        often = SetAside(f"{IN_HAND}, several times; look at it, then try again")
        with about(mail.mail):
            put_aside(self._engine, mail, often, self._tally, step=self._step)
        return False

    def _judge(self, ahead: Ahead) -> None:
        """Have a mail read and judged; where that fails, set it aside."""
        mail, raw = ahead.mail, ahead.raw
        try:
            taken = take_once(
                self._taker,
                mail,
                raw,
                ahead.taken,
                lambda by: self._is_second(mail, raw, by),
                is_duplicate=ahead.is_duplicate,
            )
        except (StorageError, TryLater):
            raise
        except PutOff:
            leave_for_ocr(self._engine, mail, self._tally)
            return
        except Exception as error:
            put_aside(self._engine, mail, error, self._tally, step=self._step)
            return
        ended = time.monotonic()
        self._judged.add(Judged(mail, raw, taken, ended - max(ahead.since, self._last)), ended)
        self._met |= {mail.message_id, taken.mail.message_id}

    def _is_second(self, mail: Waiting, raw: bytes, message_id: str) -> bool:
        """See `is_copy`; the mails of this line that may be the first are filed before."""
        if not message_id:
            return False
        if message_id in self._met:
            self._judged.file()
        elif message_id == mail.message_id and message_id not in self._shared:
            return False
        return steps.is_second(self._engine, mail, raw, message_id)
