"""Promises of municipalities that have come due, and the question whether they were kept."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from rules.cases import Case, CaseMail, letter_date
from rules.deadlines import end_of_day, received_on
from rules.judgement import SUBSTANTIVE, Availability, TimelineState
from rules.occasions import Occasion
from rules.office_hours import working_days_after
from rules.outgoing_facts import FollowUpFacts, case_facts
from rules.practice import Practice
from rules.proposals import MACHINES, Called, OfCase, start_of


def standing_promises(cases: Sequence[OfCase]) -> dict[str, tuple[OfCase, CaseMail]]:
    """The mail whose promises hold, by municipality, with the case that asks about them.

    What a municipality said last about times holds, in whatever case: a later answer takes an
    earlier promise back, and so does a claim that all places are there.
    """
    mails: dict[str, dict[str, CaseMail]] = {}
    for each in cases:
        of_one = mails.setdefault(each.case.municipality, {})
        of_one.update({mail.mail: mail for mail in each.case.mails})
    found: dict[str, CaseMail] = {}
    for municipality, some in mails.items():
        for mail in sorted(some.values(), key=lambda one: (one.received_at, one.mail)):
            judgement = mail.judgement
            if not judgement.kinds & SUBSTANTIVE:
                continue
            if judgement.claims_met or judgement.timeline_state is TimelineState.UNKNOWN:
                found.pop(municipality, None)
            elif promised_days(mail):
                found[municipality] = mail
    return {
        municipality: (newest_case(cases, municipality, mail), mail)
        for municipality, mail in found.items()
    }


def promised_days(mail: CaseMail) -> list[date]:
    """The days that a mail promises something by, those that lay ahead of it, in order."""
    on = received_on(mail.received_at)
    ends = {end for entry in mail.judgement.timeline if (end := end_of(entry)) is not None}
    return sorted(end for end in ends if end >= on)


def end_of(entry: Availability) -> date | None:
    """The last day of what is promised, None where it is open."""
    return entry.latest if entry.latest is not None and entry.latest < date.max else None


def newest_case(cases: Sequence[OfCase], municipality: str, mail: CaseMail) -> OfCase:
    """The case that a promise is asked about in: of the last letter that the mail answers."""
    of_mail = [
        each
        for each in cases
        if each.case.municipality == municipality
        and any(one.mail == mail.mail for one in each.case.mails)
    ]
    return max(of_mail, key=lambda one: (letter_date(one.case), one.case.reference or ""))


def follow_ups(
    each: OfCase, promise: CaseMail, practice: Practice, now: datetime
) -> Iterator[Called]:
    """A question for each promised day that has passed without a word since."""
    case, today = each.case, received_on(now)
    for day in promised_days(promise):
        asked_from = working_days_after(day, practice.follow_up_days, practice.hours.closed)
        if asked_from > today or wrote_since(case, day):
            continue
        facts = FollowUpFacts(case_facts(case, each.officer), received_on(promise.received_at), day)
        yield Called(
            Occasion.FOLLOW_UP,
            case.municipality,
            case.reference,
            day.isoformat(),
            start_of(asked_from),
            facts,
            promise.message_id,
        )


def wrote_since(case: Case, day: date) -> bool:
    """Whether a person of the municipality wrote after a day."""
    return any(
        each.received_at >= end_of_day(day) and not each.judgement.kinds <= MACHINES
        for each in case.mails
    )
