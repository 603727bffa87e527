"""Rounds of letters: drafts, what is confirmed of them, and when they were sent.

A draft is never changed: who wants another one drops it and makes that. Confirming a round makes
its requests, once, with all that follows; before that, each letter gets its file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, insert, inspect, update
from sqlalchemy.orm import defer
from sqlalchemy.orm.interfaces import LoaderOption
from sqlmodel import Session, col, select

from rules.distribution import DistributionDecision
from rules.rounds import RoundLetter, Terms, Variant, request_of
from storage.columns import storable
from storage.errors import Refusal, Refused
from storage.events import Facts, record_event
from storage.ministry_words import keep_ministry_words
from storage.registry import import_requests, letter_references
from storage.round_files import drop_files, letters_without_file
from storage.tables.rounds import RoundLetterRow, RoundRow, RoundSendingRow


class RoundState(StrEnum):
    """How far a round made here has come."""

    DRAFT = "draft"
    DROPPED = "dropped"
    CONFIRMED = "confirmed"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Sending:
    """That a round was sent on a day, and who says so; a later one corrects it."""

    sent_on: date
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round of letters made here."""

    id: int
    terms: Terms
    made_by: str
    made_at: datetime
    dropped_at: datetime | None
    dropped_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    sendings: tuple[Sending, ...]  # in the order recorded

    @property
    def sent_on(self) -> date | None:
        """The day on which it was sent, as known now."""
        return self.sendings[-1].sent_on if self.sendings else None

    @property
    def state(self) -> RoundState:
        """How far it has come."""
        if self.dropped_at is not None:
            return RoundState.DROPPED
        if self.confirmed_at is None:
            return RoundState.DRAFT
        return RoundState.SENT if self.sendings else RoundState.CONFIRMED


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter with its words, the line of its subject first."""

    letter: RoundLetter
    words: str


def rounds(session: Session) -> list[Round]:
    """The rounds made here, those of the last letters in front."""
    rows = session.exec(
        select(RoundRow).order_by(col(RoundRow.letter_date).desc(), col(RoundRow.id).desc())
    ).all()
    return [round_of(row, sendings_of(session, row.id)) for row in rows]


def round_numbered(session: Session, number: int) -> Round | None:
    """The round with that number, None where there is none."""
    row = session.get(RoundRow, number)
    return round_of(row, sendings_of(session, number)) if row else None


def sendings_of(session: Session, number: int) -> tuple[Sending, ...]:
    """When a round was sent, in the order recorded."""
    rows = session.exec(
        select(RoundSendingRow)
        .where(RoundSendingRow.round_id == number)
        .order_by(col(RoundSendingRow.id))
    )
    return tuple(Sending(row.sent_on, row.recorded_at, row.recorded_by) for row in rows)


def round_of(row: RoundRow, sendings: tuple[Sending, ...]) -> Round:
    """The round that a row holds."""
    decision = DistributionDecision(row.cycle, row.decided_on, row.places_due)
    return Round(
        id=row.id,
        terms=Terms(row.letter_date, row.term_days, decision, row.mailbox),
        made_by=row.made_by,
        made_at=row.made_at,
        dropped_at=row.dropped_at,
        dropped_by=row.dropped_by,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
        sendings=sendings,
    )


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


# ------------------------------------------------------------------ deeds


def draft_round(
    session: Session, terms: Terms, letters: Sequence[WrittenLetter], *, officer: str, now: datetime
) -> int:
    """The number of a new draft. Raises Refused where a reference or a municipality is doubled."""
    refuse_unless_free(session, [each.letter for each in letters])
    row = RoundRow(
        letter_date=terms.letter_date,
        term_days=terms.term_days,
        cycle=terms.decision.cycle,
        decided_on=terms.decision.decided_on,
        places_due=terms.decision.due,
        mailbox=storable(terms.mailbox),
        made_by=officer,
        made_at=now,
        dropped_at=None,
        dropped_by="",
        confirmed_at=None,
        confirmed_by="",
    )
    session.add(row)
    session.flush()
    session.exec(insert(RoundLetterRow), params=[columns_of(row.id, each) for each in letters])
    told = told_of(terms, [each.letter for each in letters])
    record_event(session, now, "round_drafted", subject(row.id), actor=officer, after=told)
    return row.id


def columns_of(number: int, written: WrittenLetter) -> dict[str, object]:
    """A letter as columns of its row."""
    letter = asdict(written.letter) | {"variant": written.letter.variant.value}
    return {"round_id": number, **letter, "words": storable(written.words), "pdf": None}


def refuse_unless_free(session: Session, letters: Sequence[RoundLetter]) -> None:
    """Raise Refused where there are no letters, or one's reference is another's."""
    if not letters:
        raise Refused("a round has one letter at least; choose municipalities", Refusal.NO_LETTERS)
    names = {each.municipality for each in letters}
    references = [each.reference for each in letters]
    taken = taken_references(session) & set(references)
    if len(names) < len(letters) or len(set(references)) < len(letters) or taken:
        which = min(taken, default="")
        raise Refused(
            f"the reference {which} is another letter's; begin with one that is free",
            Refusal.REFERENCE_TAKEN,
        )


def drop_round(session: Session, number: int, *, officer: str, now: datetime) -> None:
    """Drop a draft, so that its references are free again. Raises Refused where it is none."""
    dropped = {"dropped_at": now, "dropped_by": officer}
    turn(session, number, dropped)
    drop_files(session, number)
    record_event(session, now, "round_dropped", subject(number), actor=officer)


def confirm_round(
    session: Session,
    number: int,
    runs: frozenset[str],
    *,
    officer: str,
    now: datetime,
) -> None:
    """Make a draft count: its requests are made, its words known.

    runs: of the words of all letters. Raises Refused where it is no draft any more, a letter has
    no file yet, or a reference went to another letter in the meantime.
    """
    turn(session, number, {"confirmed_at": now, "confirmed_by": officer})
    terms = round_of(session.get_one(RoundRow, number), ()).terms
    letters = [each.letter for each in letters_of_round(session, number)]
    if lacking := letters_without_file(session, number):
        raise Refused(f"{len(lacking)} letters have no file yet; lay them out first")
    if set(letter_references(session)) & {each.reference for each in letters}:
        raise Refused("a reference is another letter's; make a new draft", Refusal.REFERENCE_TAKEN)
    requests = [request_of(each, terms) for each in letters]
    import_requests(session, [each for each in requests if each], actor=officer, now=now)
    keep_ministry_words(session, subject(number), runs, now)
    told = told_of(terms, letters)
    record_event(session, now, "round_confirmed", subject(number), actor=officer, after=told)


def turn(session: Session, number: int, values: Mapping[str, object]) -> None:
    """Have a draft be something else. Raises Refused where it is no draft any more."""
    where = (
        col(RoundRow.id) == number,
        col(RoundRow.dropped_at).is_(None),
        col(RoundRow.confirmed_at).is_(None),
    )
    turned = session.exec(update(RoundRow).where(*where).values(**values))
    if turned.rowcount != 1:
        raise Refused("this round is no draft any more; look at it anew", Refusal.NO_DRAFT)
    session.expire_all()


def record_sending(
    session: Session, number: int, sent_on: date, *, officer: str, now: datetime
) -> None:
    """Write down that a round was sent on a day, or that it was another day.

    Raises Refused where it is not confirmed. The same day again changes nothing.
    """
    found = round_numbered(session, number)
    if found is None or found.confirmed_at is None:
        raise Refused("only a confirmed round is sent; confirm it first", Refusal.NO_DRAFT)
    if found.sent_on == sent_on:
        return
    session.add(
        RoundSendingRow(round_id=number, sent_on=sent_on, recorded_at=now, recorded_by=officer)
    )
    session.flush()
    before: Facts = {"sent_on": found.sent_on.isoformat()} if found.sent_on else {}
    told = {"sent_on": sent_on.isoformat()}
    record_event(
        session, now, "round_sent", subject(number), actor=officer, before=before, after=told
    )


def subject(number: int) -> str:
    """What the audit trail calls a round."""
    return f"round:{number}"


def told_of(terms: Terms, letters: Sequence[RoundLetter]) -> Facts:
    """A round as its events tell it."""
    return {
        "letter_date": terms.letter_date.isoformat(),
        "term_days": terms.term_days,
        "cycle": terms.decision.cycle,
        "requests": sum(each.variant is Variant.REQUEST for each in letters),
        "notices": sum(each.variant is Variant.NOTICE for each in letters),
        "references": [letters[0].reference, letters[-1].reference] if letters else [],
    }
