"""What officers decide on a case stands, is told in the audit trail, and can be undone."""

import json
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rules.case_state import Status
from rules.decisions import (
    AskSupplement,
    AssignCase,
    CloseLadder,
    ConfirmComplete,
    GrantExtension,
    Hold,
    Note,
    RefuseExtension,
    SetLadderStep,
)
from rules.judgement import Element
from storage.case_page import case_page
from storage.database import snapshot
from storage.errors import Refused
from tests.storage.deciding import CASE, decide_on_case, last_event, state, undo_on_case

pytestmark = pytest.mark.usefixtures("asked")

TODAY = date(2026, 7, 1)


def test_an_extension_moves_the_last_day_until_it_is_undone(engine):
    decided = decide_on_case(engine, GrantExtension(date(2026, 5, 14)), reason="raad in mei")
    assert state(engine).deadline.due == date(2026, 5, 14)
    event = last_event(engine, "case:Ede/7473202")
    assert json.loads(event.before) == {"due": "2026-04-30"}
    assert json.loads(event.after)["due"] == "2026-05-14"
    assert json.loads(event.after)["why"] == "raad in mei"
    undo_on_case(engine, decided)
    assert state(engine).deadline.due == date(2026, 4, 30)


def test_a_confirmed_case_is_complete_until_that_is_undone(engine, filed):
    decided = decide_on_case(engine, ConfirmComplete())
    assert (state(engine).status, state(engine).missing) == (Status.COMPLETE, frozenset())
    undo_on_case(engine, decided)
    assert state(engine).status is Status.INCOMPLETE


def test_the_officer_and_the_step_are_those_decided(engine):
    decide_on_case(engine, AssignCase("bakker"))
    decide_on_case(engine, SetLadderStep(3, "art. 8", "2026-1"))
    assert (state(engine).officer, state(engine).ladder_step) == ("bakker", 3)


@pytest.mark.parametrize(
    ("what", "reason", "told"),
    [
        (SetLadderStep(7, "a", "b"), "", "steps 1 to 6"),
        (SetLadderStep(0, "a", "b"), "", "steps 1 to 6"),
        (SetLadderStep(3, "", "b"), "", "ground and document"),
        (SetLadderStep(3, "a", " "), "", "ground and document"),
        (CloseLadder("", "b"), "", "ground and document"),
        (SetLadderStep(4, "a", "b"), "", "say that it is meant"),
        (SetLadderStep(3, "a", "b", "de minister", date(2099, 1, 1)), "", "a day up to today"),
        (Note(" "), "", "note without words"),
        (AskSupplement("a", "", frozenset(), date(2026, 5, 1)), "", "letter has no words"),
        (Hold(None), " ", "without a reason"),
    ],
)
def test_what_nobody_could_answer_for_later_is_refused(engine, what, reason, told):
    with pytest.raises(Refused, match=told):
        decide_on_case(engine, what, reason=reason)


@pytest.mark.parametrize(
    "what",
    [
        AskSupplement("Aanvulling", "Graag.", frozenset({Element.STEPS}), date(2026, 5, 1)),
        RefuseExtension(),
        SetLadderStep(3, "art. 8", "2026-1"),
        SetLadderStep(6, "art. 8", "2026-1", "de minister", date(2026, 4, 9), is_jump_meant=True),
        CloseLadder("voldoet", "2026-2", "de directeur", date(2026, 4, 9)),
        Hold(date(2026, 5, 1)),
        Note("gebeld"),
    ],
)
def test_a_decision_on_a_case_comes_back_as_it_was_taken(engine, what):
    decided = decide_on_case(engine, what)
    with snapshot(engine) as session:
        page = case_page(session, *CASE, TODAY, with_talks=False)
    assert page.decisions == (decided,)
    assert decided.what == what


def test_a_report_of_a_talk_is_read_by_those_who_may(engine):
    talk = decide_on_case(engine, Note("vertrouwelijk", is_talk=True))
    with snapshot(engine) as session:
        page, whole = (case_page(session, *CASE, TODAY, with_talks=each) for each in (False, True))
    assert (page.decisions, whole.decisions) == ((), (talk,))
    assert page.has_talks
    assert "vertrouwelijk" not in last_event(engine, "case:Ede/7473202").after


def test_a_decision_is_never_deleted(engine):
    decide_on_case(engine, Note("gebeld"))
    with pytest.raises(DBAPIError, match="are never"), engine.begin() as connection:
        connection.execute(text("DELETE FROM case_decisions"))
