"""Decisions of officers on cases, each with its event and all that follows, or none of it."""

import hashlib
from datetime import date, datetime

from sqlmodel import Session

from rules.calendar import HOLIDAYS
from rules.case_standing import standing_of
from rules.deadlines import received_on
from rules.decisions import (
    LADDER_STEPS,
    AskSupplement,
    ChooseCycle,
    CloseLadder,
    Decided,
    Hold,
    Note,
    OnCase,
    SetLadderStep,
)
from rules.ladder import is_jump, taken_on
from rules.outgoing import UNTRIED, OutgoingState
from storage.case_states import key_is, refresh_cases
from storage.cases import case_of, decisions_of_cases, mails_of_cases
from storage.columns import storable
from storage.decided import (
    WORDS,
    case_decision_of,
    json_of_decision,
    requests_of,
    undone,
    word_of,
)
from storage.errors import Refusal, Refused
from storage.events import Facts, changes, record_event
from storage.links import NO_REFERENCE, Key, case_id, case_subject
from storage.outgoing import letter_of_decision
from storage.sending import drop
from storage.settings import rolls_over
from storage.tables.cases import CaseDecisionRow
from storage.versions import check_case


def decide_case(
    session: Session,
    municipality: str,
    reference: str | None,
    what: OnCase,
    *,
    reason: str = "",
    officer: str,
    version: int,
    now: datetime,
) -> Decided[OnCase]:
    """Write what an officer decides on a case, with the event and all that follows from it.

    version: as the officer saw the case with its mails; `Stale` where it has changed since,
    `Refused` where nobody could answer for it later, or its day or step is wrong.
    """
    check_case(session, municipality, reference, version)
    refuse_nonsense(what, reason)
    key: Key = (municipality, reference or NO_REFERENCE)
    before = facts_of_case(session, key)
    refuse_move(what, before, received_on(now))
    row = CaseDecisionRow(
        case_id=case_id(session, *key),
        what=word_of(what),
        content=json_of_decision(what),
        reason=storable(reason),
        officer=storable(officer),
        at=now,
        undone_at=None,
        undone_by="",
    )
    session.add(row)
    session.flush()
    refresh_cases(session, [key], now)
    tell_case(session, key, row, before, "decided", officer, reason, now)
    return case_decision_of(row)


def undo_case_decision(
    session: Session,
    municipality: str,
    reference: str | None,
    decision: int,
    *,
    officer: str,
    version: int,
    now: datetime,
) -> None:
    """Undo what was decided on a case; undone once more, nothing changes.

    `Stale` where the case has changed since version; `Refused` where this was not decided here,
    or its letter has gone out.
    """
    check_case(session, municipality, reference, version)
    key: Key = (municipality, reference or NO_REFERENCE)
    row = session.get(CaseDecisionRow, decision)
    if row is None or row.case_id != case_id(session, *key):
        raise Refused(
            "that was not decided on this case; look at the case again", Refusal.NOT_DECIDED_HERE
        )
    if row.undone_at is not None:
        return
    if row.what == WORDS[AskSupplement]:
        take_back_letter(session, key, row.id, now)
    before = facts_of_case(session, key)
    undone(row, officer, now)
    session.flush()
    refresh_cases(session, [key], now)
    tell_case(session, key, row, before, "undone", officer, "", now)


def take_back_letter(session: Session, key: Key, decision: int, now: datetime) -> None:
    """Keep a letter from being sent; Refused where it has gone out, or may have."""
    letter = letter_of_decision(session, key[0], key[1] or None, decision)
    if letter is None or letter.state is OutgoingState.CANCELLED:
        return
    if letter.state not in UNTRIED:
        raise Refused("this letter has been sent; write the municipality another one instead")
    drop(session, letter.id, now)


def refuse_nonsense(what: OnCase, reason: str) -> None:
    """Refuse what cannot be looked up or answered for later."""
    if isinstance(what, SetLadderStep | CloseLadder):
        refuse_groundless(what)
    if isinstance(what, Note) and not what.text.strip():
        raise Refused(
            "a note without words says nothing; write some, or leave it", Refusal.NO_WORDS
        )
    if isinstance(what, AskSupplement) and not what.text.strip():
        raise Refused("the letter has no words; write some, or leave it", Refusal.NO_WORDS)
    if isinstance(what, ChooseCycle | Hold) and not reason.strip():
        done = "this cycle was chosen" if isinstance(what, ChooseCycle) else "a case was held"
        raise Refused(
            f"nobody can tell later why {done} without a reason; give one", Refusal.NO_REASON
        )


def refuse_groundless(what: SetLadderStep | CloseLadder) -> None:
    """Refuse a step that there is not, or that rests on nothing."""
    if isinstance(what, SetLadderStep) and what.step not in LADDER_STEPS:
        raise Refused(
            "the intervention ladder has the steps 1 to 6; choose one of them",
            Refusal.NO_SUCH_STEP,
        )
    if not (what.ground.strip() and what.document.strip()):
        raise Refused(
            "a step of the ladder needs its ground and document; give both", Refusal.NO_GROUND
        )


def refuse_move(what: OnCase, before: Facts, today: date) -> None:
    """Refuse a step that has not been taken, or that nobody says is meant."""
    if not isinstance(what, SetLadderStep | CloseLadder):
        return
    if what.taken_on is not None and what.taken_on > today:
        raise Refused(
            "a step is written down once it is taken; give a day up to today", Refusal.NOT_YET
        )
    if isinstance(what, CloseLadder) or what.is_jump_meant:
        return
    if is_jump(int(str(before["ladder_step"])), what.step):
        raise Refused("this passes a step of the ladder over; say that it is meant", Refusal.JUMP)


def tell_case(
    session: Session,
    key: Key,
    row: CaseDecisionRow,
    before: Facts,
    deed: str,
    officer: str,
    reason: str,
    now: datetime,
) -> None:
    """Write a decision on a case in the audit trail: what it changed, and why."""
    changed_before, changed_after = changes(before, facts_of_case(session, key))
    told = {
        "decision": row.id,
        "content": hashlib.sha256(row.content.encode()).hexdigest(),
        **({"why": reason} if reason else {}),
        **facts_of_move(case_decision_of(row)),
        **changed_after,
    }
    action, subject = f"{deed}:{row.what}", case_subject(*key)
    record_event(session, now, action, subject, actor=officer, before=changed_before, after=told)


def facts_of_move(decided: Decided[OnCase]) -> Facts:
    """What a step of the ladder rests on, or which cycle was chosen; nothing of the rest."""
    what = decided.what
    if isinstance(what, ChooseCycle):
        return {"cycle": what.cycle}
    if not isinstance(what, SetLadderStep | CloseLadder):
        return {}
    return {
        "ground": what.ground,
        "document": what.document,
        "decided_by": what.decided_by,
        "taken_on": taken_on(decided).isoformat(),
    }


def facts_of_case(session: Session, key: Key) -> Facts:
    """What holds of a case, as the audit trail tells it. Notes and letters stand apart."""
    where = [key_is([key])]
    requests = {each.reference: each for each in requests_of(session, [key[0]])}
    decisions = decisions_of_cases(session, None, where)[key]
    mails = mails_of_cases(session, where)[key]
    case = case_of(key, requests.get(key[1]), mails, decisions)
    standing = standing_of(case, HOLIDAYS, roll_over=rolls_over(session))
    return {
        "due": standing.deadline.due.isoformat() if standing.deadline else None,
        "missing": sorted(standing.missing),
        "is_confirmed": standing.is_confirmed,
        "ladder_step": standing.ladder_step,
        "ladder_closed": standing.is_ladder_closed,
        "officer": standing.officer,
        "undecided_extensions": standing.undecided_extensions,
        "supplement_due": standing.supplement_due.isoformat() if standing.supplement_due else None,
        "held": standing.held,
        "held_until": standing.held_until.isoformat() if standing.held_until else None,
        "notes": sum(isinstance(each.what, Note) for each in decisions),
    }
