"""What the outbox must know of cases and mails: those that may call for a mail, and what waits."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_
from sqlmodel import Session, col, select

from rules.cases import FOLLOW_UP_DAYS, Case, merged
from rules.deadlines import received_on
from rules.decisions import Disposition
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from rules.proposals import ACKNOWLEDGED, Went, start_of
from rules.worklist import Reason
from storage.case_states import Due
from storage.cases import case_of, decisions_of_cases, mails_of_cases
from storage.decided import requests_of
from storage.ledger import State
from storage.links import Key
from storage.mail_states import Facet
from storage.sending import NEEDLESS
from storage.tables import (
    CaseDayRow,
    CaseRow,
    CaseStateRow,
    MailFacetRow,
    MailRow,
    MailStateRow,
    MailTextRow,
    OutgoingRow,
    RawMailRow,
)

REMEMBERED = timedelta(days=366)  # what lies longer back calls for no mail any more
BEFORE = timedelta(days=180)  # a day may call for a mail so long after it, by the settings
FOLLOW_UP = timedelta(days=FOLLOW_UP_DAYS)  # a promise is to be asked about from then on
AT_ONCE = 100  # municipalities whose cases are read at a time
WAITING = (OutgoingState.PROPOSED.value, OutgoingState.QUEUED.value)
# Of these nobody's answer is lost: a machine wrote, or it is there already.
NO_ANSWERS = (Reason.AUTO_REPLY.value, Reason.BOUNCE.value, Reason.DUPLICATE.value)


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail that nobody has dealt with."""

    received_at: datetime
    municipalities: tuple[str, ...]  # that it speaks for, as far as is known
    senders: str  # names and addresses as they were written


def municipalities_that_may_call(
    session: Session, today: date, horizon: date, since: date
) -> list[str]:
    """The municipalities with a case that may call for a mail, sorted; wide rather than narrow.

    horizon: the last of the days to answer by that may be reminded of today; since: what lay there
    before that day calls for nothing.
    """
    long_ago = today - REMEMBERED
    first = max(since - BEFORE if since > long_ago else long_ago, long_ago)
    unanswered = and_(
        col(CaseStateRow.answered_at).is_(None),
        col(CaseStateRow.due).between(first, horizon),
        ~went(Occasion.OVERDUE_AGAIN, col(OutgoingRow.trigger) == cast(CaseStateRow.due, String)),
    )
    lacking = and_(
        col(CaseStateRow.missing) != "",
        col(CaseStateRow.last_received_at) >= start_of(max(since, long_ago)),
        ~went(
            Occasion.SUPPLEMENT,
            col(OutgoingRow.handed_over_at) > col(CaseStateRow.last_received_at),
        ),
    )
    asked = and_(col(CaseStateRow.supplement_due).is_not(None), ~col(CaseStateRow.is_confirmed))
    statement = (
        select(CaseStateRow.municipality)
        .where(col(CaseStateRow.joined_to).is_(None), or_(unanswered, lacking, asked))
        .distinct()
    )
    promised = municipalities_with_promises(session, first, today)
    return sorted({*session.exec(statement), *promised})


def went(occasion: Occasion, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a mail of an occasion went out in a case."""
    return exists().where(
        col(OutgoingRow.municipality) == CaseStateRow.municipality,
        col(OutgoingRow.reference) == CaseStateRow.reference,
        col(OutgoingRow.occasion) == occasion.value,
        col(OutgoingRow.handed_over_at).is_not(None),
        condition,
    )


def municipalities_with_promises(session: Session, first: date, today: date) -> set[str]:
    """The municipalities with a promised day that has passed and was not asked about."""
    days = (
        select(CaseStateRow.municipality, CaseStateRow.reference, col(CaseDayRow.day))
        .join(CaseDayRow, col(CaseDayRow.case_id) == col(CaseStateRow.case_id))
        .where(CaseDayRow.what == Due.PROMISE.value, col(CaseDayRow.day).between(first, today))
    )
    asked = set(
        session.exec(
            select(OutgoingRow.municipality, OutgoingRow.reference, OutgoingRow.trigger).where(
                OutgoingRow.occasion == Occasion.FOLLOW_UP.value,
                col(OutgoingRow.handed_over_at).is_not(None),
            )
        )
    )
    return {
        municipality
        for municipality, reference, day in session.exec(days)
        if (municipality, reference, (day - FOLLOW_UP).isoformat()) not in asked
    }


def cases_of_municipalities(
    session: Session, municipalities: Sequence[str], today: date
) -> Iterator[Case]:
    """All cases of these municipalities as they are known today, by municipality."""
    for at in range(0, len(municipalities), AT_ONCE):
        some = municipalities[at : at + AT_ONCE]
        where = [col(CaseRow.municipality).in_(some)]
        requests = {
            (each.municipality, each.reference): each for each in requests_of(session, some)
        }
        mails = mails_of_cases(session, None, where)
        decisions = decisions_of_cases(session, None, where)
        keys = sorted(requests.keys() | mails.keys())
        yield from merged(
            [case_of(key, requests.get(key), mails[key], decisions[key]) for key in keys], today
        )


def went_out(session: Session, municipalities: Collection[str]) -> dict[Key, tuple[Went, ...]]:
    """What was sent in the cases of some municipalities, in that order."""
    rows = session.exec(
        select(OutgoingRow)
        .where(
            col(OutgoingRow.municipality).in_(municipalities),
            col(OutgoingRow.handed_over_at).is_not(None),
        )
        .order_by(col(OutgoingRow.handed_over_at), col(OutgoingRow.id))
    )
    found: defaultdict[Key, list[Went]] = defaultdict(list)
    for row in rows:
        if row.handed_over_at is not None:
            went = Went(Occasion(row.occasion), row.trigger, received_on(row.handed_over_at))
            found[row.municipality, row.reference].append(went)
    return {key: tuple(some) for key, some in found.items()}


def mails_to_acknowledge(session: Session, since: datetime) -> list[str]:
    """The mails received from a moment on that a receipt may be owed for, none sent yet."""
    done = exists().where(col(OutgoingRow.trigger) == MailStateRow.sha256, is_final_receipt())
    of_kind = exists().where(
        col(MailFacetRow.mail_id) == MailStateRow.id,
        col(MailFacetRow.facet) == Facet.KIND.value,
        col(MailFacetRow.value).in_([each.value for each in ACKNOWLEDGED]),
    )
    statement = (
        select(MailStateRow.sha256)
        .where(
            col(MailStateRow.received_at) >= since,
            col(MailStateRow.disposition) != Disposition.NOT_FOR_US.value,
            of_kind,
            ~done,
        )
        .order_by(col(MailStateRow.received_at), col(MailStateRow.sha256))
    )
    return list(session.exec(statement))


def has_final_receipt(session: Session, mail: str) -> bool:
    """Whether a mail had its receipt, or an officer wants none, in whatever case it was then."""
    found = select(OutgoingRow.id).where(OutgoingRow.trigger == mail, is_final_receipt())
    return session.exec(found.limit(1)).first() is not None


def is_final_receipt() -> ColumnElement[bool]:
    """That a mail of the outbox is a receipt, and the only one that its mail will have."""
    is_dropped = and_(
        col(OutgoingRow.state) == OutgoingState.CANCELLED.value,
        col(OutgoingRow.last_error) == NEEDLESS,
    )
    return and_(
        col(OutgoingRow.occasion) == Occasion.ACKNOWLEDGEMENT.value,
        col(OutgoingRow.state).not_in(WAITING),
        ~is_dropped,
    )


def unread(session: Session) -> list[Unread]:
    """The mails on the work list that may hold an answer, in order of receipt."""
    is_open = col(MailStateRow.disposition) == Disposition.OPEN.value
    is_answer = col(MailStateRow.reason).not_in(NO_ANSWERS)
    statement = (
        select(MailStateRow.id, MailStateRow.received_at, MailTextRow.sender)
        .join(MailTextRow, col(MailTextRow.id) == col(MailStateRow.id))
        .where(is_open, is_answer)
        .order_by(col(MailStateRow.received_at), col(MailStateRow.id))
    )
    facets = (
        select(MailFacetRow.mail_id, MailFacetRow.value)
        .join(MailStateRow, col(MailStateRow.id) == col(MailFacetRow.mail_id))
        .where(is_open, is_answer, MailFacetRow.facet == Facet.MUNICIPALITY.value)
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in session.exec(facets):
        names[number].append(name)
    return [
        Unread(at, tuple(sorted(names[number])), senders)
        for number, at, senders in session.exec(statement)
    ]


def are_mails_unjudged(session: Session) -> bool:
    """Whether mails were taken in that no judgement was tried on yet."""
    kept = select(MailRow.sha256).where(MailRow.state == State.KEPT.value).limit(1)
    return session.exec(kept).first() is not None


def raw_set_aside(session: Session) -> Iterator[tuple[datetime, bytes]]:
    """When the mails came that could not be judged, and their bytes."""
    statement = (
        select(MailRow.received_at, MailRow.taken_in_at, RawMailRow.raw)
        .join(RawMailRow, col(RawMailRow.sha256) == col(MailRow.sha256))
        .where(MailRow.state == State.SET_ASIDE.value)
        .order_by(col(MailRow.taken_in_at), col(MailRow.sha256))
    )
    for received_at, taken_in_at, raw in session.exec(statement):
        yield received_at or taken_in_at, raw
