"""Cases: what a municipality owes an answer on, and the mails and extensions of each."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from rules.cases import Case, CaseMail
from rules.deadlines import Extension
from rules.judgement import Judgement
from rules.registry import Request
from storage.columns import storable
from storage.content import judgement_of_json
from storage.events import record_event
from storage.links import Key, case_id, case_subject
from storage.registry import entry_of
from storage.tables import (
    CaseMailRow,
    CaseRow,
    ExtensionRow,
    JudgementRow,
    MailRow,
    RequestRow,
)


def cases_as_of(session: Session, until: datetime) -> list[Case]:
    """Every case with the mails received and the extensions granted until then, that included.

    Each request is a case, answered or not; without a request, there must be a mail. Judgements
    are today's. In order of municipality and reference.
    """
    mails = mails_of_cases(session, until)
    extensions = extensions_of_cases(session, until)
    requests = {
        (row.municipality, row.reference): entry_of(row, Request)
        for row in session.exec(select(RequestRow))
    }
    officers = {
        (row.municipality, row.reference): row.officer for row in session.exec(select(CaseRow))
    }
    return [
        Case(
            municipality=key[0],
            reference=key[1] or None,
            request=requests.get(key),
            officer=officers.get(key, ""),
            extensions=tuple(extensions[key]),
            mails=tuple(mails[key]),
        )
        for key in sorted(requests.keys() | mails.keys())
    ]


def mails_of_cases(session: Session, until: datetime) -> defaultdict[Key, list[CaseMail]]:
    """The mails received until then, in order of receipt, by municipality and reference."""
    received_at = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    statement = (
        select(CaseRow.municipality, CaseRow.reference, MailRow, JudgementRow.content)
        .join(CaseMailRow, col(CaseMailRow.case_id) == col(CaseRow.id))
        .join(MailRow, col(MailRow.sha256) == col(CaseMailRow.sha256))
        .join(JudgementRow, col(JudgementRow.sha256) == col(MailRow.sha256))
        .where(
            col(CaseMailRow.belongs),
            col(JudgementRow.superseded_at).is_(None),
            received_at <= until,
        )
        .order_by(received_at, col(MailRow.sha256))  # sha256: same second
    )
    found: defaultdict[Key, list[CaseMail]] = defaultdict(list)
    judged: dict[str, Judgement] = {}  # a mail of several cases is read from JSON once
    for municipality, reference, mail, content in session.exec(statement):
        if mail.sha256 not in judged:
            judged[mail.sha256] = judgement_of_json(content)
        at = mail.received_at or mail.taken_in_at
        case_mail = CaseMail(mail.sha256, mail.message_id, at, judged[mail.sha256])
        found[municipality, reference].append(case_mail)
    return found


def extensions_of_cases(session: Session, until: datetime) -> defaultdict[Key, list[Extension]]:
    """The extensions granted until then, in that order, by municipality and reference."""
    statement = (
        select(CaseRow.municipality, CaseRow.reference, ExtensionRow)
        .join(ExtensionRow, col(ExtensionRow.case_id) == col(CaseRow.id))
        .where(col(ExtensionRow.granted_at) <= until)
        .order_by(col(ExtensionRow.granted_at), col(ExtensionRow.id))
    )
    found: defaultdict[Key, list[Extension]] = defaultdict(list)
    for municipality, reference, row in session.exec(statement):
        extension = Extension(row.due, row.reason, row.officer, row.granted_at)
        found[municipality, reference].append(extension)
    return found


def grant_extension(
    session: Session,
    municipality: str,
    reference: str | None,
    due: date,
    *,
    reason: str,
    officer: str,
    now: datetime,
) -> None:
    """An officer gives a municipality more time; the same extension once more changes nothing."""
    case = case_id(session, municipality, reference)
    statement = (
        select(ExtensionRow)
        .where(ExtensionRow.case_id == case)
        .order_by(col(ExtensionRow.granted_at).desc(), col(ExtensionRow.id).desc())
    )
    last = session.exec(statement).first()
    reason, officer = storable(reason), storable(officer)
    if last and (last.due, last.reason, last.officer) == (due, reason, officer):
        return
    session.add(ExtensionRow(case_id=case, due=due, reason=reason, officer=officer, granted_at=now))
    session.flush()
    record_event(
        session,
        now,
        "extension_granted",
        case_subject(municipality, reference),
        actor=officer,
        before={"due": last.due.isoformat() if last else None},
        after={"due": due.isoformat(), "reason": reason},
    )
