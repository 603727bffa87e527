"""What is told of the cycles of letters: by the round they came from, or by an officer."""

import json

from sqlmodel import Session, col, select

from rules.cases import Case
from rules.cycles import CaseCycle, cycle_of_case
from rules.decisions import ChooseCycle
from rules.distribution import DistributionDecision, Letter
from storage.decided import WORDS
from storage.tables import CaseDecisionRow, CaseRow, RoundLetterRow, RoundRow


def cycles_told(session: Session) -> dict[Letter, int]:
    """The cycles of letters, by municipality and reference; what an officer chose goes first."""
    of_rounds = (
        select(RoundLetterRow.municipality, RoundLetterRow.reference, RoundRow.cycle)
        .join(RoundRow, col(RoundRow.id) == col(RoundLetterRow.round_id))
        .where(col(RoundRow.confirmed_at).is_not(None))
        .order_by(col(RoundRow.id))
    )
    found = {(name, reference): cycle for name, reference, cycle in session.exec(of_rounds)}
    chosen = (
        select(CaseRow.municipality, CaseRow.reference, CaseDecisionRow.content)
        .join(CaseRow, col(CaseRow.id) == col(CaseDecisionRow.case_id))
        .where(
            col(CaseDecisionRow.what) == WORDS[ChooseCycle],
            col(CaseDecisionRow.undone_at).is_(None),
        )
        .order_by(col(CaseDecisionRow.id))
    )
    for name, reference, content in session.exec(chosen):
        found[name, reference] = int(json.loads(content)["cycle"])
    return found


def case_cycle(
    session: Session, case: Case, decisions: tuple[DistributionDecision, ...]
) -> CaseCycle:
    """The cycle of one case."""
    if len(decisions) < 2:  # then no round can be of another
        return cycle_of_case(case, decisions)
    of_round = (
        select(RoundRow.cycle)
        .join(RoundLetterRow, col(RoundRow.id) == col(RoundLetterRow.round_id))
        .where(
            col(RoundRow.confirmed_at).is_not(None),
            RoundLetterRow.municipality == case.municipality,
            RoundLetterRow.reference == (case.reference or ""),
        )
    )
    return cycle_of_case(case, decisions, session.exec(of_round).first())
