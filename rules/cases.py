"""How a case stands on a day: answered or not, complete or not, late or not, and what is next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from rules.completeness import required_elements
from rules.deadlines import Deadline, Extension, deadline, end_of_day, is_late
from rules.decisions import (
    AskSupplement,
    AssignCase,
    CloseLadder,
    ConfirmComplete,
    Decided,
    Hold,
    Note,
    OnCase,
    RefuseExtension,
    SetLadderStep,
)
from rules.judgement import (
    SUBSTANTIVE,
    Element,
    Flag,
    Judgement,
    Kind,
    Proposal,
    TimelineState,
)
from rules.ladder import rung
from rules.mergers import heir_on
from rules.registry import Request, Validity
from rules.told import Told, told_by

FIRST_STEP = 1  # of the intervention ladder: signalling
ASKED_STEP = 2  # information was asked for: the letter itself puts a municipality there
FOLLOW_UP_DAYS = 1  # after a promised day has passed


CARRIED = (AssignCase, CloseLadder, Hold, Note, SetLadderStep)


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
    NOTHING = "nothing"  # an officer confirmed that it is complete, holds it, or closed it


@dataclass(frozen=True, slots=True)
class CaseMail:
    """A mail that belongs to a case, as it is judged now."""

    mail: str  # the name that storage gives it
    message_id: str
    received_at: datetime
    judgement: Judgement

    @property
    def told(self) -> Told:
        """The part of its judgement that the case's state follows from."""
        return told_by(self.judgement)


@dataclass(frozen=True, slots=True)
class ToldMail:
    """The same with that part alone: a list of cases needs no sentence."""

    mail: str
    message_id: str
    received_at: datetime
    told: Told


AnyMail = TypeVar("AnyMail", bound=CaseMail | ToldMail)


@dataclass(frozen=True)  # without slots: typing notes the kind of a generic in each that it makes
class CaseOf(Generic[AnyMail]):
    """A case with all that its state follows from."""

    municipality: str
    reference: str | None  # None: an article 8 notification without a request
    request: Request | None
    officer: str  # "" while no one has it
    extensions: tuple[Extension, ...]  # in the order granted
    mails: tuple[AnyMail, ...]  # in order of receipt
    decisions: tuple[Decided[OnCase], ...] = ()  # that stand, in the order taken


Case: TypeAlias = CaseOf[CaseMail]


@dataclass(frozen=True, slots=True)
class NextAction:
    """What is to be done, and by which day."""

    kind: Action
    due: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the state of a case follows from, but the day that it is asked for.

    No day of it is today: it holds until another mail or decision comes.
    """

    deadline: Deadline | None  # None: no term runs
    answered_at: datetime | None  # receipt of the first substantive reply
    late: bool | None  # None: no substantive reply, or no term
    missing: frozenset[Element]
    flags: frozenset[Flag]
    is_confirmed: bool  # an officer holds the answer to be complete
    ladder_step: int
    officer: str
    undecided_extensions: int  # asked for, neither granted nor refused
    promised: tuple[date, ...]  # the days on which promises are to be followed up, in order
    supplement_due: date | None  # asked for, and nothing substantive came since
    held: bool
    held_until: date | None  # that day included; None: no end is set, or it is not held
    is_ladder_closed: bool = False  # supervision ended at that step


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
    is_ladder_closed: bool = False  # supervision ended at that step


def case_states(
    cases: Sequence[Case], as_of: date, holidays: Mapping[date, str], *, roll_over: bool = True
) -> list[CaseState]:
    """Every case as it stands on a day, in order of municipality and reference.

    Only what was received by the end of that day counts, and only requests sent by then.
    """
    return [case_state(case, as_of, holidays, roll_over=roll_over) for case in merged(cases, as_of)]


def merged(cases: Sequence[CaseOf[AnyMail]], as_of: date) -> list[CaseOf[AnyMail]]:
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
            found.append(joined_by(case, loose))
        else:
            found.append(case)
    return sorted(found, key=lambda each: (each.municipality, each.reference or ""))


def joined_by(case: CaseOf[AnyMail], loose: CaseOf[AnyMail]) -> CaseOf[AnyMail]:
    """A case with the mails of a notification, in order of receipt, and what stays of it."""
    mails = {each.mail: each for each in (*case.mails, *loose.mails)}
    ordered = sorted(mails.values(), key=lambda each: (each.received_at, each.mail))
    return replace(case, mails=tuple(ordered), decisions=carried_over(loose, case))


def carried_over(loose: CaseOf[AnyMail], case: CaseOf[AnyMail]) -> tuple[Decided[OnCase], ...]:
    """The decisions on a case, with those on the notification that joined it.

    What was decided about the notification's answer says nothing of the answer to the letter.
    """
    kept = [each for each in loose.decisions if isinstance(each.what, CARRIED)]
    return tuple(sorted([*kept, *case.decisions], key=lambda each: (each.at, each.id)))


def in_order(mails: Iterable[CaseMail]) -> tuple[CaseMail, ...]:
    """The mails in order of receipt."""
    return tuple(sorted(mails, key=lambda each: (each.received_at, each.mail)))


def letter_date(case: CaseOf[AnyMail]) -> date:
    return case.request.letter_date if case.request else date.min


def case_state(
    case: Case, as_of: date, holidays: Mapping[date, str], *, roll_over: bool = True
) -> CaseState:
    """The state of one case."""
    known = known_on(case, as_of)
    standing = standing_of(known, holidays, roll_over=roll_over)
    status = status_on(standing, as_of)
    return CaseState(
        municipality=case.municipality,
        reference=case.reference,
        as_of=as_of,
        deadline=standing.deadline,
        status=status,
        answered_at=standing.answered_at,
        late=standing.late,
        missing=standing.missing,
        mails=tuple(each.message_id for each in known.mails),
        flags=standing.flags,
        ladder_step=standing.ladder_step,
        officer=standing.officer,
        next_action=next_action_on(standing, status, as_of),
        is_ladder_closed=standing.is_ladder_closed,
    )


def known_on(case: Case, as_of: date) -> Case:
    """A case with what had come and was decided by the end of a day."""
    until = end_of_day(as_of)
    return replace(
        case,
        extensions=tuple(each for each in case.extensions if each.granted_at < until),
        mails=tuple(each for each in case.mails if each.received_at < until),
        decisions=tuple(each for each in case.decisions if each.at < until),
    )


def standing_of(
    case: CaseOf[AnyMail], holidays: Mapping[date, str], *, roll_over: bool = True
) -> Standing:
    """What the state of a case follows from on any day from its last mail and decision on."""
    term = None
    if case.request is not None:
        term = deadline(
            case.request.letter_date,
            case.request.term_days,
            holidays,
            case.extensions,
            roll_over=roll_over,
        )
    kind = Kind.INFORMATION_REPLY if term else Kind.ARTICLE_8_NOTIFICATION
    told = [each.told for each in case.mails]
    answers = [mail for mail, each in zip(case.mails, told, strict=True) if kind in each.kinds]
    decided = [each.what for each in case.decisions]
    is_confirmed = any(isinstance(each, ConfirmComplete) for each in decided)
    missing = frozenset() if is_confirmed else missing_in(told, kind)
    late = is_late(answers[0].received_at, term.due) if term and answers else None
    hold = last(decided, Hold)
    at, assigned = rung(case.decisions, begun_step(case)), last(decided, AssignCase)
    return Standing(
        deadline=term,
        answered_at=answers[0].received_at if answers else None,
        late=late,
        missing=missing,
        flags=flags_of(told, missing if answers else frozenset(), late),
        is_confirmed=is_confirmed,
        ladder_step=at.step,
        officer=assigned.officer if assigned else case.officer,
        undecided_extensions=undecided_extensions(case),
        promised=tuple(promised_in(told)),
        supplement_due=supplement_due(case),
        held=hold is not None,
        held_until=hold.until if hold else None,
        is_ladder_closed=at.is_closed,
    )


def begun_step(case: CaseOf[AnyMail]) -> int:
    """The step of a case before anybody took one: a letter that asks puts it on the second."""
    return ASKED_STEP if case.request else FIRST_STEP


Sort = TypeVar("Sort", bound=OnCase)


def last(decided: Sequence[OnCase], sort: type[Sort]) -> Sort | None:
    """What was decided last of one sort, None without any."""
    return next((each for each in reversed(decided) if isinstance(each, sort)), None)


def undecided_extensions(case: CaseOf[AnyMail]) -> int:
    """How many times more time was asked for on which nobody decided."""
    asked = sum(Kind.EXTENSION_REQUEST in each.told.kinds for each in case.mails)
    refused = sum(isinstance(each.what, RefuseExtension) for each in case.decisions)
    return max(0, asked - len(case.extensions) - refused)


def promised_in(told: Sequence[Told]) -> list[date]:
    """The days on which the promises in mails are to be followed up, in order."""
    return sorted({day + timedelta(days=FOLLOW_UP_DAYS) for each in told for day in each.promised})


def supplement_due(case: CaseOf[AnyMail]) -> date | None:
    """The last day for what was asked last, None where something substantive came since."""
    asked = [each for each in case.decisions if isinstance(each.what, AskSupplement)]
    if not asked or not isinstance(what := asked[-1].what, AskSupplement):
        return None
    substantive = (each for each in case.mails if each.told.kinds & SUBSTANTIVE)
    if any(each.received_at > asked[-1].at for each in substantive):
        return None
    return what.due


def missing_in(told: Sequence[Told], kind: Kind) -> frozenset[Element]:
    """The required elements that no mail of the case has stated so far.

    An article 8 notification counts for a reply: the ministry's letter asks for the reason only
    where it was not given under the duty to notify.
    """
    substantive = [each for each in told if each.kinds & SUBSTANTIVE]
    stated = frozenset[Element]().union(*(each.stated for each in substantive))
    replies = [each for each in substantive if kind in each.kinds]
    claims_met = bool(replies) and replies[-1].claims_met
    return required_elements(kind, claims_met=claims_met) - stated


def status_on(standing: Standing, as_of: date) -> Status:
    """Where the answer stands at the end of a day."""
    if standing.is_confirmed:
        return Status.COMPLETE
    if standing.answered_at is not None:
        return Status.INCOMPLETE if standing.missing else Status.COMPLETE
    if standing.deadline is not None and as_of > standing.deadline.due:
        return Status.OVERDUE
    return Status.AWAITING


def flags_of(
    told: Sequence[Told], missing: frozenset[Element], late: bool | None
) -> frozenset[Flag]:
    """The flags of the case's mails, but completeness and lateness as the case has them."""
    found = {flag for each in told for flag in each.flags}
    found -= {Flag.INCOMPLETE, Flag.LATE, Flag.TIMELINE_UNKNOWN}
    if missing:
        found.add(Flag.INCOMPLETE)
    if late:
        found.add(Flag.LATE)
    states = [each.timeline_state for each in told]
    if Element.TIMELINE in missing and TimelineState.UNKNOWN in states:
        found.add(Flag.TIMELINE_UNKNOWN)
    return frozenset(found)


def next_action_on(standing: Standing, status: Status, as_of: date) -> NextAction:
    """What a case asks for at the end of a day."""
    due = standing.deadline.due if standing.deadline else None
    if standing.is_ladder_closed:
        return NextAction(Action.NOTHING, None)
    if standing.held and (standing.held_until is None or as_of <= standing.held_until):
        return NextAction(Action.NOTHING, standing.held_until)
    if status in (Status.AWAITING, Status.OVERDUE) and standing.undecided_extensions:
        return NextAction(Action.DECIDE_EXTENSION, due)
    if status is Status.AWAITING:
        return NextAction(Action.AWAIT_REPLY, due)
    if status is Status.OVERDUE:
        return NextAction(Action.REMIND, as_of)
    if status is Status.INCOMPLETE:
        return supplement_action(standing.supplement_due, as_of)
    if standing.promised:
        # The next to come; where all have passed, the last stays due until someone acts.
        ahead = [day for day in standing.promised if day >= as_of]
        return NextAction(Action.FOLLOW_UP_PROMISE, min(ahead, default=standing.promised[-1]))
    return NextAction(Action.NOTHING if standing.is_confirmed else Action.CONFIRM_COMPLETE, None)


def supplement_action(supplement_due: date | None, as_of: date) -> NextAction:
    """What is to be done about an answer that lacks something."""
    if supplement_due is None:
        return NextAction(Action.ASK_SUPPLEMENT, as_of)
    if as_of <= supplement_due:
        return NextAction(Action.AWAIT_REPLY, supplement_due)
    return NextAction(Action.REMIND, as_of)


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


def links_to_cases(
    judgement: Judgement, requests: Sequence[Request], validities: Sequence[Validity] = ()
) -> list[Proposal]:
    """The cases that a mail belongs to, each with the signals that led there.

    validities: who went up in whom; requests: of municipalities that went up in others too.
    """
    found = []
    for municipality, reference in case_keys(judgement, requests, validities):
        heir = heir_on(validities, municipality, date.max)
        same = [each for each in judgement.proposals if each.municipality in (municipality, heir)]
        best = next((each for each in same if each.reference == reference), None)
        best = best or (same[0] if same else Proposal(municipality, reference, 0.0, ()))
        found.append(Proposal(municipality, reference, best.score, best.signals))
    return found


def case_keys(
    judgement: Judgement, requests: Sequence[Request], validities: Sequence[Validity] = ()
) -> list[tuple[str, str | None]]:
    """The cases that a mail belongs to: each municipality with the request it is about.

    Without a request only a substantive mail makes a case; a question alone asks for none. A
    mail that waits for an officer is in none. Who quotes a letter to a municipality that went up
    in it writes about that letter's case.
    """
    is_substantive = bool(judgement.kinds & SUBSTANTIVE)
    found: list[tuple[str, str | None]] = []
    if judgement.waits:
        return found
    quoted = [each for each in requests if each.reference in judgement.references]
    for municipality in judgement.municipalities:
        own = [each for each in quoted if each.municipality == municipality]
        inherited = [
            each
            for each in quoted
            if each.municipality not in judgement.municipalities
            and heir_on(validities, each.municipality, date.max) == municipality
        ]
        alone: list[tuple[str, str | None]] = [(municipality, None)] if is_substantive else []
        mine = {each.reference for each in own}
        both = [*own, *(each for each in inherited if each.reference not in mine)]
        found += [(each.municipality, each.reference) for each in both] or alone
    return found
