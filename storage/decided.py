"""What officers decided, as it is stored: reading it back, and the judgements that hold by it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from rules.decisions import (
    AskSupplement,
    AssignCase,
    AssignMail,
    ChooseCycle,
    CloseLadder,
    ConfirmComplete,
    CorrectClaimsMet,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectPlaces,
    CorrectReferences,
    CorrectTimeline,
    DealWith,
    Decided,
    Disposition,
    GrantExtension,
    Hold,
    LinkToCase,
    MarkEvidence,
    Note,
    NotForUs,
    OnCase,
    OnMail,
    RefuseExtension,
    Reopen,
    SetLadderStep,
    TakeFromCase,
    UnmarkEvidence,
)
from rules.handling import disposition
from rules.holding import holding
from rules.judgement import Judgement
from rules.registry import Request
from storage.bulk import answers
from storage.columns import storable
from storage.content import json_text, judgement_of_json
from storage.lots import lots_of
from storage.tables.cases import CaseDecisionRow, MailDecisionRow
from storage.tables.judgements import JudgementRow
from storage.tables.registry import RequestRow

ON_MAIL: dict[str, type[OnMail]] = {
    "correct_kinds": CorrectKinds,
    "correct_municipalities": CorrectMunicipalities,
    "correct_references": CorrectReferences,
    "mark_evidence": MarkEvidence,
    "unmark_evidence": UnmarkEvidence,
    "correct_timeline": CorrectTimeline,
    "correct_places": CorrectPlaces,
    "correct_claims_met": CorrectClaimsMet,
    "link_to_case": LinkToCase,
    "take_from_case": TakeFromCase,
    "assign_mail": AssignMail,
    "deal_with": DealWith,
    "not_for_us": NotForUs,
    "reopen": Reopen,
}
ON_CASE: dict[str, type[OnCase]] = {
    "confirm_complete": ConfirmComplete,
    "ask_supplement": AskSupplement,
    "grant_extension": GrantExtension,
    "refuse_extension": RefuseExtension,
    "note": Note,
    "set_ladder_step": SetLadderStep,
    "close_ladder": CloseLadder,
    "assign_case": AssignCase,
    "choose_cycle": ChooseCycle,
    "hold": Hold,
}
WORDS = {kind: word for word, kind in (ON_MAIL | ON_CASE).items()}
What = TypeVar("What", OnMail, OnCase)
# Requests, their columns in the order of the fields of `Request`; then those to municipalities.
REQUEST = select_columns(*(getattr(RequestRow, field.name) for field in fields(Request)))
REQUESTS = REQUEST.where(
    col(RequestRow.municipality).in_(bindparam("names", expanding=True))
).order_by(col(RequestRow.letter_date), col(RequestRow.reference))
AT_ONCE = 10_000  # values that one statement may name: SQLite takes 32766


@dataclass(frozen=True, slots=True)
class Held:
    """A mail's judgement with what officers decided on it."""

    judgement_id: int  # of what the program found
    found: Judgement  # by the program; where an officer confirmed it, as it was then
    holds: Judgement
    decisions: tuple[Decided[OnMail], ...]  # undone ones too, in the order taken

    @property
    def disposition(self) -> Disposition:
        """Whether anybody still has to look at the mail."""
        return disposition(standing(self.decisions))


@dataclass(frozen=True, slots=True)
class Judged:
    """What the program found in a mail, and the rows of what was decided on it."""

    judgement_id: int
    found: Judgement
    rows: Sequence[MailDecisionRow]  # undone ones too, in the order taken

    @property
    def seen(self) -> int:
        """The judgement that an officer confirmed last, else that of the program."""
        found = [
            row.judgement_id
            for row in self.rows
            if row.undone_at is None and row.what == WORDS[DealWith] and row.judgement_id
        ]
        return found[-1] if found else self.judgement_id

    @property
    def is_dated(self) -> bool:
        """Whether an officer confirmed another judgement than this."""
        return self.seen != self.judgement_id

    @property
    def has_places(self) -> bool:
        """Whether an officer corrected places, which are weighed against the letter."""
        return any(row.undone_at is None and row.what == WORDS[CorrectPlaces] for row in self.rows)


def word_of(what: OnMail | OnCase) -> str:
    """What sort of decision it is, as stored and as the audit trail names it."""
    return WORDS[type(what)]


@cache
def on_mail(word: str) -> TypeAdapter[OnMail]:
    """Made when first asked for; see `storage.content`."""
    return TypeAdapter(ON_MAIL[word])


@cache
def on_case(word: str) -> TypeAdapter[OnCase]:
    """As `on_mail`."""
    return TypeAdapter(ON_CASE[word])


def json_of_decision(what: OnMail | OnCase) -> str:
    """A decision's content: equal decisions are equal text."""
    content = to_jsonable_python(what)
    sets = [name for name, value in asdict(what).items() if isinstance(value, frozenset)]
    return json_text(content | {name: sorted(content[name]) for name in sets})


def mail_decision_of(row: MailDecisionRow) -> Decided[OnMail]:
    """The decision that a row holds."""
    what = on_mail(row.what).validate_json(row.content)
    return Decided(row.id, what, row.reason, row.officer, row.at, row.undone_at, row.undone_by)


def case_decision_of(row: CaseDecisionRow) -> Decided[OnCase]:
    """The decision that a row holds."""
    what = on_case(row.what).validate_json(row.content)
    return Decided(row.id, what, row.reason, row.officer, row.at, row.undone_at, row.undone_by)


def standing_on_case(
    number: int, word: str, content: str, reason: str, officer: str, at: datetime
) -> Decided[OnCase]:
    """A decision that nobody undid, by the columns of its row."""
    return Decided(number, on_case(word).validate_json(content), reason, officer, at, None, "")


def standing(decisions: Iterable[Decided[What]]) -> list[What]:
    """What was decided and not undone, in the order taken."""
    return [each.what for each in decisions if each.stands]


def current_judgement(session: Session, mail: str) -> JudgementRow | None:
    """The row of the judgement that holds now, None before the first."""
    holds = col(JudgementRow.superseded_at).is_(None)
    return session.exec(select(JudgementRow).where(JudgementRow.sha256 == mail, holds)).first()


def held_of(session: Session, mail: str) -> Held | None:
    """The judgement of a mail that holds, with what led to it; None before it is filed."""
    row = current_judgement(session, mail)
    if row is None:
        return None
    rows = mail_decision_rows(session, [mail])[mail]
    return held(session, row.id, judgement_of_json(row.content), rows)


def held(
    session: Session, judgement_id: int, found: Judgement, rows: Sequence[MailDecisionRow]
) -> Held:
    """A judgement of the program with decisions laid over it. Two statements at most."""
    (whole,) = all_held(session, [Judged(judgement_id, found, rows)])
    return whole


def all_held(session: Session, judged: Sequence[Judged]) -> list[Held]:
    """The same of many mails, in their order. Two statements at most.

    What an officer confirmed is what the officer saw: it stays when the program judges anew.
    """
    seen = judgements_numbered(session, {each.seen for each in judged if each.is_dated})
    shown = [
        Judged(each.seen, seen[each.seen], each.rows) if each.is_dated else each for each in judged
    ]
    names = {name for each in shown if each.has_places for name in each.found.municipalities}
    requests = requests_of(session, names) if names else []
    return [held_by(each, requests) for each in shown]


def held_by(judged: Judged, requests: Sequence[Request]) -> Held:
    """A judgement with the decisions on it; requests: those of its municipalities, and others."""
    decisions = tuple(mail_decision_of(row) for row in judged.rows)
    own = [each for each in requests if each.municipality in judged.found.municipalities]
    holds = holding(judged.found, standing(decisions), own)
    return Held(judged.judgement_id, judged.found, holds, decisions)


def judgements_numbered(session: Session, numbers: Collection[int]) -> dict[int, Judgement]:
    """Judgements by their numbers, those that no longer hold too."""
    found = {}
    for some in lots_of(sorted(numbers), AT_ONCE):
        for number, content in session.exec(
            select(JudgementRow.id, JudgementRow.content).where(col(JudgementRow.id).in_(some))
        ):
            found[number] = judgement_of_json(content)
    return found


def mail_decision_rows(
    session: Session, mails: Collection[str]
) -> defaultdict[str, list[MailDecisionRow]]:
    """The decisions on mails, undone ones too, of each mail in the order taken."""
    statement = select(MailDecisionRow).order_by(col(MailDecisionRow.id))
    found: defaultdict[str, list[MailDecisionRow]] = defaultdict(list)
    for some in lots_of(sorted(mails), AT_ONCE):
        for row in session.exec(statement.where(col(MailDecisionRow.sha256).in_(some))):
            found[row.sha256].append(row)
    return found


def requests_of(session: Session, municipalities: Collection[str]) -> list[Request]:
    """The requests to some municipalities, in order of letter."""
    return [Request(*row) for row in answers(session, REQUESTS, names=list(municipalities)).all()]


def undone(row: MailDecisionRow | CaseDecisionRow, officer: str, now: datetime) -> None:
    """Mark a decision as undone."""
    row.undone_at = now
    row.undone_by = storable(officer)
