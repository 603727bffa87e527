"""The figures of the demo's cycle on several days, out of the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake.demo.days import PAST, TODAY
from ibt_intake.tables import print_table
from rules.case_state import Status
from rules.deadlines import end_of_day
from rules.outcomes import Outcome
from rules.signalling import Fulfilment, count_by_fulfilment
from rules.talks import TalkState, as_of
from storage.database import snapshot
from storage.reported import Reported, reported_on
from storage.talks import all_talks

STEPS = range(1, 7)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the cycle stood at the end of a day."""

    reported: Reported
    talks: Counter[TalkState]

    def rows(self) -> dict[str, int]:
        """Each figure by its name, those that belong together one after the other."""
        cases = self.reported.cases
        fulfilments = count_by_fulfilment(self.reported.signals)
        statuses = Counter(each.status for each in cases)
        outcomes = Counter(each.outcome for each in self.reported.courses)
        steps = Counter(each.ladder_step for each in cases)
        return {
            **{f"task: {each.value}": fulfilments[each] for each in TOLD_FULFILMENTS},
            "cases": len(cases),
            "answered": sum(each.answered_at is not None for each in cases),
            "complete": statuses[Status.COMPLETE],
            "incomplete": statuses[Status.INCOMPLETE],
            "late": sum(bool(each.late) for each in cases),
            "silent, in time": statuses[Status.AWAITING],
            "silent, too late": statuses[Status.OVERDUE],
            **{f"promises: {each.value}": outcomes[each] for each in TOLD_OUTCOMES},
            **{f"ladder: step {each}": steps[each] for each in STEPS},
            **{f"talks: {each.value}": self.talks[each] for each in TalkState},
        }


TOLD_FULFILMENTS = (Fulfilment.MEETS, Fulfilment.PARTLY, Fulfilment.NOT)
TOLD_OUTCOMES = (Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN, Outcome.UNKNOWN)


def figures_on(session: Session, day: date) -> Figures:
    """The figures of a day."""
    end = end_of_day(day)
    known = [found for each in all_talks(session) if (found := as_of(each, end)) is not None]
    talks = Counter(each.state for each in known)
    return Figures(reported_on(session, day, roll_over=True), talks)


def print_figures(engine: Engine, days: Sequence[date] = (*PAST, TODAY)) -> None:
    """A column for each day."""
    with snapshot(engine) as session:
        columns = [figures_on(session, day).rows() for day in days]
    heads = ["", *(f"{day:%d-%m-%y}" for day in days)]
    rows = [[name, *(str(each[name]) for each in columns)] for name in columns[0]]
    told = [row for row in rows if set(row[1:]) != {"0"}]
    print_table(heads, told, "The cycle on several days")
