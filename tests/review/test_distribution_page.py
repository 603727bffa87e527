"""The page of decisions, tasks and exchanges: as in force on a day, and to read alone."""

from datetime import UTC, date, datetime

import pytest

from rules.distribution import DistributionDecision, Exchange, Task
from rules.judgement import Category
from rules.roles import Role
from storage.database import transaction
from storage.distribution import ENTERED, EXCHANGES, TASKS
from storage.facts import record
from tests.review.cases import words

PAGE = "/verdeelbesluiten"
BEGUN = datetime(2025, 1, 10, tzinfo=UTC)
AGREED = date(2026, 3, 2)


@pytest.fixture
def reader(as_role, engine):
    both = (Category.REGULAR, 100), (Category.AMV, 10)
    tasks = [Task(name, 1, kind, places) for name in ("Ede", "Urk") for kind, places in both]
    given = Exchange(1, "Ede", "Urk", Category.REGULAR, AGREED, 30, "brief 4471 <b>")
    with transaction(engine) as session:
        record(session, TASKS, tasks, now=BEGUN)
        record(session, EXCHANGES, [given], now=datetime(2026, 3, 2, 9, tzinfo=UTC))
        next_one = DistributionDecision(2, date(2026, 6, 1), date(2027, 7, 1))
        record(session, ENTERED, [next_one], now=datetime(2026, 6, 1, 9, tzinfo=UTC))
    return as_role(Role.READER)


def test_tasks_stand_as_owed_on_the_day_that_is_asked(reader):
    text = words(reader.get(PAGE))
    assert "Ede Gelderland 70 10" in text
    assert "Urk Flevoland 130 10" in text
    assert "Ede Urk regulier 30 2 maart 2026 brief 4471 &lt;b&gt;" in text
    before = words(reader.get(f"{PAGE}?op=2026-03-01"))
    assert "Ede Gelderland 100 10" in before
    assert "Op deze dag was er geen uitruil." in before
    assert "met wat toen bekend was" in before


def test_decisions_stand_from_the_day_on_which_they_were_taken(reader):
    assert "1 juni 2026" not in words(reader.get(f"{PAGE}?op=2026-05-31"))
    text = words(reader.get(f"{PAGE}?cyclus=2"))
    assert "2 1 juni 2026 1 juli 2027" in text
    assert "Op deze dag was van geen gemeente een taak bekend." in text
    nothing = words(reader.get(f"{PAGE}?op=2024-12-19"))
    assert "Op deze dag was er nog geen verdeelbesluit." in nothing
    assert "Taken onder" not in nothing


def test_signalling_leads_there_on_the_same_day(reader):
    assert f'href="{PAGE}?op=2026-03-01' in reader.get("/signalering?op=2026-03-01").text
