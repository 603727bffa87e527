"""The letters of rounds, with their words and their files."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, inspect
from sqlalchemy.orm import defer
from sqlalchemy.orm.interfaces import LoaderOption
from sqlmodel import Session, col, select

from rules.rounds import RoundLetter, Terms, Variant
from storage.registry import letter_references
from storage.rounds import round_of
from storage.tables.rounds import RoundLetterRow, RoundRow


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter with its words, the line of its subject first."""

    letter: RoundLetter
    words: str


def letters_of_round(session: Session, number: int) -> list[WrittenLetter]:
    """The letters of a round, by reference."""
    rows = session.exec(
        select(RoundLetterRow)
        .options(without_file())
        .where(RoundLetterRow.round_id == number)
        # Counted up past its width, a reference is longer: 999, 1000.
        .order_by(func.length(RoundLetterRow.reference), col(RoundLetterRow.reference))
    )
    return [written(row) for row in rows]


def without_file() -> LoaderOption:
    """That letters are read without their files, of which a round holds some hundreds."""
    return defer(inspect(RoundLetterRow).column_attrs["pdf"].class_attribute)


def written(row: RoundLetterRow) -> WrittenLetter:
    """The letter that a row holds."""
    return WrittenLetter(
        RoundLetter(
            municipality=row.municipality,
            reference=row.reference,
            variant=Variant(row.variant),
            regular_task=row.regular_task,
            amv_task=row.amv_task,
            regular_realised=row.regular_realised,
            amv_realised=row.amv_realised,
            counted_on=row.counted_on,
        ),
        row.words,
    )


def pdf_of_letter(session: Session, number: int, municipality: str) -> bytes | None:
    """The file of a letter, None where it has none yet or is none."""
    row = session.get(RoundLetterRow, (number, municipality))
    return row.pdf if row else None


def is_confirmed_letter(municipality: str, reference: str) -> tuple[ColumnElement[bool], ...]:
    """That a letter of a round, joined with it, is the one that a case began with."""
    return (
        col(RoundLetterRow.municipality) == municipality,
        col(RoundLetterRow.reference) == reference,
        col(RoundRow.confirmed_at).is_not(None),
    )


def pdf_of_case(session: Session, municipality: str, reference: str) -> bytes | None:
    """The file of the letter made here that a case began with, None where there is none."""
    return session.exec(
        select(RoundLetterRow.pdf)
        .join(RoundRow, col(RoundRow.id) == col(RoundLetterRow.round_id))
        .where(*is_confirmed_letter(municipality, reference))
    ).first()


def letter_of_case(
    session: Session, municipality: str, reference: str
) -> tuple[Terms, WrittenLetter] | None:
    """The letter made here that a case began with, None where it came from elsewhere."""
    row = session.exec(
        select(RoundLetterRow)
        .options(without_file())
        .join(RoundRow, col(RoundRow.id) == col(RoundLetterRow.round_id))
        .where(*is_confirmed_letter(municipality, reference))
    ).first()
    if row is None:
        return None
    return round_of(session.get_one(RoundRow, row.round_id), ()).terms, written(row)


def taken_references(session: Session) -> set[str]:
    """The references that a new letter may not have: those of letters, and of rounds in hand."""
    in_hand = (
        select(RoundLetterRow.reference)
        .join(RoundRow, col(RoundRow.id) == col(RoundLetterRow.round_id))
        .where(col(RoundRow.dropped_at).is_(None))
    )
    return {*letter_references(session), *session.exec(in_hand)}
