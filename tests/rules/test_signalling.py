"""Whether a municipality meets its task by the figures, and when a person must look."""

from datetime import date

import pytest

from rules.calendar import HOLIDAYS
from rules.deadlines import due_date
from rules.distribution import DECISIONS, Realised, Task
from rules.judgement import Category
from rules.signalling import Fulfilment, count_by_fulfilment, falls_short, for_a_round, signal

COUNTED_ON = date(2025, 7, 1)
NOT_FROM_DECISION = "De peildatum ligt voor de dag waarop de plekken er moesten zijn."


def signalled(regular, amv, *, name="Twenterand", counted_on=COUNTED_ON, on=date(2026, 4, 9)):
    """What figures as (task, realised) of each category say; None for one that is missing."""
    tasks, reported = [], []
    for category, (task, realised) in ((Category.REGULAR, regular), (Category.AMV, amv)):
        if task is not None:
            tasks.append(Task(name, 1, category, task))
        if realised is not None:
            reported.append(Realised(name, 1, category, counted_on, realised))
    return signal(name, DECISIONS[0], tasks, reported, on=on)


def test_twenterand_meets_its_task_partly_and_belongs_in_step_2():
    found = signalled((142, 5), (23, 0))
    assert (found.fulfilment, found.doubts) == (Fulfilment.PARTLY, ())
    assert found.proposed_step == 2
    assert due_date(date(2026, 4, 9), 21, HOLIDAYS) == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("regular", "amv", "fulfilment", "step"),
    [
        pytest.param((142, 142), (23, 23), Fulfilment.MEETS, 1, id="just enough"),
        pytest.param((142, 150), (23, 30), Fulfilment.MEETS, 1, id="more than enough"),
        pytest.param((142, 141), (23, 23), Fulfilment.PARTLY, 2, id="one short"),
        pytest.param((142, 0), (23, 1), Fulfilment.PARTLY, 2, id="one place"),
        pytest.param((142, 0), (23, 0), Fulfilment.NOT, 2, id="none"),
        pytest.param((142, 0), (0, 0), Fulfilment.NOT, 2, id="none, and no task for amv"),
        pytest.param((142, 142), (0, 0), Fulfilment.MEETS, 1, id="a task of 0 is met"),
    ],
)
def test_figures_without_doubt(regular, amv, fulfilment, step):
    found = signalled(regular, amv)
    assert (found.fulfilment, found.proposed_step, found.doubts) == (fulfilment, step, ())


@pytest.mark.parametrize(
    ("regular", "amv", "fulfilment", "doubt"),
    [
        pytest.param(
            (100, 130),
            (23, 0),
            Fulfilment.PARTLY,
            "Samen genoeg plekken, maar te weinig voor amv.",
            id="a surplus of the other category",
        ),
        pytest.param(
            (100, 0),
            (0, 10),
            Fulfilment.PARTLY,
            "De gemeente heeft alleen plekken in een categorie zonder taak.",
            id="places that nobody asked for",
        ),
        pytest.param(
            (0, 0), (0, 0), Fulfilment.MEETS, "De gemeente heeft geen taak.", id="no task"
        ),
        pytest.param(
            (100, 20),
            (23, None),
            Fulfilment.UNKNOWN,
            "Het aantal gerealiseerde plekken voor amv is niet bekend.",
            id="not reported",
        ),
        pytest.param(
            (None, 20),
            (23, 23),
            Fulfilment.UNKNOWN,
            "Het aantal plekken van de taak voor regulier is niet bekend.",
            id="task unknown",
        ),
    ],
)
def test_doubtful_figures_go_to_a_person_with_the_reason(regular, amv, fulfilment, doubt):
    found = signalled(regular, amv)
    assert (found.fulfilment, found.doubts) == (fulfilment, (doubt,))


def test_figures_from_before_the_places_were_due_are_doubtful():
    found = signalled((142, 5), (23, 0), counted_on=date(2025, 6, 30))
    assert (found.fulfilment, found.doubts) == (Fulfilment.PARTLY, (NOT_FROM_DECISION,))


def test_a_report_of_later_says_nothing_of_an_earlier_day():
    found = signalled((142, 5), (23, 0), on=date(2025, 6, 30))
    assert found.fulfilment is Fulfilment.UNKNOWN
    assert not falls_short(found.fulfilment)


def test_a_round_goes_to_those_that_fall_short_without_doubt():
    meets = signalled((10, 10), (2, 2), name="Almelo")
    partly = signalled((10, 5), (2, 2), name="Zwolle")
    doubtful = signalled((10, 30), (2, 0), name="Deventer")
    none = signalled((10, 0), (2, 0), name="Borne")
    signals = [meets, partly, doubtful, none]
    assert for_a_round(signals) == ([none, partly], [doubtful])
    assert count_by_fulfilment(signals) == {
        Fulfilment.MEETS: 1,
        Fulfilment.PARTLY: 2,
        Fulfilment.NOT: 1,
        Fulfilment.UNKNOWN: 0,
    }
