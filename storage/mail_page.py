"""One mail with all that its page shows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.judgement import Proposal
from rules.mail import Mail
from rules.worklist import Reason
from storage.case_list import ListedCase, cases_listed
from storage.content import mail_of_json
from storage.decided import Held, held_of
from storage.events import Event, events_of
from storage.failures import Failure
from storage.ledger import State
from storage.links import Key, Link, key_of, links_of
from storage.mail_states import due_of
from storage.tables.judgements import JudgementRow
from storage.tables.mails import FailureRow, MailRow, RawMailRow, ReadingRow
from storage.tables.states import CaseStateRow, MailStateRow
from storage.versions import HARMLESS, mail_subject


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that a mail is in, was taken out of, or may belong to."""

    proposal: Proposal  # score and signals; score 0 where nothing but the municipality speaks
    case: ListedCase | None  # None: there is no such case yet
    belongs: bool
    decided_by: str  # "" the program, else the officer; whether it belongs


@dataclass(frozen=True, slots=True)
class MailPage:
    """A mail with all that its page shows."""

    mail: str
    version: int  # for a decision
    message_id: str
    received_at: datetime
    taken_in_at: datetime
    size: int  # bytes, as sent
    state: State
    failure: Failure | None  # where it is set aside
    reading: Mail | None  # None: it could not be read
    held: Held | None  # None: not judged yet
    reason: Reason | None
    told: str  # the reason in Dutch
    sentence: str
    officer: str
    is_assigned: bool  # by name; else it is the case's officer
    due: date | None
    candidates: tuple[Candidate, ...]  # those it is in first, then the likeliest
    events: tuple[Event, ...]


def mail_page(session: Session, mail: str, today: date) -> MailPage | None:
    """A mail as its page shows it, None where there is none. A dozen statements."""
    found = (
        select(MailRow, RawMailRow.size, FailureRow, MailStateRow)
        .join(RawMailRow, col(RawMailRow.sha256) == col(MailRow.sha256))
        .join(FailureRow, col(FailureRow.sha256) == col(MailRow.sha256), isouter=True)
        .join(MailStateRow, col(MailStateRow.sha256) == col(MailRow.sha256), isouter=True)
        .where(MailRow.sha256 == mail)
    )
    row = session.exec(found).first()
    if row is None:
        return None
    kept, size, failed, state = row
    held = held_of(session, mail)
    is_judged = held is not None and state is not None
    events = events_of(session, mail_subject(mail))
    return MailPage(
        mail=mail,
        version=max((each.seq for each in events if each.action not in HARMLESS), default=0),
        message_id=kept.message_id,
        received_at=kept.received_at or kept.taken_in_at,
        taken_in_at=kept.taken_in_at,
        size=size,
        state=State(kept.state),
        failure=failure_of(failed) if failed and kept.state == State.SET_ASIDE.value else None,
        reading=reading_of_judgement(session, mail, held) if held else None,
        held=held,
        reason=Reason(state.reason) if is_judged else None,
        told=state.told if is_judged else "",
        sentence=state.sentence if is_judged else "",
        officer=state.officer if is_judged else "",
        is_assigned=state.is_assigned if is_judged else False,
        due=due_of(state.due) if is_judged else None,
        candidates=candidates_of(session, mail, held, today) if held else (),
        events=tuple(events),
    )


def failure_of(row: FailureRow) -> Failure:
    """The failure that a row holds."""
    return Failure(row.sha256, row.step, row.reason, row.tries, row.last_at, row.next_try_at)


def reading_of_judgement(session: Session, mail: str, held: Held) -> Mail | None:
    """The mail as the judgement shown read it: evidence counts the characters of that reading."""
    statement = (
        select(ReadingRow.content)
        .join(JudgementRow, col(JudgementRow.version) == col(ReadingRow.version))
        .where(ReadingRow.sha256 == mail, JudgementRow.id == held.judgement_id)
    )
    content = session.exec(statement).first()
    return mail_of_json(content) if content else None


def candidates_of(session: Session, mail: str, held: Held, today: date) -> tuple[Candidate, ...]:
    """The cases of a mail, those proposed, and the other letters of its municipalities."""
    links = {key_of(link.proposal): link for link in links_of(session, mail)}
    proposals = {key_of(each): each for each in held.holds.proposals}
    names = {*held.holds.municipalities, *(key[0] for key in (*links, *proposals))}
    where = [col(CaseStateRow.municipality).in_(names)]
    cases = {
        (each.municipality, each.reference or ""): each
        for each in cases_listed(session, where, today)
    }
    scores = {each.municipality: each for each in held.holds.proposals}
    found = [
        candidate(key, links.get(key), proposals, scores, cases)
        for key in {*links, *proposals, *cases}
    ]
    return tuple(sorted(found, key=lambda each: order_of(each, held)))


def candidate(
    key: Key,
    link: Link | None,
    proposals: dict[Key, Proposal],
    scores: dict[str, Proposal],
    cases: dict[Key, ListedCase],
) -> Candidate:
    """A case with what speaks for it: for that letter, else for its municipality."""
    like = scores.get(key[0]) or Proposal(key[0], None, 0.0, ())
    other = Proposal(key[0], key[1] or None, like.score, like.signals)
    proposal = link.proposal if link else proposals.get(key, other)
    return Candidate(
        proposal, cases.get(key), bool(link and link.belongs), link.decided_by if link else ""
    )


def order_of(each: Candidate, held: Held) -> tuple[bool, bool, float, str, str]:
    """Those that it is in, then those proposed as they are, then the others of each name."""
    is_proposed = each.proposal in held.holds.proposals
    name, reference = key_of(each.proposal)
    return (not each.belongs, not is_proposed, -each.proposal.score, name, reference)
