"""Decisions of officers on mails, each with its event and all that follows, or none of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from rules.decisions import Decided, LinkToCase, OnMail, TakeFromCase
from rules.handling import assignee
from rules.judgement import Element, Statement
from storage.case_states import provinces_of, refresh_cases
from storage.columns import storable
from storage.decided import (
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
from storage.events import Facts, changes, record_event
from storage.links import NO_REFERENCE, Key, drop_decided_link, put_decided_link, subjects_of_cases
from storage.mail_states import refresh_mail, relink
from storage.tables.cases import MailDecisionRow
from storage.versions import check_mail, mail_subject


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

    version: as the officer saw the mail; `Stale` where it has changed since, `Refused` where it is
    not judged yet, or would go into a case that there is not.
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
    """Undo what was decided on a mail; undone once more, nothing changes.

    `Stale` where the mail has changed since version; `Refused` where this was not decided on it.
    """
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
    before: Facts,
    deed: str,
    officer: str,
    reason: str,
    now: datetime,
) -> None:
    """Write a decision on a mail in the audit trail: what it changed, and why."""
    after = facts_of_mail(session, mail)
    changed_before, changed_after = changes(before, after)
    told = {"decision": row.id, **({"why": reason} if reason else {}), **changed_after}
    action = f"{deed}:{row.what}"
    subject = mail_subject(mail)
    record_event(session, now, action, subject, actor=officer, before=changed_before, after=told)


def facts_of_mail(session: Session, mail: str) -> Facts:
    """What holds of a mail, as the audit trail tells it: findings and places, no words of it."""
    held = held_of(session, mail)
    if held is None:
        return {}
    judgement = held.holds
    evidence = {
        f"evidence_{element.value}": places(judgement.elements[element]) for element in Element
    }
    times = [f"{each.earliest or ''}/{each.latest or ''}" for each in judgement.timeline]
    counts = [f"{each.category} {each.role} {each.count}" for each in judgement.places]
    return {
        **evidence,
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
