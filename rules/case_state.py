"""How a case stands on a day: answered or not, complete or not, late or not, and what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.case_standing import Standing, standing_of
from rules.cases import Case, known_on, merged
from rules.deadlines import Deadline
from rules.judgement import Element, Flag


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
    is_ladder_closed: bool = False  # supervision ended at that step


def case_states(
    cases: Sequence[Case], as_of: date, holidays: Mapping[date, str], *, roll_over: bool = True
) -> list[CaseState]:
    """Every case as it stands on a day, in order of municipality and reference.

    Only what was received by the end of that day counts, and only requests sent by then.
    """
    return [case_state(case, as_of, holidays, roll_over=roll_over) for case in merged(cases, as_of)]


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


def status_on(standing: Standing, as_of: date) -> Status:
    """Where the answer stands at the end of a day."""
    if standing.is_confirmed:
        return Status.COMPLETE
    if standing.answered_at is not None:
        return Status.INCOMPLETE if standing.missing else Status.COMPLETE
    if standing.deadline is not None and as_of > standing.deadline.due:
        return Status.OVERDUE
    return Status.AWAITING


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
