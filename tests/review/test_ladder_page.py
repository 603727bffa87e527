"""The steps of a case on their page: history, any past day, and what speaks for a next one."""

from datetime import date, timedelta

import pytest

from rules.decisions import SetLadderStep
from rules.distribution import Realised
from rules.judgement import Category
from rules.roles import Role
from storage.case_decisions import decide_case
from storage.database import transaction
from storage.progress import import_realised
from storage.versions import version_of_case
from tests.review.cases import fill_cases, words
from tests.review.mails import NOW

MOVES = (
    (SetLadderStep(3, "geen reactie", "brief 1", "de directeur", date(2026, 6, 10)), 12),
    (SetLadderStep(2, "toch reactie", "brief 2", "de directeur", date(2026, 6, 20)), 5),
)


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def moved(engine, cases):
    for what, days_ago in MOVES:
        at = NOW - timedelta(days=days_ago)
        with transaction(engine) as session:
            version = version_of_case(session, "Delft", "7473203")
            decide_case(
                session, "Delft", "7473203", what, officer="coordinator", version=version, now=at
            )
    return f"/zaken/{cases['Delft']}/ladder"


@pytest.mark.parametrize(
    ("day", "step"), [("2026-06-18", 2), ("2026-06-19", 3), ("2026-06-25", 3), ("2026-06-26", 2)]
)
def test_a_past_day_shows_the_step_that_was_known_then(as_role, moved, day, step):
    text = words(as_role(Role.READER).get(f"{moved}?op={day}"))
    assert f"Trede {step}: " in text.partition("Geschiedenis")[0]


def test_the_history_names_ground_document_who_and_both_days(as_role, moved):
    text = words(as_role(Role.READER).get(moved)).partition("Geschiedenis")[2]
    for told in ("geen reactie", "brief 1", "de directeur", "10 juni 2026", "19 juni 2026"):
        assert told in text


def test_reasons_for_a_next_step_stand_on_the_case_with_their_source(as_role, engine, cases):
    counts = [
        Realised("Delft", 1, Category.REGULAR, date(2026, 6, 1), 4),
        Realised("Delft", 1, Category.AMV, date(2026, 6, 1), 0),
    ]  # of 80 and none
    with transaction(engine) as session:
        import_realised(session, counts, now=NOW)
    text = words(as_role(Role.READER).get(f"/zaken/{cases['Delft']}"))
    assert "Minder plekken dan de taak" in text
    assert "Opgave van de provincie per 1 juni 2026: regulier 4 van" in text
