"""What officers decide on a mail stands, is told in the audit trail, and can be undone."""

import json
from datetime import date

import pytest

from rules.case_state import Status
from rules.decisions import (
    AssignMail,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectTimeline,
    DealWith,
    Disposition,
    LinkToCase,
    MarkEvidence,
    NotForUs,
    TakeFromCase,
    UnmarkEvidence,
)
from rules.judgement import Element, Flag, Kind, TimelineState
from rules.registry import Municipality
from storage.database import snapshot, transaction
from storage.errors import Refused
from storage.events import verify_events
from storage.facts import record
from storage.periods import PERIODS, Period
from storage.registry import import_municipalities
from tests.storage.conftest import NOON, keep
from tests.storage.deciding import (
    LATER,
    SENTENCE,
    belonging,
    decide,
    file_again,
    held,
    last_event,
    state,
    undo,
)

pytestmark = pytest.mark.usefixtures("asked")


def test_a_correction_stands_when_the_mail_is_judged_again(engine, filed, reading, judgement):
    decide(engine, filed, MarkEvidence(Element.FACTS, SENTENCE))
    assert held(engine, filed).holds.elements[Element.FACTS] == (SENTENCE,)
    file_again(engine, filed, reading, judgement(confidence=0.2))
    found = held(engine, filed)
    assert found.holds.elements[Element.FACTS] == (SENTENCE,)
    assert found.holds.confidence == 0.2


def test_a_correction_counts_in_the_case(engine, filed):
    assert Element.FACTS in state(engine).missing
    decide(engine, filed, MarkEvidence(Element.FACTS, SENTENCE))
    assert Element.FACTS not in state(engine).missing


def test_an_undone_correction_leaves_no_trace_but_in_the_trail(engine, filed):
    before = held(engine, filed).holds
    decided = decide(engine, filed, MarkEvidence(Element.FACTS, SENTENCE))
    undo(engine, filed, decided)
    found = held(engine, filed)
    assert found.holds == before
    (kept,) = found.decisions
    assert (kept.stands, kept.undone_by, kept.undone_at) == (False, "bakker", LATER)
    event = last_event(engine, f"mail:{filed}")
    assert (event.action, event.actor) == ("undone:mark_evidence", "bakker")


def test_undoing_twice_is_undoing_once(engine, filed):
    decided = decide(engine, filed, DealWith())
    undo(engine, filed, decided)
    last = last_event(engine, f"mail:{filed}")
    undo(engine, filed, decided, officer="pietersen")
    assert last_event(engine, f"mail:{filed}") == last


def test_a_decision_is_told_with_who_when_why_before_and_after(engine, filed):
    reply, question = Kind.INFORMATION_REPLY, Kind.QUESTION
    decided = decide(
        engine, filed, CorrectKinds(frozenset({question})), reason="vraagt iets", now=LATER
    )
    event = last_event(engine, f"mail:{filed}")
    assert (event.action, event.actor, event.at) == ("decided:correct_kinds", "jansen", LATER)
    before, after = json.loads(event.before), json.loads(event.after)
    assert before["kinds"] == [reply.value]
    assert after["kinds"] == [question.value]
    assert (after["why"], after["decision"]) == ("vraagt iets", decided.id)
    assert "municipalities" not in after  # only what changed
    with snapshot(engine) as session:
        assert verify_events(session) == []


def test_the_trail_holds_no_words_of_a_mail(engine, filed):
    decide(engine, filed, MarkEvidence(Element.FACTS, SENTENCE))
    event = last_event(engine, f"mail:{filed}")
    assert "body:50-72" in event.after
    assert "raad" not in event.after


def test_what_an_officer_confirmed_stands_when_judged_otherwise(engine, filed, reading, judgement):
    confirmed = decide(engine, filed, DealWith())
    other = judgement(kinds=frozenset({Kind.OTHER}))
    file_again(engine, filed, reading, other)
    assert held(engine, filed).holds.kinds == {Kind.INFORMATION_REPLY}
    assert state(engine).status is Status.INCOMPLETE
    undo(engine, filed, confirmed)
    assert held(engine, filed).holds.kinds == {Kind.OTHER}
    assert state(engine).status is Status.AWAITING


def test_a_mail_that_is_not_for_us_is_in_no_case_until_that_is_undone(engine, filed):
    decided = decide(engine, filed, NotForUs(), reason="reclame")
    assert held(engine, filed).disposition is Disposition.NOT_FOR_US
    assert state(engine).mails == ()
    undo(engine, filed, decided)
    assert state(engine).mails == ("<1@example.nl>",)


def test_another_municipality_moves_the_mail_to_its_case(engine, filed, reading, judgement):
    decided = decide(engine, filed, CorrectMunicipalities(("Tiel",)))
    assert belonging(engine, filed) == [("Tiel", "")]
    file_again(engine, filed, reading, judgement())
    assert belonging(engine, filed) == [("Tiel", "")]
    assert state(engine).status is Status.AWAITING
    assert state(engine, "Tiel").status is Status.INCOMPLETE
    undo(engine, filed, decided)
    assert belonging(engine, filed) == [("Ede", "")]
    assert state(engine, "Tiel").status is Status.AWAITING


def test_a_mail_is_put_in_a_case_and_taken_from_another(engine, filed, reading, judgement):
    put = decide(engine, filed, LinkToCase("Tiel", "7473202"))
    assert belonging(engine, filed) == [("Ede", ""), ("Tiel", "jansen")]
    taken = decide(engine, filed, TakeFromCase("Ede", "7473202"))
    file_again(engine, filed, reading, judgement())
    assert belonging(engine, filed) == [("Tiel", "jansen")]
    undo(engine, filed, taken)
    assert belonging(engine, filed) == [("Ede", ""), ("Tiel", "jansen")]
    undo(engine, filed, put)
    assert belonging(engine, filed) == [("Ede", "")]


def test_undoing_a_link_brings_back_the_decision_before_it(engine, filed):
    decide(engine, filed, TakeFromCase("Ede", "7473202"), officer="jansen")
    put = decide(engine, filed, LinkToCase("Ede", "7473202"), officer="bakker")
    assert belonging(engine, filed) == [("Ede", "bakker")]
    undo(engine, filed, put)
    assert belonging(engine, filed) == []


@pytest.mark.parametrize(
    "what",
    [
        CorrectKinds(frozenset({Kind.QUESTION, Kind.EXTENSION_REQUEST})),
        UnmarkEvidence(Element.TIMELINE, SENTENCE),
        CorrectTimeline(TimelineState.UNKNOWN, ()),
        AssignMail("jansen"),
        LinkToCase("Tiel", None),
    ],
)
def test_a_decision_on_a_mail_comes_back_as_it_was_taken(engine, filed, what):
    decided = decide(engine, filed, what, reason="é\0")
    (kept,) = held(engine, filed).decisions
    assert kept == decided
    assert (kept.what, kept.reason, kept.officer, kept.at) == (what, "é�", "jansen", NOON)


def test_a_mail_that_is_not_judged_cannot_be_decided_on(engine, mail):
    with pytest.raises(Refused, match="not judged yet"):
        decide(engine, mail, DealWith())


def test_a_decision_on_another_mail_cannot_be_undone_here(engine, filed, arrival):
    decided = decide(engine, filed, DealWith())
    with transaction(engine) as session:
        other = keep(session, arrival(2), NOON).mail
    with pytest.raises(Refused, match="not decided on this mail"):
        undo(engine, other, decided)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (LinkToCase("Nergens", None), "no municipality Nergens"),
        (LinkToCase("Ede", "999"), "no letter 999"),
    ],
)
def test_a_mail_is_put_in_no_case_that_there_is_not(engine, filed, what, told):
    with pytest.raises(Refused, match=told):
        decide(engine, filed, what)


def test_flags_that_a_correction_settles_are_gone(engine, filed, reading, judgement):
    unlinked = judgement(
        municipalities=(),
        flags=frozenset({Flag.UNLINKED}),
        reasons=((Flag.UNLINKED, "onbekend"),),
    )
    file_again(engine, filed, reading, unlinked, links=())
    decide(engine, filed, CorrectMunicipalities(("Ede",)))
    assert Flag.UNLINKED not in held(engine, filed).holds.flags
    assert belonging(engine, filed) == [("Ede", "")]


def test_a_mail_of_the_successor_goes_into_the_case_of_the_merged_municipality(engine, filed):
    with transaction(engine) as session:
        rhenen = Municipality("GM3", "Rhenen", "Utrecht", "", ())
        import_municipalities(session, [rhenen], now=NOON)
        merged = [Period("GM1", None, date(2026, 4, 15), "GM3")]  # Ede into Rhenen
        record(session, PERIODS, merged, now=NOON)
    decide(engine, filed, CorrectMunicipalities(("Rhenen",)))
    assert belonging(engine, filed) == [("Ede", "")]
