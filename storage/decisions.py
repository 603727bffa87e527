"""Decisions of officers: each is written with its event and all that follows, or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
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
    LinkToCase,
    Note,
    OnCase,
    OnMail,
    SetLadderStep,
    TakeFromCase,
)
from rules.holding import assignee
from rules.judgement import Element, Statement
from rules.ladder import is_jump, taken_on
from rules.outgoing import UNTRIED, OutgoingState
from storage.case_states import key_is, provinces_of, refresh_cases
from storage.cases import case_of, decisions_of_cases, mails_of_cases
from storage.columns import storable
from storage.decided import (
    WORDS,
    case_decision_of,
    current_judgement,
    held_of,
    json_of_decision,
    mail_decision_of,
    requests_of,
    standing,
    undone,
    word_of,
)
from storage.errors import Refusal, Refused
from storage.events import Fact, Facts, record_event
from storage.links import (
    NO_REFERENCE,
    Key,
    case_id,
    case_subject,
    drop_decided_link,
    put_decided_link,
    subjects_of_cases,
)
from storage.mail_states import refresh_mail, relink
from storage.outgoing import letter_of_decision
from storage.sending import drop
from storage.settings import rolls_over
from storage.tables.cases import CaseDecisionRow, MailDecisionRow
from storage.versions import check_case, check_mail, mail_subject

Told = dict[str, Fact | Sequence[Fact]]


def decide_mail(
    session: Session,
    mail: str,
    what: OnMail,
    *,
    reason: str = "",
    officer: str,
    version: int,
    now: datetime,
) -> Decided[OnMail]:
    """Write what an officer decides on a mail, with the event and all that follows from it.

    version: as the officer saw the mail; `Stale` where it has changed since.
    """
    check_mail(session, mail, version)
    judgement = current_judgement(session, mail)
    if judgement is None:
        raise Refused(
            "this mail is not judged yet; wait until it is, or have it tried again",
            Refusal.NOT_JUDGED,
        )
    if isinstance(what, LinkToCase):
        refuse_unknown_case(session, what)
    before = facts_of_mail(session, mail)
    row = MailDecisionRow(
        sha256=mail,
        what=word_of(what),
        content=json_of_decision(what),
        reason=storable(reason),
        officer=storable(officer),
        at=now,
        judgement_id=judgement.id,
        undone_at=None,
        undone_by="",
    )
    session.add(row)
    session.flush()
    if isinstance(what, LinkToCase | TakeFromCase):
        belongs = isinstance(what, LinkToCase)
        put_decided_link(
            session, mail, key_of_link(what), belongs=belongs, officer=officer, now=now
        )
    refresh_mail(session, mail, now)
    tell_mail(session, mail, row, before, "decided", officer, reason, now)
    return mail_decision_of(row)


def undo_mail_decision(
    session: Session, mail: str, decision: int, *, officer: str, version: int, now: datetime
) -> None:
    """Undo what was decided on a mail; undone once more, nothing changes."""
    check_mail(session, mail, version)
    row = session.get(MailDecisionRow, decision)
    if row is None or row.sha256 != mail:
        raise Refused(
            "that was not decided on this mail; look at the mail again", Refusal.NOT_DECIDED_HERE
        )
    if row.undone_at is not None:
        return
    before = facts_of_mail(session, mail)
    undone(row, officer, now)
    session.flush()
    what = mail_decision_of(row).what
    if isinstance(what, LinkToCase | TakeFromCase):
        restore_link(session, mail, key_of_link(what), now)
    relink(session, mail, now)
    if isinstance(what, LinkToCase | TakeFromCase):
        refresh_cases(session, [key_of_link(what)], now)  # the mail may not lead there any more
    tell_mail(session, mail, row, before, "undone", officer, "", now)


def restore_link(session: Session, mail: str, key: Key, now: datetime) -> None:
    """Where an earlier decision about this case stands, it holds again; else the program's."""
    drop_decided_link(session, mail, key)
    held = held_of(session, mail)
    for each in held.decisions if held else ():
        if (
            each.stands
            and isinstance(each.what, LinkToCase | TakeFromCase)
            and key_of_link(each.what) == key
        ):
            belongs = isinstance(each.what, LinkToCase)
            put_decided_link(session, mail, key, belongs=belongs, officer=each.officer, now=each.at)


def refuse_unknown_case(session: Session, what: LinkToCase) -> None:
    """Refuse to put a mail in a case of a municipality or a letter that there is not."""
    if what.municipality not in provinces_of(session, [what.municipality]):
        raise Refused(
            f"there is no municipality {what.municipality}; choose one from the list",
            Refusal.NO_SUCH_MUNICIPALITY,
        )
    letters = requests_of(session, [what.municipality])
    if what.reference and what.reference not in {each.reference for each in letters}:
        raise Refused(
            f"{what.municipality} was sent no letter {what.reference}; choose one of its letters, "
            "or import it first",
            Refusal.NO_SUCH_LETTER,
        )


def key_of_link(what: LinkToCase | TakeFromCase) -> Key:
    """The case that a decision about a link is about."""
    return what.municipality, what.reference or NO_REFERENCE


def tell_mail(
    session: Session,
    mail: str,
    row: MailDecisionRow,
    before: Told,
    deed: str,
    officer: str,
    reason: str,
    now: datetime,
) -> None:
    """Write a decision on a mail in the audit trail: what it changed, and why."""
    after = facts_of_mail(session, mail)
    changed_before, changed_after = changes(before, after)
    told = {"decision": row.id} | ({"why": reason} if reason else {}) | changed_after
    action = f"{deed}:{row.what}"
    subject = mail_subject(mail)
    record_event(session, now, action, subject, actor=officer, before=changed_before, after=told)


def facts_of_mail(session: Session, mail: str) -> Told:
    """What holds of a mail, as the audit trail tells it: findings and places, no words of it."""
    held = held_of(session, mail)
    if held is None:
        return {}
    judgement = held.holds
    evidence: Told = {
        f"evidence_{element.value}": places(judgement.elements[element]) for element in Element
    }
    times = [f"{each.earliest or ''}/{each.latest or ''}" for each in judgement.timeline]
    counts = [f"{each.category} {each.role} {each.count}" for each in judgement.places]
    return evidence | {
        "kinds": sorted(judgement.kinds),
        "municipalities": list(judgement.municipalities),
        "references": list(judgement.references),
        "missing": sorted(judgement.missing),
        "flags": sorted(judgement.flags),
        "timeline_state": judgement.timeline_state.value,
        "timeline": times,
        "places": counts,
        "claims_met": judgement.claims_met,
        "cases": subjects_of_cases(session, mail),
        "disposition": held.disposition.value,
        "officer": assignee(standing(held.decisions)) or "",
    }


def places(evidence: Sequence[Statement]) -> list[str]:
    """Where sentences stand: the trail holds no words of mails."""
    return [f"{each.source}:{each.start}-{each.end}" for each in evidence]


def changes(before: Told, after: Told) -> tuple[Told, Told]:
    """What differs, as it was and as it is."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


# ------------------------------------------------------------------ on a case


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

    version: as the officer saw the case with its mails; `Stale` where it has changed since.
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
    """Undo what was decided on a case; undone once more, nothing changes."""
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
    if isinstance(what, SetLadderStep) and what.step not in LADDER_STEPS:
        raise Refused(
            "the intervention ladder has the steps 1 to 6; choose one of them",
            Refusal.NO_SUCH_STEP,
        )
    if isinstance(what, SetLadderStep | CloseLadder) and not (
        what.ground.strip() and what.document.strip()
    ):
        raise Refused(
            "a step of the ladder needs its ground and document; give both", Refusal.NO_GROUND
        )
    if isinstance(what, Note) and not what.text.strip():
        raise Refused(
            "a note without words says nothing; write some, or leave it", Refusal.NO_WORDS
        )
    if isinstance(what, AskSupplement) and not what.text.strip():
        raise Refused("the letter has no words; write some, or leave it", Refusal.NO_WORDS)
    if isinstance(what, ChooseCycle) and not reason.strip():
        raise Refused(
            "nobody can tell later why this cycle was chosen without a reason; give one",
            Refusal.NO_REASON,
        )
    if isinstance(what, Hold) and not reason.strip():
        raise Refused(
            "nobody can tell later why a case was held without a reason; give one",
            Refusal.NO_REASON,
        )


def refuse_move(what: OnCase, before: Told, today: date) -> None:
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
    before: Told,
    deed: str,
    officer: str,
    reason: str,
    now: datetime,
) -> None:
    """Write a decision on a case in the audit trail: what it changed, and why."""
    changed_before, changed_after = changes(before, facts_of_case(session, key))
    told: Told = {"decision": row.id, "content": hashlib.sha256(row.content.encode()).hexdigest()}
    told |= {"why": reason} if reason else {}
    told |= facts_of_move(case_decision_of(row))
    action, subject = f"{deed}:{row.what}", case_subject(*key)
    facts: Mapping[str, Facts] = {"before": changed_before, "after": told | changed_after}
    record_event(session, now, action, subject, actor=officer, **facts)


def facts_of_move(decided: Decided[OnCase]) -> Told:
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


def facts_of_case(session: Session, key: Key) -> Told:
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


def is_talk(what: OnCase) -> bool:
    """Whether a decision is the report of a talk."""
    return isinstance(what, Note) and what.is_talk
