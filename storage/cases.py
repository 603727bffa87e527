"""Cases: what a municipality owes an answer on, and the mails and decisions of each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from rules.calendar import HOLIDAYS
from rules.case_state import CaseState, case_states
from rules.cases import AnyMail, Case, CaseMail, CaseOf
from rules.deadlines import Extension, last_moment
from rules.decisions import Decided, Disposition, GrantExtension, OnCase
from rules.registry import Request
from storage.bulk import answers
from storage.content import judgement_of_json
from storage.decided import Judged, all_held, case_decision_of, standing_on_case
from storage.letters import letters_known
from storage.links import Key
from storage.lots import lots_of
from storage.mails_then import mails_then
from storage.remembered import remembered
from storage.tables.cases import CaseDecisionRow, CaseMailRow, CaseRow, MailDecisionRow
from storage.tables.judgements import JudgementRow
from storage.tables.mails import MailRow

STANDING = (
    select_columns(
        col(CaseRow.municipality),
        col(CaseRow.reference),
        col(CaseDecisionRow.id),
        col(CaseDecisionRow.what),
        col(CaseDecisionRow.content),
        col(CaseDecisionRow.reason),
        col(CaseDecisionRow.officer),
        col(CaseDecisionRow.at),
    )
    .join(CaseDecisionRow, col(CaseDecisionRow.case_id) == col(CaseRow.id))
    .where(
        col(CaseDecisionRow.undone_at).is_(None),
        col(CaseRow.id).in_(bindparam("cases", expanding=True)),
    )
    .order_by(col(CaseDecisionRow.at), col(CaseDecisionRow.id))
)
Where = Sequence[ColumnElement[bool]]  # on CaseRow
DecidedRows = Mapping[str, Sequence[MailDecisionRow]]  # by mail, undone ones too


def cases_as_of(
    session: Session, until: datetime, *, municipalities: Collection[str] | None = None
) -> list[Case]:
    """Every case with the mails received and what was decided on it until then, that included.

    municipalities: of these alone; None for all. Each request is a case, answered or not; without
    a request, there must be a mail. Letters, judgements and what officers decided are those of that
    moment. In order of municipality and reference.
    """
    letters = letters_known(session, until, municipalities=municipalities)
    requests = {(each.municipality, each.reference): each for each in letters}
    mails = mails_then(session, until, municipalities)
    decisions = decisions_of_cases(session, until, of_municipalities(municipalities))
    return [
        case_of(key, requests.get(key), mails[key], decisions[key])
        for key in sorted(requests.keys() | mails.keys())
    ]


def of_municipalities(names: Collection[str] | None) -> Where:
    """That a case is of one of these municipalities; None leaves all in."""
    return [] if names is None else [col(CaseRow.municipality).in_(sorted(names))]


@remembered(answers=4)
def states_on(session: Session, day: date, *, roll_over: bool) -> list[CaseState]:
    """Every case as it stood at the end of a day."""
    cases = cases_as_of(session, last_moment(day))
    return case_states(cases, day, HOLIDAYS, roll_over=roll_over)


def case_of(
    key: Key,
    request: Request | None,
    mails: Sequence[AnyMail],
    decisions: Sequence[Decided[OnCase]],
) -> CaseOf[AnyMail]:
    """A case out of its parts; granted extensions are decisions too."""
    extensions = tuple(
        Extension(each.what.due, each.reason, each.officer, each.at)
        for each in decisions
        if isinstance(each.what, GrantExtension)
    )
    return CaseOf(
        municipality=key[0],
        reference=key[1] or None,
        request=request,
        officer="",  # who has it is a decision
        extensions=extensions,
        mails=tuple(mails),
        decisions=tuple(decisions),
    )


def mails_of_cases(
    session: Session, where: Where = (), decided: DecidedRows | None = None
) -> defaultdict[Key, list[CaseMail]]:
    """The mails as they hold now, in order of receipt, by municipality and reference.

    where: which cases; decided: the decisions on their mails, where they were read before. Mails
    that are not for us are in none. For a past moment see `storage.mails_then`.
    """
    rows = rows_of_mails_in_cases(session, where) if decided is None else decided
    judged: dict[str, Judged] = {}  # a mail of several cases is read from JSON once
    links: list[tuple[Key, str, str, datetime]] = []
    for municipality, reference, mail, row in session.exec(judged_mails(where)):
        at = mail.received_at or mail.taken_in_at
        links.append(((municipality, reference), mail.sha256, mail.message_id, at))
        if mail.sha256 not in judged:
            found = judgement_of_json(row.content)
            judged[mail.sha256] = Judged(row.id, found, rows.get(mail.sha256, []))
    held = dict(zip(judged, all_held(session, list(judged.values())), strict=True))
    of_cases: defaultdict[Key, list[CaseMail]] = defaultdict(list)
    for key, name, message_id, at in links:
        if held[name].disposition is not Disposition.NOT_FOR_US:
            of_cases[key].append(CaseMail(name, message_id, at, held[name].holds))
    return of_cases


def judged_mails(where: Where) -> Select[str, str, MailRow, JudgementRow]:
    """The mails of cases with the judgements that hold, in order of receipt."""
    received_at = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    return (
        select(CaseRow.municipality, CaseRow.reference, MailRow, JudgementRow)
        .join(CaseMailRow, col(CaseMailRow.case_id) == col(CaseRow.id))
        .join(MailRow, col(MailRow.sha256) == col(CaseMailRow.sha256))
        .join(JudgementRow, col(JudgementRow.sha256) == col(MailRow.sha256))
        .where(col(CaseMailRow.belongs), col(JudgementRow.superseded_at).is_(None), *where)
        .order_by(received_at, col(MailRow.sha256))  # sha256: same second
    )


def rows_of_mails_in_cases(session: Session, where: Where) -> DecidedRows:
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
    session: Session,
    until: datetime | None = None,
    where: Where = (),
    *,
    with_undone: bool = False,
) -> defaultdict[Key, list[Decided[OnCase]]]:
    """What was decided until then and stood then, in that order, by municipality and reference.

    What was undone later stood: a past day is told as it was.
    """
    statement = (
        select(CaseRow.municipality, CaseRow.reference, CaseDecisionRow)
        .join(CaseDecisionRow, col(CaseDecisionRow.case_id) == col(CaseRow.id))
        .where(*where)
        .order_by(col(CaseDecisionRow.at), col(CaseDecisionRow.id))
    )
    if not with_undone:
        undone_at = col(CaseDecisionRow.undone_at)
        stands = undone_at.is_(None)
        statement = statement.where(stands if until is None else or_(stands, undone_at > until))
    if until is not None:
        statement = statement.where(col(CaseDecisionRow.at) <= until)
    found: defaultdict[Key, list[Decided[OnCase]]] = defaultdict(list)
    for municipality, reference, row in session.exec(statement):
        found[municipality, reference].append(case_decision_of(row))
    return found


def decisions_numbered(
    session: Session, cases: Collection[int]
) -> defaultdict[Key, list[Decided[OnCase]]]:
    """What stands now of what was decided on cases; cases: their numbers."""
    found: defaultdict[Key, list[Decided[OnCase]]] = defaultdict(list)
    for some in lots_of(cases):
        for row in answers(session, STANDING, cases=some):
            municipality, reference, number, word, content, reason, officer, at = row
            decided = standing_on_case(number, word, content, reason, officer, at)
            found[municipality, reference].append(decided)
    return found
