"""Talks: what was planned, moved, held and cancelled. Nothing is overwritten."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.talks import Talk, TalkDeed, TalkFacts, TalkKind, TalkVersion, before_last, may
from storage.columns import storable
from storage.errors import Change, Refused, Stale
from storage.events import record_event
from storage.tables.states import CaseStateRow
from storage.tables.talks import TalkCaseRow, TalkRow, TalkVersionRow
from storage.versions import hold_head


@dataclass(frozen=True, slots=True)
class CaseOfTalk:
    """A case that a talk belongs to, as its page is named."""

    number: int
    municipality: str
    reference: str  # "" without a letter


def plan_talk(
    session: Session,
    facts: TalkFacts,
    cases: Collection[int],
    *,
    uid: str,
    officer: str,
    now: datetime,
) -> Talk:
    """A new talk about some cases; with a uid that is there already, the talk that has it.

    uid: made by the caller with the form, so that a form sent twice plans one talk.
    """
    hold_head(session)
    known = session.exec(select(TalkRow).where(TalkRow.uid == uid)).first()
    if known is not None:
        return talk_of(session, known)
    if not cases:
        raise Refused("a talk belongs to one case at least; choose one")
    row = TalkRow(uid=uid)
    session.add(row)
    session.flush()
    session.add_all([TalkCaseRow(talk_id=row.id, case_id=each) for each in sorted(set(cases))])
    put_version(session, row.id, 0, TalkDeed.PLANNED, facts, officer, now)
    return talk_of(session, row)


def change_talk(
    session: Session,
    talk: Talk,
    deed: TalkDeed,
    facts: TalkFacts,
    *,
    officer: str,
    now: datetime,
) -> None:
    """Have other facts hold of a talk, as the officer saw it; `Stale` where it changed since."""
    refuse_changed(session, talk)
    if not may(talk, deed):
        raise Refused("this cannot be done to the talk as it stands; look at it again")
    put_version(session, talk.id, talk.now.number + 1, deed, facts, officer, now)


def undo_last(session: Session, talk: Talk, *, officer: str, now: datetime) -> None:
    """Have hold of a talk what held before the last deed."""
    refuse_changed(session, talk)
    if not may(talk, TalkDeed.UNDONE):
        raise Refused("there is nothing left to undo; look at the talk again")
    put_version(
        session, talk.id, talk.now.number + 1, TalkDeed.UNDONE, before_last(talk), officer, now
    )


def refuse_changed(session: Session, talk: Talk) -> None:
    """Raise `Stale` where somebody changed a talk since it was read."""
    hold_head(session)
    found = talk_numbered(session, talk.id)
    since = found.versions[len(talk.versions) :] if found else ()
    if since:
        raise Stale(
            [
                Change(each.recorded_by, action_of(each.deed), each.recorded_at, subject(talk.id))
                for each in since
            ]
        )


def put_version(
    session: Session,
    talk: int,
    number: int,
    deed: TalkDeed,
    facts: TalkFacts,
    officer: str,
    now: datetime,
) -> None:
    """Write what holds from now on, and have the trail tell; who takes part is not told there."""
    values = asdict(facts) | {
        "kind": facts.kind.value,
        "place": storable(facts.place),
        "participants": storable(facts.participants),
        "why": storable(facts.why),
    }
    session.add(
        TalkVersionRow(
            talk_id=talk,
            number=number,
            deed=deed.value,
            recorded_at=now,
            recorded_by=storable(officer),
            **values,
        )
    )
    session.flush()
    after = {
        "talk_kind": facts.kind.value,
        "planned_for": facts.planned_for.isoformat(),
        "talk_state": facts.state.value,
        "held_on": facts.held_on.isoformat() if facts.held_on else None,
    }
    told = after | ({"why": facts.why} if facts.why else {})
    record_event(session, now, action_of(deed), subject(talk), actor=officer, after=told)


def action_of(deed: TalkDeed) -> str:
    """A deed as the audit trail names it."""
    return f"talk_{deed.value}"


def subject(talk: int) -> str:
    """A talk as the audit trail names it."""
    return f"talk:{talk}"


# ------------------------------------------------------------------ reading


def talk_numbered(session: Session, number: int) -> Talk | None:
    """The talk with that number, None where there is none."""
    row = session.get(TalkRow, number)
    return talk_of(session, row) if row else None


def talk_of(session: Session, row: TalkRow) -> Talk:
    """The talk of a row."""
    return talks_of(session, [row])[0]


def all_talks(session: Session) -> list[Talk]:
    """Every talk, in the order in which they were written down. Two statements."""
    return talks_of(session, session.exec(select(TalkRow).order_by(col(TalkRow.id))).all())


def talks_of_case(session: Session, case: int) -> list[Talk]:
    """The talks about a case, those about a notification that joined it included."""
    joined = select(CaseStateRow.case_id).where(col(CaseStateRow.joined_to) == case)
    about = select(TalkCaseRow.talk_id).where(
        (col(TalkCaseRow.case_id) == case) | col(TalkCaseRow.case_id).in_(joined)
    )
    rows = session.exec(select(TalkRow).where(col(TalkRow.id).in_(about)).order_by(col(TalkRow.id)))
    return talks_of(session, rows.all())


def talks_of(session: Session, rows: Sequence[TalkRow]) -> list[Talk]:
    """The talks of rows, with their versions. One statement."""
    versions: defaultdict[int, list[TalkVersion]] = defaultdict(list)
    statement = select(TalkVersionRow).order_by(
        col(TalkVersionRow.talk_id), col(TalkVersionRow.number)
    )
    if len(rows) == 1:
        statement = statement.where(TalkVersionRow.talk_id == rows[0].id)
    for each in session.exec(statement) if rows else ():
        versions[each.talk_id].append(version_of(each))
    return [Talk(row.id, row.uid, tuple(versions[row.id])) for row in rows]


def version_of(row: TalkVersionRow) -> TalkVersion:
    """The version that a row holds."""
    facts = TalkFacts(
        kind=TalkKind(row.kind),
        planned_for=row.planned_for,
        minutes=row.minutes,
        place=row.place,
        participants=row.participants,
        held_on=row.held_on,
        is_cancelled=row.is_cancelled,
        why=row.why,
    )
    return TalkVersion(row.number, TalkDeed(row.deed), facts, row.recorded_at, row.recorded_by)


def cases_of_talks(session: Session) -> Mapping[int, tuple[CaseOfTalk, ...]]:
    """The cases of each talk by name; a joined notification is its letter's case."""
    statement = (
        select(TalkCaseRow.talk_id, CaseStateRow)
        .join(CaseStateRow, col(CaseStateRow.case_id) == col(TalkCaseRow.case_id))
        .order_by(col(CaseStateRow.municipality), col(CaseStateRow.reference))
    )
    found: defaultdict[int, dict[int, CaseOfTalk]] = defaultdict(dict)
    for talk, row in session.exec(statement):
        number = row.joined_to or row.case_id
        found[talk].setdefault(number, CaseOfTalk(number, row.municipality, row.reference))
    return {talk: tuple(cases.values()) for talk, cases in found.items()}
