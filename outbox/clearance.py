"""Whether a mail may go out at this very moment: asked just before each, in its transaction."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session

from outbox.proposing import Proposer, key_of
from outbox.weighing import Weighed
from rules.deadlines import NETHERLANDS
from rules.holds import HoldReason
from rules.occasions import CHASING, Occasion
from rules.office_hours import is_open, next_office_moment
from rules.outgoing import GO, Clearance, repeated_by
from rules.practice import Practice
from storage.handed_over import handed_over_since
from storage.outgoing import OutboxEntry
from storage.receipts import has_final_receipt

HOUR = timedelta(hours=1)
AGAIN = timedelta(minutes=15)  # after which is looked whether what held a mail has gone
UNCALLED = "needless"  # called for no longer: the next turn drops it


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets mails through."""

    proposer: Proposer

    def __call__(self, session: Session, entry: OutboxEntry, now: datetime) -> Clearance:
        """Whether a mail may go now, else until when it waits and why."""
        practice = self.proposer.practice
        if not is_open(now, practice.hours):
            until = next_office_moment(now, practice.hours)
            return Clearance(until, (HoldReason.CLOSED.value,), is_for_all=True)
        if (full := full_until(session, practice, now)) is not None:
            return Clearance(full, (HoldReason.HOUR_CAP.value,), is_for_all=True)
        weighed = self._weighed(session, entry, now)
        if weighed is None:
            return Clearance(now + AGAIN, (UNCALLED,))
        because = set(weighed.held_because)
        mail = entry.outgoing
        if set(mail.to) - set(weighed.to) or set(mail.cc) - set(weighed.cc):
            because.add(HoldReason.NO_CONTACT)  # the registry has it no more
        if not because:
            return GO
        until = tomorrow(now) if HoldReason.ADDRESS_CAP in because else now + AGAIN
        return Clearance(until, tuple(each.value for each in HoldReason if each in because))

    def _weighed(self, session: Session, entry: OutboxEntry, now: datetime) -> Weighed | None:
        """The mail as it is called for now; None: it is no longer."""
        scales = self.proposer.scales(session, now)
        mail = entry.outgoing
        if repeated_by(mail.trigger) is not None:
            found = scales.repeats()
        elif mail.occasion in CHASING:
            found = scales.of_cases([mail.municipality])
        elif mail.occasion is Occasion.ACKNOWLEDGEMENT:
            is_final = has_final_receipt(session, mail.trigger)
            found = [] if is_final else scales.receipts([mail.trigger])
        elif mail.occasion is Occasion.DIGEST:
            found = scales.digests()
        else:
            found = scales.bounce_notices(scales.around.switched_on_at)
        return next((each for each in found if key_of(each.called) == key_of(mail)), None)


def full_until(session: Session, practice: Practice, now: datetime) -> datetime | None:
    """When the next mail may go, where an hour has had as many as it may; None: now."""
    lately = handed_over_since(session, now - HOUR + timedelta(microseconds=1))
    if len(lately) < practice.hour_cap:
        return None
    return lately[-practice.hour_cap].at + HOUR


def tomorrow(now: datetime) -> datetime:
    """The first moment of the next day in the Netherlands."""
    day = now.astimezone(NETHERLANDS).date() + timedelta(days=1)
    return datetime.combine(day, time.min, NETHERLANDS)
