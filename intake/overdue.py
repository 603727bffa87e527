"""Cases that have turned overdue: told once for each last day, in the log and the audit trail."""

import json
from collections.abc import Mapping
from datetime import date, datetime

import structlog
from sqlalchemy import Engine

from rules.case_state import CaseState, Status, case_states
from rules.deadlines import received_on
from storage.case_filter import CaseFilter
from storage.case_list import case_list
from storage.case_states import refresh_joined
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.events import events_by_action, record_event
from storage.links import case_subject

OVERDUE = "overdue"  # the action in the audit trail

log = structlog.get_logger()


def states_of(
    engine: Engine, as_of: date, until: datetime, holidays: Mapping[date, str], *, roll_over: bool
) -> list[CaseState]:
    """Every case as it stands on a day, with what was received until a moment."""
    with snapshot(engine) as session:
        cases = cases_as_of(session, until)
    return case_states(cases, as_of, holidays, roll_over=roll_over)


def tell_overdue(engine: Engine, now: datetime) -> int:
    """Write down which cases have turned overdue since the last look; how many did.

    Overdue is a function of dates, so a look that was missed is made up by the next.
    """
    turned = 0
    with transaction(engine) as session:
        refresh_joined(session, now)
        overdue = CaseFilter(status=Status.OVERDUE)
        cases = case_list(session, overdue, received_on(now), limit=None)
        told = {
            (event.object, json.loads(event.after)["due"])
            for event in events_by_action(session, OVERDUE)
        }
        for case in cases:
            subject = case_subject(case.municipality, case.reference)
            due = case.due.isoformat() if case.due else ""
            if (subject, due) not in told:
                record_event(session, now, OVERDUE, subject, after={"due": due})
                turned += 1
    if turned:
        log.warning("overdue", cases=turned)
    return turned
