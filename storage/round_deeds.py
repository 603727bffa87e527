"""What is done with a round of letters: drafted, dropped, confirmed, sent.

A draft is never changed: who wants another one drops it and makes that. Confirming a round makes
its requests, once, with all that follows; before that, each letter gets its file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import insert, update
from sqlmodel import Session, col

from rules.rounds import RoundLetter, Terms, Variant, request_of
from storage.columns import storable
from storage.errors import Refusal, Refused
from storage.events import Facts, record_event
from storage.ministry_words import keep_ministry_words
from storage.registry import import_requests, letter_references
from storage.round_files import drop_files, letters_without_file
from storage.round_letters import WrittenLetter, letters_of_round, taken_references
from storage.rounds import round_numbered, round_of
from storage.tables.rounds import RoundLetterRow, RoundRow, RoundSendingRow

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
