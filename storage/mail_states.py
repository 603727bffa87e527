"""The states of mails for lists and search: made again in the transaction that changes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from rules.case_keys import links_to_cases
from rules.decisions import Disposition
from rules.handling import assignee
from rules.judgement import Judgement, Proposal
from rules.mail import Mail
from rules.mergers import together_on
from rules.worklist import RANKS, reason_of, sentence_of, told_of
from storage.bulk import add_rows
from storage.case_states import provinces_of, refresh_cases
from storage.columns import storable
from storage.decided import Held, held_of, requests_of, standing
from storage.links import Key, Link, case_number, key_of, link_mail, links_of
from storage.periods import all_validities
from storage.state_rows import NO_DUE
from storage.tables.mails import MailRow
from storage.tables.states import CaseStateRow, MailFacetRow, MailStateRow, MailTextRow
from storage.told import keep_told

# A megabyte of figures makes nobody find a mail, and PostgreSQL indexes no more than so much.
SEARCHED_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class OfCase:
    """What lists show with a mail of the case that it is in."""

    case_id: int
    due: date | None
    officer: str
    joined_to: int | None = None  # the case that shows in place of this one


class Facet(StrEnum):
    """By what lists of mails are filtered and counted."""

    KIND = "kind"
    FLAG = "flag"
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    REFERENCE = "reference"  # of a round of letters


def refresh_mail(
    session: Session, mail: str, now: datetime, *, links: Sequence[Proposal] | None = None
) -> bool:
    """Make the state of a mail anew, and of the cases that it is or was in.

    links: the cases that the program proposes; None leaves those that there are. Where officers
    corrected the mail, they follow from what holds. Whether the mail is in other cases now.
    """
    held = held_of(session, mail)
    if held is None:
        return False
    keep_told(session, mail, held)
    before = cases_of_mail(session, mail)
    are_links_new = False
    if held.holds is not held.found:
        links = links_that_follow(session, held.holds)
    if links is not None:
        are_links_new = link_mail(session, mail, links, now)
    after = links_of(session, mail)
    refresh_cases(session, {*before, *(key_of(each.proposal) for each in after)}, now)
    put_state(session, mail, held, after)  # last: it shows the last day of its case
    return are_links_new


def relink(session: Session, mail: str, now: datetime) -> None:
    """Put a mail in the cases that follow from what holds, and make its state anew."""
    held = held_of(session, mail)
    if held is not None:
        refresh_mail(session, mail, now, links=links_that_follow(session, held.holds))


def links_that_follow(session: Session, judgement: Judgement) -> list[Proposal]:
    """The cases that a mail belongs to by what holds of it."""
    validities = all_validities(session)
    names = {
        each
        for name in judgement.municipalities
        for each in (name, *together_on(validities, name, date.max))
    }
    return links_to_cases(judgement, requests_of(session, names), validities)


def cases_of_mail(session: Session, mail: str) -> list[Key]:
    """The cases that a mail is in, or was taken out of."""
    return [key_of(link.proposal) for link in links_of(session, mail)]


def put_state(session: Session, mail: str, held: Held, links: Sequence[Link]) -> None:
    """Write the state of one mail and the values it is found by."""
    belonging = [each for each in links if each.belongs]
    case = likeliest_case(session, belonging)
    values = state_values(held, case)
    number = state_id(session, mail)
    session.exec(update(MailStateRow).where(col(MailStateRow.id) == number).values(**values))
    session.exec(delete(MailFacetRow).where(col(MailFacetRow.mail_id) == number))
    municipalities = {
        *held.holds.municipalities,
        *(each.proposal.municipality for each in belonging),
    }
    provinces = provinces_of(session, municipalities)
    add_rows(
        session,
        MailFacetRow,
        facet_rows(number, held, [each.proposal for each in belonging], provinces),
    )


def state_values(held: Held, case: OfCase | CaseStateRow | None) -> dict[str, object]:
    """What lists need of a mail as it holds; case: the one that fits it best."""
    judgement = held.holds
    reason = reason_of(judgement)
    assigned = assignee(standing(held.decisions))
    return {
        "disposition": held.disposition.value,
        "reason": reason.value,
        "rank": RANKS[reason],
        "told": storable(told_of(judgement, reason)),
        "sentence": storable(sentence_of(judgement, reason)),
        "confidence": judgement.confidence,
        "municipality": judgement.municipalities[0] if judgement.municipalities else "",
        "officer": assigned if assigned is not None else case.officer if case else "",
        "is_assigned": assigned is not None,
        "case_id": case.case_id if case else None,
        "due": (case.due if case else None) or NO_DUE,
    }


def likeliest_case(session: Session, links: Sequence[Link]) -> CaseStateRow | None:
    """The state of the case that fits a mail best; the letter's where the mail's is joined."""
    if not links:
        return None
    best = max(links, key=lambda each: each.proposal.score)
    number = case_number(session, key_of(best.proposal))
    state = session.get(CaseStateRow, number) if number is not None else None
    if state is not None and state.joined_to is not None:
        return session.get(CaseStateRow, state.joined_to)
    return state


def state_id(session: Session, mail: str) -> int:
    """The number of a mail in lists; a row is made where there is none yet."""
    known = select(MailStateRow.id).where(MailStateRow.sha256 == mail)
    found = session.exec(known).first()
    if found is not None:
        return found
    received_at = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    at = session.exec(select(received_at).where(MailRow.sha256 == mail)).one()
    row = MailStateRow(
        sha256=mail,
        disposition=Disposition.OPEN.value,
        reason="",
        rank=0,
        told="",
        sentence="",
        subject="",
        sender="",
        received_at=at,
        confidence=0.0,
        municipality="",
        officer="",
        is_assigned=False,
        case_id=None,
        due=NO_DUE,
    )
    session.add(row)
    session.flush()
    return row.id


def facet_rows(
    number: int, held: Held, cases: Sequence[Proposal], provinces: Mapping[str, str]
) -> list[dict[str, object]]:
    """By what a mail is found: what holds of it, and the cases that it is in."""
    judgement = held.holds
    municipalities = {*judgement.municipalities, *(each.municipality for each in cases)}
    references = {*judgement.references, *(each.reference or "" for each in cases)} - {""}
    values = {
        *((Facet.KIND, each.value) for each in judgement.kinds),
        *((Facet.FLAG, each.value) for each in judgement.flags),
        *((Facet.MUNICIPALITY, each) for each in municipalities),
        *((Facet.PROVINCE, provinces[each]) for each in municipalities if each in provinces),
        *((Facet.REFERENCE, each) for each in references),
    }
    shared: dict[str, object] = {"mail_id": number, "disposition": held.disposition.value}
    return [shared | {"facet": facet.value, "value": value} for facet, value in sorted(values)]


def put_texts(session: Session, mail: str, reading: Mail) -> None:
    """Write what lists and search need of a mail as read."""
    number = state_id(session, mail)
    sender = reading.sender
    told = {
        "subject": storable(reading.subject),
        "sender": storable(sender.name or sender.address),
        "received_at": reading.received_at,
    }
    session.exec(update(MailStateRow).where(col(MailStateRow.id) == number).values(**told))
    words = words_of(reading)
    if session.get(MailTextRow, number) is None:
        add_rows(session, MailTextRow, [words | {"id": number}])
    else:
        session.exec(update(MailTextRow).where(col(MailTextRow.id) == number).values(**words))


def words_of(reading: Mail) -> dict[str, str]:
    """The words of a mail by column of the search."""
    body = [each.content for each in reading.texts if each.source == "body"]
    rest = [each for each in reading.texts if each.source not in ("body", "subject")]
    names = [each.source for each in reading.attachments]
    senders = [f"{each.name} {each.address}" for each in reading.senders]
    parts = {
        "subject": reading.subject,
        "sender": " ".join(senders),
        "body": "\n".join(body),
        "attachments": "\n".join([*names, *(each.content for each in rest)]),
    }
    return {name: storable(text)[:SEARCHED_CHARS] for name, text in parts.items()}


def due_of(day: date) -> date | None:
    """The last day as kept in lists, None where no term runs."""
    return None if day == NO_DUE else day
