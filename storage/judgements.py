"""Readings and judgements: filing a mail, and what is on file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, update
from sqlmodel import Session, col, select

from rules.judgement import Flag, Judgement, Proposal
from rules.mail import Mail
from rules.told import told_by
from storage.bulk import add_rows
from storage.columns import storable
from storage.content import (
    json_of_judgement,
    json_of_mail,
    json_of_told,
    judgement_of_json,
    mail_of_json,
)
from storage.decided import current_judgement
from storage.event_heads import head_row
from storage.events import NOTHING, Facts, record_event
from storage.failures import forget_failures, put_in_state
from storage.ledger import State, are_bytes_there
from storage.links import subjects_of_cases
from storage.mail_states import put_texts, refresh_mail
from storage.tables.judgements import JudgementFlagRow, JudgementKindRow, JudgementRow
from storage.tables.mails import MailRow, RawMailRow, ReadingRow


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail with the judgement that holds now."""

    mail: str
    message_id: str
    received_at: datetime | None  # None: it could not be read, and the mailbox did not tell
    version: str  # of the program that judged
    judgement: Judgement


def file_mail(
    session: Session,
    mail: str,
    reading: Mail | None,
    judgement: Judgement,
    version: str,
    *,
    links: Sequence[Proposal],
    now: datetime,
) -> bool:
    """File a mail: reading, judgement, flags, links to cases and event; whether anything is new.

    reading: None where the mail cannot be read; version: of the program that read and judged;
    links: the cases that it belongs to. An earlier judgement is kept, as superseded. The same
    filed once more changes nothing.
    """
    head_row(session, is_locked=True)  # another process may file this mail, or one of its case
    before = current_judgement(session, mail)
    content = json_of_judgement(judgement)
    is_same = before is not None and (before.version, before.content) == (version, content)
    put_in_state(session, mail, State.FILED)
    forget_failures(session, [mail])
    if reading is not None:
        put_reading(session, mail, reading, version)
    if not is_same:
        if before is not None:
            before.superseded_at = now
            session.flush()  # first: one judgement a mail holds at a time
        add_judgement(session, mail, judgement, content, version, now)
    placed = subjects_of_cases(session, mail)
    are_links_new = refresh_mail(session, mail, now, links=links)
    if is_same and not are_links_new:
        return False
    # Where a mail was before is kept nowhere else: a past day is told by it.
    moved: Facts = {"cases": placed} if are_links_new and before else {}
    moved_to: Facts = {"cases": subjects_of_cases(session, mail)} if moved else {}
    record_event(
        session,
        now,
        "filed" if before is None else "filed_again",
        f"mail:{mail}",
        before=NOTHING
        if before is None
        else {**gist(judgement_of_json(before.content), before.version), **moved},
        after={**gist(judgement, version), **moved_to},
    )
    return True


def put_reading(session: Session, mail: str, reading: Mail, version: str) -> None:
    """Store a reading in place of an earlier one of that version, and what lists need of it."""
    session.merge(ReadingRow(sha256=mail, version=version, content=json_of_mail(reading)))
    session.flush()
    read = {"message_id": storable(reading.message_id), "received_at": reading.received_at}
    session.exec(update(MailRow).where(col(MailRow.sha256) == mail).values(**read))
    put_texts(session, mail, reading)


def add_judgement(
    session: Session, mail: str, judgement: Judgement, content: str, version: str, now: datetime
) -> None:
    """Store a judgement with its kinds and flags; content: its JSON."""
    row = {"sha256": mail, "version": version} | judgement_values(judgement, content, now)
    added = insert(JudgementRow).returning(col(JudgementRow.id))
    number = session.execute(added, [row]).scalar_one()
    add_rows(session, JudgementKindRow, kind_rows(number, judgement))
    add_rows(session, JudgementFlagRow, flag_rows(number, judgement))


def judgement_values(judgement: Judgement, content: str, now: datetime) -> dict[str, object]:
    """A judgement that holds from now on, as its row tells it; content: its JSON."""
    return {
        "judged_at": now,
        "superseded_at": None,
        "timeline_state": judgement.timeline_state.value,
        "claims_met": judgement.claims_met,
        "late": judgement.late,
        "confidence": judgement.confidence,
        "content": content,
        "told": json_of_told(told_by(judgement)),
    }


def kind_rows(number: int, judgement: Judgement) -> list[dict[str, object]]:
    """The kinds of the judgement of that number, in order."""
    return [{"judgement_id": number, "kind": kind.value} for kind in sorted(judgement.kinds)]


def flag_rows(number: int, judgement: Judgement) -> list[dict[str, object]]:
    """The flags of the judgement of that number, in order, each with its reasons."""
    reasons: dict[Flag, str] = {}
    for flag, reason in judgement.reasons:
        reasons[flag] = f"{reasons[flag]}\n{reason}" if flag in reasons else reason
    return [
        {"judgement_id": number, "flag": flag.value, "reason": storable(reasons.get(flag, ""))}
        for flag in sorted(judgement.flags)
    ]


def gist(judgement: Judgement, version: str) -> Facts:
    """What the audit trail says of a judgement: findings, no words of the mail."""
    return {
        "version": version,
        "kinds": sorted(judgement.kinds),
        "municipalities": judgement.municipalities,
        "references": judgement.references,
        "missing": sorted(judgement.missing),
        "flags": sorted(judgement.flags),
    }


def judgements_on_file(session: Session) -> Iterator[Judged]:
    """The judgements that hold now, in order of receipt, read as they are asked for.

    Of mails that were destroyed there is nothing left to judge.
    """
    statement = (
        select(MailRow, JudgementRow)
        .join(JudgementRow, col(JudgementRow.sha256) == col(MailRow.sha256))
        .where(col(JudgementRow.superseded_at).is_(None), are_bytes_there())
        .order_by(col(MailRow.received_at), col(MailRow.sha256))
    )
    for mail, row in session.exec(statement.execution_options(yield_per=100)):
        judgement = judgement_of_json(row.content)
        yield Judged(mail.sha256, mail.message_id, mail.received_at, row.version, judgement)


def judgement_of(session: Session, mail: str) -> Judgement | None:
    """The judgement of a mail that holds now, None before it is filed."""
    row = current_judgement(session, mail)
    return judgement_of_json(row.content) if row else None


def reading_of(session: Session, mail: str) -> Mail | None:
    """A mail as the judgement that holds now read it; None where it is not filed or unreadable."""
    return readings_of(session, [mail]).get(mail)


def readings_of(session: Session, mails: Collection[str]) -> dict[str, Mail]:
    """Of mails that are filed and could be read: each as the judgement that holds read it."""
    statement = (
        select(ReadingRow.sha256, ReadingRow.content)
        .join(
            JudgementRow,
            (col(JudgementRow.sha256) == col(ReadingRow.sha256))
            & (col(JudgementRow.version) == col(ReadingRow.version)),
        )
        .where(col(ReadingRow.sha256).in_(mails), col(JudgementRow.superseded_at).is_(None))
    )
    return {mail: mail_of_json(content) for mail, content in session.exec(statement) if content}


def earlier_with_message_id(
    session: Session,
    mail: str,
    message_id: str,
    *,
    limit: int,
    sizes: tuple[int, int] | None = None,
) -> list[str]:
    """The mails of a Message-ID that came before a mail, the last first; none for an empty one.

    A mail that is not known by that Message-ID counts as the last of them. sizes: least and most
    bytes of those that are asked for, None: any; limit: how many at most.
    """
    if not message_id:
        return []
    moment = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    of_id = MailRow.message_id == storable(message_id)
    own = session.exec(select(moment).where(MailRow.sha256 == mail, of_id)).first()
    statement = (
        select(MailRow.sha256)
        .where(of_id, MailRow.sha256 != mail)
        .order_by(moment.desc(), col(MailRow.sha256).desc())
        .limit(limit)
    )
    if sizes:
        statement = statement.join(RawMailRow, col(RawMailRow.sha256) == col(MailRow.sha256)).where(
            col(RawMailRow.size).between(*sizes)
        )
    if own is not None:
        is_earlier = (moment < own) | ((moment == own) & (col(MailRow.sha256) < mail))
        statement = statement.where(is_earlier)
    return list(session.exec(statement))


def shared_message_ids(session: Session, message_ids: Collection[str]) -> frozenset[str]:
    """Those Message-IDs that several mails carry."""
    stored = [storable(each) for each in message_ids]
    shared = (
        select(MailRow.message_id)
        .where(col(MailRow.message_id).in_(stored))
        .group_by(col(MailRow.message_id))
        .having(func.count() > 1)
    )
    found = frozenset(session.exec(shared))
    return frozenset(each for each in message_ids if storable(each) in found)
