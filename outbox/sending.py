"""Sending what is due: one mail at a time, each in a state that a crash cannot make wrong.

Its row is marked before a server is spoken to, and marked again, committed, before the server can
have the mail. What then becomes of it is written down at once. For one process at a time: whoever
calls holds the lease.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from outbox.compose import Composed, From, composed
from outbox.errors import Later, OutboxError, Rejected, ServerAway, Stop, Uncertain
from outbox.noted import about
from rules.outgoing import Clearance, OutgoingState
from storage.database import snapshot, transaction
from storage.errors import StorageError
from storage.outgoing import OutboxEntry, next_due, not_copied, outbox
from storage.pauses import Pause, pause_of, was_restored
from storage.sending import (
    copied,
    defer,
    doubt,
    found_sent,
    hand_over,
    postpone,
    recover,
    refuse,
    sent,
    settle,
    take,
)

FIRST_WAIT = timedelta(minutes=5)  # what greylisting servers ask for
LONGEST_WAIT = timedelta(hours=4)
COPIES_AT_ONCE = 50
COPIES_TRIED = 3  # that fail, before the folder is left alone until the next pass
OUT = frozenset({OutgoingState.SENT, OutgoingState.BOUNCED})

log = structlog.get_logger()


class Transport(Protocol):
    """Where mails go: a server, or a folder."""

    def send(self, mail: Composed, hand_over: Callable[[], None]) -> None:
        """Bring a mail out; see `outbox.smtp.SmtpServer.send`."""

    def try_out(self) -> str:
        """Whether it works, without sending anything: a line for people, or an error."""


class Copies(Protocol):
    """Where copies of sent mails stand."""

    def holds(self, message_id: str) -> bool | None:
        """Whether a mail was sent, as far as the copies tell; None: they do not."""

    def keep(self, mail: Composed) -> None:
        """Put a copy of a sent mail there, unless there is one."""


class NoCopies:
    """Copies are not kept."""

    def holds(self, message_id: str) -> bool | None:
        """Nothing is known."""
        return None

    def keep(self, mail: Composed) -> None:
        """Nothing is done."""


Clear = Callable[[Session, OutboxEntry, datetime], Clearance]
Clock = Callable[[], datetime]


@dataclass
class Sending:
    """What one pass over the outbox did."""

    sent: int = 0
    postponed: int = 0
    refused: int = 0
    uncertain: int = 0
    deferred: int = 0
    fault: OutboxError | None = None  # why the pass ended early: no mail can go out now
    pause: Pause | None = None  # why nothing is sent until somebody confirms


@dataclass(frozen=True)
class Outbox:
    """The outbox with its transport, and what is asked before each mail."""

    engine: Engine
    transport: Transport
    copies: Copies
    sender: From
    clear: Clear
    now: Clock
    give_up: timedelta
    _told: set[Pause] = field(default_factory=set)
    _not_copied: Counter[int] = field(default_factory=Counter)  # failed tries by mail

    def deliver_due(self, is_over: Callable[[], bool] = lambda: False) -> Sending:
        """Send what is due, oldest first, until told to stop or no mail can go out.

        is_over: asked before each mail.
        """
        tally = Sending()
        with snapshot(self.engine) as session:
            tally.pause = pause_of(session)
        if tally.pause:
            self._tell(tally.pause)
            return tally
        with transaction(self.engine) as session:
            again, doubtful = recover(session, self.now())
        if again or doubtful:
            log.warning("interrupted", again=again, uncertain=doubtful)
        self.settle_uncertain()
        while not is_over() and tally.fault is None and (entry := self._next(tally)):
            with about(entry):
                self._send(entry, tally)
        self.keep_copies()
        return tally

    def settle_uncertain(self) -> None:
        """End what doubts the copies can; the others wait for an officer, or for an answer."""
        with snapshot(self.engine) as session:
            doubtful = outbox(session, {OutgoingState.UNCERTAIN})
        for entry in doubtful:
            try:
                found = self.copies.holds(entry.outgoing.message_id)
            except Later as error:
                log.warning("not_settled", outgoing=entry.id, reason=str(error))
                return
            if found is not None:
                with transaction(self.engine) as session:
                    settle(session, entry.id, self.now(), was_sent=found)
                log.info("settled", outgoing=entry.id, was_sent=found)

    def keep_copies(self) -> None:
        """Put copies of what was sent where they belong; what fails waits for the next pass.

        The least often refused come first, so that a copy that is never taken holds up no other.
        """
        with snapshot(self.engine) as session:
            missing = not_copied(session, COPIES_AT_ONCE)
        failed = 0
        for entry in sorted(missing, key=lambda each: self._not_copied[each.id]):
            try:
                mail = self._composed(entry, entry.handed_over_at or self.now())
                self.copies.keep(mail)
            except OutboxError as error:
                log.warning("not_copied", outgoing=entry.id, reason=str(error))
                self._not_copied[entry.id] += 1
                failed += 1
                if failed == COPIES_TRIED:
                    return
                continue
            self._not_copied.pop(entry.id, None)
            with transaction(self.engine) as session:
                copied(session, entry.id, self.now())

    def _next(self, tally: Sending) -> OutboxEntry | None:
        """The next mail that may go out now, in hand; None: there is none."""
        while True:
            with transaction(self.engine) as session:
                entry = next_due(session, self.now())
                if entry is None:
                    return None
                answer = self.clear(session, entry, self.now())
                if answer.until is None:
                    take(session, entry.id, self.now())
                    return entry
                if answer.is_for_all:
                    return None
                defer(session, entry.id, answer.why, answer.until)
                tally.deferred += 1

    def _send(self, entry: OutboxEntry, tally: Sending) -> None:
        """Bring one mail out, and write down what became of it."""
        at = self.now()
        is_handed_over = False

        def note() -> None:
            nonlocal is_handed_over
            with transaction(self.engine) as session:
                hand_over(session, entry.id, at, in_hand=entry.tries + 1)
            is_handed_over = True

        try:
            if self._went_out_before(entry):
                return
            self.transport.send(self._composed(entry, at), note)
        except StorageError:
            raise  # the next pass finds the mail in hand, and knows how far it came
        except Exception as error:
            self._failed(entry, error, tally, is_handed_over=is_handed_over)
            return
        with transaction(self.engine) as session:
            sent(session, entry.id, self.now(), in_hand=entry.tries + 1)
        tally.sent += 1
        log.info("sent", occasion=entry.outgoing.occasion.value)

    def _went_out_before(self, entry: OutboxEntry) -> bool:
        """Whether a mail turns out to have been sent between a back-up and its restore."""
        with snapshot(self.engine) as session:
            if not was_restored(session):
                return False
        if not self.copies.holds(entry.outgoing.message_id):
            return False
        with transaction(self.engine) as session:
            found_sent(session, entry.id, self.now())
        log.warning("sent_before_restore")
        return True

    def compare(self, advance: Callable[[], None]) -> list[OutboxEntry]:
        """The mails that stand among the copies, of those that have not gone out as far as we know.

        advance: called after each. Raises Later where the copies cannot be looked into.
        """
        with snapshot(self.engine) as session:
            entries = outbox(session, set(OutgoingState) - OUT)
        found = []
        for entry in entries:
            if self.copies.holds(entry.outgoing.message_id):
                found.append(entry)
            advance()
        return found

    def _tell(self, pause: Pause) -> None:
        """Log why nothing is sent, once: it is asked at each turn."""
        if pause not in self._told:
            self._told.add(pause)
            log.warning("outbox_paused", reason=pause.told)

    def _failed(
        self, entry: OutboxEntry, error: Exception, tally: Sending, *, is_handed_over: bool
    ) -> None:
        """Write down why a mail did not go out, and what is next."""
        why, now, in_hand = str(error), self.now(), entry.tries + 1
        if not isinstance(error, OutboxError):
            why = f"unforeseen {type(error).__name__} on the way out; report it, then try again"
            # A mail on which we fail must not hold up the others, nor go out twice.
            error = Uncertain(why) if is_handed_over else Rejected(why)
        with transaction(self.engine) as session:
            if isinstance(error, Uncertain):
                doubt(session, entry.id, why, now, in_hand=in_hand)
                tally.uncertain += 1
            elif isinstance(error, ServerAway | Stop):
                # Not at once: a mail that a server breaks on would keep all others waiting.
                until = now + wait_after(in_hand)
                postpone(session, entry.id, why, until, now, in_hand=in_hand)
                tally.fault = error
            elif isinstance(error, Later) and not self._is_given_up(entry, now):
                until = now + wait_after(in_hand)
                postpone(session, entry.id, why, until, now, in_hand=in_hand)
                tally.postponed += 1
            else:
                gave_up = "; given up" if isinstance(error, Later) else ""
                failed = error.addresses if isinstance(error, Rejected) else ()
                told = f"{why}{gave_up}"
                refuse(session, entry.id, told, now, failed=failed, in_hand=in_hand)
                tally.refused += 1
        log.warning("not_sent", kind=type(error).__name__, reason=why)

    def _is_given_up(self, entry: OutboxEntry, now: datetime) -> bool:
        return entry.queued_at is not None and now - entry.queued_at >= self.give_up

    def _composed(self, entry: OutboxEntry, at: datetime) -> Composed:
        return composed(entry.outgoing, self.sender, at)


def wait_after(tries: int) -> timedelta:
    """How long a mail waits that a server put off so many times."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tries - 1, 30))
