"""The work list: mails to be judged by an officer, in pages, and counted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, inspect, select
from sqlmodel import Session, col

from rules.decisions import Disposition
from rules.judgement import Flag, Kind
from rules.worklist import Reason
from storage.lots import lots_of
from storage.mail_filter import MailFilter, Sort, conditions, ordering
from storage.mail_states import Facet, due_of
from storage.search import MOST_COUNTED, terms_of
from storage.tables.events import EventRow
from storage.tables.states import CaseStateRow, MailFacetRow, MailStateRow
from storage.versions import HARMLESS


@dataclass(frozen=True, slots=True)
class ListedMail:
    """A mail as a list shows it."""

    mail: str
    version: int  # for a decision from the list
    subject: str
    sender: str
    received_at: datetime
    reason: Reason
    told: str  # the reason in Dutch
    sentence: str  # that shows it, "" where none does
    confidence: float
    disposition: Disposition
    municipalities: tuple[str, ...]
    kinds: frozenset[Kind]
    flags: frozenset[Flag]
    officer: str
    case: tuple[str, str | None] | None  # the likeliest: municipality and reference
    case_number: int | None  # of that case
    due: date | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list, and how much there is of it."""

    mails: tuple[ListedMail, ...]
    number: int  # of the page: that asked for, else the last
    total: int  # mails that can be come to
    has_more: bool  # whether there are others besides; only where words are looked for


def list_page(
    session: Session, which: MailFilter, *, sort: Sort, is_descending: bool, rows: int, number: int
) -> ListPage:
    """A page of a list. Four statements.

    Where words are looked for, only the first MOST_COUNTED mails can be come to.
    """
    order = ordering(sort, is_descending=is_descending)
    if not terms_of(which.words):
        total = count_mails(session, which)
        number = last_or(number, total, rows)
        where = conditions(session, which)
        mails = listed_where(session, where, order, limit=rows, offset=(number - 1) * rows)
        return ListPage(tuple(mails), number, total, has_more=False)
    # Words that are in nearly all mails take a third of a page's time: they are looked up once.
    found = numbers_where(session, conditions(session, which), order, limit=MOST_COUNTED + 1)
    total = min(len(found), MOST_COUNTED)
    number = last_or(number, total, rows)
    shown = found[:total][(number - 1) * rows : number * rows]
    mails = listed_where(session, [col(MailStateRow.id).in_(shown)], order)
    return ListPage(tuple(mails), number, total, has_more=len(found) > total)


def last_or(number: int, total: int, rows: int) -> int:
    """That page, else the last one that there is."""
    return min(number, max(1, -(-total // rows)))


def numbers_where(
    session: Session,
    where: Sequence[ColumnElement[bool]],
    order: Sequence[Any],
    *,
    limit: int,
) -> Sequence[int]:
    """The numbers of the first mails that meet something."""
    statement = select(col(MailStateRow.id)).where(*where).order_by(*order).limit(limit)
    return session.connection().execute(statement).scalars().all()


def work_list(
    session: Session,
    which: MailFilter,
    *,
    sort: Sort = Sort.DUE,
    is_descending: bool = False,
    limit: int | None = 50,
    offset: int = 0,
) -> list[ListedMail]:
    """The mails of a list, a page of it or, without limit, all. Three statements."""
    order = ordering(sort, is_descending=is_descending)
    return listed_where(session, conditions(session, which), order, limit=limit, offset=offset)


def listed_where(
    session: Session,
    where: Sequence[ColumnElement[bool]],
    order: Sequence[Any],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[ListedMail]:
    """The mails that meet something, in order."""
    statement = (
        select(
            *columns_of(MailStateRow),
            col(CaseStateRow.municipality).label("case_municipality"),
            col(CaseStateRow.reference).label("case_reference"),
        )
        .join_from(
            MailStateRow,
            CaseStateRow,
            col(CaseStateRow.case_id) == col(MailStateRow.case_id),
            isouter=True,
        )
        .where(*where)
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    )
    rows = session.connection().execute(statement).all()
    facets = facets_of(session, [row.id for row in rows])
    versions = versions_of(session, [row.sha256 for row in rows])
    return [listed(row, facets[row.id], versions.get(row.sha256, 0)) for row in rows]


def columns_of(row: type[MailStateRow]) -> list[Any]:
    """The columns of a table: rows of values cost a tenth of what objects do."""
    return list(inspect(row).columns)


def listed(row: Any, facets: dict[str, list[str]], version: int) -> ListedMail:
    """A mail out of its row and facets."""
    case = None
    if row.case_municipality is not None:
        case = (row.case_municipality, row.case_reference or None)
    return ListedMail(
        mail=row.sha256,
        version=version,
        subject=row.subject,
        sender=row.sender,
        received_at=row.received_at,
        reason=Reason(row.reason),
        told=row.told,
        sentence=row.sentence,
        confidence=row.confidence,
        disposition=Disposition(row.disposition),
        municipalities=tuple(facets[Facet.MUNICIPALITY]),
        kinds=frozenset(Kind(each) for each in facets[Facet.KIND]),
        flags=frozenset(Flag(each) for each in facets[Facet.FLAG]),
        officer=row.officer,
        case=case,
        case_number=row.case_id if case else None,
        due=due_of(row.due),
    )


def facets_of(session: Session, ids: Sequence[int]) -> dict[int, defaultdict[str, list[str]]]:
    """The values of some mails, by mail and facet, in order."""
    found: dict[int, defaultdict[str, list[str]]] = {each: defaultdict(list) for each in ids}
    for some in lots_of(ids):
        statement = (
            select(col(MailFacetRow.mail_id), col(MailFacetRow.facet), col(MailFacetRow.value))
            .where(col(MailFacetRow.mail_id).in_(some))
            .order_by(col(MailFacetRow.value))
        )
        for number, facet, value in session.connection().execute(statement):
            found[number][facet].append(value)
    return found


def versions_of(session: Session, mails: Sequence[str]) -> dict[str, int]:
    """The versions of some mails; see storage.versions."""
    found: dict[str, int] = {}
    for some in lots_of([f"mail:{mail}" for mail in mails]):
        statement = (
            select(col(EventRow.object), func.max(EventRow.seq))
            .where(col(EventRow.object).in_(some), col(EventRow.action).not_in(HARMLESS))
            .group_by(col(EventRow.object))
        )
        for subject, seq in session.connection().execute(statement):
            found[subject.removeprefix("mail:")] = seq
    return found


def count_mails(session: Session, which: MailFilter) -> int:
    """How many mails the list holds."""
    only = which.facets()
    alone = replace(which, kind=None, flag=None, municipality=None, province=None, reference=None)
    if len(only) == 1 and alone == MailFilter(disposition=which.disposition):
        # The index of facets holds the answer; the mails need not be looked at.
        ((facet, value),) = only.items()
        counted = select(func.count()).where(
            col(MailFacetRow.disposition) == which.disposition.value,
            col(MailFacetRow.facet) == facet.value,
            col(MailFacetRow.value) == value,
        )
    else:
        counted = select(func.count(col(MailStateRow.id))).where(*conditions(session, which))
    return session.connection().execute(counted).scalar_one()
