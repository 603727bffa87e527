"""Mails filed in lots: what `file_mail` does, with as many statements for fifty as for one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, exists, or_, select, update
from sqlmodel import Session, col

from rules.judgement import Judgement, Proposal
from rules.mail import Mail
from storage.bulk import add_rows, answers, table_of, write
from storage.case_states import provinces_of, refresh_cases
from storage.columns import storable
from storage.content import json_of_judgement, json_of_mail
from storage.decided import Held
from storage.errors import UnknownMail
from storage.event_heads import head_row
from storage.events import PROGRAM, Happening, record_events
from storage.failures import forget_failures
from storage.judgements import file_mail, flag_rows, gist, judgement_values, kind_rows
from storage.ledger import State
from storage.links import Key, Link, case_ids, key_of, link_values
from storage.mail_states import OfCase, facet_rows, state_values, words_of
from storage.tables.cases import CaseMailRow
from storage.tables.judgements import JudgementFlagRow, JudgementKindRow, JudgementRow
from storage.tables.mails import MailRow, ReadingRow
from storage.tables.states import CaseStateRow, MailFacetRow, MailStateRow, MailTextRow

MAILS = table_of(MailRow)
MOVED = update(MAILS).where(MAILS.c.sha256 == bindparam("mail"))
NAMED: BindParameter[list[str]] = bindparam("mails", expanding=True)
# The mails that are stored, and whether each was filed before, or put in a case by an officer.
STORED = select(
    MAILS.c.sha256,
    or_(
        *(
            exists().where(table_of(row).c.sha256 == MAILS.c.sha256)
            for row in (JudgementRow, MailStateRow, CaseMailRow)
        )
    ),
).where(MAILS.c.sha256.in_(NAMED))
NUMBERED = {
    row: select(col(row.sha256), col(row.id)).where(col(row.sha256).in_(NAMED))
    for row in (JudgementRow, MailStateRow)
}
SHOWN = select(
    col(CaseStateRow.case_id),
    col(CaseStateRow.due),
    col(CaseStateRow.officer),
    col(CaseStateRow.joined_to),
).where(col(CaseStateRow.case_id).in_(bindparam("cases", expanding=True)))


@dataclass(frozen=True, slots=True)
class Filing:
    """A mail as read and judged, with the cases that it belongs to."""

    mail: str
    reading: Mail
    judgement: Judgement
    version: str  # of the program that read and judged
    links: Sequence[Proposal]


def file_lot(session: Session, lot: Sequence[Filing], now: datetime) -> None:
    """File mails as `file_mail` would one after the other; none may stand in it twice."""
    head_row(session, is_locked=True)  # another process may file these mails, or some of their case
    names = [each.mail for each in lot]
    known: dict[str, bool] = dict(answers(session, STORED, mails=names).all())
    if unknown := set(names) - known.keys():
        raise UnknownMail(f"no mail {min(unknown)} is stored; list the mails anew")
    if any(known.values()):
        for each in lot:
            file_mail(
                session,
                each.mail,
                each.reading,
                each.judgement,
                each.version,
                links=each.links,
                now=now,
            )
        return
    put_readings(session, lot)
    numbers = add_judgements(session, lot, now)
    cases = add_links(session, lot, now)
    refresh_cases(session, cases, now, known=cases)
    add_states(session, lot, numbers, cases)
    record_events(
        session,
        now,
        [
            Happening("filed", f"mail:{each.mail}", after=gist(each.judgement, each.version))
            for each in lot
        ],
    )


def put_readings(session: Session, lot: Sequence[Filing]) -> None:
    """Store readings, and what lists need of them; failures are forgotten."""
    values = [
        {
            "mail": each.mail,
            "state": State.FILED.value,
            "message_id": storable(each.reading.message_id),
            "received_at": each.reading.received_at,
        }
        for each in lot
    ]
    write(session, MOVED, values)
    forget_failures(session, [each.mail for each in lot])
    readings = [
        {"sha256": each.mail, "version": each.version, "content": json_of_mail(each.reading)}
        for each in lot
    ]
    add_rows(session, ReadingRow, readings)


def add_judgements(session: Session, lot: Sequence[Filing], now: datetime) -> dict[str, int]:
    """Store judgements with their kinds and flags; their numbers, by mail."""
    rows = [
        {"sha256": each.mail, "version": each.version}
        | judgement_values(each.judgement, json_of_judgement(each.judgement), now)
        for each in lot
    ]
    add_rows(session, JudgementRow, rows)
    numbers = numbers_of(session, JudgementRow, lot)
    kinds = [row for each in lot for row in kind_rows(numbers[each.mail], each.judgement)]
    flags = [row for each in lot for row in flag_rows(numbers[each.mail], each.judgement)]
    add_rows(session, JudgementKindRow, kinds)
    add_rows(session, JudgementFlagRow, flags)
    return numbers


def numbers_of(
    session: Session, row: type[JudgementRow | MailStateRow], lot: Sequence[Filing]
) -> dict[str, int]:
    """The numbers that the database gave to rows of mails that have one each."""
    return dict(answers(session, NUMBERED[row], mails=[each.mail for each in lot]).all())


def add_links(session: Session, lot: Sequence[Filing], now: datetime) -> dict[Key, int]:
    """Put mails in the cases that the program proposes, and give the numbers of these.

    Cases are made where there are none.
    """
    numbers = case_ids(session, {key_of(link) for each in lot for link in each.links})
    rows: list[dict[str, object]] = []
    for each in lot:
        wanted = {key_of(proposal): proposal for proposal in each.links}
        for key in sorted(wanted):
            link = Link(wanted[key], belongs=True, decided_by=PROGRAM)
            rows.append({"case_id": numbers[key], "sha256": each.mail} | link_values(link, now))
    add_rows(session, CaseMailRow, rows)
    return numbers


def add_states(
    session: Session,
    lot: Sequence[Filing],
    judgements: Mapping[str, int],
    cases: Mapping[Key, int],
) -> None:
    """Write the states of mails, the values they are found by, and the words to be searched.

    cases: the numbers of those that the mails are in.
    """
    best = {each.mail: cases[key_of(best_link(each.links))] for each in lot if each.links}
    states = states_of(session, best.values())
    rows: list[dict[str, object]] = []
    for each in lot:
        held = held_as_judged(each, judgements)
        case = states.get(best[each.mail]) if each.mail in best else None
        rows.append(
            {
                "sha256": each.mail,
                "subject": storable(each.reading.subject),
                "sender": storable(each.reading.sender.name or each.reading.sender.address),
                "received_at": each.reading.received_at,
            }
            | state_values(held, case)
        )
    add_rows(session, MailStateRow, rows)
    numbers = numbers_of(session, MailStateRow, lot)
    add_facets(session, lot, judgements, numbers)
    add_texts(session, lot, numbers)


def states_of(session: Session, numbers: Collection[int]) -> dict[int, OfCase]:
    """What mails show of their cases; of the letter where a notification is joined with it."""
    states = states_numbered(session, numbers)
    whole = {each.joined_to for each in states.values() if each.joined_to is not None}
    states |= states_numbered(session, whole - states.keys())
    return {
        number: each if each.joined_to is None else states[each.joined_to]
        for number, each in states.items()
        if each.joined_to is None or each.joined_to in states
    }


def states_numbered(session: Session, numbers: Collection[int]) -> dict[int, OfCase]:
    """What mails show of cases, by the numbers of these."""
    if not numbers:
        return {}
    rows = answers(session, SHOWN, cases=list(set(numbers))).all()
    return {row[0]: OfCase(*row) for row in rows}


def add_texts(session: Session, lot: Sequence[Filing], numbers: Mapping[str, int]) -> None:
    """Write the words of mails, to be searched."""
    words = [{"id": numbers[each.mail]} | words_of(each.reading) for each in lot]
    add_rows(session, MailTextRow, words)


def best_link(links: Sequence[Proposal]) -> Proposal:
    """The case that fits a mail best; of equals the first by municipality and reference."""
    stored = {key_of(each): each for each in links}
    return max((stored[key] for key in sorted(stored)), key=lambda each: each.score)


def held_as_judged(filing: Filing, judgements: Mapping[str, int]) -> Held:
    """What holds of a mail on which nobody decided yet: what the program found."""
    return Held(judgements[filing.mail], filing.judgement, filing.judgement, ())


def add_facets(
    session: Session,
    lot: Sequence[Filing],
    judgements: Mapping[str, int],
    numbers: Mapping[str, int],
) -> None:
    """Write the values by which mails are found."""
    linked = {link.municipality for each in lot for link in each.links}
    named = {name for each in lot for name in each.judgement.municipalities}
    provinces = provinces_of(session, linked | named)
    rows = [
        row
        for each in lot
        for row in facet_rows(
            numbers[each.mail], held_as_judged(each, judgements), each.links, provinces
        )
    ]
    add_rows(session, MailFacetRow, rows)
