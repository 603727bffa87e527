"""What is told of the cycles of letters: by the round they came from, or by an officer."""

import json
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col, select

from rules.cases import Case
from rules.cycles import CaseCycle, cycle_of_case
from rules.deadlines import received_on
from rules.decisions import ChooseCycle
from rules.distribution import DistributionDecision, Letter, cycle_on
from storage.decided import WORDS
from storage.remembered import remembered
from storage.tables.cases import CaseDecisionRow, CaseMailRow, CaseRow
from storage.tables.mails import MailRow
from storage.tables.rounds import RoundLetterRow, RoundRow
from storage.tables.states import CaseStateRow


def cycles_told(session: Session, known_at: datetime | None = None) -> dict[Letter, int]:
    """The cycles of letters, by municipality and reference; what an officer chose goes first.

    known_at: by what was told at that moment; None: by what is told now.
    """
    of_rounds = (
        select(RoundLetterRow.municipality, RoundLetterRow.reference, RoundRow.cycle)
        .join(RoundRow, col(RoundRow.id) == col(RoundLetterRow.round_id))
        .where(happened_by(RoundRow.confirmed_at, known_at))
        .order_by(col(RoundRow.id))
    )
    found = {(name, reference): cycle for name, reference, cycle in session.exec(of_rounds)}
    chosen = (
        select(CaseRow.municipality, CaseRow.reference, CaseDecisionRow.content)
        .join(CaseRow, col(CaseRow.id) == col(CaseDecisionRow.case_id))
        .where(
            col(CaseDecisionRow.what) == WORDS[ChooseCycle],
            happened_by(CaseDecisionRow.at, known_at),
            not_(happened_by(CaseDecisionRow.undone_at, known_at)),
        )
        .order_by(col(CaseDecisionRow.id))
    )
    for name, reference, content in session.exec(chosen):
        found[name, reference] = int(json.loads(content)["cycle"])
    return found


def happened_by(moment: datetime | None, known_at: datetime | None) -> ColumnElement[bool]:
    """That what a column dates had happened by a moment, that included; None: by now."""
    is_dated = col(moment).is_not(None)
    return is_dated if known_at is None else and_(is_dated, col(moment) <= known_at)


def case_cycle(
    session: Session,
    case: Case,
    decisions: tuple[DistributionDecision, ...],
    known_at: datetime | None = None,
) -> CaseCycle:
    """The cycle of one case; case, decisions: as known at that moment, None for now."""
    if len(decisions) < 2:  # then no round can be of another
        return cycle_of_case(case, decisions)
    of_round = (
        select(RoundRow.cycle)
        .join(RoundLetterRow, col(RoundRow.id) == col(RoundLetterRow.round_id))
        .where(
            happened_by(RoundRow.confirmed_at, known_at),
            RoundLetterRow.municipality == case.municipality,
            RoundLetterRow.reference == (case.reference or ""),
        )
    )
    return cycle_of_case(case, decisions, session.exec(of_round).first())


@remembered(answers=1)
def cycles_of_cases(
    session: Session, decisions: tuple[DistributionDecision, ...]
) -> dict[int, int | None]:
    """The cycles of all cases, by number; None: an officer has to choose.

    As `rules.cycles.cycle_of_case`: by what was told of the case, else by the day of its letter,
    else by those of its mails; of these the first and the last tell what all would.
    """
    told = cycles_told(session)
    received = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    spans = (
        select(CaseMailRow.case_id, func.min(received), func.max(received))
        .join(MailRow, col(MailRow.sha256) == col(CaseMailRow.sha256))
        .where(col(CaseMailRow.belongs))
        .group_by(col(CaseMailRow.case_id))
    )
    mails = {number: (first, last) for number, first, last in session.exec(spans)}
    found: dict[int, int | None] = {}
    for row in session.exec(select(CaseStateRow)):
        span = mails.get(row.case_id, ())
        days = [row.letter_date] if row.letter_date else [received_on(at) for at in span]
        found[row.case_id] = cycle_on(days, decisions, told.get((row.municipality, row.reference)))
    return found
