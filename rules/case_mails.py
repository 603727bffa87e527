"""Which mails cases call for at a moment: before the answer, after it, and once a promise is due.

What is called for need not go out: `rules.holds` says what stands in its way.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from rules.calendar import HOLIDAYS
from rules.case_state import Status, status_on
from rules.cases import Case
from rules.deadlines import Deadline, due_date, received_on
from rules.decisions import AskSupplement
from rules.judgement import SUBSTANTIVE, Kind
from rules.occasions import Occasion
from rules.office_hours import working_days_after, working_days_before
from rules.outgoing import trigger_of_decision
from rules.outgoing_facts import (
    Facts,
    OverdueAgainFacts,
    OverdueFacts,
    ReminderFacts,
    case_facts,
    supplement_facts,
)
from rules.practice import Practice
from rules.promises import follow_ups, standing_promises
from rules.proposals import Called, OfCase, Wording, start_of


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


def after_the_answer(each: OfCase, practice: Practice, now: datetime) -> Iterator[Called]:
    """What an officer asked for, else what lacks by the program's reading."""
    letters = list(letters_of_officers(each))
    if each.standing.supplement_due is not None and letters:
        yield letters[-1]
        return
    case, standing = each.case, each.standing
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


def letters_of_officers(each: OfCase) -> Iterator[Called]:
    """The requests for a supplement that officers wrote, in the order taken."""
    case = each.case
    for decided in case.decisions:
        if isinstance(what := decided.what, AskSupplement):
            yield Called(
                Occasion.SUPPLEMENT,
                case.municipality,
                case.reference,
                trigger_of_decision(decided.id),
                decided.at,
                supplement_facts(case, what.missing, what.due, each.officer),
                answered(case),
                Wording(what.subject, what.text, decided.officer),
            )


def answered(case: Case) -> str:
    """The Message-ID of the last answer, "" without any."""
    answers = [each for each in case.mails if each.judgement.kinds & SUBSTANTIVE]
    return answers[-1].message_id if answers else ""
