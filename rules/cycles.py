"""Which cycle a case is of. Two run side by side for half a year: then a person says which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.case_standing import last
from rules.cases import Case
from rules.deadlines import received_on
from rules.decisions import ChooseCycle
from rules.distribution import DistributionDecision, cycle_on, running_on
from rules.judgement import SUBSTANTIVE, Judgement


class CycleBy(StrEnum):
    """What tells the cycle of a case."""

    OFFICER = "officer"  # chose it
    ROUND = "round"  # of letters made here, under one decision
    LETTER = "letter"  # its day: one cycle ran on it
    RECEIPT = "receipt"  # of the mails of a notification: one cycle ran on those days
    NOBODY = "nobody"  # more than one, or none: an officer chooses


@dataclass(frozen=True, slots=True)
class CaseCycle:
    """The cycle of a case, and what tells it."""

    cycle: int | None  # None: an officer has to choose
    by: CycleBy
    running: tuple[int, ...]  # that ran on the days of the case, the earlier first


def cycle_of_case(
    case: Case, decisions: Sequence[DistributionDecision], of_round: int | None = None
) -> CaseCycle:
    """The cycle that a case is of; a choice of an officer goes before all else.

    of_round: the cycle of the round that its letter came from, None for a letter made elsewhere.
    """
    days = days_of(case)
    running = tuple(sorted({cycle for day in days for cycle in running_on(decisions, day)}))
    chosen = last([each.what for each in case.decisions], ChooseCycle)
    if chosen is not None:
        told, by = chosen.cycle, CycleBy.OFFICER
    elif of_round is not None:
        told, by = of_round, CycleBy.ROUND
    else:
        told, by = None, CycleBy.LETTER if case.request else CycleBy.RECEIPT
    cycle = cycle_on(days, decisions, told)
    return CaseCycle(cycle, CycleBy.NOBODY if cycle is None else by, running)


def days_of(case: Case) -> list[date]:
    """The days that tell of a cycle: of the letter, else those of the mails."""
    if case.request is not None:
        return [case.request.letter_date]
    return [received_on(each.received_at) for each in case.mails]


def says_no_cycle(
    judgement: Judgement, received_at: datetime, decisions: Sequence[DistributionDecision]
) -> bool:
    """Whether a mail of substance names no letter, on a day on which more cycles ran."""
    is_substantive = bool(judgement.kinds & SUBSTANTIVE)
    running = running_on(decisions, received_on(received_at))
    return is_substantive and not judgement.references and len(running) > 1


def without_reference(case: Case, decisions: Sequence[DistributionDecision]) -> tuple[str, ...]:
    """The mails of a letter's case that do not name it, of days on which more cycles ran.

    They joined the letter as their municipality has no newer one, which says nothing of the cycle
    that they are about: an officer looks.
    """
    if case.request is None:
        return ()
    return tuple(
        each.mail
        for each in case.mails
        if case.reference not in each.judgement.references
        and len(running_on(decisions, received_on(each.received_at))) > 1
    )
