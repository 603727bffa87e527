"""Keeps the outbox in step with the cases: what is called for stands in it, and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from outbox.errors import TemplateWrong
from outbox.surroundings import surroundings
from outbox.templates import Templates, Words
from outbox.weighing import Scales, Weighed
from rules.holds import HoldReason
from rules.occasions import Policy
from rules.outgoing import Outgoing, OutgoingState
from rules.practice import Practice
from rules.proposals import Called
from storage.database import snapshot, transaction
from storage.errors import Refused
from storage.events import PROGRAM, head_of_events
from storage.outgoing import MailKey, OutboxEntry, entry_with, keys_beyond, outbox
from storage.proposed import hold, is_reworded, propose, rewrite
from storage.sending import NEEDLESS, drop, queue, revive
from storage.settings import outbox_since, switch_on_outbox

PROPOSED, QUEUED = OutgoingState.PROPOSED, OutgoingState.QUEUED
OPEN = (PROPOSED, QUEUED, OutgoingState.CANCELLED)  # what a turn may change

log = structlog.get_logger()


class Doing(StrEnum):
    """What is done to the outbox."""

    PROPOSE = "propose"
    REVIVE = "revive"
    REWRITE = "rewrite"
    HOLD = "hold"
    QUEUE = "queue"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done to the outbox."""

    doing: Doing
    entry: int = 0  # none yet where it is proposed
    outgoing: Outgoing | None = None
    held_because: tuple[str, ...] = ()
    officer: str = PROGRAM  # who approved it
    goes: bool = False  # proposed: and queued at once


@dataclass
class Proposer:
    """Works out what is to go out, with all that this needs besides the database."""

    practice: Practice
    templates: Templates
    message_id: Callable[[Called], str]
    address: str = ""  # where the pages are
    _told: set[str] = field(default_factory=set)  # faults of templates, each logged once
    # How things stood when nothing was to be done.
    _seen: tuple[int, datetime] | None = None

    def weigh(self, session: Session, now: datetime) -> list[Weighed]:
        """What is called for at a moment. Before the outbox was switched on, all is from before."""
        return self.scales(session, now).all()  # for people; see also `steps`

    def scales(self, session: Session, now: datetime) -> Scales:
        """What weighs mails at a moment."""
        around = surroundings(session, outbox_since(session) or now, now)
        return Scales(session, around, self.practice, now, self.address)

    def prepare(self, engine: Engine, now: datetime) -> int:
        """Bring the outbox up to date; how many things were done to it.

        The first time ever it is switched on: nothing from before calls for a mail.
        """
        with snapshot(engine) as session:
            is_on = outbox_since(session) is not None
        if not is_on:
            with transaction(engine) as session:
                switch_on_outbox(session, now)
        # What takes long keeps nobody from writing. What somebody did meanwhile is seen to at the
        # next turn, and before anything is sent all is asked again.
        with snapshot(engine) as session:
            seen = state_of(session, now)
            if seen == self._seen:
                return 0
            steps = list(self.steps(session, now))
        self._seen = None if steps else seen
        if steps:
            with transaction(engine) as session:
                for step in steps:
                    take(session, step, now)
            log.info("proposed", steps=len(steps))
        return len(steps)

    def steps(self, session: Session, now: datetime) -> Iterator[Step]:
        """What the outbox lacks, or holds too much, at a moment."""
        known = {key_of(each.outgoing): each for each in outbox(session, OPEN)}
        done = keys_beyond(session, OPEN)
        called: set[MailKey] = set()
        for weighed in self.scales(session, now).all(is_whole=False):
            key = key_of(weighed.called)
            called.add(key)
            # What lies before the outbox was switched on would fill it with what never goes out.
            is_new = key not in known and HoldReason.ONBOARDING not in weighed.held_because
            if key in done or not (is_new or key in known):
                continue
            try:
                outgoing = self.outgoing(weighed)
            except TemplateWrong as error:
                self._tell(str(error))
                continue
            yield from self._steps_of(session, weighed, outgoing, known.get(key), now)
        for key, entry in known.items():
            if entry.state in (PROPOSED, QUEUED) and key not in called:
                yield Step(Doing.DROP, entry.id)

    def _steps_of(
        self,
        session: Session,
        weighed: Weighed,
        outgoing: Outgoing,
        entry: OutboxEntry | None,
        now: datetime,
    ) -> Iterator[Step]:
        """What is to be done about one mail that is called for."""
        because = held_because(weighed, entry, now)
        officer = weighed.called.approved_by
        goes = not because and becomes(weighed.called, self.practice) is Policy.SEND
        if entry is None:
            yield Step(Doing.PROPOSE, 0, outgoing, because, officer, goes)
            return
        is_dropped = entry.state is OutgoingState.CANCELLED and entry.last_error == NEEDLESS
        if is_dropped:
            yield Step(Doing.REVIVE, entry.id)
        if is_dropped or entry.state in (PROPOSED, QUEUED):  # else an officer cancelled it
            if refreshed(session, entry, outgoing, because):
                yield Step(Doing.REWRITE, entry.id, outgoing, because)
            if entry.state is not QUEUED:  # what holds that is asked just before it goes
                yield from steps_of_proposal(entry, because, officer, goes=goes)

    def outgoing(self, weighed: Weighed) -> Outgoing:
        """A mail in the words of its template, or its officer's."""
        called = weighed.called
        words = self._words(called)
        return Outgoing(
            occasion=called.occasion,
            municipality=called.municipality,
            reference=called.reference,
            trigger=called.trigger,
            to=weighed.to,
            cc=weighed.cc,
            subject=words.subject,
            text=words.text,
            html=words.html,
            message_id=self.message_id(called),
            in_reply_to=called.in_reply_to,
            references=(called.in_reply_to,) if called.in_reply_to else (),
        )

    def _words(self, called: Called) -> Words:
        if called.wording is not None:
            return self.templates.words(called.wording.subject, called.wording.text)
        if called.facts is None:
            raise TypeError(f"nothing says what is in the {called.occasion} that is called for")
        return self.templates.rendered(called.occasion, called.facts)

    def _tell(self, fault: str) -> None:
        """Log what is wrong with a template, once: it is asked for each mail and each turn."""
        if fault not in self._told:
            self._told.add(fault)
            log.error("template_wrong", reason=fault)


def steps_of_proposal(
    entry: OutboxEntry, because: tuple[str, ...], officer: str, *, goes: bool
) -> Iterator[Step]:
    """What is to be done about a proposal whose words are up to date."""
    if entry.held_because != because:
        yield Step(Doing.HOLD, entry.id, None, because)
    if goes:
        yield Step(Doing.QUEUE, entry.id, officer=officer)


def state_of(session: Session, now: datetime) -> tuple[int, datetime]:
    """What must change before anything else is called for: the audit trail, or the hour."""
    head = head_of_events(session)
    return head.count if head else 0, now.replace(minute=0, second=0, microsecond=0)


def take(session: Session, step: Step, now: datetime) -> None:
    """Do one thing to the outbox, unless somebody else did something with the mail meanwhile."""
    try:
        done(session, step, now)
    except Refused as error:
        log.info("overtaken", outgoing=step.entry, doing=step.doing.value, reason=str(error))


def done(session: Session, step: Step, now: datetime) -> None:
    """Do one thing to the outbox."""
    match step.doing, step.outgoing:
        case Doing.PROPOSE, Outgoing() as outgoing:
            entry = propose(session, outgoing, now, held_because=step.held_because)
            if entry is not None and step.goes:
                queue(session, entry, now, officer=step.officer)
        case Doing.REWRITE, Outgoing() as outgoing:
            known = entry_with(session, step.entry)
            fresh = known and refreshed(session, known, outgoing, step.held_because)
            if fresh:
                rewrite(session, step.entry, fresh, now)
        case Doing.REVIVE, _:
            revive(session, step.entry, now)
        case Doing.HOLD, _:
            hold(session, step.entry, step.held_because)
        case Doing.QUEUE, _:
            queue(session, step.entry, now, officer=step.officer)
        case Doing.DROP, _:
            drop(session, step.entry, now)


def becomes(called: Called, practice: Practice) -> Policy:
    """What is done of itself with a mail that nothing holds."""
    if called.is_repeat:
        return Policy.PROPOSE  # never twice to an address unless an officer sends it
    return Policy.SEND if called.approved_by else practice.policy(called.occasion)


def held_because(weighed: Weighed, entry: OutboxEntry | None, now: datetime) -> tuple[str, ...]:
    """Why a mail waits, an officer's 'not now' included."""
    found = set(weighed.held_because)
    if entry is not None and is_put_off(entry, now):
        found.add(HoldReason.NOT_NOW)
    return tuple(each.value for each in HoldReason if each in found)


def is_put_off(entry: OutboxEntry, now: datetime) -> bool:
    """Whether an officer said 'not now', and it is not yet the day."""
    is_waiting = entry.state is PROPOSED and entry.next_try_at is not None
    return is_waiting and entry.next_try_at is not None and now < entry.next_try_at


def refreshed(
    session: Session, entry: OutboxEntry, outgoing: Outgoing, because: tuple[str, ...]
) -> Outgoing | None:
    """A mail brought up to date; None where it is, or cannot go out yet anyhow.

    Words that an officer wrote or approved stay; addresses are always those of the registry.
    """
    before = entry.outgoing
    if because and before.to == outgoing.to and before.cc == outgoing.cc:
        return None
    new = replace(
        before,
        to=outgoing.to,
        cc=outgoing.cc,
        subject=outgoing.subject,
        text=outgoing.text,
        html=outgoing.html,
    )
    if new == before:
        return None
    if entry.approved_by != PROGRAM or is_reworded(session, entry.id):
        new = replace(before, to=outgoing.to, cc=outgoing.cc)
    return new if new != before else None


def key_of(mail: Outgoing | Called) -> MailKey:
    """What tells a mail from all others."""
    return mail.occasion.value, mail.municipality, mail.reference or "", mail.trigger
