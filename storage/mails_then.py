"""Mails of cases as they were known at a past moment: judged, decided on and placed as then.

Judgements and decisions on mails are kept with their moments. The cases that a mail was in stand
in the audit trail, each time that they change. A mail that was read later counts from its receipt
as it was first read.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from rules.cases import CaseMail
from rules.decisions import Disposition
from rules.round_days import Spell
from storage.content import judgement_of_json
from storage.decided import AT_ONCE, Judged, all_held, mail_decision_rows
from storage.links import MAIL, Key, key_of_subject
from storage.lots import lots_of
from storage.tables.cases import CaseMailRow, CaseRow, MailDecisionRow
from storage.tables.events import EventRow
from storage.tables.judgements import JudgementRow
from storage.tables.mails import MailRow

Keys = frozenset[Key]
Where = Sequence[ColumnElement[bool]]  # on CaseRow
NO_CASE: Keys = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """What the program found in a mail, and when."""

    number: int
    at: datetime
    content: str  # JSON of a rules.judgement.Judgement


@dataclass(slots=True)
class MailHistory:
    """A mail from a moment on: its judgements, what was decided on it, and its cases."""

    mail: str
    message_id: str
    received_at: datetime
    judgements: list[Found]  # in order; the first held at the moment, or is the first of all
    decisions: list[MailDecisionRow] = field(default_factory=list)  # in the order taken
    cases: Keys = NO_CASE  # as it is now
    moves: list[tuple[datetime, Keys]] = field(default_factory=list)  # until when it was in which

    def known_at(self, moment: datetime) -> datetime:
        """The moment by which a mail is told: a mail read later is told as first read."""
        return max(moment, self.judgements[0].at)

    def judged_at(self, moment: datetime) -> Judged:
        """What the program had found by a moment, and what was decided by then and stood."""
        at = self.known_at(moment)
        moments = [each.at for each in self.judgements]
        found = self.judgements[bisect_right(moments, at) - 1]
        rows = [decided_then(each, at) for each in self.decisions if each.at <= at]
        return Judged(found.number, judgement_of_json(found.content), rows)

    def cases_at(self, moment: datetime) -> Keys:
        """The cases that the mail was in."""
        at = self.known_at(moment)
        return next((keys for until, keys in self.moves if until > at), self.cases)

    def changes(self, since: datetime) -> list[datetime]:
        """The moments after a first one at which anything of it changed, in order."""
        moments = {each.at for each in self.judgements}
        moments |= {each.at for each in self.decisions}
        moments |= {each.undone_at for each in self.decisions if each.undone_at}
        moments |= {at for at, _ in self.moves}
        return sorted(each for each in moments if each > self.known_at(since))


def decided_then(row: MailDecisionRow, at: datetime) -> MailDecisionRow:
    """A decision as it was at a moment: what was undone later stood."""
    if row.undone_at is None or row.undone_at <= at:
        return row
    return MailDecisionRow(**row.model_dump() | {"undone_at": None, "undone_by": ""})


def mails_then(
    session: Session, until: datetime, municipalities: Collection[str] | None = None
) -> defaultdict[Key, list[CaseMail]]:
    """The mails received until a moment, as known then, by municipality and reference.

    In order of receipt; those that were not for us are in no case. municipalities: whose cases;
    None for all.
    """
    histories = [
        each for each in histories_from(session, until, municipalities) if each.received_at <= until
    ]
    held = all_held(session, [each.judged_at(until) for each in histories])
    found: defaultdict[Key, list[CaseMail]] = defaultdict(list)
    for history, whole in zip(histories, held, strict=True):
        if whole.disposition is Disposition.NOT_FOR_US:
            continue
        mail = CaseMail(history.mail, history.message_id, history.received_at, whole.holds)
        for key in sorted(history.cases_at(until)):
            if is_of(key, municipalities):
                found[key].append(mail)
    return found


def histories_from(
    session: Session,
    since: datetime,
    municipalities: Collection[str] | None = None,
    where: Where = (),
) -> list[MailHistory]:
    """Mails with all that tells of them at any moment from a first one on, in order of receipt.

    where: which of the cases that mails are in now; mails that were moved since are there as well.
    """
    moves = moves_since(session, since)
    names = names_of_mails(session, municipalities, where)
    names |= {
        mail
        for mail, some in moves.items()
        if any(is_of(key, municipalities) for _, keys in some for key in keys)
    }
    found: dict[str, MailHistory] = {}
    for some in lots_of(sorted(names), AT_ONCE):
        cases = cases_of_mails(session, some)
        for name, message_id, at, judged in judged_since(session, since, some):
            if name not in found:
                own, moved = cases.get(name, NO_CASE), moves.get(name, [])
                found[name] = MailHistory(name, message_id, at, [], [], own, moved)
            found[name].judgements.append(judged)
        for name, rows in mail_decision_rows(session, some).items():
            if name in found:
                found[name].decisions += rows
    return sorted(found.values(), key=lambda each: (each.received_at, each.mail))


def is_of(key: Key, municipalities: Collection[str] | None) -> bool:
    """Whether a case is of one of these municipalities; None: of any."""
    return municipalities is None or key[0] in municipalities


def judged_since(
    session: Session, since: datetime, names: Collection[str]
) -> Iterator[tuple[str, str, datetime, Found]]:
    """The judgements that held at a moment or later, in order, each after what names its mail."""
    # Columns: an object for each mail takes as long as all that follows from it.
    received_at = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    statement = (
        select_columns(
            col(MailRow.sha256),
            col(MailRow.message_id),
            received_at,
            col(JudgementRow.id),
            col(JudgementRow.judged_at),
            col(JudgementRow.content),
        )
        .join(JudgementRow, col(JudgementRow.sha256) == col(MailRow.sha256))
        .where(
            or_(
                col(JudgementRow.superseded_at).is_(None),
                col(JudgementRow.superseded_at) > since,
            ),
            col(MailRow.sha256).in_(names),
        )
        .order_by(col(JudgementRow.id))
    )
    for name, message_id, at, number, judged_at, content in session.execute(statement):
        yield name, message_id, at, Found(number, judged_at, content)


def names_of_mails(
    session: Session, municipalities: Collection[str] | None, where: Where
) -> set[str]:
    """The mails that are in a case now, or in one of these municipalities."""
    statement = (
        select(CaseMailRow.sha256)
        .join(CaseRow, col(CaseRow.id) == col(CaseMailRow.case_id))
        .where(col(CaseMailRow.belongs), *where)
    )
    if municipalities is not None:
        statement = statement.where(col(CaseRow.municipality).in_(sorted(municipalities)))
    return set(session.exec(statement))


def cases_of_mails(session: Session, names: Collection[str]) -> dict[str, Keys]:
    """The cases that mails are in now, by mail."""
    statement = (
        select(CaseMailRow.sha256, CaseRow.municipality, CaseRow.reference)
        .join(CaseRow, col(CaseRow.id) == col(CaseMailRow.case_id))
        .where(col(CaseMailRow.belongs), col(CaseMailRow.sha256).in_(names))
    )
    found: defaultdict[str, set[Key]] = defaultdict(set)
    for mail, municipality, reference in session.exec(statement):
        found[mail].add((municipality, reference))
    return {mail: frozenset(keys) for mail, keys in found.items()}


def moves_since(session: Session, since: datetime) -> dict[str, list[tuple[datetime, Keys]]]:
    """The mails that came into other cases after a moment: until when each was in which."""
    statement = (
        select(EventRow.object, EventRow.at, EventRow.before)
        .where(
            col(EventRow.at) > since,
            col(EventRow.object).startswith(MAIL),
            col(EventRow.before).contains('"cases":'),
        )
        .order_by(col(EventRow.seq))
    )
    found: defaultdict[str, list[tuple[datetime, Keys]]] = defaultdict(list)
    for subject, at, before in session.exec(statement):
        keys = frozenset(key_of_subject(each) for each in json.loads(before)["cases"])
        found[subject.removeprefix(MAIL)].append((at, keys))
    return dict(found)


def spells_of_mails(
    session: Session, since: datetime, municipalities: Collection[str], where: Where = ()
) -> defaultdict[Key, list[Spell]]:
    """The mails of cases at every moment from a first one on, by municipality and reference.

    where: which cases.
    """
    histories = histories_from(session, since, municipalities, where)
    moments = [[since, *each.changes(since)] for each in histories]
    judged = [
        history.judged_at(at)
        for history, some in zip(histories, moments, strict=True)
        for at in some
    ]
    held = iter(all_held(session, judged))
    found: defaultdict[Key, list[Spell]] = defaultdict(list)
    for history, some in zip(histories, moments, strict=True):
        for number, at in enumerate(some):
            whole = next(held)
            if whole.disposition is Disposition.NOT_FOR_US:
                continue
            mail = CaseMail(history.mail, history.message_id, history.received_at, whole.holds)
            until = some[number + 1] if number + 1 < len(some) else None
            for key in history.cases_at(at):
                if is_of(key, municipalities):
                    found[key].append(Spell(mail, at if number else None, until))
    return found
