"""The words of the ministry's letters as runs, by which a reply's quotations are known."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables.rounds import MinistryWordsRow


def ministry_words(session: Session) -> frozenset[str]:
    """The runs of words of all letters that went out from here; see rules.fingerprints."""
    rows = session.exec(select(MinistryWordsRow.runs).order_by(col(MinistryWordsRow.source)))
    return frozenset(run for runs in rows for run in runs.split())


def ministry_words_since(session: Session) -> datetime | None:
    """When they changed last; None where there are none."""
    return session.exec(select(func.max(MinistryWordsRow.recorded_at))).one()


def keep_ministry_words(session: Session, source: str, runs: frozenset[str], now: datetime) -> None:
    """Know the runs of a source from now on, in place of those it had."""
    row = MinistryWordsRow(source=source, runs="\n".join(sorted(runs)), recorded_at=now)
    session.merge(row)
    session.flush()
