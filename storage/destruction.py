"""The destruction of what was kept long enough; the audit trail keeps that it was.

What findings there were (kinds, days, numbers) stays, so that a case stays what it was; the words
they were found in go.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, text, update
from sqlmodel import Session, col, select

from rules.decisions import DealWith
from storage.content import json_text
from storage.decided import WORDS
from storage.events import record_event
from storage.retention import Expired, KeptKind
from storage.tables.cases import CaseMailRow, MailDecisionRow
from storage.tables.judgements import JudgementFlagRow, JudgementKindRow, JudgementRow
from storage.tables.mails import RawMailRow, ReadingRow
from storage.tables.retention import DestructionRow
from storage.tables.states import MailStateRow, MailTextRow

CONDITION = "(voorwaarde)"  # that a promise hangs on something stays known
OWN_SOURCES = ("body", "subject")


# ------------------------------------------------------------------ destruction


def destroy(
    session: Session,
    some: Sequence[Expired],
    rule: str,
    declaration: str,
    now: datetime,
    *,
    by: str,
) -> None:
    """Destroy what has been kept long enough, and have the trail tell; by: who decided it.

    declaration: the name of the file that tells of it, rule: of the selection list.
    """
    if session.connection().dialect.name == "sqlite":
        # Else what was deleted stays legible in the file until something else is written there.
        session.connection().execute(text("PRAGMA secure_delete = ON"))
    for each in some:
        mark(session, each, rule, declaration, now)
        for kind in each.kinds:
            DEEDS[kind](session, each.mail)
        record_event(
            session,
            now,
            "destroyed",
            f"mail:{each.mail}",
            actor=by,
            after={
                "destroyed": [kind.value for kind in each.kinds],
                "closed_on": each.closed_on.isoformat(),
                "why": rule,
                "declaration": declaration,
            },
        )


def mark(session: Session, each: Expired, rule: str, declaration: str, now: datetime) -> None:
    """Write down what is destroyed before it is: the database lets nothing else go."""
    rows = [
        {
            "sha256": each.mail,
            "kind": kind.value,
            "at": now,
            "rule": rule,
            "declaration": declaration,
        }
        for kind in each.kinds
    ]
    session.exec(insert(DestructionRow), params=rows)


def destroy_bytes(session: Session, mail: str) -> None:
    """The mail as it arrived; its name, which is its hash, stays, and its size."""
    session.exec(update(RawMailRow).where(col(RawMailRow.sha256) == mail).values(raw=b""))


def destroy_texts(session: Session, mail: str) -> None:
    """What was read of the mail, and what lists and search show of it."""
    session.exec(delete(ReadingRow).where(col(ReadingRow.sha256) == mail))
    number = select(MailStateRow.id).where(MailStateRow.sha256 == mail).scalar_subquery()
    session.exec(delete(MailTextRow).where(col(MailTextRow.id) == number))
    blank = {"subject": "", "sender": "", "told": "", "sentence": ""}
    session.exec(update(MailStateRow).where(col(MailStateRow.sha256) == mail).values(**blank))


def destroy_judgements(session: Session, mail: str) -> None:
    """Earlier judgements, and the words in those that count, in corrections and in links."""
    rows = session.exec(select(JudgementRow).where(JudgementRow.sha256 == mail)).all()
    decisions = session.exec(select(MailDecisionRow).where(MailDecisionRow.sha256 == mail)).all()
    confirmed = confirmed_in(decisions)
    old = []
    for row in rows:
        flags = update(JudgementFlagRow).where(col(JudgementFlagRow.judgement_id) == row.id)
        session.exec(flags.values(reason=""))
        if row.superseded_at is None or row.id in confirmed:
            row.content = wordless(row.content)
        else:
            old.append(row.id)
    for table in (JudgementKindRow, JudgementFlagRow):
        session.exec(delete(table).where(col(table.judgement_id).in_(old)))
    for decision in decisions:
        decision.content, decision.reason = wordless(decision.content), ""
        if decision.judgement_id in old:
            decision.judgement_id = None
    session.flush()
    session.exec(delete(JudgementRow).where(col(JudgementRow.id).in_(old)))
    for link in session.exec(select(CaseMailRow).where(CaseMailRow.sha256 == mail)).all():
        link.signals = [[name, "", weight] for name, _, weight in link.signals]
    session.flush()


def confirmed_in(decisions: Sequence[MailDecisionRow]) -> frozenset[int]:
    """The judgements that officers confirmed: one holds for its case, whatever came after it."""
    return frozenset(
        each.judgement_id
        for each in decisions
        if each.what == WORDS[DealWith] and each.undone_at is None and each.judgement_id
    )


DEEDS = {
    KeptKind.MAILS: destroy_bytes,
    KeptKind.TEXTS: destroy_texts,
    KeptKind.JUDGEMENTS: destroy_judgements,
}


def wordless(content: str) -> str:
    """JSON of a judgement or a correction, its findings kept and the mail's words taken out."""
    return json_text(without_words(json.loads(content)))


def without_words(value: Any) -> Any:
    """A value of JSON without what the mail said; places keep apart what stood apart."""
    if isinstance(value, list):
        return [without_words(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: without_words(each) for name, each in value.items()}
    if {"text", "source", "start", "end"} <= found.keys():
        return found | {"text": "", "source": nameless(found["source"])}
    if {"text", "earliest", "latest"} <= found.keys():
        found |= {"text": "", "condition": CONDITION if found.get("condition") else ""}
    if {"name", "detail", "weight"} <= found.keys():
        found |= {"detail": ""}
    if "reasons" in found:
        found["reasons"] = [[flag, ""] for flag, *_ in found["reasons"]]
    return found


def nameless(source: str) -> str:
    """Where a sentence stood, without the name of a file, which may be a person's."""
    if source in OWN_SOURCES or not source:
        return source
    return hashlib.sha256(source.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was destroyed of a mail, when, and under which rule."""

    kinds: tuple[KeptKind, ...]
    at: datetime
    rule: str
    declaration: str


def destroyed_of(session: Session, mail: str) -> Destroyed | None:
    """What was destroyed of a mail; None: all of it is there."""
    rows = session.exec(
        select(DestructionRow)
        .where(DestructionRow.sha256 == mail)
        .order_by(col(DestructionRow.at), col(DestructionRow.kind))
    ).all()
    if not rows:
        return None
    last = rows[-1]
    return Destroyed(
        tuple(KeptKind(row.kind) for row in rows), last.at, last.rule, last.declaration
    )


def tidy(session: Session) -> None:
    """Take what was destroyed out of the index of words, too, which forgets by and by."""
    if session.connection().dialect.name == "sqlite":
        session.connection().execute(
            text("INSERT INTO mail_search (mail_search) VALUES ('optimize')")
        )
