"""What the state of a case follows from, but the day that it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from rules.cases import AnyMail, CaseOf
from rules.completeness import required_elements
from rules.deadlines import Deadline, deadline, is_late
from rules.decisions import (
    AskSupplement,
    AssignCase,
    ConfirmComplete,
    Hold,
    OnCase,
    RefuseExtension,
)
from rules.judgement import SUBSTANTIVE, Element, Flag, Kind, TimelineState
from rules.ladder import rung
from rules.told import Told

FIRST_STEP = 1  # of the intervention ladder: signalling
ASKED_STEP = 2  # information was asked for: the letter itself puts a municipality there
FOLLOW_UP_DAYS = 1  # after a promised day has passed


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
