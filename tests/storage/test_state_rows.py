"""States of many cases are made anew in as few questions as that of one."""

from contextlib import contextmanager
from datetime import date

from sqlalchemy import event

from rules.registry import Request
from storage.case_states import refresh_cases
from storage.database import transaction
from storage.registry import import_requests
from tests.storage.conftest import NOON

NAMES = [f"Gemeente {number}" for number in range(40)]
REQUESTS = [Request("7473202", name, date(2026, 4, 9), 21, 278, 48, 0, 0) for name in NAMES]


@contextmanager
def asked(engine):
    """What is asked of the database in the block."""
    found = []

    def heard(connection, cursor, statement, *_):
        found.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    yield found
    event.remove(engine, "before_cursor_execute", heard)


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
