"""States of many cases are made anew in as few questions as that of one."""

from datetime import date

from rules.registry import Request
from storage.case_states import refresh_cases
from storage.database import transaction
from storage.registry import import_requests
from tests.databases import asked
from tests.storage.conftest import NOON

NAMES = [f"Gemeente {number}" for number in range(40)]
REQUESTS = [Request("7473202", name, date(2026, 4, 9), 21, 278, 48, 0, 0) for name in NAMES]


def refreshed(engine, requests):
    """What is asked to make the states of the cases of these requests anew."""
    keys = [(each.municipality, each.reference) for each in requests]
    with asked(engine) as statements, transaction(engine) as session:
        refresh_cases(session, keys, NOON)
    return statements


def test_forty_cases_take_as_many_questions_as_one(engine):
    with transaction(engine) as session:
        import_requests(session, REQUESTS, now=NOON)
    assert len(refreshed(engine, REQUESTS)) == len(refreshed(engine, REQUESTS[:1]))
