"""The files of a draft's letters, kept as they are made: who confirms anew goes on from there.

A draft is never changed, and the same letter gives the same file, so one that is kept stays right.
"""

from collections.abc import Mapping

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.errors import Refusal, Refused
from storage.tables.rounds import RoundLetterRow, RoundRow


def letters_without_file(session: Session, number: int) -> list[str]:
    """The municipalities whose letters in a round have no file yet, by name."""
    statement = (
        select(RoundLetterRow.municipality)
        .where(RoundLetterRow.round_id == number, col(RoundLetterRow.pdf).is_(None))
        .order_by(col(RoundLetterRow.municipality))
    )
    return list(session.exec(statement))


def files_kept(session: Session, number: int) -> int:
    """How many letters of a round have a file."""
    has_file = col(RoundLetterRow.pdf).is_not(None)
    counted = select(func.count()).where(RoundLetterRow.round_id == number, has_file)
    return session.exec(counted).one()


def keep_files(session: Session, number: int, files: Mapping[str, bytes]) -> None:
    """Keep files of a draft's letters, by municipality. Raises Refused where it is no draft."""
    found = session.get(RoundRow, number, with_for_update=True)
    if found is None or found.confirmed_at is not None or found.dropped_at is not None:
        raise Refused("this round is no draft any more; look at it anew", Refusal.NO_DRAFT)
    for name, file in files.items():
        where = (col(RoundLetterRow.round_id) == number, col(RoundLetterRow.municipality) == name)
        session.exec(update(RoundLetterRow).where(*where).values(pdf=file))


def drop_files(session: Session, number: int) -> None:
    """Let go of the files of a round's letters."""
    session.exec(
        update(RoundLetterRow).where(col(RoundLetterRow.round_id) == number).values(pdf=None)
    )
