"""What is owed on a day: the decision, what was exchanged since, and who went up in whom."""

from dataclasses import replace
from datetime import date

import pytest

from rules.distribution import (
    COUNTED,
    DECISIONS,
    DistributionDecision,
    Exchange,
    Realised,
    Task,
    overruled,
)
from rules.judgement import Category
from rules.mergers import exists_on, heir_on
from rules.owed import Distribution, exchanged_by, expected_on, owed_by, owed_on, there_on
from rules.registry import Validity
from rules.signalling import Fulfilment, signals_on

REGULAR, AMV = COUNTED
MAY, JUNE = date(2026, 5, 26), date(2026, 6, 1)
LAST, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)
MERGER = Validity("Wijdemeren", None, LAST, "Hilversum")


def facts_of(*, tasks=(), exchanges=(), validities=(), reported=(), decisions=DECISIONS):
    return Distribution(
        tuple(decisions), tuple(tasks), tuple(exchanges), tuple(validities), tuple(reported)
    )


def both(name, regular, amv, cycle=1):
    return [Task(name, cycle, REGULAR, regular), Task(name, cycle, AMV, amv)]


def counted(name, day, regular, amv, cycle=1):
    return [Realised(name, cycle, REGULAR, day, regular), Realised(name, cycle, AMV, day, amv)]


def test_an_imported_task_overrules_that_of_a_letter_and_an_indicative_one_does_not():
    letter = both("Urk", 80, 8)
    listed = Task("Urk", 1, REGULAR, 85)
    guess = Task("Urk", 1, AMV, 12, is_indicative=True)
    assert overruled(letter, [listed, guess]) == [letter[1], listed, guess]


def test_a_task_holds_from_its_day_until_a_later_one():
    later = Task("Urk", 1, REGULAR, 60, valid_from=JUNE)
    facts = facts_of(tasks=[later, *both("Urk", 80, 8)])
    assert owed_by(facts, "Urk", 1, MAY) == {REGULAR: 80, AMV: 8}
    assert owed_by(facts, "Urk", 1, JUNE) == {REGULAR: 60, AMV: 8}


def test_an_indicative_task_is_owed_on_no_day():
    guess = Task("Urk", 2, REGULAR, 90, is_indicative=True, valid_from=date(2026, 2, 27))
    facts = facts_of(tasks=[guess])
    assert owed_on(facts, MAY) == []
    assert expected_on(facts, MAY) == [guess]
    assert expected_on(facts, date(2026, 2, 26)) == []


def test_an_exchange_counts_for_both_from_the_day_it_was_agreed():
    given = Exchange(1, "Urk", "Dronten", REGULAR, JUNE, 30, "brief 1")
    facts = facts_of(tasks=[*both("Urk", 80, 8), *both("Dronten", 200, 20)], exchanges=[given])
    assert owed_by(facts, "Urk", 1, MAY) == {REGULAR: 80, AMV: 8}
    assert owed_by(facts, "Urk", 1, JUNE) == {REGULAR: 50, AMV: 8}
    assert owed_by(facts, "Dronten", 1, JUNE) == {REGULAR: 230, AMV: 20}
    assert exchanged_by([given], "Dronten", 1, MAY) == []
    assert exchanged_by([given, replace(given, cycle=2)], "Dronten", 1, JUNE) == [given]


def test_what_was_exchanged_leaves_an_unknown_task_unknown():
    given = Exchange(1, "Urk", "Zeewolde", REGULAR, JUNE, 30, "brief 1")
    facts = facts_of(tasks=both("Urk", 80, 8), exchanges=[given])
    assert owed_by(facts, "Zeewolde", 1, JUNE) == {}


@pytest.mark.parametrize(
    ("day", "heir", "is_there"),
    [(LAST, "Wijdemeren", True), (NEW_YEAR, "Hilversum", False)],
)
def test_a_municipality_goes_up_in_its_successor_the_day_after_its_last(day, heir, is_there):
    assert heir_on([MERGER], "Wijdemeren", day) == heir
    assert exists_on([MERGER], "Wijdemeren", day) is is_there
    assert exists_on([MERGER], "Hilversum", day)


def test_successors_in_a_circle_end():
    back = Validity("Hilversum", None, LAST, "Wijdemeren")
    assert heir_on([MERGER, back], "Wijdemeren", NEW_YEAR) in ("Wijdemeren", "Hilversum")


def test_a_task_goes_over_with_the_merger():
    facts = facts_of(
        tasks=[*both("Wijdemeren", 100, 10), *both("Hilversum", 400, 40)], validities=[MERGER]
    )
    assert owed_by(facts, "Hilversum", 1, LAST) == {REGULAR: 400, AMV: 40}
    assert owed_by(facts, "Hilversum", 1, NEW_YEAR) == {REGULAR: 500, AMV: 50}
    assert owed_by(facts, "Wijdemeren", 1, NEW_YEAR) == {}


def test_a_task_of_half_the_municipality_is_not_told_as_that_of_the_whole():
    facts = facts_of(tasks=both("Hilversum", 400, 40), validities=[MERGER])
    assert owed_by(facts, "Hilversum", 1, NEW_YEAR) == {}


def test_a_decision_taken_after_the_merger_asks_nothing_of_who_was_gone():
    second = DistributionDecision(2, date(2027, 1, 15), date(2027, 7, 1))
    facts = facts_of(
        tasks=both("Hilversum", 450, 45, cycle=2),
        validities=[MERGER],
        decisions=(*DECISIONS, second),
    )
    assert owed_by(facts, "Hilversum", 2, date(2027, 2, 1)) == {REGULAR: 450, AMV: 45}


def test_a_new_municipality_has_the_tasks_of_those_that_made_it():
    old = [Validity(name, None, LAST, "Nieuwstad") for name in ("Oost", "West")]
    new = Validity("Nieuwstad", NEW_YEAR, None, "")
    tasks = [*both("Oost", 10, 1), *both("West", 20, 2)]
    reported = [*counted("Oost", MAY, 5, 0), *counted("West", MAY, 7, 2)]
    facts = facts_of(tasks=tasks, validities=[*old, new], reported=reported)
    assert owed_by(facts, "Nieuwstad", 1, NEW_YEAR) == {REGULAR: 30, AMV: 3}
    assert there_on(facts, NEW_YEAR) == counted("Nieuwstad", MAY, 12, 2)
    own = replace(facts, tasks=(*tasks, *both("Nieuwstad", 33, 4)))
    assert owed_by(own, "Nieuwstad", 1, NEW_YEAR) == {REGULAR: 33, AMV: 4}


def test_places_are_counted_together_until_a_count_of_the_whole():
    before = [*counted("Wijdemeren", MAY, 30, 3), *counted("Hilversum", JUNE, 100, 10)]
    facts = facts_of(validities=[MERGER], reported=before)
    assert there_on(facts, LAST) == before
    assert there_on(facts, NEW_YEAR) == counted("Hilversum", MAY, 130, 13)
    whole = counted("Hilversum", NEW_YEAR, 120, 20)
    assert there_on(facts_of(validities=[MERGER], reported=[*before, *whole]), NEW_YEAR) == whole


def test_places_of_half_the_municipality_are_not_told_as_those_of_the_whole():
    for half in ("Wijdemeren", "Hilversum"):
        facts = facts_of(validities=[MERGER], reported=counted(half, MAY, 30, 3))
        assert there_on(facts, NEW_YEAR) == []


def test_signals_are_of_the_municipalities_that_exist_with_what_they_owe_then():
    names = ["Wijdemeren", "Hilversum", "Urk"]
    facts = facts_of(
        tasks=[*both("Wijdemeren", 100, 10), *both("Hilversum", 400, 40), *both("Urk", 80, 8)],
        exchanges=[Exchange(1, "Urk", "Hilversum", REGULAR, JUNE, 80, "brief 1")],
        validities=[MERGER],
        reported=[
            *counted("Wijdemeren", MAY, 0, 0),
            *counted("Hilversum", MAY, 480, 40),
            *counted("Urk", MAY, 0, 8),
        ],
    )

    def told(day):
        return {each.municipality: each.fulfilment for each in found(day)}

    def found(day):
        return signals_on(names, DECISIONS[0], facts, on=day)

    meets, partly, none = Fulfilment.MEETS, Fulfilment.PARTLY, Fulfilment.NOT
    assert told(MAY) == {"Hilversum": meets, "Urk": partly, "Wijdemeren": none}
    assert told(JUNE) == {"Hilversum": meets, "Urk": meets, "Wijdemeren": none}
    assert told(NEW_YEAR) == {"Hilversum": partly, "Urk": meets}
    assert [each.counted_on for each in found(NEW_YEAR)] == [MAY, MAY]


def test_who_gave_more_than_its_task_is_for_a_person():
    facts = facts_of(
        tasks=[*both("Urk", 80, 8), *both("Dronten", 200, 20)],
        exchanges=[Exchange(1, "Urk", "Dronten", Category.AMV, JUNE, 9, "brief 1")],
        reported=counted("Urk", JUNE, 80, 0),
    )
    (urk,) = signals_on(["Urk"], DECISIONS[0], facts, on=JUNE)
    assert urk.doubts == ("De gemeente droeg meer plekken over dan haar taak.",)
