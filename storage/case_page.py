"""One case with all that its page shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.calendar import HOLIDAYS
from rules.case_state import CaseState, case_state
from rules.cases import Case, CaseMail, merged
from rules.completeness import required_elements
from rules.decisions import DealWith, Decided, Disposition, MarkEvidence, Note, OnCase, OnMail
from rules.evidence import same
from rules.judgement import Availability, Element, Flag, Kind, PlaceCount, Statement
from storage.case_states import key_is
from storage.cases import (
    DecidedRows,
    case_of,
    decisions_of_cases,
    mails_of_cases,
    rows_of_mails_in_cases,
)
from storage.decided import mail_decision_of, requests_of
from storage.events import Event, event_of
from storage.links import NO_REFERENCE, Key
from storage.settings import ROLL_OVER, means_roll_over
from storage.tables.events import EventRow
from storage.tables.running import SettingRow
from storage.tables.states import CaseStateRow, MailStateRow
from storage.versions import HARMLESS, subjects_of_case


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that states an element, and who vouches for it."""

    mail: str
    received_at: datetime
    statement: Statement
    confirmed_by: str  # the officer who marked it, or the mail as right; "" nobody yet


@dataclass(frozen=True, slots=True)
class ElementFound:
    """An element of the case: asked for or not, and where it is stated."""

    element: Element
    is_required: bool
    is_missing: bool
    found: tuple[Found, ...]  # in order of receipt


@dataclass(frozen=True, slots=True)
class MailOfCase:
    """A mail as its case lists it."""

    mail: str
    message_id: str
    received_at: datetime
    subject: str
    sender: str
    disposition: Disposition
    kinds: frozenset[Kind]
    flags: tuple[tuple[Flag, str], ...]  # each with its explanation
    places: tuple[PlaceCount, ...]
    promises: tuple[Availability, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with all that its page shows."""

    number: int
    version: int  # for a decision
    case: Case
    state: CaseState  # deadline with its derivation, status, missing, what is next
    province: str
    joined_to: Key | None  # the letter's case of which this notification is a part
    other_letters: tuple[str, ...]  # references of the municipality's other cases
    mails: tuple[MailOfCase, ...]  # in order of receipt
    elements: tuple[ElementFound, ...]
    decisions: tuple[Decided[OnCase], ...]  # undone ones too, in the order taken
    has_talks: bool  # whether there are reports of talks, left out or not
    events: tuple[Event, ...]  # of the case and its mails, in order


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with what was decided on it and on its mails, undone decisions too."""

    case: Case
    decisions: tuple[Decided[OnCase], ...]  # on the case itself, in the order taken
    on_mails: DecidedRows


def case_page(
    session: Session,
    municipality: str,
    reference: str | None,
    today: date,
    *,
    with_talks: bool,
) -> CasePage | None:
    """A case as its page shows it, None where there is none. A dozen statements at most.

    with_talks: whether who asks may read reports of talks.
    """
    key: Key = (municipality, reference or NO_REFERENCE)
    states, roll_over = states_of(session, municipality)
    state = states.get(key[1])
    if state is None:
        return None
    whole = whole_case(session, key, states)
    case = whole.case
    events = events_of_case(session, municipality, reference)
    stood = case_state(case, today, HOLIDAYS, roll_over=roll_over)

    def without_talks(some: Sequence[Decided[OnCase]]) -> tuple[Decided[OnCase], ...]:
        return tuple(each for each in some if with_talks or not is_talk(each.what))

    target = next((each for each in states.values() if each.case_id == state.joined_to), None)
    others = [each for each in states.values() if each is not state and each.joined_to is None]
    return CasePage(
        number=state.case_id,
        version=max((each.seq for each in events if each.action not in HARMLESS), default=0),
        case=replace(case, decisions=without_talks(case.decisions)),
        state=stood,
        province=state.province,
        joined_to=(target.municipality, target.reference) if target else None,
        other_letters=tuple(each.reference for each in others),
        mails=mails_listed(session, case.mails),
        elements=elements_of(case, stood, whole.on_mails),
        decisions=without_talks(whole.decisions),
        has_talks=any(is_talk(each.what) for each in case.decisions),
        events=tuple(each for each in events if with_talks or not tells_of(each, whole)),
    )


def tells_of(event: Event, whole: Whole) -> bool:
    """Whether an event tells that there is a report of a talk among the notes."""
    if not event.action.endswith(":note"):
        return False
    decisions: Sequence[Decided[OnCase]] = (*whole.decisions, *whole.case.decisions)
    reports = {each.id for each in decisions if is_talk(each.what)}
    return json.loads(event.after).get("decision") in reports


def states_of(session: Session, municipality: str) -> tuple[dict[str, CaseStateRow], bool]:
    """The states of a municipality's cases by reference, in that order; whether terms roll over.

    One statement for both: the page of a case asks enough as it is.
    """
    statement = (
        select(CaseStateRow, SettingRow.value)
        .join(SettingRow, col(SettingRow.name) == ROLL_OVER, isouter=True)
        .where(CaseStateRow.municipality == municipality)
        .order_by(col(CaseStateRow.reference))
    )
    found = session.exec(statement).all()
    value = found[0][1] if found else None
    return {row.reference: row for row, _ in found}, means_roll_over(value)


def whole_case(session: Session, key: Key, states: Mapping[str, CaseStateRow]) -> Whole:
    """A case with its request, mails and decisions, and the notification that is part of it."""
    apart = states.get(NO_REFERENCE)
    is_joined = apart is not None and apart.joined_to == states[key[1]].case_id
    keys = {key, (key[0], NO_REFERENCE)} if is_joined else {key}
    requests = {each.reference: each for each in requests_of(session, [key[0]])}
    where = [key_is(keys)]
    on_mails = rows_of_mails_in_cases(session, where)
    mails = mails_of_cases(session, where, on_mails)
    decisions = decisions_of_cases(session, None, where, with_undone=True)
    standing = {each: [one for one in decisions[each] if one.stands] for each in keys}
    cases = [case_of(each, requests.get(each[1]), mails[each], standing[each]) for each in keys]
    both = merged(cases, date.max) if is_joined else cases
    case = next(each for each in both if (each.reference or NO_REFERENCE) == key[1])
    own = sorted(decisions[key], key=lambda each: each.id)
    return Whole(case, tuple(own), on_mails)


def mails_listed(session: Session, mails: Sequence[CaseMail]) -> tuple[MailOfCase, ...]:
    """The mails of a case with what lists know of them."""
    names = [each.mail for each in mails]
    statement = select(MailStateRow).where(col(MailStateRow.sha256).in_(names))
    states = {row.sha256: row for row in session.exec(statement)}
    return tuple(mail_of_case(each, states[each.mail]) for each in mails if each.mail in states)


def mail_of_case(mail: CaseMail, state: MailStateRow) -> MailOfCase:
    """A mail as its case lists it."""
    judgement = mail.judgement
    return MailOfCase(
        mail=mail.mail,
        message_id=mail.message_id,
        received_at=mail.received_at,
        subject=state.subject,
        sender=state.sender,
        disposition=Disposition(state.disposition),
        kinds=judgement.kinds,
        flags=judgement.reasons,
        places=judgement.places,
        promises=judgement.timeline,
    )


def elements_of(case: Case, state: CaseState, on_mails: DecidedRows) -> tuple[ElementFound, ...]:
    """Each element: whether it is asked for, and the sentences of all mails that state it."""
    kind = Kind.INFORMATION_REPLY if case.request else Kind.ARTICLE_8_NOTIFICATION
    replies = [each.judgement for each in case.mails if kind in each.judgement.kinds]
    claims_met = bool(replies) and replies[-1].claims_met
    required = required_elements(kind, claims_met=claims_met)
    decided = {mail: [mail_decision_of(row) for row in rows] for mail, rows in on_mails.items()}
    return tuple(
        ElementFound(
            element,
            is_required=element in required,
            is_missing=element in state.missing,
            found=tuple(
                Found(
                    each.mail,
                    each.received_at,
                    statement,
                    confirmed_by(decided.get(each.mail, []), element, statement),
                )
                for each in case.mails
                for statement in each.judgement.elements[element]
            ),
        )
        for element in Element
    )


def confirmed_by(
    decisions: Sequence[Decided[OnMail]], element: Element, statement: Statement
) -> str:
    """The officer who vouches for a sentence, "" where nobody does."""
    officer = ""
    for each in decisions:
        if not each.stands:
            continue
        if isinstance(each.what, DealWith):
            officer = each.officer
        elif isinstance(each.what, MarkEvidence) and each.what.element is element:
            officer = each.officer if same([statement], each.what.statement) else officer
    return officer


def events_of_case(session: Session, municipality: str, reference: str | None) -> list[Event]:
    """What happened to a case and to its mails, in order."""
    subjects = subjects_of_case(session, municipality, reference)
    statement = select(EventRow).where(col(EventRow.object).in_(subjects))
    return [event_of(row) for row in session.exec(statement.order_by(col(EventRow.seq)))]


def is_talk(what: OnCase) -> bool:
    """Whether a decision is the report of a talk."""
    return isinstance(what, Note) and what.is_talk
