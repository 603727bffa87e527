"""How a case stands on a day: answered or not, complete or not, late or not, and what is next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.completeness import required_elements
from rules.deadlines import Deadline, Extension, deadline, end_of_day, is_late
from rules.judgement import SUBSTANTIVE, Element, Flag, Judgement, Kind, TimelineState
from rules.registry import Request

FIRST_STEP = 1  # of the intervention ladder: signalling
ASKED_STEP = 2  # information was asked for: the letter itself puts a municipality there
FOLLOW_UP_DAYS = 1  # after a promised day has passed


class Status(StrEnum):
    """Where an answer stands."""

    AWAITING = "awaiting"
    OVERDUE = "overdue"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


class Action(StrEnum):
    """What an officer may do next; the program only proposes."""

    AWAIT_REPLY = "await_reply"
    DECIDE_EXTENSION = "decide_extension"
    REMIND = "remind"
    ASK_SUPPLEMENT = "ask_supplement"
    CONFIRM_COMPLETE = "confirm_complete"
    FOLLOW_UP_PROMISE = "follow_up_promise"


@dataclass(frozen=True, slots=True)
class CaseMail:
    """A mail that belongs to a case, as it is judged now."""

    mail: str  # the name that storage gives it
    message_id: str
    received_at: datetime
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Case:
    """A case with all that its state follows from."""

    municipality: str
    reference: str | None  # None: an article 8 notification without a request
    request: Request | None
    officer: str  # "" while no one has it
    extensions: tuple[Extension, ...]  # in the order granted
    mails: tuple[CaseMail, ...]  # in order of receipt


@dataclass(frozen=True, slots=True)
class NextAction:
    """What is to be done, and by which day."""

    kind: Action
    due: date | None


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as it stands at the end of a day in the Netherlands."""

    municipality: str
    reference: str | None
    as_of: date
    deadline: Deadline | None  # None: no term runs
    status: Status
    answered_at: datetime | None  # receipt of the first substantive reply
    late: bool | None  # None: no substantive reply, or no term
    missing: frozenset[Element]
    mails: tuple[str, ...]  # message ids, in order of receipt
    flags: frozenset[Flag]
    ladder_step: int
    officer: str
    next_action: NextAction


def case_states(
    cases: Sequence[Case], as_of: date, holidays: Mapping[date, str], *, roll_over: bool = True
) -> list[CaseState]:
    """Every case as it stands on a day, in order of municipality and reference.

    Only what was received by the end of that day counts, and only requests sent by then.
    """
    return [case_state(case, as_of, holidays, roll_over=roll_over) for case in merged(cases, as_of)]


def merged(cases: Sequence[Case], as_of: date) -> list[Case]:
    """The cases known on a day; a notification joins the request of its municipality.

    A notification often comes before the letter, or without its reference; it stands apart
    only where the municipality was asked nothing.
    """
    known = [each for each in cases if each.request is None or each.request.letter_date <= as_of]
    asked = {each.municipality: each for each in sorted(known, key=letter_date) if each.request}
    apart = [each for each in known if each.request is None]
    joined = {each.municipality: each for each in apart if each.municipality in asked}
    found = []
    for case in known:
        if case.request is None:
            if case.municipality not in asked:
                found.append(case)
            continue
        loose = joined.get(case.municipality)
        if loose is not None and asked[case.municipality] is case:
            mails = sorted(
                {each.mail: each for each in (*case.mails, *loose.mails)}.values(),
                key=lambda each: (each.received_at, each.mail),
            )
            case = replace(case, mails=tuple(mails))
        found.append(case)
    return sorted(found, key=lambda each: (each.municipality, each.reference or ""))


def in_order(mails: Iterable[CaseMail]) -> tuple[CaseMail, ...]:
    """The mails in order of receipt."""
    return tuple(sorted(mails, key=lambda each: (each.received_at, each.mail)))


def letter_date(case: Case) -> date:
    return case.request.letter_date if case.request else date.min


def case_state(
    case: Case, as_of: date, holidays: Mapping[date, str], *, roll_over: bool = True
) -> CaseState:
    """The state of one case."""
    until = end_of_day(as_of)
    mails = [each for each in case.mails if each.received_at < until]
    extensions = [each for each in case.extensions if each.granted_at < until]
    term = None
    if case.request is not None:
        term = deadline(
            case.request.letter_date,
            case.request.term_days,
            holidays,
            extensions,
            roll_over=roll_over,
        )
    kind = Kind.INFORMATION_REPLY if term else Kind.ARTICLE_8_NOTIFICATION
    answers = [each for each in mails if kind in each.judgement.kinds]
    missing = missing_in(mails, kind)
    status = status_of(answers, missing, term, until)
    late = is_late(answers[0].received_at, term.due) if term and answers else None
    flags = flags_of(mails, missing if answers else frozenset(), late)
    return CaseState(
        municipality=case.municipality,
        reference=case.reference,
        as_of=as_of,
        deadline=term,
        status=status,
        answered_at=answers[0].received_at if answers else None,
        late=late,
        missing=missing,
        mails=tuple(each.message_id for each in mails),
        flags=flags,
        ladder_step=ASKED_STEP if term else FIRST_STEP,
        officer=case.officer,
        next_action=next_action(mails, status, term, extensions, as_of),
    )


def missing_in(mails: Sequence[CaseMail], kind: Kind) -> frozenset[Element]:
    """The required elements that no mail of the case has stated so far.

    An article 8 notification counts for a reply: the ministry's letter asks for the reason only
    where it was not given under the duty to notify.
    """
    substantive = [each for each in mails if each.judgement.kinds & SUBSTANTIVE]
    stated: set[Element] = set()
    for each in substantive:
        stated |= stated_in(each.judgement)
    replies = [each.judgement for each in substantive if kind in each.judgement.kinds]
    claims_met = bool(replies) and replies[-1].claims_met
    return required_elements(kind, claims_met=claims_met) - stated


def stated_in(judgement: Judgement) -> frozenset[Element]:
    """The elements that a mail states; a time only where one is given."""
    found = {element for element, evidence in judgement.elements.items() if evidence}
    found.discard(Element.TIMELINE)
    if judgement.timeline_state is TimelineState.STATED:
        found.add(Element.TIMELINE)
    return frozenset(found)


def status_of(
    answers: Sequence[CaseMail],
    missing: frozenset[Element],
    term: Deadline | None,
    until: datetime,
) -> Status:
    """Where the answer stands at a moment."""
    if answers:
        return Status.INCOMPLETE if missing else Status.COMPLETE
    if term is not None and until > end_of_day(term.due):
        return Status.OVERDUE
    return Status.AWAITING


def flags_of(
    mails: Sequence[CaseMail], missing: frozenset[Element], late: bool | None
) -> frozenset[Flag]:
    """The flags of the case's mails, but completeness and lateness as the case has them."""
    found = {flag for each in mails for flag in each.judgement.flags}
    found -= {Flag.INCOMPLETE, Flag.LATE, Flag.TIMELINE_UNKNOWN}
    if missing:
        found.add(Flag.INCOMPLETE)
    if late:
        found.add(Flag.LATE)
    states = [each.judgement.timeline_state for each in mails]
    if Element.TIMELINE in missing and TimelineState.UNKNOWN in states:
        found.add(Flag.TIMELINE_UNKNOWN)
    return frozenset(found)


def next_action(
    mails: Sequence[CaseMail],
    status: Status,
    term: Deadline | None,
    extensions: Sequence[Extension],
    as_of: date,
) -> NextAction:
    """What the state of a case asks for."""
    asked = [each for each in mails if Kind.EXTENSION_REQUEST in each.judgement.kinds]
    if status in (Status.AWAITING, Status.OVERDUE) and len(asked) > len(extensions):
        return NextAction(Action.DECIDE_EXTENSION, term.due if term else None)
    if status is Status.AWAITING:
        return NextAction(Action.AWAIT_REPLY, term.due if term else None)
    if status is Status.OVERDUE:
        return NextAction(Action.REMIND, as_of)
    if status is Status.INCOMPLETE:
        return NextAction(Action.ASK_SUPPLEMENT, as_of)
    days = [
        entry.latest + timedelta(days=FOLLOW_UP_DAYS)
        for each in mails
        for entry in each.judgement.timeline
        if entry.latest is not None
    ]
    if days:
        # The next to come; where all have passed, the last stays due until someone acts.
        ahead = [day for day in days if day >= as_of]
        return NextAction(Action.FOLLOW_UP_PROMISE, min(ahead, default=max(days)))
    return NextAction(Action.CONFIRM_COMPLETE, None)


def cases_of(requests: Sequence[Request], mails: Sequence[CaseMail]) -> list[Case]:
    """The cases of requests and judged mails that no storage holds, for evaluation."""
    keys: dict[tuple[str, str | None], Request | None] = {
        (each.municipality, each.reference): each for each in requests
    }
    found: dict[tuple[str, str | None], list[CaseMail]] = {key: [] for key in keys}
    for mail in in_order(mails):
        for key in case_keys(mail.judgement, requests):
            found.setdefault(key, []).append(mail)
    return [
        Case(municipality, reference, keys.get((municipality, reference)), "", (), tuple(belonging))
        for (municipality, reference), belonging in found.items()
    ]


def case_keys(judgement: Judgement, requests: Sequence[Request]) -> list[tuple[str, str | None]]:
    """The cases that a mail belongs to: each municipality with the request it is about.

    Without a request only a substantive mail makes a case; a question alone asks for none.
    """
    is_substantive = bool(judgement.kinds & SUBSTANTIVE)
    found: list[tuple[str, str | None]] = []
    for municipality in judgement.municipalities:
        own: list[str | None] = [
            each.reference
            for each in requests
            if each.municipality == municipality and each.reference in judgement.references
        ]
        alone: list[str | None] = [None] if is_substantive else []
        found += [(municipality, reference) for reference in own or alone]
    return found
