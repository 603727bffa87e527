"""Mails that are called for at a moment; here those that no state of a case calls for.

What cases call for stands in `rules.case_mails`. What is called for need not go out:
`rules.holds` says what stands in its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from rules.case_standing import Standing
from rules.cases import Case, CaseMail
from rules.deadlines import NETHERLANDS, received_on
from rules.dutch import listed
from rules.judgement import SUBSTANTIVE, Flag, Kind
from rules.occasions import TO_OFFICERS, Occasion
from rules.office_hours import is_working_day
from rules.outgoing import Outgoing, trigger_of_repeat
from rules.outgoing_facts import AcknowledgementFacts, BounceFacts, CaseFacts, DigestFacts, Facts
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
    facts: Facts | None  # None where a wording says all
    in_reply_to: str = ""  # the Message-ID that it answers
    wording: Wording | None = None
    municipalities: tuple[str, ...] = ()  # all that it goes to; empty: the one above
    is_repeat: bool = False  # of a mail that came back
    reached: tuple[str, ...] = ()  # the addresses that have it already

    @property
    def addressees(self) -> tuple[str, ...]:
        """The municipalities that it goes to."""
        return self.municipalities or ((self.municipality,) if self.municipality else ())

    @property
    def approved_by(self) -> str:
        """The officer whose own letter goes out unasked; "" where the policies decide."""
        return self.wording.officer if self.wording and not self.is_repeat else ""


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
    missed_by: tuple[str, ...] = ()  # the municipalities that it did not reach; empty: the case's


@dataclass(frozen=True, slots=True)
class Repeated:
    """A mail of ours that came back, and that an officer wants to go out once more."""

    entry: int
    outgoing: Outgoing
    officer: str
    at: datetime  # when the officer asked for it
    reached: tuple[str, ...]  # the addresses that it did not come back from


def start_of(day: date) -> datetime:
    """The moment at which a day begins in the Netherlands."""
    return datetime.combine(day, time.min, NETHERLANDS)


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


def repeat(came_back: Repeated, municipalities: Sequence[str]) -> Called:
    """A mail that came back once more, in the same words, to whom it did not reach."""
    mail = came_back.outgoing
    return Called(
        mail.occasion,
        mail.municipality,
        mail.reference,
        trigger_of_repeat(came_back.entry),
        came_back.at,
        None,
        mail.in_reply_to,
        Wording(mail.subject, mail.text, came_back.officer),
        tuple(municipalities),
        is_repeat=True,
        reached=came_back.reached,
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
            bounce_facts(each, address),
        )
        for each in reports
        if each.occasion not in TO_OFFICERS
    ]


def bounce_facts(report: CameBack, address: str) -> BounceFacts:
    """What officers are told of a mail that came back: of a joint one, who did not get it."""
    names = listed(report.missed_by) if report.missed_by else report.case.municipality
    case = replace(report.case, municipality=names)
    return BounceFacts(case, report.occasion, report.sent_on, received_on(report.at), address)
