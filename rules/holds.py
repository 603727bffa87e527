"""What stands in the way of a mail that is called for; a held mail shows why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.case_standing import Standing
from rules.case_state import Status, status_on
from rules.deadlines import received_on
from rules.judgement import Flag
from rules.occasions import CHASING, TO_OFFICERS, Occasion
from rules.practice import Practice
from rules.proposals import Called


class HoldReason(StrEnum):
    """Why a mail does not go out now."""

    ONBOARDING = "onboarding"  # what sets it off lies before the outbox was switched on
    NO_CONTACT = "no_contact"  # the registry has no address
    UNVERIFIED = "unverified"  # it is not sure that the municipality wrote
    ANSWERS_RECEIPT = "answers_receipt"  # of ours; machines do that
    UNREAD = "unread"  # something of the municipality is in the work list
    BACKLOG = "backlog"  # mails that may be an answer are not judged yet
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_RUNNING = "extension_running"
    BOUNCE = "bounce"  # a mail to the municipality came back, and nobody has seen to it
    COMPLETE = "complete"
    ON_HOLD = "on_hold"  # by an officer
    NOT_NOW = "not_now"  # by an officer, this mail
    ADDRESS_CAP = "address_cap"  # the address had as many mails today as it may have
    HOUR_CAP = "hour_cap"  # so many went out this hour
    CLOSED = "closed"  # outside office hours


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the case itself when a mail is weighed."""

    switched_on_at: datetime  # the outbox, for the first time
    standing: Standing | None  # of the case; None for a mail that is of none
    flags: frozenset[Flag] = frozenset()  # of the mail that an acknowledgement answers
    answers_receipt: bool = False  # the mail that an acknowledgement answers
    has_contact: bool = True
    unread_at: tuple[datetime, ...] = ()  # receipt of what nobody has dealt with
    has_backlog: bool = False
    has_bounce: bool = False
    not_before: date | None = None  # an officer's 'not now'
    sent_today: int = 0  # to the address that had most


DOUBTED = frozenset({Flag.SENDER_UNVERIFIED, Flag.AMBIGUOUS_MUNICIPALITY})
# As the pages tell it; the command `reminders` prints the words of the enum.
TOLD: Mapping[HoldReason, str] = {
    HoldReason.ONBOARDING: "Dit was er al voordat het versturen is aangezet.",
    HoldReason.NO_CONTACT: "Er is geen contactadres bekend.",
    HoldReason.UNVERIFIED: "Het staat niet vast dat de gemeente zelf schreef.",
    HoldReason.ANSWERS_RECEIPT: "De mail is een antwoord op een ontvangstbevestiging van ons.",
    HoldReason.UNREAD: "Er ligt nog ongelezen post van deze gemeente.",
    HoldReason.BACKLOG: "Er is post die nog niet is gelezen door het programma.",
    HoldReason.EXTENSION_ASKED: "De gemeente heeft om uitstel gevraagd.",
    HoldReason.EXTENSION_RUNNING: "De gemeente heeft uitstel gekregen.",
    HoldReason.BOUNCE: "Een eerdere mail aan deze gemeente kwam niet aan.",
    HoldReason.COMPLETE: "De reactie is volledig.",
    HoldReason.ON_HOLD: "Een behandelaar houdt deze zaak aan.",
    HoldReason.NOT_NOW: "Een behandelaar heeft deze mail uitgesteld.",
    HoldReason.ADDRESS_CAP: "Dit adres kreeg vandaag al genoeg mails.",
    HoldReason.HOUR_CAP: "Er zijn dit uur al genoeg mails verstuurd.",
    HoldReason.CLOSED: "Het is buiten kantoortijd.",
}


def holds(
    called: Called, around: Circumstances, practice: Practice, now: datetime
) -> tuple[HoldReason, ...]:
    """Why a mail does not go out, in the order of HoldReason; empty where nothing holds it."""
    found = set(always(called, around, practice, now))
    if called.occasion is Occasion.ACKNOWLEDGEMENT and around.flags & DOUBTED:
        found.add(HoldReason.UNVERIFIED)
    if called.occasion is Occasion.ACKNOWLEDGEMENT and around.answers_receipt:
        # A machine that shows by nothing that it is one would thank us for each receipt.
        found.add(HoldReason.ANSWERS_RECEIPT)
    if called.occasion in CHASING:
        found |= while_chasing(called, around, practice, now)
    return tuple(each for each in HoldReason if each in found)


def always(
    called: Called, around: Circumstances, practice: Practice, now: datetime
) -> set[HoldReason]:
    """What holds a mail on any occasion."""
    told = {
        HoldReason.ONBOARDING: called.since < around.switched_on_at,
        HoldReason.NO_CONTACT: not around.has_contact,
        # Who asks for a mail once more has looked into why it came back.
        HoldReason.BOUNCE: around.has_bounce
        and called.occasion not in TO_OFFICERS
        and not called.is_repeat,
        HoldReason.NOT_NOW: around.not_before is not None and received_on(now) < around.not_before,
        HoldReason.ADDRESS_CAP: around.sent_today >= practice.address_day_cap,
    }
    return {reason for reason, holds_it in told.items() if holds_it}


def while_chasing(
    called: Called, around: Circumstances, practice: Practice, now: datetime
) -> set[HoldReason]:
    """What holds a mail that asks a municipality for something."""
    told = {
        HoldReason.UNREAD: has_unread(called, around),
        HoldReason.BACKLOG: around.has_backlog,
    }
    if (standing := around.standing) is not None:
        today = received_on(now)
        told[HoldReason.EXTENSION_ASKED] = standing.undecided_extensions > 0
        told[HoldReason.EXTENSION_RUNNING] = is_extended(called, standing, practice, today)
        told[HoldReason.ON_HOLD] = standing.is_ladder_closed or (
            standing.held and (standing.held_until is None or today <= standing.held_until)
        )
        # A complete answer may well promise something.
        told[HoldReason.COMPLETE] = (
            called.occasion is not Occasion.FOLLOW_UP
            and status_on(standing, today) is Status.COMPLETE
        )
    if called.wording is not None:  # an officer wrote it, who knows the case
        told[HoldReason.EXTENSION_RUNNING] = False
    return {reason for reason, holds_it in told.items() if holds_it}


def has_unread(called: Called, around: Circumstances) -> bool:
    """Whether something waits to be read that who asks for this mail has not seen.

    An officer who wrote a letter had seen all that was there by then.
    """
    seen_until = called.since if called.wording is not None else None
    return any(seen_until is None or at > seen_until for at in around.unread_at)


def is_extended(called: Called, standing: Standing, practice: Practice, today: date) -> bool:
    """Whether the municipality has more time, and still some of it."""
    term = standing.deadline
    if term is None or not term.extensions or today > term.due:
        return False
    return not (practice.remind_extended and called.occasion is Occasion.REMINDER)
