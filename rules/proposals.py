"""Which mails are called for at a moment, by the state of the cases alone.

What is called for need not go out: `rules.holds` says what stands in its way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.calendar import HOLIDAYS
from rules.cases import Case, CaseMail, Standing, Status, letter_date, status_on
from rules.deadlines import (
    NETHERLANDS,
    Deadline,
    due_date,
    end_of_day,
    received_on,
)
from rules.decisions import AskSupplement
from rules.dutch import listed
from rules.judgement import SUBSTANTIVE, Availability, Flag, Kind, TimelineState
from rules.occasions import Occasion
from rules.office_hours import is_working_day, working_days_after, working_days_before
from rules.outgoing import trigger_of_decision
from rules.outgoing_facts import (
    AcknowledgementFacts,
    BounceFacts,
    CaseFacts,
    DigestFacts,
    Facts,
    FollowUpFacts,
    OverdueAgainFacts,
    OverdueFacts,
    ReminderFacts,
    case_facts,
    supplement_facts,
)
from rules.practice import Practice

# Extensions are asked for in writing as answers are given; a question gets a person's answer.
ACKNOWLEDGED = SUBSTANTIVE | {Kind.EXTENSION_REQUEST}
MACHINES = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE})


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that an officer approved for one mail."""

    subject: str
    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class Called:
    """A mail that is called for."""

    occasion: Occasion
    municipality: str  # "" for a mail that is of no case
    reference: str | None
    trigger: str  # with occasion and case, what tells it from all others
    since: datetime  # the moment from which it is called for
    facts: Facts
    in_reply_to: str = ""  # the Message-ID that it answers
    wording: Wording | None = None
    municipalities: tuple[str, ...] = ()  # all that it goes to; empty: the one above

    @property
    def addressees(self) -> tuple[str, ...]:
        """The municipalities that it goes to."""
        return self.municipalities or ((self.municipality,) if self.municipality else ())


@dataclass(frozen=True, slots=True)
class Went:
    """A mail that went out earlier in a case."""

    occasion: Occasion
    trigger: str
    on: date


@dataclass(frozen=True, slots=True)
class OfCase:
    """A case with what its mails follow from."""

    case: Case
    standing: Standing
    went: tuple[Went, ...] = ()
    officer: str = ""  # the name below its mails


@dataclass(frozen=True, slots=True)
class Received:
    """A mail that came in, with the cases that it belongs to."""

    mail: CaseMail
    cases: tuple[CaseFacts, ...]  # by municipality, one each


@dataclass(frozen=True, slots=True)
class CameBack:
    """A mail of ours that could not be delivered, and the report of that."""

    occasion: Occasion
    case: CaseFacts
    sent_on: date
    report: str  # the report's name in storage
    at: datetime  # when it came


def case_mails_called_for(
    cases: Sequence[OfCase], practice: Practice, now: datetime
) -> list[Called]:
    """What cases call for, in their order; all cases of a municipality are handed in together."""
    promises = standing_promises(cases)
    found: list[Called] = []
    for each in cases:
        found += before_the_answer(each, practice, now)
        found += after_the_answer(each, practice, now)
        holder, promise = promises.get(each.case.municipality, (None, None))
        if promise is not None and holder is each:
            found += follow_ups(each, promise, practice, now)
    return found


# ------------------------------------------------------------------ no answer yet


def before_the_answer(each: OfCase, practice: Practice, now: datetime) -> Iterator[Called]:
    """A reminder, a notice, a second notice: at most one of them."""
    term, today = each.standing.deadline, received_on(now)
    if term is None:
        return
    status = status_on(each.standing, today)
    if status is Status.AWAITING:
        first = working_days_before(term.due, practice.reminder_days, practice.hours.closed)
        first = max(first, term.start + timedelta(days=1))
        if first <= today:
            yield called(each, Occasion.REMINDER, term.due, first, reminder_facts(each, term))
    elif status is Status.OVERDUE:
        yield from notices(each, term, practice, today)


def notices(each: OfCase, term: Deadline, practice: Practice, today: date) -> Iterator[Called]:
    """That the last day has passed; and once more, where the first notice went out in vain."""
    trigger = term.due.isoformat()
    first = working_days_after(term.due, practice.overdue_days, practice.hours.closed)
    if first > today:
        return
    facts = reminder_facts(each, term)
    yield called(
        each,
        Occasion.OVERDUE,
        term.due,
        first,
        OverdueFacts(facts.case, facts.due, facts.is_extended, facts.notified_on, facts.missing),
    )
    noticed = [w.on for w in each.went if (w.occasion, w.trigger) == (Occasion.OVERDUE, trigger)]
    if not noticed:
        return
    second = working_days_after(noticed[0], practice.overdue_again_days, practice.hours.closed)
    if second <= today:
        again = OverdueAgainFacts(
            facts.case, facts.due, facts.is_extended, facts.notified_on, facts.missing, noticed[0]
        )
        yield called(each, Occasion.OVERDUE_AGAIN, term.due, second, again)


def reminder_facts(each: OfCase, term: Deadline) -> ReminderFacts:
    """What a reminder tells of a case; a notice tells the same."""
    notified = [
        received_on(mail.received_at)
        for mail in each.case.mails
        if Kind.ARTICLE_8_NOTIFICATION in mail.judgement.kinds
    ]
    return ReminderFacts(
        case=case_facts(each.case, each.officer),
        due=term.due,
        is_extended=bool(term.extensions),
        notified_on=notified[0] if notified else None,
        missing=each.standing.missing,
    )


def called(each: OfCase, occasion: Occasion, trigger: date, day: date, facts: Facts) -> Called:
    """A mail that a day calls for."""
    case = each.case
    return Called(
        occasion, case.municipality, case.reference, trigger.isoformat(), start_of(day), facts
    )


def start_of(day: date) -> datetime:
    """The moment at which a day begins in the Netherlands."""
    return datetime.combine(day, time.min, NETHERLANDS)


# ------------------------------------------------------------------ an answer that lacks something


def after_the_answer(each: OfCase, practice: Practice, now: datetime) -> Iterator[Called]:
    """What an officer asked for, else what lacks by the program's reading."""
    case, standing = each.case, each.standing
    asked = [one for one in case.decisions if isinstance(one.what, AskSupplement)]
    if standing.supplement_due is not None and asked:
        what = asked[-1].what
        if isinstance(what, AskSupplement):
            yield Called(
                Occasion.SUPPLEMENT,
                case.municipality,
                case.reference,
                trigger_of_decision(asked[-1].id),
                asked[-1].at,
                supplement_facts(case, what.missing, what.due, each.officer),
                answered(case),
                Wording(what.subject, what.text, asked[-1].officer),
            )
        return
    today = received_on(now)
    answers = [one for one in case.mails if one.judgement.kinds & SUBSTANTIVE]
    if status_on(standing, today) is not Status.INCOMPLETE or not answers:
        return
    due = due_date(today, practice.supplement_days, HOLIDAYS)
    yield Called(
        Occasion.SUPPLEMENT,
        case.municipality,
        case.reference,
        f"mail:{answers[-1].mail}",  # whatever is read in it later, it is asked about once
        answers[-1].received_at,
        supplement_facts(case, standing.missing, due, each.officer),
        answered(case),
    )


def answered(case: Case) -> str:
    """The Message-ID of the last answer, "" without any."""
    answers = [each for each in case.mails if each.judgement.kinds & SUBSTANTIVE]
    return answers[-1].message_id if answers else ""


# ------------------------------------------------------------------ a promise that has come due


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


# ------------------------------------------------------------------ receipts, digests, bounces


def acknowledgements(received: Sequence[Received]) -> list[Called]:
    """A receipt for each notification, answer and request for more time, one a mail.

    A mail that speaks for several municipalities is one mail: its receipt goes to all of them.
    """
    found = []
    for each in received:
        kinds = each.mail.judgement.kinds
        # RFC 3834 section 2: two machines that thank each other never stop.
        if not kinds & ACKNOWLEDGED or kinds & MACHINES or not each.cases:
            continue
        if Flag.DUPLICATE in each.mail.judgement.flags:
            continue  # the first one had its receipt
        found.append(acknowledgement(each))
    return found


def acknowledgement(received: Received) -> Called:
    """The receipt for one mail."""
    names = tuple(dict.fromkeys(each.municipality for each in received.cases))
    first, mail = received.cases[0], received.mail
    whole = CaseFacts(listed(names), first.reference, first.letter_date, first.officer)
    references = dict.fromkeys(each.reference for each in received.cases if each.reference)
    facts = AcknowledgementFacts(
        whole, mail.received_at, mail.judgement.kinds & ACKNOWLEDGED, tuple(references)
    )
    return Called(
        Occasion.ACKNOWLEDGEMENT,
        first.municipality,
        first.reference,
        mail.mail,
        mail.received_at,
        facts,
        mail.message_id,
        municipalities=names,
    )


def digest(counts: DigestFacts, practice: Practice) -> list[Called]:
    """The day's counts for officers, on working days."""
    if not practice.officers or not is_working_day(counts.day, practice.hours.closed):
        return []
    day = counts.day
    return [Called(Occasion.DIGEST, "", None, day.isoformat(), start_of(day), counts)]


def bounce_notices(reports: Sequence[CameBack], practice: Practice, address: str) -> list[Called]:
    """Word to officers of each mail that came back; address: where the pages are.

    That a mail to officers came back is told on the pages: by mail it would come back too.
    """
    if not practice.officers:
        return []
    return [
        Called(
            Occasion.BOUNCE_NOTICE,
            each.case.municipality,
            each.case.reference,
            each.report,
            each.at,
            BounceFacts(each.case, each.occasion, each.sent_on, received_on(each.at), address),
        )
        for each in reports
        if each.case.municipality
    ]
