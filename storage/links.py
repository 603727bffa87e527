"""Which mails belong to which cases, with the reasons, and who says so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from rules.judgement import Proposal, Signal
from storage.bulk import add_rows, answers_of_pairs
from storage.columns import storable
from storage.events import PROGRAM
from storage.lots import lots_of
from storage.tables.cases import CaseMailRow, CaseRow

Key = tuple[str, str]  # of a case: municipality, and reference or NO_REFERENCE
KEY = ("municipality", "reference")
NO_REFERENCE = ""  # in the database, for None
AT_ONCE = 200  # cases asked for at a time
# Of (municipality, reference) IN (...) SQLite would read the whole table.
NUMBERED = (
    "WITH asked (municipality, reference) AS (VALUES {keys}) "
    "SELECT cases.municipality, cases.reference, cases.id FROM asked JOIN cases "
    "ON cases.municipality = asked.municipality AND cases.reference = asked.reference"
)
CASE, MAIL = "case:", "mail:"  # before the name of each in the audit trail


@dataclass(frozen=True, slots=True)
class Link:
    """Whether a mail belongs to a case, why, and who says so."""

    proposal: Proposal  # the case, with score and signals
    belongs: bool  # False: an officer took it out
    decided_by: str  # PROGRAM, else the officer


def links_of(session: Session, mail: str) -> list[Link]:
    """The cases of a mail, those it was taken out of included, by municipality and reference."""
    statement = (
        select(CaseRow, CaseMailRow)
        .join(CaseMailRow, col(CaseMailRow.case_id) == col(CaseRow.id))
        .where(CaseMailRow.sha256 == mail)
        .order_by(col(CaseRow.municipality), col(CaseRow.reference))
    )
    return [link_of(case, row) for case, row in session.exec(statement)]


def link_of(case: CaseRow, row: CaseMailRow) -> Link:
    """The link that a row holds."""
    signals = tuple(Signal(*signal) for signal in row.signals)
    reference = case.reference or None
    proposal = Proposal(case.municipality, reference, row.score, signals)
    return Link(proposal, row.belongs, row.decided_by)


def link_mail(session: Session, mail: str, proposals: Sequence[Proposal], now: datetime) -> bool:
    """Put a mail in the cases that the program proposes, and in no others; whether that is new.

    What an officer decided stands: a mail taken out stays out, one put in stays in.
    """
    links = links_of(session, mail)
    decided = {key_of(link.proposal) for link in links if link.decided_by != PROGRAM}
    wanted = {key_of(proposal): proposal for proposal in proposals}
    open_to_us = {key: wanted[key] for key in sorted(wanted.keys() - decided)}
    if open_to_us == {key_of(li.proposal): li.proposal for li in links if li.decided_by == PROGRAM}:
        return False
    ours = (col(CaseMailRow.sha256) == mail, col(CaseMailRow.decided_by) == PROGRAM)
    session.exec(delete(CaseMailRow).where(*ours))
    for proposal in open_to_us.values():
        put_link(session, mail, Link(proposal, True, PROGRAM), now)
    return True


def put_decided_link(
    session: Session, mail: str, key: Key, *, belongs: bool, officer: str, now: datetime
) -> None:
    """An officer puts a mail in a case, or takes it out; score and signals stay as they were."""
    known = {key_of(link.proposal): link.proposal for link in links_of(session, mail)}
    proposal = known.get(key) or Proposal(key[0], key[1] or None, 0.0, ())
    put_link(session, mail, Link(proposal, belongs, officer), now)


def drop_decided_link(session: Session, mail: str, key: Key) -> None:
    """Leave it to the program again whether a mail belongs to a case."""
    ours = (col(CaseMailRow.sha256) == mail, col(CaseMailRow.decided_by) != PROGRAM)
    this = col(CaseMailRow.case_id) == case_id(session, key[0], key[1])
    session.exec(delete(CaseMailRow).where(*ours, this))


def put_link(session: Session, mail: str, link: Link, now: datetime) -> None:
    """Write a link in place of what was there between mail and case."""
    case = case_id(session, link.proposal.municipality, link.proposal.reference)
    this = (col(CaseMailRow.sha256) == mail, col(CaseMailRow.case_id) == case)
    session.exec(delete(CaseMailRow).where(*this))
    row = {"case_id": case, "sha256": mail} | link_values(link, now)
    add_rows(session, CaseMailRow, [row])


def link_values(link: Link, now: datetime) -> dict[str, object]:
    """A link as its row tells it."""
    return {
        "belongs": link.belongs,
        "score": link.proposal.score,
        "signals": [[s.name, storable(s.detail), s.weight] for s in link.proposal.signals],
        "decided_by": link.decided_by,
        "decided_at": now,
    }


def key_of(proposal: Proposal) -> Key:
    """What tells the case of a proposal from others."""
    return proposal.municipality, proposal.reference or NO_REFERENCE


def case_id(session: Session, municipality: str, reference: str | None) -> int:
    """The number of a case in the tables; the case is made where there is none yet."""
    key = (municipality, reference or NO_REFERENCE)
    found = case_number(session, key)
    if found is None:
        add_rows(session, CaseRow, [dict(zip(KEY, key, strict=True))])
        found = case_number(session, key)
    if found is None:
        raise LookupError(f"the case {key} is gone as soon as it was made")
    return found


def case_ids(session: Session, keys: Collection[Key]) -> dict[Key, int]:
    """The numbers of cases in the tables; those that are not there yet are made."""
    found = case_numbers(session, keys)
    if missing := sorted(set(keys) - set(found)):
        add_rows(session, CaseRow, [dict(zip(KEY, key, strict=True)) for key in missing])
        found |= case_numbers(session, missing)
    return found


def case_numbers(session: Session, keys: Collection[Key]) -> dict[Key, int]:
    """The numbers of those cases that are in the tables."""
    found: dict[Key, int] = {}
    for some in lots_of(sorted(keys), AT_ONCE):
        rows = answers_of_pairs(session, NUMBERED, some)
        found |= {(row[0], row[1]): row[2] for row in rows}
    return found


def case_number(session: Session, key: Key) -> int | None:
    """The number of a case in the tables, None where there is none yet."""
    known = select(CaseRow.id).filter_by(**dict(zip(KEY, key, strict=True)))
    return session.exec(known).first()


def case_subject(municipality: str, reference: str | None) -> str:
    """A case as the audit trail names it."""
    return f"{CASE}{municipality}/{reference or NO_REFERENCE}"


def key_of_subject(subject: str) -> Key:
    """The case that the audit trail names so; no municipality has a slash in its name."""
    municipality, _, reference = subject.removeprefix(CASE).partition("/")
    return municipality, reference


def subjects_of_cases(session: Session, mail: str) -> list[str]:
    """The cases that a mail is in, as the audit trail names them."""
    return [
        case_subject(link.proposal.municipality, link.proposal.reference)
        for link in links_of(session, mail)
        if link.belongs
    ]
