"""Cases: what a municipality owes an answer on, and the mails and decisions of each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from rules.cases import Case, CaseMail
from rules.deadlines import Extension
from rules.decisions import Decided, Disposition, GrantExtension, OnCase
from rules.judgement import Judgement
from rules.registry import Request
from storage.content import judgement_of_json
from storage.decided import case_decision_of, held
from storage.entries import entry_of
from storage.links import Key
from storage.tables import (
    CaseDecisionRow,
    CaseMailRow,
    CaseRow,
    JudgementRow,
    MailDecisionRow,
    MailRow,
    RequestRow,
)

Where = Sequence[ColumnElement[bool]]  # on CaseRow


def cases_as_of(session: Session, until: datetime) -> list[Case]:
    """Every case with the mails received and what was decided on it until then, that included.

    Each request is a case, answered or not; without a request, there must be a mail. Judgements,
    and what officers decided on mails, are today's. In order of municipality and reference.
    """
    requests = {
        (row.municipality, row.reference): entry_of(row, Request)
        for row in session.exec(select(RequestRow))
    }
    mails = mails_of_cases(session, until)
    decisions = decisions_of_cases(session, until)
    return [
        case_of(key, requests.get(key), mails[key], decisions[key])
        for key in sorted(requests.keys() | mails.keys())
    ]


def case_of(
    key: Key,
    request: Request | None,
    mails: Sequence[CaseMail],
    decisions: Sequence[Decided[OnCase]],
) -> Case:
    """A case out of its parts; granted extensions are decisions too."""
    extensions = tuple(
        Extension(each.what.due, each.reason, each.officer, each.at)
        for each in decisions
        if isinstance(each.what, GrantExtension)
    )
    return Case(
        municipality=key[0],
        reference=key[1] or None,
        request=request,
        officer="",  # who has it is a decision
        extensions=extensions,
        mails=tuple(mails),
        decisions=tuple(decisions),
    )


def mails_of_cases(
    session: Session, until: datetime | None = None, where: Where = ()
) -> defaultdict[Key, list[CaseMail]]:
    """The mails received until then, in order of receipt, by municipality and reference.

    until: None for all; where: which cases. Mails that are not for us are in none.
    """
    received_at = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    statement = (
        select(CaseRow.municipality, CaseRow.reference, MailRow, JudgementRow)
        .join(CaseMailRow, col(CaseMailRow.case_id) == col(CaseRow.id))
        .join(MailRow, col(MailRow.sha256) == col(CaseMailRow.sha256))
        .join(JudgementRow, col(JudgementRow.sha256) == col(MailRow.sha256))
        .where(col(CaseMailRow.belongs), col(JudgementRow.superseded_at).is_(None), *where)
        .order_by(received_at, col(MailRow.sha256))  # sha256: same second
    )
    if until is not None:
        statement = statement.where(received_at <= until)
    decided = rows_of_mails_in_cases(session, where)
    found: defaultdict[Key, list[CaseMail]] = defaultdict(list)
    judged: dict[str, Judgement | None] = {}  # a mail of several cases is read from JSON once
    for municipality, reference, mail, row in session.exec(statement):
        if mail.sha256 not in judged:
            rows = decided[mail.sha256]
            whole = held(session, row.id, judgement_of_json(row.content), rows)
            is_ours = whole.disposition is not Disposition.NOT_FOR_US
            judged[mail.sha256] = whole.holds if is_ours else None
        judgement = judged[mail.sha256]
        if judgement is not None:
            at = mail.received_at or mail.taken_in_at
            case_mail = CaseMail(mail.sha256, mail.message_id, at, judgement)
            found[municipality, reference].append(case_mail)
    return found


def rows_of_mails_in_cases(
    session: Session, where: Where
) -> defaultdict[str, list[MailDecisionRow]]:
    """The decisions on the mails of cases, by mail, in the order taken."""
    of_cases = (
        select(CaseMailRow.sha256)
        .join(CaseRow, col(CaseRow.id) == col(CaseMailRow.case_id))
        .where(*where)
    )
    statement = select(MailDecisionRow)
    if where:
        statement = statement.where(col(MailDecisionRow.sha256).in_(of_cases))
    found: defaultdict[str, list[MailDecisionRow]] = defaultdict(list)
    for row in session.exec(statement.order_by(col(MailDecisionRow.id))):
        found[row.sha256].append(row)
    return found


def decisions_of_cases(
    session: Session, until: datetime | None = None, where: Where = ()
) -> defaultdict[Key, list[Decided[OnCase]]]:
    """What was decided until then and stands, in that order, by municipality and reference."""
    statement = (
        select(CaseRow.municipality, CaseRow.reference, CaseDecisionRow)
        .join(CaseDecisionRow, col(CaseDecisionRow.case_id) == col(CaseRow.id))
        .where(col(CaseDecisionRow.undone_at).is_(None), *where)
        .order_by(col(CaseDecisionRow.at), col(CaseDecisionRow.id))
    )
    if until is not None:
        statement = statement.where(col(CaseDecisionRow.at) <= until)
    found: defaultdict[Key, list[Decided[OnCase]]] = defaultdict(list)
    for municipality, reference, row in session.exec(statement):
        found[municipality, reference].append(case_decision_of(row))
    return found
