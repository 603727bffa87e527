"""Mails of ours that did not arrive: where nothing goes for now, and what officers are told."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.contacts import Addresses, ContactRole
from rules.deadlines import received_on
from rules.decisions import Disposition
from rules.occasions import Occasion
from rules.outgoing import OutgoingState, Return, failing
from rules.outgoing_facts import CaseFacts
from rules.proposals import CameBack
from storage.contacts import contacts
from storage.decided import requests_of
from storage.links import Key
from storage.tables.outgoing import OutgoingRow, ReturnRow
from storage.tables.states import MailStateRow


def municipalities_that_bounce(session: Session) -> frozenset[str]:
    """The municipalities with an address that a mail of ours did not reach.

    As long as an officer has not dealt with the report of it, and the registry has the address. A
    server that refuses a mail at once is the same thing told sooner.
    """
    failing_now = failing_addresses(session)
    known = contacts(session, ContactRole.MUNICIPALITY) if failing_now else {}
    return frozenset(name for each in failing_now for name in those_at(each, known))


def failing_addresses(session: Session) -> list[tuple[str, ...]]:
    """The addresses that failed, of each mail about a case that nobody has seen to."""
    columns = (OutgoingRow.to_addresses, OutgoingRow.cc_addresses)
    is_of_case = col(OutgoingRow.municipality) != ""
    reported = (
        select(*columns, col(ReturnRow.failed_addresses))
        .join(ReturnRow, col(ReturnRow.outgoing_id) == col(OutgoingRow.id))
        .join(MailStateRow, col(MailStateRow.sha256) == col(ReturnRow.sha256))
        .where(
            ReturnRow.what == Return.BOUNCE.value,
            MailStateRow.disposition == Disposition.OPEN.value,
            is_of_case,
        )
    )
    refused = select(*columns, col(OutgoingRow.failed_addresses)).where(
        OutgoingRow.state == OutgoingState.REFUSED.value, is_of_case
    )
    return [
        failing(to, cc, told)
        for statement in (reported, refused)
        for to, cc, told in session.exec(statement)
    ]


def those_at(addresses: Iterable[str], known: Addresses) -> list[str]:
    """The municipalities that have one of these addresses, by name."""
    wanted = {each.lower() for each in addresses}
    return sorted(name for name, some in known.items() if wanted & {each.lower() for each in some})


def came_back(session: Session, since: datetime) -> list[CameBack]:
    """The reports of mails of ours that could not be delivered, from a moment on.

    Of each mail and address the first alone: a server may tell it thousands of times.
    """
    reported = (
        select(ReturnRow.outgoing_id)
        .where(ReturnRow.what == Return.BOUNCE.value, col(ReturnRow.at) >= since)
        .distinct()
    )
    statement = (
        select(OutgoingRow, ReturnRow)
        .join(ReturnRow, col(ReturnRow.outgoing_id) == col(OutgoingRow.id))
        .where(ReturnRow.what == Return.BOUNCE.value, col(ReturnRow.outgoing_id).in_(reported))
        .order_by(col(ReturnRow.at), col(ReturnRow.outgoing_id), col(ReturnRow.sha256))
    )
    firsts: dict[tuple[int | None, tuple[str, ...]], tuple[OutgoingRow, ReturnRow]] = {}
    for row, report in session.exec(statement):
        firsts.setdefault((row.id, addresses_of(row, report)), (row, report))
    found = [(row, report) for row, report in firsts.values() if report.at >= since]
    known = contacts(session, ContactRole.MUNICIPALITY) if found else {}
    letters = {
        (each.municipality, each.reference): each.letter_date
        for each in requests_of(session, {row.municipality for row, _ in found})
    }
    return [told_of(row, report, known, letters) for row, report in found]


def addresses_of(row: OutgoingRow, report: ReturnRow) -> tuple[str, ...]:
    """The addresses of a mail that did not get it, by a report of that."""
    return failing(row.to_addresses, row.cc_addresses, report.failed_addresses)


def told_of(
    row: OutgoingRow, report: ReturnRow, known: Addresses, letters: Mapping[Key, date]
) -> CameBack:
    """What officers are told of a mail that came back; letters: their days."""
    failed = addresses_of(row, report)
    letter_date = letters.get((row.municipality, row.reference))
    return CameBack(
        occasion=Occasion(row.occasion),
        case=CaseFacts(row.municipality, row.reference or None, letter_date),
        sent_on=received_on(row.sent_at or row.handed_over_at or row.proposed_at),
        report=report.sha256,
        at=report.at,
        missed_by=tuple(those_at(failed, known)),
    )
