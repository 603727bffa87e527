"""Mails that go out: what one holds, and how far it has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.occasions import Occasion


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail that goes out, once: occasion, case and trigger tell it from all others."""

    occasion: Occasion
    municipality: str  # its official name; "" for a mail that is of no case
    reference: str | None
    trigger: str  # what set it off: the id of a mail or decision, or a day
    to: tuple[str, ...]  # addresses
    cc: tuple[str, ...]
    subject: str
    text: str
    html: str  # "" without
    message_id: str  # with its angle brackets; fixed before the first try
    in_reply_to: str = ""  # the Message-ID of the mail that this answers
    references: tuple[str, ...] = ()  # those of the mails before it


class OutgoingState(StrEnum):
    """How far a mail has come."""

    PROPOSED = "proposed"  # waits for an officer
    QUEUED = "queued"  # waits for its turn
    SENDING = "sending"  # in hand; after a crash, nobody has it in hand any more
    SENT = "sent"  # the server has taken it
    UNCERTAIN = "uncertain"  # the server may have taken it: never sent again by itself
    REFUSED = "refused"  # the server will not take it as it is: an officer looks
    CANCELLED = "cancelled"  # an officer, or what happened since, made it needless
    BOUNCED = "bounced"  # sent, and came back


# As if it was never tried: an officer may still change its words.
UNTRIED = frozenset({OutgoingState.PROPOSED, OutgoingState.QUEUED, OutgoingState.REFUSED})


def failing(to: Sequence[str], cc: Sequence[str], told: Collection[str]) -> tuple[str, ...]:
    """The addresses of a mail that failed; told: those that a server names, in any case.

    Where it names none of them, it may be any that the mail went to.
    """
    wanted = {each.lower() for each in told}
    return tuple(each for each in (*to, *cc) if each.lower() in wanted) or tuple(to)


AGAIN = "again:"


def trigger_of_repeat(entry: int) -> str:
    """The trigger of a mail that repeats one that came back; entry: the number of that one."""
    return f"{AGAIN}{entry}"


def repeated_by(trigger: str) -> int | None:
    """The number of the mail that one of this trigger repeats, None where it repeats none."""
    return int(trigger.removeprefix(AGAIN)) if trigger.startswith(AGAIN) else None


def trigger_of_decision(decision: int) -> str:
    """The trigger of a mail that an officer's decision sets off."""
    return f"decision:{decision}"


class Return(StrEnum):
    """What came back on a mail of ours."""

    BOUNCE = "bounce"  # it could not be delivered
    DELAY = "delay"  # it was not delivered yet; the server goes on trying
    AUTO_REPLY = "auto_reply"  # a machine's answer: nobody has read anything
    REPLY = "reply"  # a person's


@dataclass(frozen=True, slots=True)
class Clearance:
    """Whether a mail may go out at this moment, asked just before it would.

    until: when to ask again, None where the mail may go now; why: words of hold reasons, to be
    shown; is_for_all: whether no other mail may go either.
    """

    until: datetime | None = None
    why: tuple[str, ...] = ()
    is_for_all: bool = False


GO = Clearance()
