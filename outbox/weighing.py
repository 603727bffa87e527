"""Which mails are called for now, each with its addresses and what holds it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from outbox.surroundings import Surroundings
from rules.calendar import HOLIDAYS
from rules.case_mails import case_mails_called_for
from rules.case_standing import Standing, standing_of
from rules.case_state import Status
from rules.cases import Case
from rules.deadlines import received_on
from rules.holds import HoldReason, holds
from rules.judgement import Flag
from rules.occasions import CHASING, Occasion, Policy
from rules.office_hours import working_days_after
from rules.outgoing import Outgoing, OutgoingState
from rules.outgoing_facts import DigestFacts
from rules.practice import Practice
from rules.proposals import (
    Called,
    OfCase,
    acknowledgements,
    bounce_notices,
    digest,
    repeat,
)
from storage.accounts import display_names
from storage.bounces import came_back
from storage.case_filter import CaseFilter
from storage.case_list import count_cases
from storage.mail_filter import MailFilter
from storage.outbox_cases import (
    REMEMBERED,
    cases_of_municipalities,
    municipalities_that_may_call,
    went_out,
)
from storage.outgoing import outbox_counts
from storage.receipts import mails_to_acknowledge
from storage.received import received
from storage.repeats import mail_thanked_for, repeats_asked
from storage.returns import answering_receipts
from storage.settings import rolls_over
from storage.worklist import count_mails

NO_FLAGS: frozenset[Flag] = frozenset()
SOON = timedelta(days=7)
UNSETTLED = (OutgoingState.UNCERTAIN, OutgoingState.REFUSED)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mail that is called for, with its addresses and why it does not go out, if it does not."""

    called: Called
    to: tuple[str, ...]
    cc: tuple[str, ...]
    held_because: tuple[HoldReason, ...]


@dataclass(frozen=True, slots=True)
class Scales:
    """Weighs mails in one transaction, at one moment."""

    session: Session
    around: Surroundings
    practice: Practice
    now: datetime
    address: str = ""  # where the pages are

    def all(self, *, is_whole: bool = True) -> list[Weighed]:
        """Every mail that is called for, by occasion as the policies have them.

        is_whole: with what lies before the outbox was switched on, and so never goes out.
        """
        today = received_on(self.now)
        days, closed = self.practice.reminder_days, self.practice.hours.closed
        horizon = working_days_after(today, days + 1, closed)
        first = date.min if is_whole else received_on(self.around.switched_on_at)
        names = municipalities_that_may_call(self.session, today, horizon, first)
        since = max(self.around.switched_on_at, self.now - REMEMBERED)
        return [
            *self.receipts(mails_to_acknowledge(self.session, since)),
            *self.of_cases(names),
            *self.repeats(),
            *self.bounce_notices(since),
            *self.digests(),
        ]

    def of_cases(self, municipalities: Sequence[str]) -> list[Weighed]:
        """What the cases of some municipalities call for."""
        cases = self.known_cases(municipalities)
        standings = {(each.case.municipality, each.case.reference): each.standing for each in cases}
        found = case_mails_called_for(cases, self.practice, self.now)
        return [
            self.weighed(each, standings[each.municipality, each.reference])
            for each in self.wanted(found)
        ]

    def known_cases(self, municipalities: Sequence[str]) -> list[OfCase]:
        """All cases of some municipalities, with what was sent in them."""
        today = received_on(self.now)
        went = went_out(self.session, municipalities)
        names = display_names(self.session)
        roll_over = rolls_over(self.session)
        found = []
        for case in cases_of_municipalities(self.session, municipalities, today):
            known = until(case, self.now)
            standing = standing_of(known, HOLIDAYS, roll_over=roll_over)
            officer = names.get(standing.officer, "")
            key = (case.municipality, case.reference or "")
            found.append(OfCase(known, standing, went.get(key, ()), officer))
        return found

    def receipts(self, mails: Sequence[str]) -> list[Weighed]:
        """The receipts that mails are owed."""
        if self.practice.policy(Occasion.ACKNOWLEDGEMENT) is Policy.OFF:
            return []
        found = received(self.session, mails)
        known = [each for each in found if each.mail.received_at <= self.now]
        flags = {each.mail.mail: each.mail.judgement.flags for each in known}
        answering = answering_receipts(self.session, mails)
        return [
            self.weighed(each, None, flags[each.trigger], answers_receipt=each.trigger in answering)
            for each in acknowledgements(known)
        ]

    def repeats(self) -> list[Weighed]:
        """What came back and goes out once more, as officers asked."""
        found = []
        for each in repeats_asked(self.session, self.now):
            mail = each.outgoing
            called = repeat(each, self.thanked(mail))
            standing = self.standing(mail) if mail.occasion in CHASING else None
            found.append(self.weighed(called, standing))
        return found

    def thanked(self, mail: Outgoing) -> tuple[str, ...]:
        """The municipalities that a receipt goes to; empty: the one of its case."""
        if mail.occasion is not Occasion.ACKNOWLEDGEMENT:
            return ()
        found = received(self.session, [mail_thanked_for(self.session, mail.trigger)])
        return tuple(dict.fromkeys(case.municipality for each in found for case in each.cases))

    def standing(self, mail: Outgoing) -> Standing | None:
        """How the case of a mail stands."""
        for each in self.known_cases([mail.municipality]):
            if each.case.reference == mail.reference:
                return each.standing
        return None

    def bounce_notices(self, since: datetime) -> list[Weighed]:
        """Word to officers of what came back."""
        found = bounce_notices(came_back(self.session, since), self.practice, self.address)
        return [self.weighed(each) for each in self.wanted(found)]

    def digests(self) -> list[Weighed]:
        """Today's counts for officers."""
        if not self.practice.officers:
            return []
        found = digest(self.counts(received_on(self.now)), self.practice)
        return [self.weighed(each) for each in self.wanted(found)]

    def counts(self, today: date) -> DigestFacts:
        """What waits for officers."""
        states = outbox_counts(self.session)
        due = CaseFilter(due_from=today, due_until=today + SOON, is_answered=False)
        overdue = CaseFilter(status=Status.OVERDUE)
        return DigestFacts(
            day=today,
            officer="",
            open_mails=count_mails(self.session, MailFilter()),
            own_mails=0,
            answers_due=count_cases(self.session, due, today),
            overdue=count_cases(self.session, overdue, today),
            proposals=states[OutgoingState.PROPOSED],
            unsettled=sum(states[each] for each in UNSETTLED),
            address=self.address,
        )

    def wanted(self, called: Iterable[Called]) -> list[Called]:
        """Those whose occasion is not switched off."""
        return [each for each in called if self.practice.policy(each.occasion) is not Policy.OFF]

    def weighed(
        self,
        called: Called,
        standing: Standing | None = None,
        flags: frozenset[Flag] = NO_FLAGS,
        *,
        answers_receipt: bool = False,
    ) -> Weighed:
        """A mail with its addresses and what holds it."""
        known = self.around.around(called, self.practice, standing, flags)
        around = replace(known, answers_receipt=answers_receipt)
        return Weighed(
            called,
            self.around.to(called, self.practice),
            self.around.cc(called, self.practice),
            holds(called, around, self.practice, self.now),
        )


def until(case: Case, now: datetime) -> Case:
    """A case with what had come and was decided by a moment."""
    return replace(
        case,
        mails=tuple(each for each in case.mails if each.received_at <= now),
        decisions=tuple(each for each in case.decisions if each.at <= now),
        extensions=tuple(each for each in case.extensions if each.granted_at <= now),
    )
