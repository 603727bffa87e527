"""What officers decide stands, is told in the audit trail, and can be undone."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rules.calendar import HOLIDAYS
from rules.case_state import Status, case_states
from rules.decisions import (
    AskSupplement,
    AssignCase,
    AssignMail,
    CloseLadder,
    ConfirmComplete,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectTimeline,
    DealWith,
    Disposition,
    GrantExtension,
    Hold,
    LinkToCase,
    MarkEvidence,
    Note,
    NotForUs,
    RefuseExtension,
    SetLadderStep,
    TakeFromCase,
    UnmarkEvidence,
)
from rules.judgement import Element, Flag, Kind, Statement, TimelineState
from rules.registry import Municipality, Request
from storage.case_page import case_page
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.decided import held_of
from storage.decisions import (
    decide_case,
    decide_mail,
    undo_case_decision,
    undo_mail_decision,
)
from storage.errors import Refused, Stale
from storage.events import events_of, record_event, verify_events
from storage.facts import record
from storage.judgements import file_mail
from storage.links import links_of
from storage.periods import PERIODS, Period
from storage.registry import import_municipalities, import_requests
from storage.versions import version_of_case, version_of_mail
from tests.storage.conftest import EDE, NOON, keep

LETTER = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)
SENTENCE = Statement("De raad stemt niet in.", "body", 50, 72)
CASE = ("Ede", "7473202")
TODAY = date(2026, 7, 1)
LATER = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def municipalities(engine):
    with transaction(engine) as session:
        names = (("GM1", "Ede", "Gelderland"), ("GM2", "Tiel", "Gelderland"))
        entries = [Municipality(code, name, where, "", ()) for code, name, where in names]
        import_municipalities(session, entries, now=NOON)
        import_requests(session, [LETTER, replace(LETTER, municipality="Tiel")], now=NOON)


@pytest.fixture
def filed(engine, arrival, reading, judgement):
    """A reply of Ede without anything but a time, in the case of its letter."""
    with transaction(engine) as session:
        mail = keep(session, arrival(1), NOON).mail
        file_mail(session, mail, reading, judgement(), "1", links=[EDE], now=NOON)
    return mail


def decide(engine, mail, what, *, officer="jansen", reason="", now=NOON, version=None):
    with transaction(engine) as session:
        version = version_of_mail(session, mail) if version is None else version
        return decide_mail(
            session, mail, what, reason=reason, officer=officer, version=version, now=now
        )


def undo(engine, mail, decided, officer="bakker"):
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        undo_mail_decision(session, mail, decided.id, officer=officer, version=version, now=LATER)


def decide_on_case(engine, what, *, reason="zo besloten", now=NOON, officer="jansen"):
    with transaction(engine) as session:
        version = version_of_case(session, *CASE)
        return decide_case(
            session, *CASE, what, reason=reason, officer=officer, version=version, now=now
        )


def undo_on_case(engine, decided):
    with transaction(engine) as session:
        version = version_of_case(session, *CASE)
        undo_case_decision(session, *CASE, decided.id, officer="bakker", version=version, now=LATER)


def file_again(engine, mail, reading, judgement, links=(EDE,)):
    with transaction(engine) as session:
        file_mail(session, mail, reading, judgement, "2", links=links, now=LATER)


def held(engine, mail):
    with snapshot(engine) as session:
        return held_of(session, mail)


def state(engine, municipality="Ede", as_of=date(2026, 4, 20)):
    with snapshot(engine) as session:
        cases = cases_as_of(session, NOON + timedelta(days=60))
    return next(
        each for each in case_states(cases, as_of, HOLIDAYS) if each.municipality == municipality
    )


def last_event(engine, subject):
    with snapshot(engine) as session:
        return events_of(session, subject)[-1]


def belonging(engine, mail):
    with snapshot(engine) as session:
        return [
            (link.proposal.municipality, link.decided_by)
            for link in links_of(session, mail)
            if link.belongs
        ]


# ------------------------------------------------------------------ mails


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


# ------------------------------------------------------------------ two officers


def test_the_second_officer_is_told_who_changed_what(engine, filed):
    with snapshot(engine) as session:
        seen = version_of_mail(session, filed)
    decide(engine, filed, DealWith(), officer="bakker", version=seen, now=LATER)
    with pytest.raises(Stale, match="bakker: decided:deal_with") as refused:
        decide(engine, filed, NotForUs(), version=seen)
    (change,) = refused.value.changes
    assert (change.officer, change.at) == ("bakker", LATER)
    assert held(engine, filed).disposition is Disposition.DEALT_WITH


def test_an_officer_is_told_that_a_mail_was_judged_again(engine, filed, reading, judgement):
    with snapshot(engine) as session:
        seen = version_of_mail(session, filed)
    file_again(engine, filed, reading, judgement(confidence=0.2))
    with pytest.raises(Stale, match="the program: filed_again"):
        decide(engine, filed, DealWith(), version=seen)


def test_a_mail_that_changed_makes_what_was_seen_of_its_case_stale(engine, filed):
    with snapshot(engine) as session:
        seen = version_of_case(session, *CASE)
    decide(engine, filed, MarkEvidence(Element.FACTS, SENTENCE), officer="bakker")
    with pytest.raises(Stale, match="bakker"), transaction(engine) as session:
        decide_case(session, *CASE, ConfirmComplete(), officer="jansen", version=seen, now=NOON)


def test_turning_overdue_makes_nothing_stale(engine, filed):
    with transaction(engine) as session:
        seen = version_of_case(session, *CASE)
        record_event(session, NOON, "overdue", "case:Ede/7473202")
        assert version_of_case(session, *CASE) == seen
        decide_case(session, *CASE, ConfirmComplete(), officer="jansen", version=seen, now=NOON)


def test_a_refused_decision_leaves_nothing_behind(engine, filed):
    with pytest.raises(Stale):
        decide(engine, filed, NotForUs(), version=0)
    assert held(engine, filed).decisions == ()


# ------------------------------------------------------------------ cases


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


def test_a_past_day_keeps_the_step_and_the_extension_that_were_undone_later(engine):
    decided = [
        decide_on_case(engine, SetLadderStep(3, "art. 8", "2026-1")),
        decide_on_case(engine, GrantExtension(date(2026, 5, 14))),
    ]

    def told(moment):
        with snapshot(engine) as session:
            cases = cases_as_of(session, moment)
        states = case_states(cases, moment.date(), HOLIDAYS)
        found = next(each for each in states if each.municipality == CASE[0])
        return found.ladder_step, found.deadline.due

    before = told(LATER - timedelta(minutes=1))
    for each in decided:
        undo_on_case(engine, each)
    assert told(LATER - timedelta(minutes=1)) == before == (3, date(2026, 5, 14))
    assert told(LATER) == (2, date(2026, 4, 30))


def test_a_past_moment_keeps_what_held_of_a_mail_and_its_case_then(
    engine, filed, reading, judgement
):
    late = NOON + timedelta(days=2)

    def told(moment):
        with snapshot(engine) as session:
            cases = cases_as_of(session, moment)
        return [
            (each.municipality, sorted(mail.judgement.kinds), len(mail.judgement.references))
            for each in cases
            for mail in each.mails
        ]

    before = told(LATER)
    taken = [
        decide(engine, filed, CorrectKinds(frozenset({Kind.QUESTION})), now=late),
        decide(engine, filed, CorrectMunicipalities(("Tiel",)), now=late),
        decide(engine, filed, NotForUs(), now=late),
    ]
    assert told(LATER) == before != []
    assert told(late) == []
    (notforus,) = taken[2:]
    with transaction(engine) as session:
        version = version_of_mail(session, filed)
        after = late + timedelta(days=1)
        undo_mail_decision(
            session, filed, notforus.id, officer="bakker", version=version, now=after
        )
    assert told(LATER) == before
    assert told(late) == []
    assert [name for name, *_ in told(after)] == ["Tiel"]
    unread = told(NOON - timedelta(days=30))
    assert unread == []  # not received yet


def test_a_mail_judged_again_keeps_its_place_and_judgement_on_a_past_day(
    engine, filed, reading, judgement
):
    with snapshot(engine) as session:
        before = cases_as_of(session, NOON)
    other = judgement(municipalities=("Tiel",))
    file_again(engine, filed, reading, other, links=())
    with snapshot(engine) as session:
        assert cases_as_of(session, NOON) == before
        assert [each.mails for each in cases_as_of(session, LATER)] != [
            each.mails for each in before
        ]


def test_a_mail_of_the_successor_goes_into_the_case_of_the_merged_municipality(engine, filed):
    with transaction(engine) as session:
        rhenen = Municipality("GM3", "Rhenen", "Utrecht", "", ())
        import_municipalities(session, [rhenen], now=NOON)
        merged = [Period("GM1", None, date(2026, 4, 15), "GM3")]  # Ede into Rhenen
        record(session, PERIODS, merged, now=NOON)
    decide(engine, filed, CorrectMunicipalities(("Rhenen",)))
    assert belonging(engine, filed) == [("Ede", "")]
