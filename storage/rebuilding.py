"""All states made anew: after an update of the program, or of the settings they depend on."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.case_states import refresh_all_cases
from storage.content import mail_of_json
from storage.decided import held_of
from storage.links import links_of
from storage.mail_states import put_state, put_texts
from storage.settings import keep_basis
from storage.tables.judgements import JudgementRow
from storage.tables.mails import ReadingRow
from storage.told import keep_told


def rebuild(session: Session, *, roll_over: bool, now: datetime) -> None:
    """Make the states of all cases and mails anew, with what they are made with now."""
    keep_basis(session, roll_over=roll_over)
    filed = (
        select(JudgementRow.sha256, JudgementRow.version)
        .where(col(JudgementRow.superseded_at).is_(None))
        .order_by(col(JudgementRow.sha256))
    )
    mails = session.exec(filed).all()
    for mail, version in mails:
        reading = session.get(ReadingRow, (mail, version))
        if reading is not None:
            put_texts(session, mail, mail_of_json(reading.content))
            session.expunge(reading)  # a hundred thousand readings would not fit in memory
    refresh_all_cases(session, now)
    for mail, _ in mails:
        held = held_of(session, mail)
        if held is not None:
            keep_told(session, mail, held)
            put_state(session, mail, held, links_of(session, mail))
    session.flush()
